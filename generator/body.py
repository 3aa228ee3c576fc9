"""The text of a brief as it is shown: its HTML, with addresses and the sizes of pictures filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import unquote

from generator.model import Card, Correction, Value

MARK = "\x01"
"""Stands before each address inside the site in a stored body; no text can contain it (XML 1.0, section 2.2)."""
_MARKED = re.compile(f' (href|src)="{MARK}([/.:@])([^"#?]*)([^"]*)"')
_PICTURE = re.compile(f'<img\\b[^>]* src="{MARK}@([^"#?]*)"[^>]*>')
_SIZE = re.compile(r"(\d+)x(\d+)", re.ASCII)
_LINK = re.compile(f'<a\\b[^>]*? href="{MARK}:([^"#?]*)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


class Body(Value, frozen=True):
    """The HTML of a brief's text, read when it is shown.

    In the stored text addresses inside the site are marked: `/` from the site's root, `.` on the brief's
    own page, `:` a content file, `@` an attachment. `root` and `page` are what goes before the first two;
    `links` gives each content file's URL and id prefix, and the URL "" unlinks it; of a picture of known size it
    has `WIDTHxHEIGHT` in the place of the prefix.
    """

    text: str
    links: tuple[tuple[str, str, str], ...]
    root: str
    page: str
    digest: str
    load: Callable[[str], str]

    def __html__(self) -> str:
        """The text with its addresses filled in; the protocol by which templates take ready HTML."""
        text = self.load(self.text)
        if MARK not in text:
            return text
        targets = {target: (url, prefix) for target, url, prefix in self.links}
        if _PICTURE.search(text):
            text = _PICTURE.sub(lambda img: _sized(img, targets[unquote(img[1])][1]), text)
        if not all(url for url, _ in targets.values()):
            text = _LINK.sub(lambda link: link[0] if targets[unquote(link[1])][0] else link[2], text)

        def address(match: re.Match[str]) -> str:
            attribute, kind, path, rest = match.groups()
            if kind == "/":
                url = f"{self.root}/{path}{rest}"
            elif kind == ".":
                url = f"{self.page}{path}{rest}"
            else:
                known, prefix = targets[unquote(path)]
                if not known:
                    return ""
                anchor = rest.replace("#", f"#{prefix}" if kind == ":" else "#", 1) if len(rest) > 1 else ""
                url = self.root + known + anchor
            return f' {attribute}="{url}"'

        return _MARKED.sub(address, text)

    def size(self, url: str) -> tuple[int, int] | None:
        """Width and height of the picture at `url` that the text, or its head, shows; None if they are not known."""
        known = _SIZE.fullmatch(next((size for _, shown, size in self.links if shown == url), ""))
        return (int(known[1]), int(known[2])) if known else None


def _sized(img: re.Match[str], size: str) -> str:
    """A picture with its size, if that is known and the writer gave none."""
    if not size or " width=" in img[0] or " height=" in img[0]:
        return img[0]
    width, _, height = size.partition("x")
    return f'<img width="{width}" height="{height}"{img[0].removeprefix("<img")}'


class FeedEntry(Value, frozen=True):
    """One entry of a feed: a brief's card, full text and corrections, and its last change as no other entry has it."""

    card: Card
    body: Body
    corrections: tuple[Correction, ...]
    updated: dt.datetime
