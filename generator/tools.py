"""What templates can do beside showing their context: filters and functions, all pure.

Language, time zone and address are the site's. Filters are called directly by compiled templates, functions
through Jinja's context: what is used often is a filter.
"""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from gettext import NullTranslations
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from generator import dates, l10n, urls
from generator.config import Config
from generator.languages import direction
from generator.model import Asset

_OFTEN = 10_000
"""Addresses and moments that are remembered in the form that pages show: the same ones stand on many."""
_SCHEME = re.compile("[a-z][a-z0-9+.-]*:")

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_INLINE = re.compile(r"""\{\{-?\s*["']([^"']+)["']\s*\|\s*inline\s*-?\}\}""")
_META_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_POLICY_BLOCK = re.compile(r"\{%-?\s*block policy\s*-?%\}(.*?)\{%-?\s*endblock", re.DOTALL)
_SUPER = re.compile(r"\{\{-?\s*super\(\)\s*-?\}\}")
_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_HASH = re.compile(r"'sha256-[A-Za-z0-9+/=]+'")
_RISKY = re.compile("[<>&\u2028\u2029]")
_IN_SCRIPT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def filters(config: Config, static: Mapping[str, Asset]) -> dict[str, Callable[..., Any]]:
    """The filters of a site; docs/themes.md lists them."""
    zone, root = dates.zone(config.timezone), urls.base_path(config.base_url)
    absolute_root = config.base_url.rstrip("/")
    formats = l10n.Formats(config.language)

    def local(value: Any) -> Any:
        if not isinstance(value, dt.datetime):
            return value
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)

    @lru_cache(_OFTEN)
    def iso(value: Any) -> str:
        value = local(value)
        if isinstance(value, dt.datetime) and (value.utcoffset() or dt.timedelta()).seconds % 60:
            value = value.astimezone(dt.UTC)  # RFC 3339 has no seconds in an offset, as old local times have
        return str(value.isoformat())

    @lru_cache(_OFTEN)
    def url(path: str) -> str:
        return root + urls.encoded(path) if path.startswith("/") else path

    def absolute(path: str) -> str:
        return absolute_root + urls.encoded(path) if path.startswith("/") else path

    @cache
    def inline(name: str) -> Markup:
        return Markup(Path(static[name].file).read_text("utf-8").strip())  # themes are trusted

    return {
        "url": url,
        "absolute": absolute,
        "static": lambda name: url(static[name].url),
        "inline": inline,
        "day_url": urls.day,
        "month_url": urls.month,
        "year_url": lambda value: urls.year(value.year),
        "date": lambda value, style="long": formats.date(local(value), style),
        "time": lambda value: formats.time(local(value)),
        "month_name": formats.month,
        "iso": iso,
        "zone": lambda value: formats.zone(local(value)),
        "json": lambda value: Markup(msgspec.json.encode(value).decode()),
        "script_json": in_script,
        "styled": styled,
        "direction": direction,
        "language": formats.language,
        "style_hashes": style_hashes,
        "header_policy": header_policy,
        "named": lambda name: {"name": name},
        "as_text": lambda html: str(html.__html__()),
    }


def in_script(value: object) -> Markup:
    """A value as JSON that may stand in a script element: nothing in it can end it (HTML, section 4.12.1.3)."""
    text = msgspec.json.encode(value).decode()
    return Markup(text.translate(_IN_SCRIPT) if _RISKY.search(text) else text)


def styled(html: str, css: str) -> Markup:
    """HTML with a style sheet written into its elements, as readers of email need it: they drop style sheets."""
    import css_inline  # only emails need it

    return Markup(css_inline.inline(html.strip(), extra_css=css, load_remote_stylesheets=False))


def style_hashes(head: str) -> Markup:
    """The styles in some HTML as a Content-Security-Policy allows them: ` 'sha256-...'` for each (CSP 3, 6.7.3.3)."""
    return _hashes(head) if "<style" in head else Markup()


@cache
def _hashes(head: str) -> Markup:
    digests = (sha256(text.replace("\r\n", "\n").encode()).digest() for text in _STYLE.findall(head))
    return Markup("".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests))


def styles(templates: Iterable[str], static: Mapping[str, str]) -> str:
    """What policies must allow by some templates' texts, as HTML: their `<style>` elements and blocks `policy`.

    Each stands there once, with what `inline` puts into a style; `static` has the file of each name. What is made in
    any other way can't be known before it is made, and is left out.
    """

    def inline(match: re.Match[str]) -> str:
        file = static.get(match[1])
        return Path(file).read_text("utf-8").strip() if file else match[0]

    found = set[str]()
    for template in templates:
        found |= {f"<style>{_INLINE.sub(inline, text)}</style>" for text in _STYLE.findall(template)}
        policies = (_SUPER.sub("", text).strip(" ;\n") for text in _POLICY_BLOCK.findall(template))
        found |= {_META.format(text) for text in policies if text and '"' not in text}
    return "".join(text for text in sorted(found) if "{{" not in text and "{%" not in text)


def header_policy(html: str, others: str) -> Markup:
    """The Content-Security-Policy of a page as a header for all files of the site.

    It allows what is in `others` too (see `styles`), for a page is held to its own policy and to the header's; also
    style sheets of the site itself, which feeds link to; and it says who may frame the site, which a page can't say of
    itself (CSP 3, sections 3.3 and 8.1).
    """
    found: dict[str, dict[str, None]] = {}
    for policy in (*_META_POLICY.findall(html), *_META_POLICY.findall(others)):
        for name, *values in filter(None, (part.split() for part in unescape(policy).split(";"))):
            found.setdefault(name, {}).update(dict.fromkeys(values))
    hashes = _HASH.findall(style_hashes(others))
    allowed = found.pop("style-src", {}) | dict.fromkeys(["'self'", *hashes])
    found |= {"style-src": dict.fromkeys(sorted(allowed)), "frame-ancestors": {"'none'": None}}
    parts = ([name, *(v for v in values if v != "'none'" or len(values) == 1)] for name, values in found.items())
    return Markup("; ".join(map(" ".join, parts)))


def words(catalogue: NullTranslations) -> dict[str, Callable[..., Markup]]:
    """The functions for the theme's own words; each text is looked up once. Themes and their words are trusted."""

    @cache
    def gettext(text: str, **values: Any) -> Markup:
        found = Markup(catalogue.gettext(text))
        return found % values if values else found

    @cache
    def ngettext(one: str, many: str, num: int, **values: Any) -> Markup:
        return Markup(catalogue.ngettext(one, many, num)) % {"num": num, **values}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


class Fragments:
    """Parts of pages that are the same wherever they stand, rendered once: see law 1, purity.

    A fragment sees the values that it is given and nothing else, and they can't change: so they are its key.
    """

    def __init__(self, environment: Any) -> None:
        self._environment = environment
        self._made: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = {}

    def render(self, name: str, **values: Any) -> Markup:
        """The template `name` with `values` as its context."""
        key = (name, *values, *map(id, values.values()))
        known = self._made.get(key)
        if known is None:
            made = Markup(self._environment.made(name, values).rstrip("\n"))
            # While they are kept no other value can have their ids.
            known = self._made[key] = (made, tuple(values.values()))
        return known[0]
