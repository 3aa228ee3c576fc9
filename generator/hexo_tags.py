"""Hexo's tags as Markdown, where that can be said (its documentation, 'Tag Plugins'); the others are noted and stay.

What stands in code is shown and not run, as Hexo has it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from html import escape
from textwrap import dedent, indent

from generator import prose
from generator.embedded import MEND, PICTURE, VIDEOS, Link, figure, linked, quotation, short
from generator.errors import place
from generator.loose import Note

_TAG = re.compile(
    r"\{%-?\s{0,9}(codeblock|code|blockquote|quote|pullquote|centerquote|cq|note|raw)\b((?:(?!%\}|\{%).){0,999}?)-?%\}"
    r"((?:(?!\{%-?\s{0,9}\1\b).)*?)\{%-?\s{0,9}end\1\s{0,9}-?%\}"
    r"|\{%-?\s{0,9}(\w{1,40})((?:(?!%\}|\{%).){0,999}?)-?%\}|\{\{(?:(?!\{\{).){0,999}?\}\}",
    re.DOTALL,
)
"""A tag with an end, its words and what it holds; or one without, and its words; or a variable."""
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_SIZES = re.compile(r"^(?:\s+\d+(?:px|%)?(?=\s|$)){1,2}")
_ADDRESS = re.compile(r"https?://\S+|/\S*")
_STYLES = ("default", "primary", "info", "success", "warning", "danger", "no-icon")
"""What the theme NexT calls kinds of notes."""


def without(text: str, first_line: int, link: Link, title: Callable[[str], str]) -> tuple[str, list[Note]]:
    """A Hexo text without tags, as far as they can be said in Markdown, and notes on the rest.

    `link` gives the address of the text that a tag names, `title` its title.
    """
    notes: list[Note] = []
    made, last = [], 0
    ends = [-1, *(end.start() for end in re.finditer("\n", text))]
    for tag in _TAG.finditer(prose.without_code(text, prose.HIDDEN)):
        whole, block, words, inner, name, rest = (text[slice(*tag.span(group))] for group in range(6))
        number = bisect_left(ends, tag.start())  # of its line, from 1
        start, said = tag.start(), None
        lead = text[ends[number - 1] + 1 : start]
        if block == "raw":
            said = inner
        elif block:
            if not block.startswith("code"):
                inner, others = without(inner, first_line - 1 + bisect_left(ends, tag.start(3)), link, title)
                notes += others
            start -= len(lead) if not lead.strip() else 0
            said = indent(_block(block, _words(words), dedent(inner)), text[start : tag.start()])
            said = _gap(text[max(start - 2, 0) : start]) + said + _gap(text[tag.end() : tag.end() + 2])
        elif name in ("img", "asset_img"):
            in_html = not lead.strip() and number > 1 and text.startswith("<", ends[number - 2] + 1)
            said = _picture(rest, in_html)
        else:
            said = _said(name, _words(rest), link, title)
        if said is None:
            line, column = place(text, tag.start(), first_line)
            notes.append(Note(line, column, "template-code", f"'{short(whole)}' is a tag of Hexo's", MEND))
        made += [text[last:start], whole if said is None else said]
        last = tag.end()
    return "".join([*made, text[last:]]), notes


def _block(name: str, words: list[str], inner: str) -> str:
    """What a tag with an end sets apart: code, or a quotation with whose it is."""
    if name in ("codeblock", "code"):
        language = next((word[5:] for word in words if word.startswith("lang:")), "")
        caption = _linked([word for word in words if ":" not in word or _ADDRESS.fullmatch(word)])
        return "\n".join([*([f"*{caption}*", ""] if caption else []), f"```{language}", inner.strip("\n"), "```"])
    heading = " ".join(word for word in words if word not in _STYLES) if name == "note" else ""
    owner = _linked(words) if name in ("blockquote", "quote") else ""
    return quotation([*inner.strip().split("\n"), *(["", f"— {owner}"] if owner else [])], heading)


def _picture(rest: str, in_html: bool) -> str | None:
    """A picture with the words for it: the last ones in quotation marks, else all; None if no file is named."""
    for word in _WORD.finditer(rest):
        file = _said_by(word)
        if _ADDRESS.fullmatch(file) or PICTURE.fullmatch(file):
            break
    else:
        return None
    texts = _QUOTED.findall(rest[word.end() :])
    words = " ".join("".join(texts[-1]).split()) if texts else _SIZES.sub("", rest[word.end() :]).strip()
    return f'<img src="{file}" alt="{escape(words)}">' if in_html else figure({"src": file, "alt": words})


def _gap(beside: str) -> str:
    """What parts a block from the signs beside it, so that an empty line lies between."""
    return "\n" * (2 - beside.count("\n")) if beside else ""


def _said(name: str, words: list[str], link: Link, title: Callable[[str], str]) -> str | None:
    """What a tag without an end shows, in Markdown; None if that can't be said."""
    first = words[0] if words else ""
    if name in ("post_link", "post_path") and first:
        slug, mark, rest = first.partition("#")
        found = link(slug)
        texts = words[1:-1] if words[-1] in ("true", "false") else words[1:]
        shown = f"[{' '.join(texts) or title(slug)}]({found}{mark}{rest})" if name == "post_link" else found
        return shown if found else None
    if name == "asset_path" and first:
        return first
    if name == "asset_link" and first:
        return f"[{' '.join(words[1:]) or first}]({first})"
    if name in ("link", "iframe") and any(map(_ADDRESS.fullmatch, words)):
        return _linked([word for word in words if word not in ("true", "false")][:2] if name == "link" else words[:1])
    return linked(VIDEOS[name] + first) if name in VIDEOS and first else None


def _linked(words: list[str]) -> str:
    """Words, as a link if there is an address among them: to what follows it, else what is before it."""
    at = next((at for at, word in enumerate(words) if word.startswith("http")), None)
    if at is None:
        return " ".join(words)
    before, after = " ".join(words[:at]), " ".join(words[at + 1 :])
    return f"{before}, [{after}]({words[at]})" if before and after else f"[{before or after or words[at]}]({words[at]})"


def _words(text: str) -> list[str]:
    return list(map(_said_by, _WORD.finditer(text)))


def _said_by(word: re.Match[str]) -> str:
    """A word without its quotation marks."""
    return next(filter(None, word.groups()), "")
