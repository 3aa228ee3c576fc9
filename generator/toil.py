"""How much work a text would make: a few kilobytes of unclosed brackets would hold a build up for hours.

For many a sign Python-Markdown looks through all that follows it, so that the work grows with the signs times the
length of what they stand in. It is reckoned here from the text alone, never from a clock: a text is fit for a build
everywhere or nowhere.
"""

from __future__ import annotations

import re

LIMIT = 10_000_000_000
"""What takes some ten seconds. A thousand links in one list make a hundredth of it."""
_SHORT = 8_000, 140_000
"""What has fewer characters, and less bars times lines, can't reach the limit: all its signs make six tenths of it."""
_OPEN, _NOTE, _CELL = 50, 10, 30_000
"""What a sign that nothing closes, a note, and a cell that a short row of a table is filled with weigh.

The unit is a character that is passed in search of what belongs to a sign.
"""
_DEEP, _LEVEL = 150, 300
"""How many quotations and lists that one line opens are followed, and what a character in each weighs."""
_LINK = 16
"""What a link weighs for each other one: all of a text is looked through for its place."""
_CONTENTS = 40_000
"""What each heading weighs in each table of contents: it is written there."""
_UNCLOSED_FENCE = "\x01"
_CLOSED_SIGN = "\x02"
"""Stand for what was found; no text that is parsed can hold them."""
_FENCE = re.compile(r"`{3,}|~{3,}")
_CLOSED = re.compile(r"!?\[[^][\n]*\]\([^()<>\"'\n]*\)|`[^`|\n]+`")
_TAG = re.compile(r"<[/a-zA-Z][^<>]*>")
_BLOCK = re.compile(r"(?:.+\n?)+")
_SIGN = re.compile(rf"[][*_\\<&`{_CLOSED_SIGN}]|  \n")
_OPENED = r"[ \t]*(?:>|(?:[-*+]|\d+\.)[ \t])"
_CHAIN = re.compile(rf"^((?>(?:{_OPENED}){{2,}})).*", re.MULTILINE)
_LEAD = re.compile(rf"(?>(?:{_OPENED}|[ \t])*)")
_ADDRESS = re.compile(r"\]\(|\]:")
_MARKER = re.compile(r"^[ \t>]*\[TOC\]", re.MULTILINE)
_HEADING = re.compile(r"^[ \t>]*(?:#|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE)
_LOOSE = re.compile(r"[`\[]|\]\(|^ {0,3}(?:#|[=-]+ *$)", re.MULTILINE)


def reckon(text: str) -> tuple[int, int]:
    """The work that a text's Markdown makes, as `LIMIT` measures it, and the line (from 0) where most of it begins."""
    prose = _without_code(text)
    tags = len(_TAG.findall(prose))
    unclosed = prose.count("<") - tags + prose.count(_UNCLOSED_FENCE)
    work = len(text) * (tags + _OPEN * unclosed + _NOTE * prose.count("[^")) + prose.count("\n\n") ** 2
    work += _LINK * len(_ADDRESS.findall(prose)) ** 2
    work += _CONTENTS * len(_MARKER.findall(prose)) * len(_HEADING.findall(prose)) if "[TOC]" in prose else 0
    blocks = [(_block(block[0]), -block.start()) for block in _BLOCK.finditer(prose)]
    return work + sum(made for made, _ in blocks), prose.count("\n", 0, -max(blocks, default=(0, 0))[1])


def is_short(text: str) -> bool:
    """Whether a text without a table of contents is fit whatever it says."""
    return len(text) < _SHORT[0] and text.count("|") * (text.count("\n") + 1) < _SHORT[1]


def at_most(text: str) -> int:
    """No less than the work that `reckon` finds in a text without a table of contents, from mere counts of signs."""
    count, lines = text.count, text.count("\n") + 1
    signs = sum(map(count, "][*_\\<&`")) + count("  \n")
    loose = count("`") + count("[") + count("](") + lines
    unclosed = count("<") + count("```") + count("~~~")
    passed = signs + _OPEN * (loose + unclosed) + _NOTE * count("[^") + _LEVEL * _DEEP
    links, filled = count("](") + count("]:"), count("|") * lines
    return len(text) * passed + lines**2 + _LINK * links**2 + _CELL * filled


def too_dense(text: str) -> int | None:
    """The line (from 0) where most of a text's work begins, if that is more than a build takes on; else None."""
    if "[TOC]" not in text and (is_short(text) or at_most(text) <= LIMIT):  # as nearly all texts
        return None
    work, line = reckon(text)
    return line if work > LIMIT else None


def deepest(text: str) -> int:
    """The line (from 0) in the most lists and quotations, as far as the signs and spaces that it begins with tell."""
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda number: len(_LEAD.match(lines[number])[0]))  # type: ignore[index]


def _without_code(text: str) -> str:
    """A text without what stands between fences; fences that nothing closes are marked."""
    kept: list[str] = []
    fence, opened = "", 0
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence and line.rstrip() == fence:
            kept[opened:] = [""] * (len(kept) - opened)
            fence = line = ""
        elif found and not fence:
            fence, opened = found[0], len(kept)
        kept.append(line)
    kept[opened:] = [_FENCE.sub(_UNCLOSED_FENCE, line) for line in kept[opened:]] if fence else kept[opened:]
    return "\n".join(kept)


def _block(text: str) -> int:
    """The work that lines without an empty one between them make: by signs, lists in lists, cells that are filled."""
    rest = _CLOSED.sub(_CLOSED_SIGN, text)
    made = len(text) * (len(_SIGN.findall(rest)) + _OPEN * len(_LOOSE.findall(rest)))
    for chain in _CHAIN.finditer(text):
        made += _LEVEL * min(len(re.findall(_OPENED, chain[1])), _DEEP) * len(chain[0])
    if "|" in text:
        bars = [line.count("|") for line in text.split("\n")]
        made += _CELL * (max(bars) * len(bars) - sum(bars))
    return made
