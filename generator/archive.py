"""What an importer must know of another program's site: its posts, its files, and the addresses they had."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from generator import dates, header, tomlfile
from generator.dialects import Program
from generator.header import Node
from generator.model import Value

Read = Callable[[str], bytes]
Said = date | datetime
"""A date as a post has it: a day alone, or a moment, without a zone if the post says none."""
MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".html", ".htm")
"""Endings of texts that can be moved in; HTML can stand in Markdown."""
OTHER_TEXTS = (".rst", ".adoc", ".asciidoc", ".org", ".textile", ".ipynb", ".pdc", ".pandoc", ".mdx", ".slim", ".haml")

ABOUT_ITSELF = ("readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "gemfile")
"""Files that say something of the site as a program, and are no texts of it."""
SECTIONS = frozenset({"post", "posts", "blog", "news", "articles", "article", "briefs", "updates", "_posts"})
"""Folders of what is news: a text elsewhere is a brief only if it has a date."""


class Entry(Value, frozen=True):
    """One text of an archive: its file, what the path says of it, and whether it is a standing page.

    `name` is what its address was made from; `folder` where it stood. Of a `doubtful` one only its date tells
    whether it is a brief or a standing page.
    """

    path: str
    name: str
    page: bool = False
    doubtful: bool = False
    day: date | None = None
    draft: bool = False
    categories: tuple[str, ...] = ()
    folder: str = ""
    lang: str = ""


class Facts(Value, frozen=True):
    """What an old address may have been made of: the post's own words.

    `given` is the address that the post asks for, `saved` the file that it asks to be written to; `extra` is front
    matter that has no place here.
    """

    entry: Entry
    date: Said
    title: str
    slug: str
    categories: tuple[str, ...]
    authors: tuple[str, ...] = ()
    lang: str = ""
    given: str = ""
    saved: str = ""
    extra: Mapping[str, Any] = {}


class Archive(Protocol):
    """One program's site."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The texts that can be moved in."""

    @property
    def passed(self) -> tuple[tuple[str, str], ...]:
        """Texts that can't be moved in, each with the reason."""

    @property
    def assets(self) -> Mapping[str, str]:
        """All other files by the address that they had."""

    @property
    def home(self) -> str:
        """The old site's own address, or the path of its root, if its configuration says it."""

    @property
    def timezone(self) -> str:
        """The IANA name of the old site's time zone, if its configuration says it."""

    @property
    def dialect(self) -> Program | None:
        """The program whose Markdown its texts are in; None for Python-Markdown."""

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """Front matter that the configuration gives a post, for keys that it does not have itself."""

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The paths that a post had on the old site: first the one that links named; none if it can't be told."""


def unread(name: str, ending: str) -> tuple[str, str]:
    """What is said of a text in a form that is none of MARKDOWN."""
    return name, f"texts in {ending} are not read: turn it into Markdown (pandoc does)"


def texts(setting: Any) -> list[str]:
    """The texts of a setting that has several, or one, or none."""
    given = setting if isinstance(setting, list | tuple) else [setting]
    return [str(item) for item in given if item]


def kept_off(path: str, patterns: Any) -> bool:
    """Whether a setting of paths, folders and patterns for the shell names a path or its folder."""
    wanted = [pattern.strip("/") for pattern in texts(patterns)]
    return any(path.startswith(f"{pattern}/") or fnmatch.fnmatchcase(path, pattern) for pattern in wanted if pattern)


def set_aside(path: str, signs: str) -> bool:
    """Whether a part of a path begins with one of `signs`, or ends as an editor's copy does: no program shows that."""
    return any(part.startswith(tuple(signs)) or part.endswith("~") for part in path.split("/"))


UNPUBLISHED = "the old site did not publish it"
UNREADABLE = "it can't be read as a configuration: old addresses are those that the program makes by itself"


