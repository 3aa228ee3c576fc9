"""Compressed twins of pages, `index.html.gz` and `index.html.br`, for hosts that send them as they are.

A twin is a page like any other: made when what it is made of changed, known to the manifest, removed with its page. Its
bytes depend on its page's and on the library that packs them, and on nothing else (RFC 1952 without time, RFC 7932).
The one door to brotli and zlib.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from importlib.util import find_spec

import msgspec

from generator import digest, urls
from generator.errors import Problem, Refusal
from generator.model import Page

ENDINGS = (".html", ".xml", ".json", ".txt", ".css", ".js", ".svg", ".csv")
"""Files that shrink; pictures, sound and film are packed already."""
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""A gzip header without a name, a time or a system: the same on every machine (RFC 1952, section 2.3)."""


def worthwhile(page: Page) -> bool:
    """Whether a page is text, which shrinks when it is compressed."""
    return urls.output_path(page.url).endswith(ENDINGS)


def twin(page: Page, kind: str) -> Page:
    """The twin of a page: `kind` is `gz` or `br`."""
    url = f"/{urls.output_path(page.url)}.{kind}"
    made = digest.of((kind, version(kind), page.digest))
    return msgspec.structs.replace(page, url=url, digest=made, listed=False, context={"packed": kind, "of": page})


def without(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Pages but for the twins: a preview is looked at where it is made, and packing takes longer than making."""
    return tuple(page for page in pages if not _is_twin(page))


def rendered(page: Page, render: Callable[[Page], bytes]) -> bytes:
    """A page's bytes, packed if it is a twin."""
    original = page.context["of"] if _is_twin(page) else None
    if not isinstance(original, Page):
        return render(page)
    return packed(render(original), str(page.context["packed"]))


def _is_twin(page: Page) -> bool:
    return page.url.endswith((".gz", ".br")) and "packed" in page.context


def packed(data: bytes, kind: str) -> bytes:
    """`data`, compressed as far as it goes."""
    if kind == "br":
        import brotli

        made: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
        return made
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    tail = struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return _HEAD + packer.compress(data) + packer.flush() + tail


def version(kind: str) -> str:
    """The version of what packs: another one may make other bytes."""
    if kind == "gz":
        return zlib.ZLIB_RUNTIME_VERSION
    if find_spec("brotli") is None:
        return ""
    import brotli

    return str(brotli.__version__)


def refuse(kinds: Iterable[str], place: tuple[str, int, int]) -> None:
    """Raises Refusal if a kind is asked for, at `place` in the configuration, and what packs it is not installed."""
    if "br" in kinds and find_spec("brotli") is None:
        what, mend = "'br' needs the package brotli, which is not installed", "pip install 'briefing-digest[brotli]'"
        raise Refusal(Problem(*place, "no-brotli", what, mend))
