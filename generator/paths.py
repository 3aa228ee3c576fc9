"""What a content file's path says of it: whether it is a page, its date, its slug."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from datetime import date
from functools import lru_cache

from generator import urls

_DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)[-_](.+)")
_DATED_PATH = re.compile(r"(?:.*/)?(\d{4})/(\d\d)/(\d\d)[-/_].+")


def is_page(path: str) -> bool:
    """Whether a content file is a standing page rather than a brief."""
    return path.startswith("pages/")


@lru_cache(1)  # each question about a path asks it
def name_date(path: str) -> date | None:
    """The date that a file's name starts with."""
    match = _DATED_NAME.fullmatch(posixpath.splitext(posixpath.basename(path))[0])
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def path_date(path: str) -> date | None:
    """The date that a file's name or folders spell: 2022-01-25-x.md or 2022/01/25-x.md."""
    match = _DATED_PATH.fullmatch(path)
    try:
        return name_date(path) or (date(int(match[1]), int(match[2]), int(match[3])) if match else None)
    except ValueError:
        return None


def default_slug(path: str) -> str:
    """The slug that a file's name gives: without its date, in ASCII; a folder's name for its `index.md`."""
    stem = unicodedata.normalize("NFC", posixpath.splitext(posixpath.basename(path))[0])
    if stem == "index" and posixpath.dirname(path):
        stem = posixpath.basename(posixpath.dirname(path))
    if name_date(path):
        stem = stem[11:]
    elif path_date(path) and re.match(r"\d\d[-_]", stem):
        stem = stem[3:]
    return urls.slugify(stem)
