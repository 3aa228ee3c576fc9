"""Hugo's sites: `content/` with sections and bundles, `static/`, permalinks (its documentation, 'URL management')."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Any

from generator import archive
from generator.archive import MARKDOWN, OTHER_TEXTS, Entry, Facts, Read

_NAME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T_ -].*?)?[-_ ]?(.*)")
_CONFIGS = [f"{folder}{name}.{ending}" for folder in ("", "config/_default/") for name in ("hugo", "config")
            for ending in ("toml", "yaml", "yml", "json")]  # fmt: skip
_SECTIONS = ("post", "posts", "blog", "news", "articles", "article", "briefs", "updates", "_posts")


class Hugo:
    """A Hugo site's texts, files and addresses."""

    def __init__(self, files: Sequence[str], read: Read) -> None:
        names = set(files)
        settings: dict[str, Any] = {}
        passed: list[tuple[str, str]] = []
        for name in _CONFIGS:
            if name in names:
                settings = archive.configured(name, read, passed)
                break
        for ending in ("toml", "yaml", "yml", "json"):
            if (name := f"config/_default/permalinks.{ending}") in names:
                settings["permalinks"] = archive.configured(name, read, passed)
        lowered = {key.lower(): value for key, value in settings.items()}
        self.home = str(lowered.get("baseurl") or "")
        self.ugly = str(lowered.get("uglyurls")).lower() == "true"
        given = lowered.get("permalinks")
        given = given if isinstance(given, dict) else {}
        page = given.get("page")
        self.patterns: dict[str, Any] = {**given, **(page if isinstance(page, dict) else {})}
        languages = lowered.get("languages")
        self.languages = tuple(languages) if isinstance(languages, dict) else ()
        root = str(lowered.get("contentdir") or "content").strip("/") + "/"
        static = str(lowered.get("staticdir") or "static").strip("/") + "/"
        folders = {posixpath.dirname(path) for path in files if archive.beside(path)[0].split(".")[0] == "index"}
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            name, ending = archive.beside(path)
            if path.startswith(static):
                self.assets["/" + path.removeprefix(static)] = path
            elif path.startswith("assets/"):
                self.assets.setdefault("/" + path.removeprefix("assets/"), path)
            elif not path.startswith(root):
                continue
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif ending not in MARKDOWN:
                self.assets["/" + path.removeprefix(root)] = path
            elif name.split(".")[0] == "_index":
                passed.append((path, "lists and their introductions are made by Briefing"))
            elif posixpath.dirname(path) in folders and name.split(".")[0] != "index":
                passed.append((path, "it is a part of another page's bundle"))
            else:
                entries.append(self._entry(path, path.removeprefix(root), name))
        self.entries, self.passed = tuple(entries), tuple(passed)

    def _entry(self, path: str, inner: str, name: str) -> Entry:
        stem, _, lang = name.rpartition(".")
        if stem and lang in self.languages:
            name = stem
        else:
            lang = ""
        folder = posixpath.dirname(inner)
        if lang == "" and folder.split("/")[0] in self.languages:
            lang, _, folder = folder.partition("/")
        if name == "index" and folder:
            folder, name = posixpath.split(folder)
        day, _ = archive.dated(name, _NAME)
        doubtful = folder.split("/")[0] not in _SECTIONS
        return Entry(path, name, page=not folder, doubtful=doubtful, day=day, folder=folder, lang=lang)

    def address(self, facts: Facts) -> str:
        """The address that Hugo gives a page: by `url`, else the section's pattern, else section and name."""
        entry = facts.entry
        if facts.given:
            return archive.path(facts.given)
        section = entry.folder.split("/")[0]
        name = facts.slug or entry.name.lower().replace(" ", "-")
        title = archive.slug(facts.title)
        pattern = str(self.patterns.get(section) or self.patterns.get("/") or "")
        months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
        words = {
            **archive.calendar(facts.date),
            "monthname": months[facts.date.month - 1],
            "weekday": f"{facts.date:%w}",
            "weekdayname": f"{facts.date:%A}",
            "section": section,
            "sections": entry.folder,
            "title": title,
            "slug": facts.slug or title,
            "filename": name if not facts.slug else entry.name,
            "contentbasename": entry.name,
            "slugorfilename": name,
            "slugorcontentbasename": name,
        }
        found = archive.filled(pattern, words) if pattern else ""
        if not found:
            found = archive.path(f"/{entry.folder.lower().replace(' ', '-')}/{name}/")
        found = found if found.endswith("/") or "." in found.rpartition("/")[2] else found + "/"
        return found.rstrip("/") + ".html" if self.ugly else found
