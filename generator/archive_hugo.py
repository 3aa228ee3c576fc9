"""Hugo's sites: `content/` with sections and bundles, `static/`, permalinks (its documentation, 'URL management')."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any

from generator import archive, loose
from generator.archive import MARKDOWN, OTHER_TEXTS, SECTIONS, Entry, Facts, Read
from generator.dialects import Program

_NAME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T_ -].*?)?[-_ ]?(.*)")
_CONFIGS = [f"{folder}{name}.{ending}" for folder in ("", "config/_default/") for name in ("hugo", "config")
            for ending in ("toml", "yaml", "yml", "json")]  # fmt: skip
_SECTION_PART = re.compile(r"(:sections(\[[^][/]*\])?)(?![A-Za-z])")


class Hugo:
    """A Hugo site's texts, files and addresses."""

    dialect: Program | None = "hugo"

    def __init__(self, files: Sequence[str], read: Read) -> None:
        names = set(files)
        settings: dict[str, Any] = {}
        passed: list[tuple[str, str]] = []
        for name in _CONFIGS:
            if name in names:
                settings = archive.configured(name, read, passed)
                break
        for part, ending in product(("permalinks", "languages", "cascade"), ("toml", "yaml", "yml", "json")):
            if (name := f"config/_default/{part}.{ending}") in names:
                found = archive.configured(name, read, passed, part)
                own = found.get(part)  # the file may name the part that it is for
                settings[part] = own if isinstance(own, dict | list) else found
        lowered = {key.lower(): value for key, value in settings.items()}
        self.home, self.timezone = str(lowered.get("baseurl") or ""), str(lowered.get("timezone") or "")
        self.ugly, self.cased, self.plain, subfolder = (
            str(lowered.get(name)).lower() == "true"
            for name in ("uglyurls", "disablepathtolower", "removepathaccents", "defaultcontentlanguageinsubdir")
        )
        given = lowered.get("permalinks")
        given = given if isinstance(given, dict) else {}
        page = given.get("page")
        self.patterns: dict[str, Any] = {**given, **(page if isinstance(page, dict) else {})}
        languages = lowered.get("languages")
        self.languages = tuple(languages) if isinstance(languages, dict) else ()
        self.language = str(lowered.get("defaultcontentlanguage") or "en")
        if self.languages and self.language not in self.languages:
            self.language = self.languages[0]
        self.bare = () if subfolder and self.languages else (self.language,)
        self.roots = {folder: lang for lang in self.languages if languages and (folder := _folder(languages[lang], ""))}
        self.roots.setdefault(_folder(lowered, "content"), "")
        static = str(lowered.get("staticdir") or "static").strip("/") + "/"
        folders = {posixpath.dirname(path) for path in files if archive.beside(path)[0].split(".")[0] == "index"}
        self.sections = {
            posixpath.dirname(self._inner(path)[0])
            for path in files
            if archive.beside(path)[0].split(".")[0] == "_index"
        }
        self.cascades: dict[str, list[dict[str, Any]]] = {"": _mappings(lowered.get("cascade"))}
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            name, ending = archive.beside(path)
            inner, lang = self._inner(path)
            if path.startswith(static):
                self.assets["/" + path.removeprefix(static)] = path
            elif path.startswith("assets/"):
                self.assets.setdefault("/" + path.removeprefix("assets/"), path)
            elif not inner:
                continue
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif ending not in MARKDOWN:
                self.assets["/" + inner] = path
            elif archive.set_aside(inner, ".#") or _ignored(path, lowered.get("ignorefiles")):
                passed.append((path, archive.UNPUBLISHED))
            elif name.split(".")[0] == "_index":
                said = loose.read(read(path)).nodes.get("cascade")
                self.cascades.setdefault(posixpath.dirname(inner), []).extend(_mappings(said and archive.plain(said)))
                passed.append((path, "lists and their introductions are made by Briefing"))
            elif posixpath.dirname(path) in folders and name.split(".")[0] != "index":
                passed.append((path, "it is a part of another page's bundle"))
            else:
                entries.append(self._entry(path, inner, lang, name))
        self.entries, self.passed = tuple(entries), tuple(passed)

    def _inner(self, path: str) -> tuple[str, str]:
        """A file's path below its language's folder, and that language if it has such a folder; "" for neither."""
        root = max((root for root in self.roots if path.startswith(root)), key=len, default="")
        return (path.removeprefix(root), self.roots[root]) if root else ("", "")

    def _entry(self, path: str, inner: str, lang: str, name: str) -> Entry:
        stem, _, suffix = name.rpartition(".")
        if stem and suffix in (self.languages or (self.language,)):
            name, lang = stem, suffix if self.languages else ""
        folder = posixpath.dirname(inner)
        if lang == "" and folder.split("/")[0] in self.languages:
            lang, _, folder = folder.partition("/")
        if name == "index" and folder:
            folder, name = posixpath.split(folder)
        day, _ = archive.dated(name, _NAME)
        doubtful = folder.split("/")[0] not in SECTIONS
        return Entry(path, name, page=not folder, doubtful=doubtful, day=day, folder=folder, lang=lang)

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """What the configuration and the introductions of the sections above hand down: the nearest counts for most."""
        found: dict[str, Any] = {}
        parts = entry.folder.split("/") if entry.folder else []
        for count in range(len(parts) + 1):
            for values in reversed(self.cascades.get("/".join(parts[:count]), [])):  # of several the first counts
                found |= values if _aimed_at(values, entry) else {}
        return found

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The address that Hugo gives a page: by `url`, else the section's pattern, else section and name."""
        entry, own = facts.entry, re.match(r"https?://|/", facts.given)
        pattern = facts.given or str(self.patterns.get(entry.folder.split("/")[0]) or self.patterns.get("/") or "")
        made = not facts.given or ":" in facts.given
        if not made:
            found = archive.path(facts.given)
        elif pattern:
            found = archive.filled(*self._filling(pattern, facts))
        else:
            found = archive.rooted("/".join(map(_sanitised, (entry.folder, facts.slug or entry.name))))
        if not found:
            return ()
        found = found.lower() if made and not self.cased else found
        if self.plain:
            letters = unicodedata.normalize("NFD", found)
            found = unicodedata.normalize("NFC", "".join(sign for sign in letters if not unicodedata.combining(sign)))
        if not found.endswith("/") and (made or "." not in found.rpartition("/")[2]):
            found += "/"
        if self.ugly and not facts.given:
            found = found.rstrip("/") + ".html"
        lang = entry.lang or self.language
        return (found if own or lang in self.bare else f"/{lang}{found}",)

    def _filling(self, pattern: str, facts: Facts) -> tuple[str, dict[str, str]]:
        """A pattern without slices such as `:sections[1:]`, and the words for it."""
        entry, at = facts.entry, facts.date
        parts = entry.folder.split("/") if entry.folder else []
        sections = [
            part for number, part in enumerate(parts, 1) if number == 1 or "/".join(parts[:number]) in self.sections
        ]
        months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
        title, slug, name = facts.title, facts.slug, entry.name
        said = {
            "section": parts[0] if parts else "", "title": title, "slug": slug or title, "filename": name,
            "contentbasename": name, "slugorfilename": slug or name, "slugorcontentbasename": slug or name,
        }  # fmt: skip
        words = {
            **archive.calendar(at),
            **{key: _sanitised(text.replace("+", " ").replace("/", "-")) for key, text in said.items()},
            "monthname": months[at.month - 1],
            "weekday": f"{at:%w}",
            "weekdayname": f"{at:%A}",
            "2006": f"{at:%Y}", "06": f"{at:%y}", "01": f"{at:%m}", "1": str(at.month), "02": f"{at:%d}",
            "2": str(at.day), "January": months[at.month - 1], "Jan": months[at.month - 1][:3],
            "Monday": f"{at:%A}", "Mon": f"{at:%a}",
        }  # fmt: skip
        for number, match in enumerate(_SECTION_PART.findall(pattern)):
            pattern = pattern.replace(match[0], f":sections{number}", 1)
            words[f"sections{number}"] = "/".join(map(_sanitised, _sliced(sections, match[1])))
        return pattern, words


