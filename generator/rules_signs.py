"""Rules over single signs: what can't be seen, and what looks like something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.languages import direction
from generator.prose import Finding, Text

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LATIN = "A-Za-z0-9\u00c0-\u024f"
_ZERO = re.compile(f"[\u200b\u2060\ufeff\u180e]|(?<=[{_LATIN}])[\u200c\u200d](?=[{_LATIN}])")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def bidi_control(text: Text) -> Iterator[Finding]:
    """No sign turns the direction of what follows (CVE-2021-42574); languages written from the right may need them."""
    if direction(text.language) == "rtl":
        return
    for at, sign in _each(text, _BIDI):
        what = f"the invisible sign {_named(sign)} turns the direction of the text after it"
        yield Finding(*at, what, "remove it")


def zero_width(text: Text) -> Iterator[Finding]:
    """No invisible sign splits a word; joiners are left where scripts and emoji need them."""
    for at, sign in _each(text, _ZERO):
        what = f"the invisible sign {_named(sign)} stands here: searches miss the word"
        yield Finding(*at, what, "remove it")


def mixed_script(text: Text) -> Iterator[Finding]:
    """A name of a tag, source or story is written in one alphabet (Unicode Technical Standard 39, section 5)."""
    brief = text.brief
    names = [("tags", tag) for tag in brief.tags] + [("source", source.name) for source in brief.sources]
    for field, name in [*names, ("story", brief.story)]:
        for word in _WORD.findall(name):
            scripts = {sign: _script(sign) for sign in word}
            used = [script for script in _SCRIPTS if script in scripts.values()]
            if len(used) > 1 and field in text.nodes:
                odd = min(used, key=lambda script: sum(_script(sign) == script for sign in word))
                sign = next(sign for sign in word if scripts[sign] == odd)
                what = f"'{name}' mixes alphabets: {_named(sign)} only looks like another letter"
                mend = f"type '{word}' again, all in {next(s for s in used if s != odd).capitalize()} letters"
                yield Finding(*text.within(text.nodes[field], name), what, mend)
                break


def _each(text: Text, pattern: re.Pattern[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The first match in each line of the file."""
    for number, line in enumerate(text.lines, 1):
        match = None if line.isascii() else pattern.search(line)
        if match:
            yield (number, match.start() + 1), match[0]


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]
