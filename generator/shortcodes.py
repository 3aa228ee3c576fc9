"""Liquid and Hugo's shortcodes as Markdown, where that can be said; the others are noted and stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from textwrap import dedent, indent

from generator import hexo_tags, wordpress
from generator.embedded import MEND, PICTURE, VIDEOS, Link, figure, linked, quotation, short
from generator.errors import place
from generator.loose import Loose, Note

_LIQUID = re.compile(
    r"\{%-?\s{0,9}(\w{1,99})((?:(?!\{[{%]).){0,999}?)-?%\}|\{\{-?((?:(?!\{[{%]).){0,999}?)-?\}\}", re.DOTALL
)
_LIQUID_COMMENT = re.compile(
    r"\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment\b).)*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL
)
_FILTERED = re.compile(r"""["']([^"']*)["']\s*\|\s*(?:(?:relative_|absolute_)?url|prepend:\s*site\.\w+)(?:\s*\|.*)?""")
_SITE = re.compile(r"site\.(?:base)?url(?:\s*\|.*)?")
_HUGO = re.compile(
    r"\{\{([<%])(/\*)?\s{0,9}(/?\s{0,9}[\w./-]{1,99})((?:(?!\{\{).){0,1999}?)(?:\*/)?\s{0,9}/?[>%]\}\}", re.DOTALL
)
_TYPES = ("note", "tip", "info", "warning", "danger", "caution", "important", "success", "error", "attention",
          "question", "example", "abstract", "quote", "bug")  # fmt: skip
_BOXES = rf"(?:{'|'.join(_TYPES)}|notice|alert|callout|admonition|hint|details|expand|spoiler)\b"
_BOX = re.compile(
    rf"^([ \t]*)\{{\{{[<%]\s*({_BOXES})((?:(?!\{{\{{)[^\n])*?)[>%]\}}\}}"
    r"((?:(?!\{\{[<%]\s*\2\b).)*?)\{\{[<%]\s*/\s*\2\s*[>%]\}\}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
"""What themes of Hugo set apart from the text: the opening tag, which begins a line, what it holds, the closing one."""
_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|'([^']*)'|([^\s"=]+))""")
_HEADED = re.compile(
    r"(?:(?<=\n\n)|\A)((?: {4}|\t)+):::[ \t]*([A-Za-z][\w+#.-]*)[^\n]*\n((?:(?:\1[^\n]*|[ \t]*)(?:\n|(?<!\n)\Z))+)"
)


def without(kind: str, loose: Loose, link: Link, title: Callable[[str], str]) -> tuple[str, list[Note]]:
    """The text of a document of the program `kind` in Markdown alone, as far as that can be said; notes on the rest.

    `link` gives the address of the text that a shortcode names, `title` its title.
    """
    text, notes = loose.body, list[Note]()
    if kind in ("jekyll", "eleventy"):
        page = {key: node.value for key, node in loose.nodes.items()}
        text, notes = liquid(text, loose.body_line, link, page)
    elif kind == "hexo":
        text, notes = hexo_tags.without(text, loose.body_line, link, title)
    elif kind == "hugo":
        text, notes = hugo(text, loose.body_line, link)
    return wordpress.without(highlighted(text) if kind == "pelican" else text), notes


def liquid(text: str, first_line: int, link: Link, page: Mapping[str, object]) -> tuple[str, list[Note]]:
    """A text without Liquid, as far as it can be said in Markdown, and notes on the rest.

    `page` has the front matter's values.
    """
    notes: list[Note] = []
    raw = False
    text = _LIQUID_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)

    def put(match: re.Match[str]) -> str:
        nonlocal raw
        tag, rest, shown = match[1], (match[2] or "").strip(), (match[3] or "").strip()
        if tag in ("raw", "endraw"):
            raw = tag == "raw"
            return ""
        if raw:
            return match[0]
        if tag == "highlight":
            return _fence(match, rest.split()[0] if rest else "")
        if tag == "endhighlight":
            return _fence(match, "")
        if tag in ("post_url", "link"):
            found = link(rest.strip("\"'"))
            if found:
                return found
        elif tag in ("youtube", "vimeo", "gist") and rest:
            return linked(VIDEOS[tag] + rest.split()[0])
        elif tag == "include" and (made := _included(rest)) is not None:
            return made
        elif _SITE.fullmatch(shown):
            return ""
        elif shown.startswith("page.") and isinstance(said := page.get(shown.removeprefix("page.")), str):
            return said
        elif filtered := _FILTERED.fullmatch(shown):
            return filtered[1]
        what = f"'{short(match[0])}' is Liquid"
        notes.append(Note(*place(text, match.start(), first_line), "template-code", what, MEND))
        return match[0]

    return _LIQUID.sub(put, text), notes


