"""A new site: a small one that builds, from the files in generator/site/."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from msgspec.structs import replace

from generator import config as configuration
from generator import dates, files, yaml_text
from generator.config import Config
from generator.errors import Problem, Refusal
from generator.model import Value

SKELETON = Path(__file__).parent / "site"
"""The files of a new site. `dot.` begins the name of a hidden file, YYYY, MM and DD stand for its first day,
and `@name@` for what its maker said."""


class Wish(Value, frozen=True):
    """What the maker of a site says of it."""

    title: str
    base_url: str
    language: str = "en"
    timezone: str = "UTC"


def create(folder: Path, now: datetime, wish: Wish) -> tuple[Path, ...]:
    """Write a new site to `folder`, which is made if it is not there; gives the files, relative to it.

    Raises Refusal, before anything is written, if the folder holds anything but `.git`, or a wish is not usable.
    """
    if refusal := occupied(folder):
        raise Refusal(refusal)
    config = usable(wish)
    made = _files(config, now)
    for path, text in made.items():
        files.create(folder / path, text.encode())
    return tuple(made)


def occupied(folder: Path) -> Problem | None:
    """What keeps a new site out of `folder`: a file, or a folder that holds more than `.git`."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        return Problem(str(folder), 0, 0, "not-a-folder", "this is a file", "name an empty folder, or a new one")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name != ".git")
    if not names:
        return None
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    what = f"the folder is not empty: it holds {', '.join(names[:3])}{more}"
    return Problem(str(folder), 0, 0, "not-empty", what, "name an empty folder, or a new one")


def usable(wish: Wish) -> Config:
    """The configuration that a site of these wishes has. Raises Refusal as `config.load` does."""
    texts = {name: " ".join(str(getattr(wish, name)).split()) for name in Wish.__struct_fields__}
    if not texts["title"]:
        raise Refusal(Problem("--title", 0, 0, "missing-key", "the title is empty", "give the site a name"))
    with TemporaryDirectory(prefix="briefing-") as temporary:
        file = Path(temporary) / configuration.FILE
        file.write_text("".join(f"{name} = {_toml(text)}\n" for name, text in texts.items()), "utf-8")
        try:
            return configuration.load(file)
        except Refusal as refusal:
            flags = ["--" + name.replace("_", "-") for name in texts]  # one a line, in this order
            raise Refusal(*(replace(fault, path=flags[fault.line - 1], line=0) for fault in refusal.problems)) from None


def _files(config: Config, now: datetime) -> dict[Path, str]:
    """Path and text of each file of a new site."""
    day = now.astimezone(dates.zone(config.timezone)).date()
    words = {
        "title": _toml(config.title),
        "base_url": _toml(config.base_url),
        "language": _toml(config.language),
        "timezone": _toml(config.timezone),
        "host": _toml(urlsplit(config.base_url).hostname or ""),
        "date": day.isoformat(),
        "source": yaml_text.scalar(config.title),
        "base_url_yaml": yaml_text.scalar(config.base_url),
        "heading": config.title,
    }
    found = {}
    for file in sorted(SKELETON.rglob("*")):
        if not file.is_file() or "__pycache__" in file.parts:
            continue
        text, path = file.read_text("utf-8"), file.relative_to(SKELETON).as_posix()
        text = _dated(text, day.isoformat()) if path.startswith("content/YYYY") else text
        text = re.sub(r"@(\w+)@", lambda match: words[match[1]], text)  # last: what its maker said stays as it is
        found[Path(_dated(path.replace("dot.", "."), day.isoformat()))] = text
    return found


def _dated(text: str, day: str) -> str:
    """`text` with the parts of a day in place of YYYY, MM and DD."""
    year, month, number = day.split("-")
    return text.replace("YYYY/MM", f"{year}/{month}").replace("DD-", f"{number}-")


def _toml(text: str) -> str:
    """A text as TOML (a basic string) has it: what JSON escapes, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
