"""Pelican's sites: `content/` with articles and pages, and their addresses (Pelican's documentation, 'Settings')."""

from __future__ import annotations

import ast
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from text_unidecode import unidecode

from generator import archive
from generator.archive import MARKDOWN, OTHER_TEXTS, Entry, Facts, Read
from generator.dialects import Program

_NAME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[-_]?(.*)")
_DEFAULTS: dict[str, object] = {
    "ARTICLE_URL": "{slug}.html", "ARTICLE_SAVE_AS": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html", "ARTICLE_LANG_SAVE_AS": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html", "PAGE_SAVE_AS": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html", "PAGE_LANG_SAVE_AS": "pages/{slug}-{lang}.html",
    "PATH": "", "SITEURL": "", "TIMEZONE": "", "ARTICLE_PATHS": [""], "PAGE_PATHS": ["pages"],
    "ARTICLE_EXCLUDES": [], "PAGE_EXCLUDES": [], "IGNORE_FILES": [".*", "**/.*", "__pycache__"],
    "DEFAULT_LANG": "en", "DEFAULT_CATEGORY": "misc", "USE_FOLDER_AS_CATEGORY": True, "AUTHOR": "",
    "SLUGIFY_SOURCE": "title", "SLUGIFY_USE_UNICODE": False, "SLUGIFY_PRESERVE_CASE": False,
    "CATEGORY_REGEX_SUBSTITUTIONS": None, "AUTHOR_REGEX_SUBSTITUTIONS": None,
    "DEFAULT_METADATA": {}, "FILENAME_METADATA": "", "PATH_METADATA": "",
    "SLUG_REGEX_SUBSTITUTIONS": [(r"[^\w\s-]", ""), (r"\A\s*", ""), (r"\s*\Z", ""), (r"[-\s]+", "-")],
}  # fmt: skip
_DAY = re.compile(r"(\d{4})\D?(\d\d)\D?(\d\d)()")
_SKIPPED = ("output", "themes", "theme", "plugins", "node_modules", "venv", "env")


