"""What another program's Markdown says within a line, written as Python-Markdown reads it: links, breaks, escapes.

(CommonMark 0.31.2; GitHub Flavored Markdown 0.29; kramdown's syntax.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from generator import prose

Program = Literal["jekyll", "hugo", "hexo", "eleventy"]

_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])((?:(?!\n[ \t]*\n)[^~])+?)(?<=\S)~~(?!~)")
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE)
_COMMON = re.compile(r"(?<!\\)\\(?=\n[ \t]*\S)"), re.compile(r"\\([\"'$%&,/:;<=?@^~])")
_KRAMDOWN = re.compile(r"(?<!\\)\\\\?(?=\n[ \t]*\S)"), re.compile(r"\\([\"':$<=~])")
"""What ends a line, and signs that are escaped although Python-Markdown needs no escape for them."""
_TAG = re.compile(r"(?<!\\)</?[a-zA-Z][^<>]*>")
_NO_TAG = re.compile(
    r"(?<!\\)<(?=[a-zA-Z])(?!https?:|(?:mailto:)?[\w.+-]+@|[a-zA-Z][\w-]*"
    r"(?:\s+[\w:.-]+(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^'\x01]*'|\"[^\"\x01]*\"))?)*\s*/?>)"
)
_IN_FORMULA = re.compile(r"[*_`]|\\(?=[\\`*_{}\[\]()>#+.!-])")
_FORMULA = re.compile(r"\$\$(?:(?!\n[ \t]*\n).)*?\$\$", re.DOTALL)
_ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_BEFORE = {"hugo": r"(?:(?<=[\s*_~(])|^)", "hexo": r"(?<![\w/@.:&=<-])"}
"""Where an address that stands alone may begin, for those who make a link of it: GitHub's rule, and marked's."""
_URL = r"(?:https?://|www\.)[-\w@:%.+~#=]{1,256}\.[a-zA-Z]{2,}(?:[:/?#][^\s<\x01]*)?"
_MAIL = r"(?a:[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<![-_])(?![\w@/]))"
_BARE = {program: re.compile(f"{before}(?:{_URL}|({_MAIL}))", re.MULTILINE) for program, before in _BEFORE.items()}
_DEFINITION = re.compile(r"^ {0,3}\[([^][\n]+)\](?=:)", re.MULTILINE)
_SHORT = re.compile(r"(?<!\])\[([^][]*\x01[^][]*)\](?:\[\])?(?![\[(])")
_LABEL = re.compile(r"(?<=\])\[([^][]*\x01[^][]*)\](?!:)")
_BESIDE = re.compile(r"(?<!\])\[([^][]+)\](?=\s\[)")
_LINKED = re.compile(
    r"^ {0,3}\[[^][\n]+\]:[^\n]*$|<a\b(?:(?!<a\b).)*?</a>|</?[a-zA-Z!][^<>]*>|\{[{%](?:(?!\{[{%]).)*?[%}]\}"
    r"|\[(?:[^][]|\[[^][]*\])*\](?:\((?:[^()]|\([^()]*\))*\))?",
    re.DOTALL | re.MULTILINE,
)


def signs(text: str, verbatim: set[int], program: Program) -> str:
    """What is said in a line: struck out words, tasks, breaks, escapes, bare addresses. The lines `verbatim` stay."""
    lines = enumerate(prose.without_code(text, prose.HIDDEN).split("\n"))
    shown = "\n".join([prose.blanked(line, prose.HIDDEN) if number in verbatim else line for number, line in lines])
    edits: list[tuple[int, int, str]] = []
    for formula in _FORMULA.finditer(shown):
        edits += [(sign.start(), sign.start(), "\\") for sign in _IN_FORMULA.finditer(shown, *formula.span())]
    shown = _FORMULA.sub(_hidden, shown)
    outside = _TAG.sub(_hidden, shown)
    for struck in _STRUCK.finditer(outside):
        edits += [(struck.start(), struck.start(1), "<del>"), (struck.end(1), struck.end(), "</del>")]
    edits += _references(text, shown)
    edits += [(task.end(1), task.end(), "☐" if task[2] == " " else "☑") for task in _TASK.finditer(shown)]
    breaks, escaped = _KRAMDOWN if program == "jekyll" else _COMMON
    edits += [(*at.span(), "  ") for at in breaks.finditer(shown)]
    edits += [(*at.span(), "&lt;") for at in _NO_TAG.finditer(shown)]
    edits += [(*sign.span(), _ENTITIES.get(sign[1], sign[1])) for sign in escaped.finditer(outside)]
    if program in _BARE:
        unlinked = _LINKED.sub(_hidden, shown)
        edits += [(*bare.span(), _autolink(bare[0], bare[1])) for bare in _BARE[program].finditer(unlinked)]
    made, last = [], 0
    for start, end, new in sorted(edits):
        if start >= last:  # else it is in an address, which stays as it is
            made += [text[last:start], new]
            last = end
    return "".join([*made, text[last:]])


def _references(text: str, shown: str) -> Iterable[tuple[int, int, str]]:
    """Edits for links by a name such as ``[`code`]``, which Python-Markdown knows without code alone; and for those
    such as `[a] [b]`, which it would take for one link.
    """
    spans = [match.span(1) for match in _DEFINITION.finditer(shown)]
    names = {prose.folded(text[slice(*span)]) for span in spans}
    yield from ((*span, text[slice(*span)].replace("`", "")) for span in spans if "\x01" in shown[slice(*span)])
    if not names:
        return
    for match in _SHORT.finditer(shown):
        label = text[slice(*match.span(1))]
        if prose.folded(label) in names and match.span(1) not in spans:
            yield (*match.span(), f"[{label}][{' '.join(label.replace('`', '').split())}]")
    for match in _LABEL.finditer(shown):
        label = text[slice(*match.span(1))]
        if prose.folded(label) in names:
            yield (*match.span(1), label.replace("`", ""))
    for match in _BESIDE.finditer(shown):
        label = text[slice(*match.span(1))]
        if prose.folded(label) in names and "\x01" not in match[0]:
            yield (match.end(), match.end(), "[]")


def _hidden(match: re.Match[str]) -> str:
    return prose.blanked(match[0], prose.HIDDEN)


def _autolink(url: str, mail: str | None) -> str:
    """An address as a link, without what ends the sentence (GitHub Flavored Markdown, 6.9)."""
    bare = url
    while not mail and (bare[-1] in "?!.,:;*_~'\"]" or (bare[-1] == ")" and bare.count(")") > bare.count("("))):
        bare = bare[:-1]
    link = f"<{bare}>" if mail or bare.startswith("http") else f"[{bare}](http://{bare})"
    return link + url[len(bare) :]
