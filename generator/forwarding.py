"""Where texts that move go to, and which of their old addresses can lead there."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from datetime import tzinfo

from generator import paths, urls
from generator.loose import Note
from generator.moving import Moved

OWN = ("archive", "tags", "sources", "stories", "corrections", "search", "editions", "static", "404")
"""First parts of addresses that the site's own pages have."""
_PERIOD = re.compile(r"/\d{4}/(\d\d/){0,2}")


def target(moved: Moved, zone: tzinfo, taken: set[str]) -> str:
    """The content path of a text: by its day and name, or below pages/; another one if it is `taken`, and taken now."""
    entry, values = moved.entry, moved.values
    name = urls.slugify(values["slug"]) if values["slug"] else paths.default_slug(entry.name + ".md")
    name = "start" if name == "index" else name  # a file of that name has its folder's address
    if entry.page:
        parts = [urls.slugify(part) for part in entry.folder.split("/") if part]
        own = (parts[0] if parts else name) in OWN or (parts[0] if parts else name).isdigit()
        stem = "/".join(["pages", *(["old"] if own else []), *parts, name])
    else:
        stem = f"{moved.date.astimezone(zone):%Y/%m/%d}-{name}"
    target, number = stem, 2
    while target.lower() in taken:
        target, number = f"{stem}-{number}", number + 1
    if target != stem:
        what = "another text has this day and name"
        moved.notes.append(Note(1, 1, "same-name", what, f"written to content/{target}.md"))
        values["slug"] = ""
    if values["slug"] == name:
        values["slug"] = ""
    taken.add(target.lower())
    return target + ".md"


def aliases(
    wanted: Iterable[tuple[str, str]], new: str, target: str, claims: MutableMapping[str, str]
) -> tuple[list[str], list[tuple[str, str]]]:
    """The aliases of the text in `target` with the address `new`, and what is wrong with the others.

    `wanted` has each as it was given, and as a path. `claims` says whose each address is; it learns these.
    """
    found: list[str] = []
    faults: list[tuple[str, str]] = []
    for given, path in wanted:
        alias = urls.alias(path)
        fault = urls.alias_fault(alias) or ("it is the home page" if alias == "/" else "")
        if "?" in given:
            fault = "it has a query, by which no static site can tell addresses apart"
        owner = claims.get(urls.claim(alias))
        if not fault and "index.html" in alias.split("/"):
            fault = "a part of it names a folder's own page"
        if not fault and owner and owner != target:
            fault = f"it is that of content/{owner} too"
        first = alias.strip("/").partition("/")[0].removesuffix(".html")
        if not fault and (first in OWN or _PERIOD.fullmatch(alias)):
            fault = "the site has a page of its own there"
        if fault:
            faults.append((given, fault))
        elif urls.claim(alias) not in map(urls.claim, (new, *found)):
            claims[urls.claim(alias)] = target
            found.append(alias)
    return found, faults


def kept(target: str, old: Iterable[str]) -> str:
    """The slug by which the text in `target` keeps an old address that differs in capitals alone; "" if none does."""
    own = "/" + re.sub(r"^(\d{4}/\d\d/\d\d)-", r"\1/", target.removeprefix("pages/").removesuffix(".md")) + "/"
    folder, _, name = own.rstrip("/").rpartition("/")
    slugs = (address.removeprefix(f"{folder}/").rstrip("/") for address in old if address.endswith("/"))
    return next((slug for slug in slugs if slug != name == slug.lower()), "")
