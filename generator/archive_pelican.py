"""Pelican's sites: `content/` with articles and pages, and their addresses (Pelican's documentation, 'Settings')."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Sequence

from generator import archive, urls
from generator.archive import MARKDOWN, OTHER_TEXTS, Entry, Facts, Read

_NAME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[-_]?(.*)")
_DEFAULTS: dict[str, object] = {
    "ARTICLE_URL": "{slug}.html", "ARTICLE_SAVE_AS": "", "PAGE_URL": "pages/{slug}.html", "PATH": "", "SITEURL": "",
    "PAGE_PATHS": ["pages"],
}  # fmt: skip
_SKIPPED = ("output", "themes", "theme", "plugins", "node_modules", "venv", "env")


class Pelican:
    """A Pelican site's texts, files and addresses."""

    def __init__(self, files: Sequence[str], read: Read) -> None:
        self.settings = dict(_DEFAULTS)
        passed: list[tuple[str, str]] = []
        for name in ("pelicanconf.py", "publishconf.py", "settings.py"):
            if name in files:
                known, unknown = _constants(read(name))
                self.settings |= known
                passed += [
                    (name, f"{what} can't be told without running it: taken as Pelican's default") for what in unknown
                ]
        self.home = str(self.settings["SITEURL"])
        path = str(self.settings["PATH"]).strip("./")
        root = path if path and any(file.startswith(path + "/") for file in files) else "content"
        root = root + "/" if any(file.startswith(root + "/") for file in files) else ""
        given = self.settings["PAGE_PATHS"]
        pages = (
            tuple(f"{str(folder).strip('/')}/" for folder in given) if isinstance(given, list | tuple) else ("pages/",)
        )
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            if not path.startswith(root) or (not root and path.split("/")[0] in _SKIPPED):
                continue
            inner = path.removeprefix(root)
            name, ending = archive.beside(path)
            if ending in MARKDOWN and name.lower() not in ("readme", "license", "changelog"):
                entries.append(_entry(path, inner, name, inner.startswith(pages)))
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif ending not in (".py", ".pyc", ".toml", ".cfg", ".md"):
                self.assets["/" + inner] = path
        self.entries, self.passed = tuple(entries), tuple(passed)

    def address(self, facts: Facts) -> str:
        """The address that Pelican gives an article or page."""
        if facts.given:
            return archive.path(facts.given)
        kind = "PAGE_URL" if facts.entry.page else "ARTICLE_URL"
        category = facts.categories[0] if facts.categories else "misc"
        words = {
            "slug": facts.slug or _slug(facts.title),
            "date": facts.date,
            "category": _slug(category),
            "lang": facts.entry.lang or "en",
        }
        try:
            return archive.path(str(self.settings[kind]).format(**words))
        except (KeyError, IndexError, ValueError, AttributeError):
            return ""


def _slug(text: str) -> str:
    """A title as Pelican makes it part of an address: signs go, spaces become hyphens."""
    text = re.sub(r"[^\w\s-]", "", text).strip()
    return re.sub(r"[-\s]+", "-", text).lower() if text.isascii() else urls.slugify(text)


def _entry(path: str, inner: str, name: str, page: bool) -> Entry:
    day, rest = archive.dated(name, _NAME)
    folder = posixpath.dirname(inner)
    categories = (folder.split("/")[0],) if folder and not page else ()
    return Entry(path, rest, page=page, day=day, categories=categories, folder="")


def _constants(data: bytes) -> tuple[dict[str, object], list[str]]:
    """The texts and lists that a settings file gives to names, and the names it gives what only running it would tell.

    Nothing in it is run.
    """
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}, ["the whole file"]
    found: dict[str, object] = {}
    unknown: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in _DEFAULTS:
                try:
                    found[name] = ast.literal_eval(node.value)
                except (ValueError, TypeError, RecursionError, MemoryError):
                    unknown.append(name)
    return found, unknown
