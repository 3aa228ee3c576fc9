"""WordPress's shortcodes, which its exporters leave in texts, as Markdown: captions, code, films and posts."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator import prose
from generator.embedded import linked

_ANY = re.compile(r"\[(?:caption|sourcecode|code|youtube|vimeo|embed)\b")
_CAPTION = re.compile(
    r"\\?\[caption\b([^\[\]\x01]{0,999}?)\\?\]((?:(?!\[caption\b).){0,4999}?)\\?\[/caption\\?\]", re.DOTALL
)
_CODE = re.compile(
    r"^\\?\[(sourcecode|code)\b([^\[\]\n\x01]{0,200}?)\\?\][ \t]*\n((?:(?!\[\1\b).)*?)\n[ \t]*\\?\[/\1\\?\][ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_FRAMED = re.compile(
    r"\\?\[(?:youtube|vimeo)[ =]\"?(https?://[^\s\[\]\"\x01\\]+)[^\[\]\n\x01]{0,200}\]"
    r"|\\?\[embed\b[^\[\]\n\x01]{0,200}\](https?://[^\s\[\]\x01\\]+)\\?\[/embed\\?\]"
)
_PICTURE = re.compile(
    r"""\s*(\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\)|!\[[^\[\]]*\]\([^()]*\)|\[<img\b[^<>]*>\]\[\w+\]"""
    r"""|(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)""",
    re.DOTALL,
)
_WORDS = re.compile(r"""\bcaption=(["'])(.*?)\1""", re.DOTALL)
_LANGUAGE = re.compile(r"""(?:\b(?:language|lang)|^)=["']?([\w+#-]+)""")


def without(text: str) -> str:
    """A text without them. In code they stay, and so does what is none of these."""
    if _ANY.search(text):
        for pattern, put in ((_CODE, _code), (_FRAMED, _framed), (_CAPTION, _caption)):
            text = _replaced(text, pattern, put)
    return text


def _replaced(text: str, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> str:
    """A text with what `put` makes of each match of `pattern` outside of code."""
    made: list[str] = []
    last = 0
    for found in pattern.finditer(prose.without_code(text, prose.HIDDEN)):
        if match := pattern.fullmatch(text, *found.span()):
            made += [text[last : match.start()], put(match)]
            last = match.end()
    return "".join([*made, text[last:]])


def _code(match: re.Match[str]) -> str:
    language = _LANGUAGE.search(match[2])
    return f"```{language[1] if language else ''}\n{match[3]}\n```"


def _framed(match: re.Match[str]) -> str:
    return linked(match[1] or match[2])


def _caption(match: re.Match[str]) -> str:
    """The picture, and below it the words that readers saw there."""
    given, picture = _WORDS.search(match[1]), _PICTURE.fullmatch(match[2])
    if not picture:
        return match[2].strip()
    words = " ".join((picture[2].strip() or (given[2] if given else "")).split())
    if not words:
        return picture[1]
    if picture[1].startswith("<"):
        return f"{picture[1]}<br>\n<em>{words}</em>"
    goes_on = match.string[match.end() :].partition("\n")[0].strip()
    return f"{picture[1]}\n\n*{words}*" + "\n\n" * bool(goes_on)
