"""Jekyll's sites: `_posts`, `_drafts`, pages with front matter, permalinks (its documentation, 'Permalinks')."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import archive
from generator.archive import MARKDOWN, OTHER_TEXTS, Entry, Facts, Read

_NAME = re.compile(r"(\d{2,4})-(\d\d?)-(\d\d?)-(.+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_NOT_CONTENT = ("readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "gemfile")


class Jekyll:
    """A Jekyll site's texts, files and addresses."""

    def __init__(self, files: Sequence[str], read: Read) -> None:
        config = next((name for name in ("_config.yml", "_config.yaml", "_config.toml") if name in files), "")
        passed: list[tuple[str, str]] = []
        settings = archive.configured(config, read, passed) if config else {}
        self.pattern = str(settings.get("permalink") or "date")
        self.home = str(settings.get("url") or "")
        entries: list[Entry] = []
        self.assets: dict[str, str] = {}
        for path in files:
            parts = path.split("/")
            name, ending = archive.beside(path)
            hidden = [part for part in parts[:-1] if part.startswith(("_", "."))]
            folder = next((part for part in parts[:-1] if part in ("_posts", "_drafts")), "")
            if parts[0] in ("_site", "vendor", "node_modules") or any(part.startswith(".") for part in parts):
                continue
            if folder and ending in MARKDOWN:
                entries.append(self._post(path, name, folder == "_drafts", parts))
            elif folder and ending in OTHER_TEXTS:
                passed.append(archive.unread(path, ending))
            elif folder:
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
                elif name.lower() in ("404", *_NOT_CONTENT) or ending not in MARKDOWN[:5]:
                    passed.append((path, "this page belongs to the old site's frame"))
                else:
                    entries.append(Entry(path, name, page=True, folder="/".join(parts[:-1])))
            elif ending in (*MARKDOWN[:5], *OTHER_TEXTS):
                if name.lower() not in ("404", *_NOT_CONTENT):
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

    def address(self, facts: Facts) -> str:
        """The address that Jekyll gives a post or page: by `permalink` in its front matter, else in `_config.yml`."""
        entry = facts.entry
        if entry.page and not facts.given:
            pretty = self.pattern == "pretty" or self.pattern.endswith("/")
            stem = entry.path.rpartition(".")[0]
            if stem.endswith("/index"):
                return archive.path(stem.removesuffix("index"))
            return archive.path(stem + ("/" if pretty else ".html"))
        pattern = facts.given or self.pattern
        words = {
            **archive.calendar(facts.date),
            "categories": "/".join(dict.fromkeys(name.lower() for name in facts.categories)),
            "slugified_categories": "/".join(dict.fromkeys(map(archive.slug, facts.categories))),
            "title": facts.slug or entry.name,
            "slug": archive.slug(facts.slug or entry.name),
            "name": entry.name,
            "basename": entry.name,
            "path": entry.path.rpartition(".")[0],
            "output_ext": ".html",
            "short_day": f"{facts.date:%a}",
            "short_month": f"{facts.date:%b}",
            "long_month": f"{facts.date:%B}",
            "long_day": f"{facts.date:%A}",
            "w_year": f"{facts.date:%G}",
            "w_day": f"{facts.date:%u}",
        }
        found = archive.filled(_STYLES.get(pattern, pattern), words)
        ends = facts.given or not found or found.endswith("/") or "." in found.rpartition("/")[2]
        return found if ends else found + ".html"
