"""Feeds and sitemaps, for machines. Addresses in them are absolute."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from generator import digest, languages, urls
from generator.body import Body, FeedEntry
from generator.contexts import INDEX, Frame, Head, page
from generator.model import Data, Edition, Page, Site, Text
from generator.parts import Planner

NEWS_SIZE = 1_000
"""Briefs that a news sitemap may have (Google, 'Create a news sitemap')."""
PART_SIZE = 40_000
"""URLs in one part of the sitemap; the protocol allows 50,000 (sitemaps.org)."""
_EMPTY = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated: a feed must say so (RFC 4287, section 4.1.1)."""
_YEAR = re.compile(r"/(\d{4})/")


class Feed(Data, frozen=True):
    """A feed's head: its permanent id, title, own URL, the page it belongs to, and its last change."""

    id: str
    title: str
    description: str
    url: str
    home: str
    updated: datetime


class Part(Data, frozen=True):
    """One part of the sitemap, or one URL in it, with the time of its last change if that is known."""

    url: str
    changed: datetime | None


class Feeds:
    """Makes the feeds of one site; each brief's entry is made once for all of them."""

    def __init__(self, frame: Frame, site_id: str, size: int, load: Callable[[str], str]) -> None:
        self.frame, self.site_id, self.size, self.load = frame, site_id, size, load
        self.entries: dict[str, FeedEntry] = {}

    def all(self, site: Site, part: Planner) -> Iterator[Page]:
        """The site's feeds, that of its editions, and those of each topic; `part` plans what one topic has."""
        texts = {text.url: text for text in site.texts}
        yield from self.pair("/", "", self.frame.description, site.texts[: self.size])
        yield self.editions(site.editions[: self.size])
        for group in (*site.tags, *site.sources, *site.stories):
            shown = tuple(texts[card.url] for card in group.cards[: self.size])
            yield from part(self.pair, group.url, group.name, group.description, shown)

    def pair(self, home: str, title: str, description: str, texts: Iterable[Text]) -> Iterator[Page]:
        """The Atom and the JSON feed of some briefs, newest first."""
        entries = tuple(map(self.entry, texts))
        for name in ("feed.xml", "feed.json"):
            feed = self.head(home, home + name, title, description, [entry.updated for entry in entries])
            origin = f"the feed {feed.url}"
            head = Head(feed.url, title)
            yield page(self.frame, name, head, origin, feed=feed, entries=entries, order=INDEX, listed=False)

    def editions(self, editions: Sequence[Edition]) -> Page:
        """The feed of days: an entry for each edition, with its briefs' headlines and summaries."""
        ids = tuple(self.id(edition.url) for edition in editions)
        latest = (max(card.changed for card in edition.cards) for edition in editions)
        changes = tuple(map(moment, latest, ids))
        feed = self.head("/archive/", "/editions/feed.xml", "Editions", self.frame.description, changes)
        entries = tuple(zip(ids, changes, editions, strict=True))
        head = Head(feed.url, "Editions")
        return page(
            self.frame,
            "editions.xml",
            head,
            "the feed of editions",
            feed=feed,
            entries=entries,
            order=INDEX,
            listed=False,
        )

    def head(self, home: str, url: str, title: str, description: str, changes: Sequence[datetime]) -> Feed:
        """A feed's head; `updated` is the latest change of its entries."""
        return Feed(self.id(home + title), title, description, url, home, max(changes, default=_EMPTY))

    def id(self, seed: str) -> str:
        """A permanent id, free of the domain."""
        return digest.uuid(self.site_id + seed)

    def entry(self, text: Text) -> FeedEntry:
        """A brief's card with its text, in which all addresses are absolute, and what was put right in it."""
        if text.url not in self.entries:
            root, card = self.frame.base_url.rstrip("/"), text.card
            assert card
            made = body(text, root, root + urls.quoted(card.url), self.load)
            self.entries[text.url] = FeedEntry(card, made, text.brief.corrections, moment(card.changed, card.id))
        return self.entries[text.url]


def moment(changed: datetime, id: str) -> datetime:
    """When an entry changed, with a fraction of a second that is its own: readers of feeds ask that no two are alike.

    It is drawn from the entry alone, so that no other entry can move it.
    """
    return changed.replace(microsecond=changed.microsecond or 1 + int(digest.lasting(id)[:8], 16) % 999_999)


def body(text: Text, root: str, own: str, load: Callable[[str], str]) -> Body:
    """The text of a brief with its links as they are on pages whose site root is `root` and own URL is `own`."""
    made = f"{text.brief.body} {root} {own} {digest.of(text.links) if text.links else ''}"
    return Body(text.brief.body, text.links, root, own, made, load)


def sitemaps(frame: Frame, pages: Iterable[Page]) -> Iterator[Page]:
    """The sitemap: an index, and parts for each year and for the rest, so that a new brief changes few."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for listed in pages:
        if listed.listed and listed.template:
            year = _YEAR.match(listed.url)
            parts[year[1] if year else "site"].append(Part(listed.url, listed.changed))
    index = []
    for name, entries in sorted(parts.items()):
        for number, start in enumerate(range(0, len(entries), PART_SIZE)):
            url = f"/sitemap-{name}{f'-{number + 1}' if number else ''}.xml"
            some = tuple(entries[start : start + PART_SIZE])
            index.append(Part(url, max((entry.changed for entry in some if entry.changed), default=None)))
            head = Head(url, "")
            yield page(frame, "sitemap_part.xml", head, "the sitemap", entries=some, order=INDEX, listed=False)
    head = Head(urls.SITEMAP, "")
    yield page(frame, "sitemap.xml", head, "the sitemap", parts=tuple(index), order=INDEX, listed=False)


def news(frame: Frame, site: Site) -> Page:
    """The news sitemap: the briefs of the last days, or the newest one alone, which is then not said to be news."""
    head = Head(urls.NEWS_SITEMAP, "")
    shown = site.news[:NEWS_SIZE] or site.cards[:1]
    language = languages.of_news(frame.language)
    return page(
        frame,
        "news-sitemap.xml",
        head,
        "the news sitemap",
        cards=shown,
        fresh=bool(site.news),
        language=language,
        order=INDEX,
        listed=False,
    )
