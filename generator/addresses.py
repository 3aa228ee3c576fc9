"""Outbound addresses: what in them only tracks readers, and when two of them lead to one text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi)",
    re.IGNORECASE,
)
_QUERY = re.compile(r"\?([^#]*)")
_FOUND = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\^]+", re.IGNORECASE)


def found(text: str) -> list[tuple[int, str]]:
    """The web addresses in a text with their offsets; brackets that only stand around one don't count."""
    return [(match.start(), _balanced(match[0])) for match in _FOUND.finditer(text)]


def _balanced(address: str) -> str:
    """An address up to the first bracket that closes what it did not open."""
    depth = 0
    for index, sign in enumerate(address):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return address[:index]
    return address


def tracking(url: str) -> tuple[int, str]:
    """Where an address's first tracking parameter stands, and what is wrong with it, for a message."""
    query = _QUERY.search(url)
    names = [part.partition("=")[0] for part in re.split("&amp;|&", query[1] if query else "")]
    bad = [name for name in dict.fromkeys(names) if _TRACKING.fullmatch(name)]
    *first, last = [f"'{name}'" for name in bad] or [""]
    what = f"{', '.join(first)} and {last} track readers" if first else f"{last} tracks readers"
    return (url.index(bad[0], query.start()) if query and bad else 0), what


def clean(url: str) -> str:
    """An address without its tracking parameters; every other sign stays as it is."""
    match = _QUERY.search(url)
    if not match:
        return url
    parts = re.split("(&amp;|&)", match[1])
    names = [part.partition("=")[0] for part in parts[::2]]
    if not any(_TRACKING.fullmatch(name) for name in names):
        return url
    kept = ""
    for index, name in enumerate(names):
        if not _TRACKING.fullmatch(name):
            kept += (parts[2 * index - 1] if kept and index else "") + parts[2 * index]
    return url[: match.start()] + (f"?{kept}" if kept else "") + url[match.end() :]


def clean_all(text: str) -> str:
    """A text whose addresses have no tracking parameters."""
    for start, address in reversed(found(text)):
        text = text[:start] + clean(address) + text[start + len(address) :]
    return text


def normal(url: str) -> str:
    """The form in which two addresses of one text are equal: no scheme, www., tracking, fragment or final slash."""
    try:
        parts = urlsplit(clean(url))
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return url
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"
