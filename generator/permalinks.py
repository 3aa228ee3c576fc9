"""Frozen addresses: a committed list of every address that was ever public, and what has become of them.

One path a line, from the site's root, as a reader's browser shows it; `#` begins a comment. An address may lead on
(a redirect answers it), or go with a brief that expired; it must not vanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from generator import promises, urls
from generator.errors import Problem
from generator.manifest import Manifest
from generator.rules_site import Corpus

HEADING = (
    "# Every address that was ever public. `briefing check --permalinks` holds the site to it; --fix adds new ones.\n"
)


def public(manifest: Manifest) -> tuple[str, ...]:
    """The addresses of a site that others may link to, sorted."""
    return tuple(sorted(filter(promises.linkable, map(urls.of_file, manifest.files))))


def problems(name: str, text: str, manifest: Manifest, corpus: Corpus, now: datetime) -> tuple[Problem, ...]:
    """An error for each line that is no address, and for each whose address answers no more. `name` is the file's."""
    owners = promises.owners(corpus.briefs)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        url = _read(line)
        if not url:
            continue
        if not url.startswith("/"):
            mend = "write it from the site's root: /2022/01/25/name/"
            found.append(Problem(name, number, 1, "permalink-form", f"'{url}' is not the path of an address", mend))
        elif urls.output_path(url) not in manifest.files and not promises.may_go(url, owners.get(url), now):
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
    """The address in a line: without comments, with its letters as they are, and with the final slash of a page."""
    text = unquote(re.sub(r"(^|\s)#.*$", "", line.removeprefix("\ufeff")).strip())
    return urls.of_file(urls.alias(text)[1:]) if text.startswith("/") else text
