"""Jekyll's sites: `_posts`, `_drafts`, pages with front matter, permalinks (its documentation, 'Permalinks')."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from generator import archive
from generator.archive import ABOUT_ITSELF, MARKDOWN, OTHER_TEXTS, Entry, Facts, Read
from generator.dialects import Program

_NAME = re.compile(r"(\d{2,4})-(\d\d?)-(\d\d?)-(.+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


class Jekyll:
    """A Jekyll site's texts, files and addresses."""

    dialect: Program | None = "jekyll"

    def __init__(self, files: Sequence[str], read: Read) -> None:
        config = next((name for name in ("_config.yml", "_config.yaml", "_config.toml") if name in files), "")
        passed: list[tuple[str, str]] = []
        settings = archive.configured(config, read, passed) if config else {}
        collections = settings.get("collections")
        posts = collections.get("posts") if isinstance(collections, dict) else None
        self.pattern = str(settings.get("permalink") or "date")
        self.posts = str((posts.get("permalink") if isinstance(posts, dict) else "") or self.pattern)
        scopes = settings.get("defaults")
        self.scopes = [item for item in scopes if isinstance(item, dict)] if isinstance(scopes, list) else []
        self.home = str(settings.get("url") or "") + str(settings.get("baseurl") or "")
        self.timezone = str(settings.get("timezone") or "")
        self.zone = archive.zone(self.timezone)
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            parts = path.split("/")
            name, ending = archive.beside(path)
            hidden = [part for part in parts[:-1] if part.startswith(("_", "."))]
            folder = next((part for part in parts[:-1] if part in ("_posts", "_drafts")), "")
            shown = not any(part.startswith(".") for part in (parts[: parts.index(folder)] if folder else parts))
            if parts[0] in ("_site", "vendor", "node_modules") or not shown:
                continue
            below = path.partition(f"{folder}/")[2] if folder else ""
            if ending in MARKDOWN and (
                archive.kept_off(path, settings.get("exclude")) or archive.set_aside(below, "_.#")
            ):
                passed += [(path, archive.UNPUBLISHED)] if name.lower() not in ABOUT_ITSELF else []
            elif folder and ending in MARKDOWN:
                entries.append(self._post(path, name, folder == "_drafts", parts))
            elif folder and ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif folder and not archive.set_aside(below, "_.#"):
                self.assets["/" + path] = path
            elif hidden and hidden[0] in ("_layouts", "_includes", "_sass", "_data", "_plugins", "_config"):
                continue
            elif hidden and ending in MARKDOWN:
                passed.append((path, f"'{hidden[0]}' is a collection, which has no place in a digest of briefs"))
            elif hidden:
                continue
            elif ending in MARKDOWN and re.match(rb"\s*---\s", read(path).removeprefix(b"\xef\xbb\xbf")[:100]):
                if name.lower() == "index" and len(parts) == 1:
                    passed.append((path, "the home page is made by Briefing"))
                elif name.lower() in ("404", *ABOUT_ITSELF) or ending not in MARKDOWN[:5]:
                    passed.append((path, "this page belongs to the old site's frame"))
                else:
                    entries.append(Entry(path, name, page=True, folder="/".join(parts[:-1])))
            elif ending in (*MARKDOWN[:5], *OTHER_TEXTS):
                if name.lower() not in ("404", *ABOUT_ITSELF):
                    why = "it has no front matter, so Jekyll made no page of it"
                    passed.append(archive.unread(path, ending) if ending in OTHER_TEXTS else (path, why))
            elif not path.startswith("_") and ending not in (".md", ".yml", ".rb", ".lock", ".gemspec"):
                self.assets["/" + path] = path
        self.entries, self.passed = tuple(entries), tuple(passed)

    @staticmethod
    def _post(path: str, name: str, draft: bool, parts: list[str]) -> Entry:
        day, rest = archive.dated(name, _NAME)
        at = next(number for number, part in enumerate(parts) if part in ("_posts", "_drafts"))
        return Entry(path, rest, day=day, draft=draft, categories=tuple(parts[:at]))

    def defaults(self, entry: Entry) -> Mapping[str, Any]:
        """What `defaults` says of a text: what is said of a longer path, and of its type, counts for more."""
        kind = "pages" if entry.page else "drafts" if entry.draft else "posts"
        found: list[tuple[int, bool, dict[str, Any]]] = []
        for item in self.scopes:
            scope, values = item.get("scope"), item.get("values")
            scope = scope if isinstance(scope, dict) else {}
            path, type_ = str(scope.get("path") or "").lstrip("/"), scope.get("type")
            if isinstance(values, dict) and type_ in (None, "", kind) and _within(path, entry.path):
                found.append((len(path), bool(type_), values))
        found.sort(key=lambda item: item[:2])
        return {key: value for *_, values in found for key, value in values.items()}

    def addresses(self, facts: Facts) -> tuple[str, ...]:
        """The addresses that Jekyll gives a post or page: by `permalink` in its front matter, else in `_config.yml`."""
        found = (self._page(facts),) if facts.entry.page else tuple(self._posts(facts))
        return tuple(dict.fromkeys(form for address in found if address for form in _served(address)))

    def _page(self, facts: Facts) -> str:
        stem = facts.entry.path.rpartition(".")[0]
        folder, _, name = stem.rpartition("/")
        if facts.given:
            return archive.filled(facts.given, {"path": folder, "basename": name, "output_ext": ".html"})
        styled = ".html" if self.pattern in ("date", "ordinal", "none") or self.pattern.endswith(":output_ext") else ""
        suffix = "/" if self.pattern == "pretty" or self.pattern.endswith("/") else styled
        return archive.rooted(stem.removesuffix("index") if name == "index" else stem + suffix)

    def _posts(self, facts: Facts) -> Iterator[str]:
        """A post's address, on each day that it may have had: a moment without a zone is UTC to Jekyll."""
        entry, pattern = facts.entry, facts.given or _STYLES.get(self.posts, self.posts)
        asked = facts.slug or entry.name
        days = [facts.date]
        if isinstance(facts.date, datetime):
            moment = facts.date if facts.date.tzinfo else facts.date.replace(tzinfo=UTC)
            days = [moment.astimezone(self.zone)] if self.zone else [moment, moment.astimezone(UTC)]
        for day in days:
            words = {
                **archive.calendar(day),
                "categories": "/".join(dict.fromkeys(name.lower() for name in facts.categories)),
                "slugified_categories": "/".join(dict.fromkeys(map(_slug, facts.categories))),
                "title": _hyphened(archive.clean(asked, "._~!$&'()+,;=@", "-")) or entry.name,
                "slug": _slug(asked),
                "name": _slug(entry.path.rpartition("/")[2].rpartition(".")[0]),
                "path": entry.path.rpartition(".")[0],
                "output_ext": ".html",
                "short_day": f"{day:%a}",
                "short_month": f"{day:%b}",
                "long_month": f"{day:%B}",
                "long_day": f"{day:%A}",
                "w_year": f"{day:%G}",
                "w_day": f"{day:%u}",
            }
            yield archive.filled(pattern, words)


def _within(scope: str, path: str) -> bool:
    """Whether a path lies where a scope says, in which stars stand for any signs of one part."""
    parts = ("[^/]*".join(map(re.escape, part.split("*"))) for part in scope.split("**"))
    return re.match(".*".join(parts), path) is not None


def _slug(text: str) -> str:
    """A text as Jekyll's `slugify` makes it part of an address."""
    return _hyphened(archive.clean(text, "", "-")).lower()


def _hyphened(text: str) -> str:
    return re.sub("-{2,}", "-", text).strip("-")


def _served(address: str) -> tuple[str, ...]:
    """The addresses at which servers have a page: its file ends with `.html` unless it is a folder's."""
    if address.endswith(("/", ".html")):
        return (address,)
    file = address + ".html"
    return (file,) if "." in address.rpartition("/")[2] else (address, file)
