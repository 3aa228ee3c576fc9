"""What a rendered page links to, and which places on it can be linked to. The one door to selectolax."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from generator.model import Value

_ATTRIBUTES = ("href", "src", "poster")
_CANDIDATE = re.compile(r"[^\s,]\S*[^\s,]|[^\s,]")


class Anchors(Value, frozen=True, array_like=True):
    """The addresses that a page names, as it writes them, and the ids of its places; of the page with this digest."""

    digest: str
    links: tuple[str, ...]
    ids: tuple[str, ...]


def read(data: bytes, digest: str) -> Anchors:
    """The anchors of a page's bytes; `digest` is that of them."""
    links: dict[str, None] = {}
    ids: dict[str, None] = {}
    for node in LexborHTMLParser(data.decode(errors="replace")).css("[href], [src], [srcset], [poster], [id], a[name]"):
        for name, value in node.attributes.items():
            if not value:
                continue
            if name in _ATTRIBUTES:
                links[value.strip()] = None
            elif name == "srcset":
                for part in re.split(r",\s+", value):
                    address = _CANDIDATE.match(part.strip())
                    links |= {address[0]: None} if address else {}
            elif name == "id" or (name == "name" and node.tag == "a"):
                ids[value] = None
    return Anchors(digest, tuple(links), tuple(ids))
