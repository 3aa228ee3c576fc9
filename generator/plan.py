"""Site -> Pages: every URL is decided here, and all that each template may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain, groupby
from typing import Any

from generator import corrections, digest, emails, host, periods, related, search, topics, urls
from generator.body import Body
from generator.config import Config
from generator.contexts import INDEX, LEAF, Frame, Head, Link, latest, month, page
from generator.errors import Problem
from generator.feeds import Feeds, body, news, sitemaps
from generator.languages import direction
from generator.model import Asset, Card, Edition, Page, Site, Text
from generator.parts import Parts


def pages(
    config: Config,
    site: Site,
    assets: Iterable[Asset],
    load: Callable[[str], str],
    parts: Parts | None = None,
    lacking: AbstractSet[str] = frozenset(),
) -> tuple[Page, ...]:
    """All pages of the site, in the order of publishing. `load` gives the HTML text that has a digest.

    What `parts` knows from an earlier plan is not planned again. No page is made for a template that is `lacking`,
    one of `theme.LATER`.
    """
    frame = _frame(config, site)
    root = urls.base_path(config.base_url)
    part = partial((parts or Parts()).pages, frame)

    def shown(text: Text) -> Body:
        return body(text, root, "", load)

    def briefs(*run: Any) -> Iterator[Page]:
        return _briefs(frame, shown, *run)

    newest = _newest(site, config.lists.home)
    sent = {"newest": newest, "all": site.editions, "none": ()}[config.email.editions]
    found = [
        _home(frame, newest),
        *chain.from_iterable(part(briefs, *run) for run in _runs(site)),
        *_standing(frame, site, shown),
        *periods.pages(frame, site.editions, part),
        *(emails.pages(frame, sent, part) if not {"email.html", "email.txt"} & lacking else ()),
        *topics.pages(frame, "tag", site.tags, config.lists.page, part),
        *topics.pages(frame, "source", site.sources, config.lists.page, part),
        *(topics.pages(frame, "story", site.stories, config.lists.page, part) if site.running or site.stories else ()),
        *(corrections.pages(frame, site.texts, config.lists.page) if "corrections.html" not in lacking else ()),
        *(search.pages(frame, site.cards) if not {"search.html", "search.json"} & lacking else ()),
        *_redirects(frame, site),
        page(frame, "404.html", Head(urls.NOT_FOUND, "Page not found"), "the 404 page", listed=False),
        page(frame, "robots.txt", Head("/robots.txt", ""), "robots.txt", order=INDEX, listed=False),
        *Feeds(frame, config.id, config.lists.feed, load).all(site, part),
        *(
            Page(asset.url, "", asset.digest, asset.origin, LEAF, context={"file": asset.file})
            for asset in (*assets, *site.attachments)
        ),
    ]
    found += sitemaps(frame, found)
    found += [news(frame, site)] if "news-sitemap.xml" not in lacking else []
    found += host.pages(frame, config, site, found)
    return tuple(sorted(found, key=lambda page: page.order))


def claims(found: Sequence[Page]) -> tuple[Problem, ...]:
    """An error for each two pages that want one address, also if it differs only in case or Unicode form."""
    owners = {urls.claim(claimant.url): claimant for claimant in reversed(found)}
    problems = []
    if len(owners) < len(found):
        rivals = ((claimant, owners[urls.claim(claimant.url)]) for claimant in found)
        problems += [_clash(claimant, first, "both") for claimant, first in rivals if claimant is not first]
    folders = {path.rpartition("/")[0] for path in owners}
    for path in tuple(folders):
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    for path in sorted(folders.intersection(owners)):
        inside = next(owner for other, owner in owners.items() if other.startswith(f"{path}/"))
        problems.append(_clash(inside, owners[path], "as a folder and as a file"))
    return tuple(problems)


def _clash(one: Page, other: Page, how: str) -> Problem:
    if one.place < other.place:
        one, other = other, one
    what = f"{one.url} is claimed {how} by this and by {other.origin}"
    return Problem(one.origin, *one.place, "same-url", what, "give one of them another slug, date or alias")


def _frame(config: Config, site: Site) -> Frame:
    frame = Frame(
        title=config.title,
        description=config.description,
        language=config.language,
        dir=direction(config.language),
        base_url=config.base_url,
        timezone=config.timezone,
        authors=config.authors,
        stories=site.running,
        menu=tuple(Link(text.title, text.url, text.brief.lang or config.language) for text in site.pages),
        extra=config.extra,
    )
    return digest.sealed(frame)


def _home(frame: Frame, shown: Sequence[Edition]) -> Page:
    head = Head("/", "", frame.description)
    changed = latest(card for edition in shown for card in edition.cards)
    return page(frame, "home.html", head, "the home page", editions=tuple(shown), changed=changed)


def _newest(site: Site, room: int) -> Sequence[Edition]:
    """The newest editions: as many whole days as `room` briefs fill, and at least one."""
    for count, edition in enumerate(site.editions):
        room -= len(edition.cards)
        if count and room < 0:
            return site.editions[:count]
    return site.editions


def _runs(site: Site) -> Iterator[tuple[object, ...]]:
    """What `_briefs` is given, month by month: a brief's page depends on little beyond its month."""
    runs = [tuple(run) for _, run in groupby(site.cards, lambda card: month(card.day))]
    stories = related.in_story(site.cards)
    start = 0
    for run, earlier in zip(runs, related.earlier(runs), strict=True):
        end = start + len(run)
        newer = site.cards[start - 1] if start else None
        older = site.cards[end] if end < len(site.cards) else None
        tales = {card.url: stories[card.url] for card in run if card.url in stories}
        yield site.texts[start:end], newer, older, earlier, tales
        start = end


