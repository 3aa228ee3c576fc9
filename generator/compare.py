"""Comparing a site with the one that was published: what it changes for readers, and what it takes from them.

An address that once was public is a promise (W3C, 'Cool URIs don't change'). What a writer put there may move, with an
alias, or expire; it must not vanish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from generator import promises, urls
from generator.body import FeedEntry
from generator.changes import Change, Changes, News, Redirect, Total
from generator.errors import Problem, errors
from generator.manifest import Manifest, outdated
from generator.model import Brief, Page, Site, Value
from generator.visibility import scheduled

REMOVED = ("expired", "draft", "scheduled", "no file", "empty", "unused")
"""Why a page is removed: its brief expired, became a draft or was put off; its file or alias is not there any more;
a list has no brief left; a file that nothing shows any more."""

_GONE = {
    "draft": ("draft", ": its brief is a draft now"),
    "scheduled": ("publish_at", ": its brief is put off"),
    "no file": ("", ""),
}
"""The reasons by which readers lose what they count on; the field that says so, and how a message puts it."""

_REDIRECT = "redirect.html"
_TWIN = re.compile(r"\.(gz|br)$")


class Against(Value, frozen=True):
    """What to compare with: how it was named, its manifest (None if it can't be had), and what was wrong with it."""

    name: str
    manifest: Manifest | None
    problems: tuple[Problem, ...] = ()


class Loss(Value, frozen=True):
    """What readers of a published site see no more: each removed page, and a problem for each that they may miss.

    It is no matter of the new site's own, and its next build knows nothing of it.
    """

    removed: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    gone: tuple[str, ...] = ()


def loss(against: Against, pages: Iterable[Page], briefs: Collection[Brief], now: datetime) -> Loss:
    """What a site of `pages` takes from the readers of a published one; a preview promised nobody anything."""
    old = against.manifest or Manifest()
    found = _removed(old, pages, briefs, now)
    missed = () if old.basis.preview else tuple(change for change in found if change.why in _GONE)
    return Loss(found, (*against.problems, *_gone(missed, briefs)), tuple(change.url for change in missed))


def _removed(old: Manifest, pages: Iterable[Page], briefs: Iterable[Brief], now: datetime) -> tuple[Change, ...]:
    """The pages of a published site that are not among `pages`, each with one of the reasons in `REMOVED`."""
    wanted = {urls.output_path(page.url) for page in pages}
    lost = sorted(path for path in old.files if path not in wanted and not _is_twin(path, old.files))
    owners = promises.owners(briefs) if lost else {}
    return tuple(Change(url, _why_removed(url, owners.get(url), now)) for url in map(urls.of_file, lost))


def _why_removed(url: str, owner: Brief | None, now: datetime) -> str:
    if promises.may_go(url, owner, now):
        return "expired" if promises.expired(owner, now) else "empty" if promises.listing(url) else "unused"
    if owner and owner.draft:
        return "draft"
    return "scheduled" if owner and scheduled(owner, now) else "no file"


def _gone(missed: Collection[Change], briefs: Collection[Brief]) -> tuple[Problem, ...]:
    """A warning for each address that nobody leads on from; none while a brief has a mistake: it may be its address."""
    if not missed or any(errors(brief.problems) for brief in briefs):
        return ()
    owners = promises.owners(briefs)
    problems = []
    for change in missed:
        brief = owners.get(change.url)
        field, how = _GONE[change.why]
        what = f"{change.url} was published, and now nothing answers there{how}"
        mend = "name it among the aliases of what takes its place, or keep the file and let it expire with 'expires'"
        if brief:
            problems.append(brief.problem(field, "gone", what, mend, "warning"))
        else:
            problems.append(Problem("content", 0, 0, "gone", what, mend, "warning"))
    return tuple(problems)


def changes(against: Against, site: Site, pages: Iterable[Page], new: Manifest, loss: Loss) -> Changes | None:
    """All that differs between a published site and the one that `new` describes; None if there is no telling."""
    old = against.manifest
    if old is None:
        return None
    pages = sorted((page for page in pages if urls.output_path(page.url) in new.files), key=lambda page: page.url)
    why = {reason.page.url: reason.why for reason in outdated(pages, old, new.basis, (), ())}
    aliases = {text.url: text.brief.aliases for text in (*site.texts, *site.pages)}
    embargoed = {text.url for text in site.texts if text.brief.publish_at}
    added, changed, public = [], [], []
    for page in pages:
        path = urls.output_path(page.url)
        before = old.files.get(path)
        if _is_twin(path, new.files) or (before and before.digest == new.files[path].digest):
            continue
        title = getattr(page.context.get("page"), "title", "")
        if before:
            changed.append(Change(page.url, why.get(page.url, "content"), title))
            continue
        added.append(Change(page.url, "new", title))
        if "brief" in page.context:
            moved = any(_stood(old, alias) for alias in aliases.get(page.url, ()))
            came = "its moment came" if page.url in embargoed else "new"
            public += [] if moved else [Change(page.url, came, title)]
    return Changes(
        against=against.name,
        added=tuple(added),
        changed=tuple(changed),
        removed=loss.removed,
        public=tuple(public),
        expired=tuple(change for change in loss.removed if change.why == "expired"),
        gone=loss.gone,
        redirects=tuple(_redirects(old, pages)),
        feeds=tuple(_news(old, pages, aliases)),
        total=Total(len(old.files), len(new.files), _size(old), _size(new)),
    )


def _redirects(old: Manifest, pages: Iterable[Page]) -> Iterable[Redirect]:
    """The redirects where the old site had none, in the order of `pages`."""
    for page in pages:
        if page.template == _REDIRECT and not _leads_on(old, page.url) and "target" in page.context:
            yield Redirect(page.url, str(page.context["target"]))


def _news(old: Manifest, pages: Iterable[Page], aliases: Mapping[str, tuple[str, ...]]) -> Iterable[News]:
    """The entries of each Atom feed that stood nowhere on the old site; a new address of an old brief is none."""
    for page in pages:
        if not page.url.endswith("feed.xml"):
            continue
        entries: Iterable[object] = page.context.get("entries", ())  # type: ignore[assignment]
        found = (entry.card.url if isinstance(entry, FeedEntry) else _edition(entry) for entry in entries)
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


def _leads_on(manifest: Manifest, url: str) -> bool:
    """Whether a site had a redirect at `url`."""
    entry = manifest.files.get(urls.output_path(url))
    return entry is not None and entry.template == _REDIRECT


def _is_twin(path: str, files: Mapping[str, object]) -> bool:
    """Whether a file is the compressed form of another one."""
    return bool(_TWIN.search(path)) and _TWIN.sub("", path) in files


def _size(manifest: Manifest) -> int:
    return sum(entry.size for entry in manifest.files.values())
