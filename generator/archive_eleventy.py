"""Eleventy's sites: the input folder, directory data in JSON, permalinks (its documentation, 'Permalinks', 'Dates').

Its configuration is a program, which is not run: what is said there plainly, in so many words, is found.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from generator import archive
from generator.archive import ABOUT_ITSELF, MARKDOWN, OTHER_TEXTS, SECTIONS, Entry, Facts, Read
from generator.dialects import Program

_CONFIGS = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")
_SAID = r"""(?<![\w."'])["']?%s["']?\s*:\s*(["'`])([^"'`$\n]*)\1"""
"""A property of a JavaScript object whose value is a text."""
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})()")
_DATED = re.compile(r"^.*?\d{4}-\d{2}-\d{2}-(?=.)")
_FOLDERS = re.compile(r"(?<!\w)[\"']?dir[\"']?\s*:\s*\{([^{}]*)\}")
_INPUT = re.compile(r"""setInputDirectory\(\s*["'`]([^"'`$\n]+)|--input[= ]([\w./-]+)""")
_DATA = re.compile(r"\.11tydata\.(?:json|[cm]?[jt]s)$|\.json$")
_TEMPLATES = (".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".pug", ".webc")
_SHOWN = re.compile(r"\{\{-?\s*([\w.]+)\s*((?:\|[^{}|]*)*)-?\}\}")
_TYPED = str.maketrans("“”‘’—–", "\"\"''--")
"""Quotes and dashes as keyboards have them."""
_FORMATS = "YymdBbj"
"""Signs of a date's pattern that Liquid and Python share."""


class Eleventy:
    """An Eleventy site's texts, files and addresses."""

    dialect: Program | None = "eleventy"

    def __init__(self, files: Sequence[str], read: Read) -> None:
        names = set(files)
        passed: list[tuple[str, str]] = []
        config, scripts, ignored = (
            next((read(name).decode(errors="replace") for name in some if name in names), "")
            for some in (_CONFIGS, ("package.json",), (".eleventyignore",))
        )
        folders, aside = " ".join(_FOLDERS.findall(config)), ignored.split("\n")
        asked = _INPUT.search(config) or _INPUT.search(scripts)
        self.home, self.timezone = _said("pathPrefix", config), ""
        self.root = _folder(_said("input", folders) or (asked and (asked[1] or asked[2])) or "")
        frame = (_said(name, folders) or f"_{name}" for name in ("includes", "layouts", "data"))
        apart = tuple(posixpath.normpath(posixpath.join(self.root, name)) + "/" for name in frame)
        apart += (_folder(_said("output", folders)) or "_site/",)
        self.data: dict[str, dict[str, Any]] = {}
        self.unknown: set[str] = set()
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            stem, ending = archive.beside(path)
            inner = path.removeprefix(self.root)
            if path.startswith(apart) or path in _CONFIGS:
                continue
            if data := self._data(path, names):
                self._learn(data, path, read, passed)
            elif ending not in (*MARKDOWN, *OTHER_TEXTS, *_TEMPLATES):
                for address in (re.sub(r"^(?:public|static)/", "", inner), inner):  # what is copied to the root, or not
                    self.assets.setdefault("/" + address, path)
            elif not path.startswith(self.root):
                passed.append((path, "it lies outside of the input folder, so Eleventy made no page of it"))
            elif archive.kept_off(path, aside) or archive.set_aside(inner, ".#"):
                passed.append((path, archive.UNPUBLISHED))
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif path.endswith(_TEMPLATES) or (inner == path and stem.lower() in ABOUT_ITSELF) or stem == "404":
                passed.append((path, "this page belongs to the old site's frame"))
            elif ending not in (".md", ".html"):
                passed.append((path, f"Eleventy makes nothing of {ending} files"))
            elif inner in ("index.md", "index.html"):
                passed.append((path, "the home page is made by Briefing"))
            else:
                entries.append(_entry(path, inner, stem))
        self.entries, self.passed = tuple(entries), tuple(passed)

    def _data(self, path: str, names: set[str]) -> str:
        """The folder, or the text without its ending, that a file of data is for; "" if it is no such file."""
        stem = _DATA.sub("", path)
        if stem == path or not path.startswith(self.root):
            return ""
        folder, name = posixpath.split(stem)
        if name == posixpath.basename(folder):
            return folder
        return stem if ".11tydata." in path or f"{stem}.md" in names or f"{stem}.html" in names else ""

    def _learn(self, about: str, path: str, read: Read, passed: list[tuple[str, str]]) -> None:
        """Take in what a file of data says of a folder or text; of a program only a permalink that stands there."""
        if path.endswith(".json"):
            self.data[about] = {**self.data.get(about, {}), **archive.configured(path, read, passed)}
        elif found := _said("permalink", program := read(path).decode(errors="replace")):
            self.data.setdefault(about, {})["permalink"] = found
        elif "permalink" in program:
            self.unknown.add(about)

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """What the data of the text's folders say of it, and its own data: the nearest counts for most."""
        found: dict[str, Any] = {}
        for about in _parts(entry):
            found |= self.data.get(about, {})
        return found

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The address that Eleventy gives a text: by its `permalink`, else its path in the input folder."""
        if not facts.given:
            if self.unknown.intersection(_parts(facts.entry)):
                return ()
            inner = self._inner(facts.entry)
            return (archive.rooted(f"{inner}.html" if inner.endswith("/index") else f"{inner}/"),)
        words = [self._word(match[1], match[2], facts) for match in _SHOWN.finditer(facts.given)]
        told = iter(words)
        made = _SHOWN.sub(lambda _: next(told), facts.given)
        return () if "" in words or "{" in made or made == "false" else (archive.rooted(made),)

    def _inner(self, entry: Entry) -> str:
        """A text's path in the input folder, without its ending."""
        return entry.path.removeprefix(self.root).rpartition(".")[0]

    def _word(self, name: str, filters: str, facts: Facts) -> str:
        """What `{{ name | filter }}` shows in a permalink; "" if that can't be told."""
        folder, stem = posixpath.split(self._inner(facts.entry))
        slug = posixpath.basename(folder) if stem == "index" else stem
        values: dict[str, str | date] = {
            "page.fileSlug": _DATED.sub("", slug, count=1),
            "page.filePathStem": "/" + posixpath.join(folder, _DATED.sub("", stem, count=1)),
            "title": facts.title,
            "slug": facts.slug,
            "page.date": facts.date,
            "date": facts.date,
            "lang": facts.lang,
        }
        value = values.get(name, "")
        for given in filters.split("|")[1:]:
            value = _filtered(value, given.strip(" -\n\t"))
        return value if isinstance(value, str) else ""


def _filtered(value: str | date, filter_: str) -> str:
    """A value as a filter of Eleventy's shows it; "" if that can't be told."""
    if isinstance(value, date):
        pattern = re.fullmatch(r"""date\s*[:(]\s*(["'])([^"']*)\1\s*\)?""", filter_)
        return _dated(value, pattern[2]) if pattern else ""
    if filter_ in ("downcase", "lower"):
        return value.lower()
    plain = value.translate(_TYPED)
    if filter_ == "slugify" and plain.isascii():
        words = re.sub(r"(?<=[A-Za-z0-9])'([ts])(?=\s|$)", r"\1", value.replace("&", " and "))
        return "-".join(re.findall("[a-z0-9]+", words.lower()))
    if filter_ == "slug" and plain.isascii() and not re.search("[$%&<>|]", plain):
        return "-".join(re.sub(r"""[^\w\s*+~.()'"!:@-]+""", "", plain.lower()).replace("-", " ").split())
    return ""


def _dated(at: date, pattern: str) -> str:
    """A date, which Eleventy takes for one in UTC, by a pattern of Liquid's; "" if it has signs that aren't known."""
    if isinstance(at, datetime) and at.tzinfo:
        at = at.astimezone(UTC)
    signs = re.findall(r"%(.?)", pattern)
    if not set(signs) <= {*_FORMATS, "e"}:
        return ""
    return re.sub("%(.)", lambda sign: str(at.day) if sign[1] == "e" else f"{at:{sign[0]}}", pattern)


def _entry(path: str, inner: str, stem: str) -> Entry:
    """A text: a day anywhere in its path is its date, and what has no date is a brief in a folder such as `posts`."""
    folder, name = posixpath.dirname(inner), stem
    if stem == "index" and folder:
        folder, name = posixpath.split(folder)
    days = (archive.dated(match[0], _DAY)[0] for match in _DAY.finditer(inner))
    doubtful = not SECTIONS.intersection(inner.split("/")[:-1])
    return Entry(
        path, _DATED.sub("", name, count=1), doubtful=doubtful, day=next(filter(None, days), None), folder=folder
    )


def _parts(entry: Entry) -> Iterator[str]:
    """The folders that a text lies in, from the outermost, and then its own path without its ending."""
    parts = entry.path.rpartition(".")[0].split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _said(name: str, program: str) -> str:
    found = re.search(_SAID % name, program)
    return found[2] if found else ""


def _folder(name: str) -> str:
    """A folder's path from the site's root, with a slash; "" for the root itself."""
    path = posixpath.normpath(name or ".")
    return "" if path == "." else path.strip("/") + "/"
