"""Hexo's sites: `source/_posts`, `_drafts`, pages, asset folders, permalinks (its documentation, 'Permalinks')."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from generator import archive
from generator.archive import MARKDOWN, OTHER_TEXTS, Entry, Facts, Read
from generator.dialects import Program

_CONFIGS = ("_config.yml", "_config.yaml", "_config.json")
_NAME = {"year": r"\d{4}", "month": r"\d\d", "day": r"\d\d", "i_month": r"\d\d?", "i_day": r"\d\d?",
         "hash": "[0-9a-f]{12}", "title": ".+?"}  # fmt: skip
"""What the parts of `new_post_name` stand for."""
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)()")
_FRAME = ("tags", "categories", "archives", "search", "404")
"""Folders whose page shows what the theme lists."""
_SIGNS = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")

_LETTERS = str.maketrans({
    "Æ": "AE", "Ø": "O", "ß": "s", "æ": "ae", "ø": "o", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "Ł": "L",
    "ł": "l", "Œ": "OE", "œ": "oe", "Ŧ": "T", "ŧ": "t",
})  # fmt: skip


class Hexo:
    """A Hexo site's texts, files and addresses."""

    def __init__(self, files: Sequence[str], read: Read) -> None:
        passed: list[tuple[str, str]] = []
        config = next((name for name in _CONFIGS if name in files), "")
        settings = archive.configured(config, read, passed) if config else {}
        url = str(settings.get("url") or "").rstrip("/")
        self.home = url if archive.path(url) != "/" else url + str(settings.get("root") or "/")
        self.timezone = str(settings.get("timezone") or "")
        self.zone = archive.zone(self.timezone)
        self.pattern = str(settings.get("permalink") or ":year/:month/:day/:title/")
        self.assumed, self.folders = (
            found if isinstance(found, dict) else {}
            for found in (settings.get("permalink_defaults"), settings.get("category_map"))
        )
        self.unsorted = str(settings.get("default_category") or "uncategorized")
        self.lower = str(settings.get("filename_case")) == "1"
        pretty = settings.get("pretty_urls")
        self.bare = isinstance(pretty, dict) and str(pretty.get("trailing_html")).lower() == "false"
        self.beside = str(settings.get("post_asset_folder")).lower() == "true"
        marked = settings.get("marked")
        broken = not isinstance(marked, dict) or str(marked.get("breaks")).lower() != "false"
        self.dialect: Program | None = "hexo" if broken else "hugo"
        self.name = _pattern(str(settings.get("new_post_name") or ":title.md"))
        root = str(settings.get("source_dir") or "source").strip("/") + "/"
        shown = str(settings.get("render_drafts")).lower() == "true"
        aside = [*archive.texts(settings.get("exclude")), *archive.texts(settings.get("skip_render"))]
        apart = ("scaffolds/", "themes/", "node_modules/", str(settings.get("public_dir") or "public").strip("/") + "/")
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            if not path.startswith(root):
                if archive.beside(path)[1] in MARKDOWN and not path.startswith(apart):
                    passed.append((path, f"it lies outside of {root}, so Hexo made no page of it"))
                continue
            inner = path.removeprefix(root)
            kind, _, below = inner.partition("/") if inner.startswith(("_posts/", "_drafts/")) else ("", "", inner)
            ending = archive.beside(below)[1]
            named = below.rpartition(".")[0]
            hidden = archive.set_aside(below, "_.")
            if ending not in (*MARKDOWN, *OTHER_TEXTS):
                if not hidden:
                    self.assets.setdefault("/" + inner.removeprefix("_"), path)
            elif hidden or archive.kept_off(inner, aside):
                passed.append((path, archive.UNPUBLISHED))
            elif ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif kind:
                entries.append(self._post(path, below, draft=kind == "_drafts" and not shown))
            elif named == "index":
                passed.append((path, "the home page is made by Briefing"))
            elif named.removesuffix("/index") in _FRAME:
                passed.append((path, "this page belongs to the old site's frame"))
            else:
                folder, name = posixpath.split(named.removesuffix("/index"))
                entries.append(Entry(path, name, page=True, folder=folder))
        self.entries, self.passed = tuple(entries), tuple(passed)

    def _post(self, path: str, below: str, draft: bool) -> Entry:
        """A post: the parts of `new_post_name` say what its name tells of its day and address."""
        stem = below.rpartition(".")[0]
        match = self.name.fullmatch(stem)
        said = match.groupdict() if match else {}
        month, day = said.get("month") or said.get("i_month"), said.get("day") or said.get("i_day")
        at, _ = archive.dated(f"{said.get('year')}-{month}-{day}", _DAY)
        return Entry(path, said.get("title") or _slug(stem), day=at, draft=draft)

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """None: Hexo hands nothing down."""
        return {}

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The address that Hexo gives a text: by `permalink` in its front matter, else in `_config.yml`."""
        entry = facts.entry
        if facts.given:
            found = [archive.rooted(facts.given)]
        elif entry.page:
            ending = "/" if archive.beside(entry.path)[0] == "index" else ".html"
            found = [archive.rooted(f"{entry.folder}/{entry.name}{ending}")]
        else:
            found = [archive.filled(self.pattern, dict(self._words(facts, day))) for day in self._days(facts.date)]
        if self.beside and not entry.page:
            found = [address if address.endswith(("/", ".html")) else f"{address}/" for address in found if address]
        bare = [address.removesuffix(".html") for address in found if self.bare]
        return tuple(dict.fromkeys(filter(None, (*bare, *found))))

    def _days(self, said: date) -> list[date]:
        """The days on which a post may have been: which one depends on the machine that made the site."""
        if not isinstance(said, datetime):
            return [said]
        moment = said if said.tzinfo else said.replace(tzinfo=self.zone or UTC)
        return [said, *(moment.astimezone(zone) for zone in (self.zone, UTC) if zone)]

    def _words(self, facts: Facts, day: date) -> Iterator[tuple[str, str]]:
        """What the parts of `permalink` stand for; what is said later counts for more."""
        yield from ((str(key), str(value)) for key, value in self.assumed.items())
        yield from ((key, str(value)) for key, value in facts.extra.items() if isinstance(value, str | int | float))
        if facts.lang:
            yield "lang", facts.lang
        yield from archive.calendar(day).items()
        yield "title", facts.entry.name
        yield "name", posixpath.basename(facts.entry.name)
        yield "post_title", _slug(facts.title).lower()
        names = (str(self.folders.get(name, name)) for name in facts.categories)
        slugs = [_slug(name).lower() if self.lower else _slug(name) for name in names]
        yield "category", "/".join(slugs) or self.unsorted


def _pattern(name: str) -> re.Pattern[str]:
    """`new_post_name`, without its ending, as a pattern for a post's path."""
    parts = re.split(r":(\w*[^_\W])", name.rpartition(".")[0] or name)
    seen: set[str] = set()
    made = re.escape(parts[0])
    for part, text in zip(parts[1::2], parts[2::2], strict=True):
        made += (_NAME.get(part, ".+?") if part in seen else f"(?P<{part}>{_NAME.get(part, '.+?')})") + re.escape(text)
        seen.add(part)
    return re.compile(made)


def _slug(text: str) -> str:
    """A text as Hexo makes it part of an address: Latin letters without accents, hyphens for signs and spaces."""
    bases = ((unicodedata.normalize("NFD", sign)[0], sign) for sign in text)
    plain = "".join(base if base.isascii() else sign for base, sign in bases).translate(_LETTERS)
    return _SIGNS.sub("-", plain).strip("-")