def hugo(text: str, first_line: int, link: Link) -> tuple[str, list[Note]]:
    """A Hugo text without shortcodes, as far as they can be said in Markdown, and notes on the rest."""
    notes: list[Note] = []
    boxes = {at for box in _BOX.finditer(text) for at in (box.end(1), box.end(4))}

    def put(match: re.Match[str]) -> str:
        _, escaped, name, rest = match.groups()
        name = name.replace(" ", "")
        if escaped or match.start() in boxes:
            return match[0]
        named, plain = _arguments(rest)
        first = plain[0] if plain else named.get("id", named.get("path", ""))
        if name == "figure" and named.get("src"):
            return figure(named)
        if name in ("highlight", "/highlight"):
            return _fence(match, first if name == "highlight" else "")
        if name in ("ref", "relref") and (found := link(first)):
            return found
        if name in VIDEOS and first:
            return linked(VIDEOS[name] + "/".join(plain[:2] if name == "gist" else [first]))
        if name in ("tweet", "x") and (first or "user" in named):
            return linked(f"https://x.com/{named.get('user', 'i')}/status/{named.get('id', first)}")
        what = f"'{short(match[0])}' is a shortcode"
        notes.append(Note(*place(text, match.start(), first_line), "template-code", what, MEND))
        return match[0]

    return _HUGO.sub(_shown, _BOX.sub(_boxed, _HUGO.sub(put, text))), notes


def highlighted(text: str) -> str:
    """A Pelican text whose code is not headed by its language, in a line of its own, but fenced, or plain in a list.

    The library's codehilite, which Pelican uses, takes that line away.
    """

    def put(match: re.Match[str]) -> str:
        indent, language, code = match.groups()
        lines = code.rstrip().split("\n")
        if len(indent.expandtabs(4)) > 4 or "```" in code:
            return code
        inner = [line.removeprefix(indent) for line in lines]
        return "\n".join([f"```{language}", *inner, "```", ""]) + "\n" * (len(code) - len(code.rstrip("\n")) - 1)

    return _HEADED.sub(put, text)


def _included(rest: str) -> str | None:
    """What widespread themes of Jekyll make of `include`: a picture, a film, a table of contents, or nothing."""
    name, *others = rest.split(maxsplit=1) or [""]
    named, _ = _arguments(" ".join(others))
    kind = name.rpartition("/")[2].partition(".")[0].lower()
    if name == "JB/setup":
        return ""
    if kind == "toc":
        return "[TOC]"
    film = VIDEOS.get(named.get("provider", "youtube" if kind.startswith("youtube") else kind))
    if film and named.get("id"):
        return linked(film + named["id"])
    if not kind.startswith(("figure", "image", "img", "picture")):
        return None
    given = (named[key] for key in ("image_path", "path", "src", "url", "image", "img", "file") if key in named)
    file = next(filter(PICTURE.fullmatch, given), "")
    if not file:
        return None
    said = {name: text for name, text in named.items() if name in ("alt", "caption") and "{" not in text}
    words = {
        "alt": said.get("alt") or named.get("title", ""),
        "caption": said.get("caption", named.get("description", "")),
    }
    return figure({"src": file if re.match(r"/|\w+:", file) else f"/{file}", **words})


def _arguments(text: str) -> tuple[dict[str, str], list[str]]:
    """The arguments of a tag: those with a name, and the others."""
    named: dict[str, str] = {}
    plain: list[str] = []
    for argument in _ARGUMENT.finditer(text):
        value = next((group for group in argument.groups()[1:] if group is not None), "")
        value = re.sub(r"\\([\"\\])", r"\1", value) if argument[2] else value
        if argument[1]:
            named[argument[1]] = value
        else:
            plain.append(value)
    return named, plain


def _fence(match: re.Match[str], language: str) -> str:
    """A fence of a code block, in a line of its own."""
    before, after = match.string[: match.start()].rpartition("\n")[2], match.string[match.end() :]
    return "\n" * bool(before.strip()) + f"```{language}" + "\n" * (after[:1] not in ("", "\n"))


def _shown(match: re.Match[str]) -> str:
    """A shortcode that is shown and not run, as readers saw it."""
    return match[0].replace("/*", "", 1).replace("*/", "", 1) if match[2] else match[0]


def _boxed(match: re.Match[str]) -> str:
    """What a theme set apart, as a quotation that begins with its title, or says of what kind it is."""
    lead, name, rest, inner = match.groups()
    named, plain = _arguments(rest)
    kind = name if name in _TYPES else named.get("type") or (plain.pop(0) if plain and plain[0] in _TYPES else "")
    title = named.get("title") or (plain[0] if plain else kind.capitalize())
    apart = "" if match.string.startswith("\n\n", match.end()) else "\n"
    return indent(quotation(dedent(inner.strip("\n")).strip().split("\n"), title), lead) + apart
