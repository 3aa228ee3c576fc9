"""Markdown to safe HTML: one converter per process, reused for every text."""

from __future__ import annotations

import html
import posixpath
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import nh3

from generator import urls
from generator.body import MARK
from generator.converter import converter

_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
}
_PAGE_TAGS = {
    "article",
    "center",
    "footer",
    "header",
    "hgroup",
    "map",
    "area",
    "nav",
    "acronym",
    "strike",
    "tt",
}
"""Tags that belong to the page around a text, or are obsolete."""
TAGS = (nh3.ALLOWED_TAGS - _PAGE_TAGS) | {"tfoot"}
"""What a text's HTML may hold, unless it is trusted: all else is left out."""
LEFT_OUT = {
    "html", "head", "body", "meta", "link", "base", "frame", "frameset", "embed", "object", "param", "audio",
    "video", "source", "track", "canvas", "picture", "slot", "dialog", "menu", "main", "section", "aside", "nav",
    "header", "footer", "article", "hgroup", "search", "address", "form", "input", "button", "label", "fieldset",
    "legend", "select", "option", "optgroup", "datalist", "output", "progress", "meter", "keygen", "font", "center",
    "big", "tt", "strike", "acronym", "applet", "blink", "marquee", "nobr", "basefont", "bgsound", "dir", "isindex",
    "listing", "rb", "rtc", "spacer", "menuitem", "content", "shadow", "area", "map", "image", "svg", "math",
}  # fmt: skip
"""Elements of HTML that the sanitiser leaves out, also if nothing closes them, and what is in them stays."""
_FOREIGN = {
    **{name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in ("svg", "math", "script", "style")},
    "--": re.compile("-->"),
}
"""What closes elements in which nothing is text; comments too."""
_ROOM = 1000
"""Calls within calls that converting may make: as many as Python allows by itself."""
_CONVERTING = threading.Lock()
"""A converter works at one text at a time, and there is one for all threads."""
SCHEMES = {"http", "https", "mailto", "tel"}
"""How an address that leads to another site may begin: from all else a link is taken."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes(byte for byte in range(128) if _CONTROL.match(chr(byte)))
_TAG_LIKE = re.compile(r"<(?:!--|(/?)(([a-zA-Z][a-zA-Z0-9]*)[^\s/<>]*))")
_CLOSING = re.compile(r"</([a-zA-Z][^\s/<>]*)(?=[\s/>])|-->")
_TO_THE_END = re.compile(r"""(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_TAG = re.compile(r"<[a-z][a-z0-9]* [^<>]*>")
_ATTRIBUTE = re.compile(r' (id|href|src|headers|cite|width|height)="([^"]*)"')
_TAG_AS_WRITTEN = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*\s(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE_AS_WRITTEN = re.compile(
    r"""\s(id|href|src|headers|cite)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
"""The same in HTML that a person wrote: trusted HTML is let through as it is."""
_HEADING = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|template|textarea)\b(?:.*?</\1\s*>|.*)|<(/?)h([1-6])(?=[\s>])",
    re.DOTALL | re.IGNORECASE,
)
"""The tag of a heading; or what may hold one in trusted HTML that is none."""
_PIXELS = re.compile(r"(\d+)(?:px)?", re.ASCII)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FILE = (".md", ".markdown")
_TABLE = re.compile(r"(<table(?=[\s>])|</table>)")
_HAS = r"""(?: \w+="[^"]*")*? {}="""
_SILENT = re.compile(rf"""<img(?!{_HAS.format("alt")})(?:(?={_HAS.format("title")}("[^"]*"))|)""")
_NOWHERE = re.compile(rf"""<img(?!{_HAS.format("src")})(?:(?={_HAS.format("alt")}"([^"]*)")|)[^>]*>""")
"""Pictures without a text, and those without an address, in HTML that the sanitiser wrote."""
_PICTURED = re.compile(r"""<a(?![^>]* title=)[^>]* href="([^"]*)"[^>]*>(?:\s*<img\b[^>]* alt=""[^>]*>)+\s*</a>""")
"""A link that is nothing but pictures without words."""
_REMOTE = re.compile(r"""<img\b[^>]*?\ssrc=["']?(https?:[^"'\s>]+)""")
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)


class Rendered(NamedTuple):
    """A text's HTML with marked addresses, the content files it links to, and addresses that lead out of content/.

    `written` has each linked file's address as the text has it.
    """

    html: str
    links: tuple[str, ...]
    outside: tuple[str, ...]
    written: tuple[str, ...]


class TooDeep(ValueError):
    """A text whose lists or quotations nest deeper than Python-Markdown can follow."""


def render(text: str, path: str, prefix: str, raw_html: str = "sanitize") -> Rendered:
    """HTML for a Markdown text of the content file `path`.

    Ids get `prefix`. Headings start at level 2 and skip none (WCAG 2.2, technique H42). Addresses inside
    the site are marked as `body.Body` says. `raw_html` is "sanitize", "escape" or "trust". Raises TooDeep.
    """
    try:
        with _CONVERTING, _room():
            result = converter(raw_html).reset().convert(text)
    except RecursionError:
        converter.cache_clear()  # it stays in the state that the error left it in
        raise TooDeep from None
    if raw_html == "trust":
        trusted = _levelled(without_controls(result))
        return _localise(trusted, path, prefix, _TAG_AS_WRITTEN, _ATTRIBUTE_AS_WRITTEN)
    clean = _cleaner().clean(_as_typed(result, text))
    while clean != (without := without_controls(clean)):  # references like &#1; become what they refer to
        clean = _cleaner().clean(without)
    return _localise(_levelled(_described(clean)), path, prefix, _TAG, _ATTRIBUTE)


def closings(result: str) -> dict[str, int]:
    """Where each element in some HTML is closed last, by name; `--` is a comment."""
    return {(match[1] or "--").lower(): match.start() for match in _CLOSING.finditer(result)}


def _as_typed(result: str, text: str) -> str:
    """HTML in which what only looks like a tag is text: `<path>` in a sentence, `List<T>`, a tag that never ends.

    The sanitiser would leave it out, and with some names all that follows. What something closes is HTML, which it may.
    A name must begin as one in the Markdown `text` does ("" for a comment): all other tags are Markdown's own.
    """
    typed = {begun for _, _, begun in _TAG_LIKE.findall(text)}
    if not typed:
        return result
    made: list[str] = []
    last = inside = 0
    closed = closings(result)
    for tag in _TAG_LIKE.finditer(result):
        at, name = tag.end(), (tag[2] or "--").lower()
        if tag.start() < inside or (tag[3] or "") not in typed:
            continue
        closes, ends = closed.get(name, -1) >= at, name == "--" or _TO_THE_END.match(result, at)
        if closes and name in _FOREIGN:
            inside = _FOREIGN[name].search(result, at).start()  # type: ignore[union-attr]
        if ends and (closes or tag[1] or name in TAGS or name in LEFT_OUT):
            continue
        made += [result[last : tag.start()], "&lt;"]
        last = tag.start() + 1
    return "".join([*made, result[last:]]) if made else result


@contextmanager
def _room() -> Iterator[None]:
    """The same room for calls within calls, however deep this one is: Python-Markdown nests as far as there is any.

    Else a text's HTML would depend on who asked for it: this process, another one, a thread.
    """
    limit, depth, frame = sys.getrecursionlimit(), 0, sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        depth += 1
    sys.setrecursionlimit(depth + _ROOM)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def without_controls(text: str) -> str:
    """A text without control characters and other such noise; tabs and line ends stay."""
    data = text.encode(errors="surrogatepass")  # bytes are searched far faster
    if len(data.translate(None, _CONTROL_BYTES)) < len(data) or "\ufffe" in text or "\uffff" in text:
        return _CONTROL.sub("", text)
    return text


@cache
def _cleaner() -> Any:
    return nh3.Cleaner(tags=TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=SCHEMES)


def _described(result: str) -> str:
    """HTML whose pictures all have an alternative text: without one, their title, or none as Markdown's `![](...)` has.

    Without the attribute a screen reader says the file's name, and the page is no HTML (HTML, section 4.8.4.4). Where
    no address of a picture is left, its text stands for it. A link of pictures alone must have words (WCAG 2.2, 2.4.4):
    if there are none, the last part of its address.
    """
    if "<img" not in result:
        return result
    shown = _NOWHERE.sub(lambda tag: tag[1] or "", result)
    described = _SILENT.sub(lambda tag: "<img alt=" + (tag[1] or '""'), shown)
    return _PICTURED.sub(lambda link: link[0].replace(' alt=""', f' alt="{_last_part(link[1])}"', 1), described)


def _last_part(address: str) -> str:
    return posixpath.basename(re.split("[?#]", address)[0].rstrip("/")) or address


def _levelled(result: str) -> str:
    """HTML with its headings re-levelled: the highest is h2, and each is at most one below the one before."""
    above: list[int] = []

    def tag(match: re.Match[str]) -> str:
        if not match[3]:
            return match[0]
        if not match[2]:
            while above and above[-1] >= int(match[3]):
                above.pop()
            above.append(int(match[3]))
        return f"<{match[2]}h{min(6, len(above) + 1)}"

    return _HEADING.sub(tag, result)


def _localise(result: str, path: str, prefix: str, tags: re.Pattern[str], attributes: re.Pattern[str]) -> Rendered:
    """Mark the addresses inside the site, prefix ids and what refers to them, and note the files linked to."""
    links: dict[str, str] = {}
    outside: list[str] = []
    ids: Counter[str] = Counter()

    def attribute(match: re.Match[str]) -> str:
        name, value = match[1].lower(), next(group for group in match.groups()[1:] if group is not None)
        if name == "id":
            value = "-".join(html.unescape(value).split())  # an id has no white space (HTML, section 3.2.6)
            ids[value] += 1
            while ids[value] > 1:
                value = f"{value}_{ids[value]}"
                ids[value] += 1
            return f' id="{prefix}{html.escape(value)}"'
        if name == "headers":
            return ' headers="{}"'.format(" ".join(prefix + part for part in value.split()))
        if name in ("width", "height"):  # of pictures, in pixels: other lengths are no HTML
            return f' {name}="{pixels[1]}"' if (pixels := _PIXELS.fullmatch(value)) else ""
        url = html.unescape(value).strip(" \t\n\f\r")
        if name == "cite":
            return match[0] if url.startswith(("http:", "https:")) else ""
        if not url or _SCHEME.match(url):
            whole = urls.repaired(url)
            return match[0] if whole == url else f' {name}="{html.escape(whole)}"'
        if url.startswith("//"):
            return f' {name}="{html.escape(urls.repaired("https:" + url))}"'
        if url[0] in "#?":
            url = "#" + prefix + url[1:] if len(url) > 1 and url[0] == "#" else url
            return f' {name}="{MARK}.{html.escape(urls.repaired(url))}"'
        file, rest = re.fullmatch("([^#?]*)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]
        if url[0] == "/" and not file.endswith(_FILE):
            return f' {name}="{MARK}{html.escape(urls.repaired(url))}"'
        folder = "" if url[0] == "/" else posixpath.dirname(path)
        target = posixpath.normpath(posixpath.join(folder, unquote(file).lstrip("/")))
        if target.startswith(".."):
            outside.append(url)
            return ""
        links.setdefault(target, file)
        kind = ":" if target.endswith(_FILE) else "@"
        return f' {name}="{MARK}{kind}{quote(target)}{html.escape(rest)}"'

    marked = tags.sub(lambda tag: attributes.sub(attribute, tag[0]), result)
    return Rendered(_scrolling(marked), tuple(links), tuple(outside), tuple(links.values()))


def _scrolling(result: str) -> str:
    """Each table in a box that scrolls and that the keyboard reaches, named by the heads of the table's columns.

    A table set to scroll by itself would be no table any more to a screen reader. In HTML that the
    sanitiser let through, `<table` stands for a table and nothing else.
    """
    if "<table" not in result:
        return result
    parts, depth = _TABLE.split(result), 0
    for index in range(1, len(parts), 2):
        if parts[index] == "<table":
            if not depth:
                heads = _HEAD.findall(parts[index + 1].partition("</tr>")[0])
                name = html.escape(", ".join(filter(None, map(plain, heads))))
                label = f' aria-label="{name}"' if name else ""
                parts[index] = f'<div class="scroll" role="group"{label} tabindex="0"><table'
            depth += 1
        else:
            depth -= 1
            if not depth:
                parts[index] += "</div>"
            elif depth < 0:
                break
    return result if depth else "".join(parts)


def remote_images(result: str) -> list[str]:
    """The addresses of pictures in an HTML text that lie at another site."""
    return list(map(html.unescape, dict.fromkeys(_REMOTE.findall(result)))) if "<img" in result else []


_BLOCK = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_NOTE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]?[^\Wa-z]|$)")
_ABBREVIATION = re.compile(r"(?:\b(?:\w|[A-Z][a-z]{1,3}|[Nn]o|vs|[a-z]\.[a-z])|[A-Z]\.[A-Z])\.$")


def first_sentences(result: str, limit: int = 240) -> str:
    """The first whole sentences of the text's first paragraph, as plain text of at most `limit` characters."""
    paragraph = _BLOCK.search(result)
    text = plain(_NOTE.sub("", paragraph[1])) if paragraph else ""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text, 0, limit)]
    whole = [end for end in ends if not _ABBREVIATION.search(text[:end])]
    if whole:
        return text[: whole[-1]]
    return (
        text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…" if " " in text[:limit] else text[: limit - 1] + "…"
    )


def plain(result: str) -> str:
    """The words of an HTML fragment, white space folded."""
    return " ".join(html.unescape(_ANY_TAG.sub("", result)).split())
