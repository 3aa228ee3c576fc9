"""Markdown to safe HTML: one converter per process, reused for every text."""

from __future__ import annotations

import html
import posixpath
import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import nh3

from generator.converter import converter
from generator.model import MARK

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
    "h1",
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
_TAGS = (nh3.ALLOWED_TAGS - _PAGE_TAGS) | {"tfoot"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAG = re.compile(r"<[a-z][a-z0-9]* [^<>]*>")
_ATTRIBUTE = re.compile(r' (id|href|src|headers|cite)="([^"]*)"')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FILE = (".md", ".markdown")


class Rendered(NamedTuple):
    """A text's HTML with marked addresses, the content files it links to, and links that lead nowhere."""

    html: str
    links: tuple[str, ...]
    outside: tuple[str, ...]


def render(text: str, path: str, prefix: str, raw_html: str = "sanitize") -> Rendered:
    """HTML for a Markdown text of the content file `path`.

    Ids get `prefix`. Headings start at level 2 and skip none (WCAG 2.2, technique H42). Addresses inside
    the site are marked as `model.Body` says. `raw_html` is "sanitize", "escape" or "trust".
    """
    result = converter(raw_html).reset().convert(text)
    if raw_html != "trust":
        result = _cleaner().clean(result)
    return _localise(_CONTROL.sub("", result), path, prefix)


@cache
def _cleaner() -> Any:
    return nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)


def _localise(result: str, path: str, prefix: str) -> Rendered:
    """Mark the addresses inside the site, prefix ids and what refers to them, and note the files linked to."""
    links: list[str] = []
    outside: list[str] = []

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name == "id":
            return f' id="{prefix}{value}"'
        if name == "headers":
            return ' headers="{}"'.format(" ".join(prefix + part for part in value.split()))
        url = html.unescape(value).strip()
        if name == "cite":
            return match[0] if url.startswith(("http:", "https:")) else ""
        if not url or _SCHEME.match(url) or url.startswith("//"):
            return match[0]
        if url[0] in "#?":
            url = "#" + prefix + url[1:] if len(url) > 1 and url[0] == "#" else url
            return f' {name}="{MARK}.{html.escape(url)}"'
        file, rest = re.fullmatch("([^#?]*)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]
        if url[0] == "/" and not file.endswith(_FILE):
            return f' {name}="{MARK}{html.escape(url)}"'
        folder = "" if url[0] == "/" else posixpath.dirname(path)
        target = posixpath.normpath(posixpath.join(folder, unquote(file).lstrip("/")))
        if target.startswith(".."):
            outside.append(url)
            return ""
        links.append(target)
        kind = ":" if target.endswith(_FILE) else "@"
        return f' {name}="{MARK}{kind}{quote(target)}{html.escape(rest)}"'

    marked = _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), result)
    return Rendered(marked, tuple(dict.fromkeys(links)), tuple(outside))


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
