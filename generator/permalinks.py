"""Frozen addresses: a committed list of every address that was ever public, and what has become of them.

One path a line, from the site's root, as a reader's browser shows it; `#` begins a comment. An address may lead on
(a redirect answers it), or go with a brief that expired; it must not vanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from generator import urls
from generator.assemble import address
from generator.errors import Problem
from generator.manifest import Manifest
from generator.model import Brief
from generator.rules_site import Desk
from generator.vocabulary import fold

HEADING = (
    "# Every address that was ever public. `briefing check --permalinks` holds the site to it; --fix adds new ones.\n"
)
_PASSING = re.compile(
    r"static/.*|404\.html|robots\.txt|CNAME|_headers|_redirects|\.nojekyll|(news-)?sitemap[^/]*\.xml|.*\.(gz|br)"
)
"""Files that nobody links to, or whose address changes with their bytes."""


def public(manifest: Manifest) -> tuple[str, ...]:
    """The addresses of a site that others may link to, sorted."""
    return tuple(sorted(urls.of_file(path) for path in manifest.files if not _PASSING.fullmatch(path)))


def problems(name: str, text: str, manifest: Manifest, desk: Desk, now: datetime) -> tuple[Problem, ...]:
    """An error for each line that is no address, and for each whose address answers no more. `name` is the file's."""
    there = set(manifest.files)
    exact, below = _excused(desk, now)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        url = _read(line)
        if not url:
            continue
        if not url.startswith("/"):
            mend = "write it from the site's root: /2022/01/25/name/"
            found.append(Problem(name, number, 1, "permalink-form", f"'{url}' is not the path of an address", mend))
        elif urls.output_path(url) not in there and url not in exact and not url.startswith(below):
            what = f"{url} was public, and now nothing answers there"
            mend = "name it among the aliases of what took its place"
            found.append(Problem(name, number, 1, "permalink-gone", what, mend))
    return tuple(found)


def appended(text: str, known: Iterable[str]) -> tuple[str, int]:
    """The list with the addresses of `known` that it lacks at its end, sorted, and how many these are."""
    listed = {_read(line) for line in text.split("\n")}
    fresh = sorted(set(known) - listed)
    if not fresh:
        return text, 0
    end = "\r\n" if "\r\n" in text else "\n"
    start = text if not text or text.endswith("\n") else text + end
    return (start or HEADING) + "".join(url + end for url in fresh), len(fresh)


def _read(line: str) -> str:
    """The address in a line: without comments, and with its letters as they are."""
    text = re.sub(r"(^|\s)#.*$", "", line.removeprefix("\ufeff")).strip()
    return unicodedata.normalize("NFC", unquote(text))


def _excused(desk: Desk, now: datetime) -> tuple[set[str], tuple[str, ...]]:
    """Addresses that may go because a brief expired: its own, its periods'; and those below its topics."""
    exact, below = set[str](), set[str]()
    for brief in desk.briefs:
        if not (brief.expires and brief.expires <= now):
            continue
        exact |= {address(brief), *brief.aliases}
        if brief.day:
            exact |= {urls.day(brief.day), urls.month(brief.day), urls.year(brief.day.year)}
        below |= {f"/{kind}/{_slug(desk, kind, name)}/" for kind, name in _topics(brief)}
    return exact, tuple(below)


def _topics(brief: Brief) -> Iterable[tuple[str, str]]:
    yield from (("tags", tag) for tag in brief.tags)
    yield from (("sources", source.name) for source in brief.sources)
    if brief.story:
        yield "stories", brief.story


def _slug(desk: Desk, kind: str, name: str) -> str:
    term = desk.vocabularies[kind].spellings.get(fold(name))  # type: ignore[index]
    return term.slug if term else urls.slugify(name)