def settings(text: str, name: str, part: str = "") -> dict[str, Any] | None:
    """A configuration in YAML, TOML or JSON as texts, lists and mappings; None if it can't be read.

    One that is a list as a whole is taken for that of a `part`, if the file is for one.
    """
    text = text.lstrip("\ufeff")
    if part and text.lstrip().startswith(("- ", "[")) and not name.endswith(".toml"):
        text = f"{part}:" + (" " if text.lstrip()[0] == "[" else "\n") + text
    try:
        if name.endswith(".toml"):
            return tomlfile.read(text)
        if name.endswith(".json"):
            text = text.strip()
        found: Any = plain(Node(header.Yaml(0).load(text), 1, 1))
    except (header.BadHeader, tomlfile.BadToml, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def configured(name: str, read: Read, passed: list[tuple[str, str]], part: str = "") -> dict[str, Any]:
    """The settings in the file `name`; if it can't be read, that is noted in `passed`, and there are none.

    The file may be for one `part` of a configuration.
    """
    found = settings(read(name).decode(errors="replace"), name, part)
    if found is None:
        passed.append((name, UNREADABLE))
    return found or {}


def plain(node: Node) -> Any:
    """A node's texts, lists and mappings, without their places."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def filled(pattern: str, words: Mapping[str, str]) -> str:
    """An address from a pattern such as `/:year/:month/:title/`; "" if it has a part that isn't known."""
    unknown = [name for name in re.findall(r":([A-Za-z0-9_]+)", pattern) if name not in words]
    return "" if unknown else rooted(re.sub(r":([A-Za-z0-9_]+)", lambda match: words[match[1]], pattern))


def path(address: str) -> str:
    """An address as a path from the root: no host, no `index.html`, nothing percent-encoded."""
    try:
        address = urlsplit(address).path if re.match(r"https?://", address) else address
    except ValueError:
        return ""
    return rooted(unquote(address.partition("?")[0].partition("#")[0]))


def rooted(path: str) -> str:
    """A file's path below the root as the address that it has."""
    return re.sub(r"/index\.html?$", "/", re.sub("/{2,}", "/", "/" + path.strip()))


def clean(text: str, signs: str, gap: str) -> str:
    """The letters, digits and marks of any script in `text`, and `signs`; a `gap` stands for each sign left out."""
    kept = (sign in signs or sign.isdecimal() or unicodedata.category(sign)[0] in "LM" for sign in text)
    return "".join(sign if keep else gap for sign, keep in zip(text, kept, strict=True))


def calendar(at: date) -> dict[str, str]:
    """The parts of a date, by the names that Jekyll's and Hugo's patterns share."""
    return {
        "year": f"{at:%Y}", "month": f"{at:%m}", "day": f"{at:%d}", "hour": f"{at:%H}", "minute": f"{at:%M}",
        "second": f"{at:%S}", "short_year": f"{at:%y}", "i_month": str(at.month), "i_day": str(at.day),
        "y_day": f"{at:%j}", "yearday": str(int(f"{at:%j}")), "week": f"{at:%V}",
    }  # fmt: skip


def zone(name: str) -> tzinfo | None:
    """The time zone of that name; None if there is none."""
    try:
        return dates.zone(name)
    except (KeyError, ValueError, OSError):
        return None


def dated(name: str, pattern: re.Pattern[str]) -> tuple[date | None, str]:
    """The day that a file's name begins with, and what follows it; None and the whole name if it has no such day.

    The groups of `pattern` are the year (of two digits: in this century), the month, the day and the rest.
    """
    match = pattern.fullmatch(name)
    if match:
        year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
        with suppress(ValueError):
            return date(year, int(match[2]), int(match[3])), match[4] or name
    return None, name


def beside(name: str) -> tuple[str, str]:
    """A file's name without its folder, and its ending in lower case."""
    stem, ending = posixpath.splitext(posixpath.basename(name))
    return stem, ending.lower()