def _mappings(setting: Any) -> list[dict[str, Any]]:
    """The mappings of a setting that is one, or has several."""
    return [item for item in (setting if isinstance(setting, list) else [setting]) if isinstance(item, dict)]


def _aimed_at(cascade: Mapping[str, Any], entry: Entry) -> bool:
    """Whether what is handed down is meant for a page, by the patterns that `target` has for its path and its kind."""
    for target in _mappings([cascade.get("target"), cascade.get("_target")]):
        path, kind = str(target.get("path") or "**"), str(target.get("kind") or "page")
        wanted = path.strip("{}").split(",") if path.startswith("{") else [path]
        here = posixpath.join("/", entry.folder, entry.name).lower()
        return kind == "page" and any(fnmatch.fnmatchcase(here, pattern.strip().lower()) for pattern in wanted)
    return True


def _ignored(path: str, patterns: Any) -> bool:
    """Whether a regular expression that `ignoreFiles` has finds something in a path; what is none finds nothing."""
    for pattern in archive.texts(patterns):
        with suppress(re.error):
            if re.search(pattern, "/" + path):
                return True
    return False


def _folder(settings: Any, default: str) -> str:
    """The folder that `contentDir` names, with a slash."""
    lowered = {key.lower(): value for key, value in settings.items()} if isinstance(settings, dict) else {}
    given = str(lowered.get("contentdir") or default).strip("/")
    return given and given + "/"


def _sliced(parts: list[str], slice_: str) -> list[str]:
    """The parts that a slice in Hugo's form names: `[1:]`, `[last]`, `[0]`; all of them for none."""
    if not slice_:
        return parts
    start, colon, end = slice_.strip("[]").replace("last", str(len(parts) - 1)).partition(":")
    first = int(start) if start.isdecimal() else 0
    return parts[first : int(end) if end.isdecimal() else len(parts)] if colon else parts[first : first + 1]


def _sanitised(text: str) -> str:
    """A text as Hugo makes it part of an address: signs go, and white space becomes hyphens where there is none yet."""
    text = re.sub(r"\s*-\s*", "-", archive.clean(text, "./\\_#+~-@ \t", "").strip())
    return re.sub(r"\s+", "-", text)
