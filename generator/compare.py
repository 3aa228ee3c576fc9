"""Comparing a site with the one that was published: what it changes for readers, and what it takes from them.

An address that once was public is a promise (W3C, 'Cool URIs don't change'). What a writer put there may move, with an
alias, or expire; it must not vanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator import urls
from generator.assemble import address
from generator.changes import Change, Changes, News, Total
from generator.errors import Problem
from generator.manifest import Entry, Manifest, outdated
from generator.model import Brief, Page, Site, Value
from generator.model import Entry as Story
from generator.visibility import Moment, scheduled

REMOVED = ("expired", "draft", "scheduled", "no file", "empty", "unused")
"""Why a page is removed: its brief expired, became a draft or was put off; its file or alias is not there any more;
a list has no brief left; a file that nothing shows any more."""

_REDIRECT = "redirect.html"
_LISTS = re.compile(
    r"(home|edition|month|year|archive|corrections|search|tags?|sources?|story|stories)(_older)?\.(html|txt)"
    r"|404\.html|robots\.txt|host/.*|.*\.(xml|json)"
)
"""Templates of what follows from briefs, and is nobody's own: a list without briefs goes, and a feed with it."""
_TWIN = re.compile(r"\.(gz|br)$")

CODES = ("gone", "against")
"""Codes of what a comparison finds: it is no matter of the site's own, and no other build repeats it."""


class Against(Value, frozen=True):
    """What to compare with: how it was named, its manifest (None if it can't be had), and what was wrong with it."""

    name: str
    manifest: Manifest | None
    problems: tuple[Problem, ...] = ()


def removed(old: Manifest, pages: Iterable[Page], briefs: Iterable[Brief], moment: Moment) -> tuple[Change, ...]:
    """The pages of a published site that are not among `pages`, each with one of the reasons in `REMOVED`."""
    wanted = {urls.output_path(page.url) for page in pages}
    owners = {urls.output_path(address(brief)): brief for brief in briefs}
    found = []
    for path, entry in sorted(old.files.items()):
        if path not in wanted and not _is_twin(path, old.files):
            found.append(Change(urls.of_file(path), _why_removed(path, entry, owners, moment)))
    return tuple(found)


def _why_removed(path: str, entry: Entry, owners: Mapping[str, Brief], moment: Moment) -> str:
    brief = owners.get(path)
    if brief and brief.expires and brief.expires <= moment.now:
        return "expired"
    if brief and brief.draft:
        return "draft"
    if brief and scheduled(brief, moment.now):
        return "scheduled"
    if entry.template and _LISTS.fullmatch(entry.template):
        return "empty"
    return "no file" if entry.template else "unused"


def gone(found: Iterable[Change], briefs: Iterable[Brief]) -> tuple[Problem, ...]:
    """A warning for each removed page that a writer had put there and that has not expired: its readers are lost."""
    owners = {address(brief): brief for brief in briefs}
    problems = []
    for change in found:
        if change.why not in ("draft", "scheduled", "no file"):
            continue
        brief = owners.get(change.url)
        why = {"draft": ": its brief is a draft now", "scheduled": ": its brief is put off"}.get(change.why, "")
        what = f"{change.url} was published, and now nothing answers there{why}"
        mend = "name it among the aliases of what takes its place, or keep the file and let it expire with 'expires'"
        field = {"draft": "draft", "scheduled": "publish_at"}.get(change.why, "")
        if brief:
            problems.append(brief.problem(field, "gone", what, mend, "warning"))
        else:
            problems.append(Problem("content", 0, 0, "gone", what, mend, "warning"))
    return tuple(problems)


def changes(against: Against, site: Site, pages: Iterable[Page], new: Manifest, gone: Iterable[Change]) -> Changes:
    """All that differs between a published site and the one that `new` describes; `gone` is what was removed."""
    old = against.manifest or Manifest()
    pages = sorted((page for page in pages if urls.output_path(page.url) in new.files), key=lambda page: page.url)
    why = {reason.page.url: reason.why for reason in outdated(pages, old, new.basis, (), ())}
    aliases = {text.url: text.brief.aliases for text in (*site.texts, *site.pages)}
    embargoed = {text.url for text in site.texts if text.brief.publish_at}
    added, changed, public = [], [], []
    for page in pages:
        path = urls.output_path(page.url)
        before, title = old.files.get(path), getattr(page.context.get("page"), "title", "")
        if _is_twin(path, new.files) or (before and before.digest == new.files[path].digest):
            continue
        if before:
            changed.append(Change(page.url, why.get(page.url, "content"), title))
            continue
        added.append(Change(page.url, "new", title))
        if "brief" in page.context:
            moved = any(_stood(old, alias) for alias in aliases.get(page.url, ()))
            came = "its moment came" if page.url in embargoed else "new"
            public += [] if moved else [Change(page.url, came, title)]
    lost = tuple(gone)
    return Changes(
        against=against.name,
        added=tuple(added),
        changed=tuple(changed),
        removed=lost,
        public=tuple(public),
        expired=tuple(change for change in lost if change.why == "expired"),
        gone=tuple(change.url for change in lost if change.why in ("draft", "scheduled", "no file")),
        feeds=tuple(_news(old, pages, aliases)),
        total=Total(len(old.files), len(new.files), _size(old), _size(new)),
    )


def _news(old: Manifest, pages: Iterable[Page], aliases: Mapping[str, tuple[str, ...]]) -> Iterable[News]:
    """The entries of each Atom feed that stood nowhere on the old site; a new address of an old brief is none."""
    for page in pages:
        entries: Iterable[object] = page.context.get("entries", ())  # type: ignore[assignment]
        if not page.url.endswith("feed.xml"):
            continue
        found = (entry.card.url if isinstance(entry, Story) else _edition(entry) for entry in entries)
        fresh = tuple(url for url in found if not any(_stood(old, known) for known in (url, *aliases.get(url, ()))))
        if fresh:
            yield News(page.url, fresh)


def _edition(entry: object) -> str:
    """The URL of an entry of the feed of editions: its id, its last change and the edition itself."""
    return str(entry[2].url) if isinstance(entry, tuple) and len(entry) == 3 else ""


def _stood(manifest: Manifest, url: str) -> bool:
    """Whether a site had a page of its own at `url`, not only a redirect."""
    entry = manifest.files.get(urls.output_path(url))
    return entry is not None and entry.template != _REDIRECT


def _is_twin(path: str, files: Mapping[str, object]) -> bool:
    """Whether a file is the compressed form of another one."""
    return bool(_TWIN.search(path)) and _TWIN.sub("", path) in files


def _size(manifest: Manifest) -> int:
    return sum(entry.size for entry in manifest.files.values())