class Pelican:
    """A Pelican site's texts, files and addresses."""

    dialect: Program | None = None

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
        self.home, self.timezone = str(self.settings["SITEURL"]), str(self.settings["TIMEZONE"])
        path = str(self.settings["PATH"]).strip("./")
        root = path if path and any(file.startswith(path + "/") for file in files) else "content"
        root = root + "/" if any(file.startswith(root + "/") for file in files) else ""
        pages, articles = self._folders("PAGE_PATHS"), self._folders("ARTICLE_PATHS")
        self.slugs: dict[str, str] = {}
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            if not path.startswith(root) or (not root and path.split("/")[0] in _SKIPPED):
                continue
            inner = path.removeprefix(root)
            name, ending = archive.beside(path)
            excluded = self.settings["PAGE_EXCLUDES" if inner.startswith(pages) else "ARTICLE_EXCLUDES"]
            ignored = any(archive.kept_off(part, self.settings["IGNORE_FILES"]) for part in (*inner.split("/"), inner))
            ignored = ignored or not inner.startswith((*pages, *articles))
            if ending in MARKDOWN and (ignored or archive.kept_off(inner, excluded)):
                passed.append((path, archive.UNPUBLISHED))
            elif ending in MARKDOWN and name.lower() not in ("readme", "license", "changelog"):
                entries.append(self._entry(path, inner, name, inner.startswith(pages)))
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif ending not in (".py", ".pyc", ".toml", ".cfg", ".md"):
                self.assets["/" + inner] = path
        self.entries, self.passed = tuple(entries), tuple(passed)

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """What DEFAULT_METADATA says."""
        given = self.settings["DEFAULT_METADATA"]
        return {str(key).lower(): value for key, value in given.items()} if isinstance(given, dict) else {}

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The addresses that Pelican gives an article or page: its URL, and the file that it is written to."""
        kind = "PAGE" if facts.entry.page else "ARTICLE"
        lang = facts.lang or facts.entry.lang
        form = f"{kind}_LANG" if lang and lang != self.settings["DEFAULT_LANG"] else kind
        source = archive.beside(facts.entry.path)[0] if self.settings["SLUGIFY_SOURCE"] == "basename" else facts.title
        category = facts.categories[-1] if facts.categories else str(self.settings["DEFAULT_CATEGORY"])
        author = facts.authors[0] if facts.authors else str(self.settings["AUTHOR"])
        words = {
            "slug": facts.slug or self.slugs.get(facts.entry.path) or self._slug(source, "SLUG"),
            "date": facts.date,
            "category": self._slug(category, "CATEGORY"),
            "author": self._slug(author, "AUTHOR"),
            "lang": lang or self.settings["DEFAULT_LANG"],
        }
        found: list[str] = []
        for asked, pattern in (
            (archive.path(facts.given) if facts.given else "", f"{form}_URL"),
            (facts.saved, f"{form}_SAVE_AS"),
        ):
            with suppress(KeyError, IndexError, ValueError, AttributeError):
                found.append(archive.rooted(asked or str(self.settings[pattern] or "").format(**words)))
        return tuple(dict.fromkeys(address for address in found if address != "/"))

    def _folders(self, setting: str) -> tuple[str, ...]:
        """The folders of content/ that a setting names, as the beginnings of paths."""
        given = self.settings[setting]
        folders = given if isinstance(given, list | tuple) else [given]
        return tuple(f"{folder}/".lstrip("/") for folder in (str(item).strip("./") for item in folders))

    def _entry(self, path: str, inner: str, name: str, page: bool) -> Entry:
        """A text with what its path says of it; what it says itself comes before that."""
        named = self._named("PATH_METADATA", inner) | self._named("FILENAME_METADATA", name)
        day, rest = archive.dated(name, _NAME)
        day = archive.dated(named.get("date", ""), _DAY)[0] or day
        folder = posixpath.dirname(inner).rpartition("/")[2] if self.settings["USE_FOLDER_AS_CATEGORY"] else ""
        category = "" if page else named.get("category", folder)
        self.slugs[path] = named.get("slug", "")
        categories = (category,) if category else ()
        return Entry(path, rest, page=page, day=day, categories=categories, folder="", lang=named.get("lang", ""))

    def _named(self, setting: str, text: str) -> dict[str, str]:
        """What the groups of a setting's regular expression find in a file's name or path."""
        with suppress(re.error, TypeError):
            if match := re.match(str(self.settings[setting] or "$^"), text):
                return {name.lower(): value for name, value in match.groupdict().items() if value}
        return {}

    def _slug(self, text: str, kind: str) -> str:
        """A text as Pelican makes it part of an address, by the substitutions for its kind."""
        text = unicodedata.normalize("NFKC", text)
        text = text if self.settings["SLUGIFY_USE_UNICODE"] else unidecode(text)
        own = self.settings[f"{kind}_REGEX_SUBSTITUTIONS"]
        substitutions: Any = self.settings["SLUG_REGEX_SUBSTITUTIONS"] if own is None else own
        with suppress(re.error, TypeError, ValueError, IndexError):
            for pattern, replacement in substitutions:
                text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
        return (text if self.settings["SLUGIFY_PRESERVE_CASE"] else text.lower()).strip()


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
            try:
                found[name] = _value(node.value, found)
            except (ValueError, TypeError, RecursionError, MemoryError):
                unknown += [name] if name in _DEFAULTS else []
    return {name: value for name, value in found.items() if name in _DEFAULTS}, unknown


def _value(node: ast.expr, known: Mapping[str, object]) -> Any:
    """What an expression of constants, known names and `+` is. Raises ValueError or TypeError for any other."""
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _value(node.left, known) + _value(node.right, known)
    return ast.literal_eval(node)
