"""Pictures carry their size, so that a page does not move when they come."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from urllib.parse import unquote

import pytest
import web
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser

from generator import documents, identity, pictures
from generator.body import Body


def png(width: int, height: int) -> bytes:
    """A black picture of that size (PNG, third edition, section 11.2)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(width)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def turned(width: int, height: int) -> bytes:
    """The head of a photograph that a camera held upright wrote lying (EXIF 2.3, orientation 6)."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0"
    parts = ((b"\xff\xe1", exif), (b"\xff\xc0", frame))
    return b"\xff\xd8" + b"".join(mark + struct.pack(">H", len(data) + 2) + data for mark, data in parts) + b"\xff\xd9"


def sizes(site: SiteFolder, url: str) -> list[tuple[str | None, str | None]]:
    """Width and height of each picture on the page at `url`, as its HTML has them."""
    found = LexborHTMLParser(site.page(url)).css("img")
    return [(img.attributes.get("width"), img.attributes.get("height")) for img in found]


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(7, 5), (7, 5)),
        ("a.GIF", web.DOT, (1, 1)),
        ("upright.jpg", turned(40, 30), (30, 40)),
        ("damaged.png", png(7, 5)[:12], (0, 0)),
        ("empty.webp", b"", (0, 0)),
        ("words.png", b"words", (0, 0)),
        ("a.pdf", png(7, 5), (0, 0)),
    ],
)
def test_the_size_is_that_which_is_shown(tmp_path: Path, name: str, data: bytes, size: tuple[int, int]) -> None:
    """A picture's size is read off its file, turned as it will be shown; what is none has none, and is no trouble."""
    (tmp_path / name).write_bytes(data)
    assert pictures.size(str(tmp_path / name)) == size


def test_pictures_carry_their_size(site: SiteFolder) -> None:
    """The lead picture and those in a text have width and height, unless the writer gave them or they can't be read."""
    site.write("content/a.png", png(30, 20))
    site.write("content/b.png", b"none")
    text = '![x](a.png) ![y](b.png) <img src="a.png" alt="z" width="9">\n\n[a.png](a.png#x)\n'
    site.brief("2022-01-25-a.md", text, image="a.png", image_alt="w")
    assert site.build().ok
    assert sizes(site, "/2022/01/25/a/") == [("30", "20"), ("30", "20"), (None, None), ("9", None)]
    page = site.page("/2022/01/25/a/")
    assert 'og:image:width" content="30"' in page
    assert 'href="/a.png#x"' in page


def test_a_page_follows_its_pictures_sizes(site: SiteFolder) -> None:
    """A picture of another size makes the pages that show it anew, and no other."""
    site.write("content/a.png", png(30, 20))
    site.brief("2022-01-25-a.md", "![x](a.png)\n")
    site.brief("2022-01-25-b.md", "Words.\n")
    assert site.build().ok
    site.write("content/a.png", png(40, 20))
    report = site.build()
    assert sizes(site, "/2022/01/25/a/") == [("40", "20")]
    assert [url for url in report.written if url.endswith("/")] == ["/2022/01/25/a/"]


def test_sizes_are_read_anew_by_what_reads_them_otherwise(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of what reads sizes is asked again, also about pictures that did not change."""
    os.utime(site.write("content/a.png", png(30, 20)), (1e9, 1e9))
    site.brief("2022-01-25-a.md", "![x](a.png)\n")
    monkeypatch.setattr(documents, "FRESH", 0)
    assert site.build().ok
    installed = identity._installed
    monkeypatch.setattr(identity, "_installed", lambda name: "99" if name == "imagesize" else installed(name))
    monkeypatch.setattr(pictures, "size", lambda file: (60, 40) if file.endswith("a.png") else (0, 0))
    assert site.build().ok
    assert sizes(site, "/2022/01/25/a/") == [("60", "40")]


def test_a_lead_picture_in_a_folder_with_accents_taken_apart_is_found(site: SiteFolder) -> None:
    """A lead picture is linked to where it is published, whichever Unicode form its folder's name has."""
    site.write("content/e\u0301te/a.png", png(30, 20))
    site.brief("e\u0301te/2022-01-25-a.md", image="a.png", image_alt="w")
    assert site.build().ok
    (src,) = [img.attributes["src"] for img in LexborHTMLParser(site.page("/2022/01/25/a/")).css("img")]
    assert src is not None
    assert (site.output / unquote(src).lstrip("/")).is_file()
    assert sizes(site, "/2022/01/25/a/") == [("30", "20")]


def test_the_prefix_of_a_linked_brief_is_no_size() -> None:
    """Whatever a text links to, only what reads as a size is one."""
    body = Body("", (("b.md", "/b/", "axb-220125-"), ("c.png", "/c.png", "30x20")), "", "", "", str)
    assert (body.size("/b/"), body.size("/c.png")) == (None, (30, 20))