def _briefs(
    frame: Frame,
    shown: Callable[[Text], Body],
    texts: Sequence[Text],
    newer: Card | None,
    older: Card | None,
    earlier: Sequence[Card],
    stories: Mapping[str, related.Told],
) -> Iterator[Page]:
    """The pages of some briefs in order, between the nearest ones before and after them.

    `earlier` are older ones that may be related to them; `stories` is what their stories said before and after, by URL.
    """
    cards = [text.card for text in texts if text.card]
    alike = related.related(cards, earlier)
    neighbours = zip((newer, *cards), (*cards[1:], older), strict=False)
    for text, (after, before), like in zip(texts, neighbours, alike, strict=True):
        card = text.card
        assert card
        told, next_told = stories.get(card.url, ((), None))
        yield page(
            frame,
            text.brief.template or "brief.html",
            Head(text.url, text.title, card.summary, card.lang),
            "content/" + text.brief.path,
            brief=card,
            body=shown(text),
            corrections=text.brief.corrections,
            newer=after,
            older=before,
            before=told,
            after=next_told,
            related=like,
            order=LEAF,
            changed=card.changed,
            place=_place(text),
        )


def _standing(frame: Frame, site: Site, shown: Callable[[Text], Body]) -> Iterator[Page]:
    for text in site.pages:
        brief = text.brief
        language = brief.lang or frame.language
        yield page(
            frame,
            brief.template or "page.html",
            Head(text.url, text.title, brief.summary, language),
            "content/" + brief.path,
            body=shown(text),
            dir=direction(language),
            extra=brief.extra,
            order=LEAF,
            changed=brief.updated or brief.date,
            place=_place(text),
        )


def _place(text: Text) -> tuple[int, int]:
    places = text.brief.places
    return places.get("slug") or places.get("title", (1, 1))


def _redirects(frame: Frame, site: Site) -> Iterator[Page]:
    for text in (*site.texts, *site.pages):
        for alias in text.brief.aliases:
            if alias != text.url:
                origin = "content/" + text.brief.path
                head = Head(alias, text.title, language=text.brief.lang or frame.language)
                place = text.brief.places["aliases"]
                yield page(frame, "redirect.html", head, origin, target=text.url, order=LEAF, place=place, listed=False)
