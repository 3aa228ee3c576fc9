"""Site -> Pages: every URL is decided here, and all that each template may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from generator import digest, host, paging, related, urls
from generator.config import Config
from generator.contexts import INDEX, LEAF, Frame, Head, Link, Tally, Topic, page
from generator.errors import Problem
from generator.feeds import Feeds, body, sitemaps
from generator.languages import direction
from generator.model import Asset, Card, Edition, Group, Label, Page, Site, Text


def pages(config: Config, site: Site, assets: Iterable[Asset], load: Callable[[str], str]) -> tuple[Page, ...]:
    """All pages of the site, in the order of publishing. `load` gives the HTML text that has a digest."""
    frame = _frame(config, site)
    root = urls.base_path(config.base_url)
    size = config.lists.page
    feeds = Feeds(frame, site, config.id, config.lists.feed, load)
    found = [
        _home(frame, site, config.lists.home),
        *_briefs(frame, site, lambda text: body(text, root, "", load)),
        *_standing(frame, site, lambda text: body(text, root, "", load)),
        *_editions(frame, site),
        *_periods(frame, site),
        *_topics(frame, "tag", site.tags, size),
        *_topics(frame, "source", site.sources, size),
        *_redirects(frame, site),
        page(frame, "404.html", Head(urls.NOT_FOUND, "Page not found"), "the 404 page", listed=False),
        page(frame, "robots.txt", Head("/robots.txt", ""), "robots.txt", order=INDEX, listed=False),
        *feeds.all((_topic(group), group.cards) for group in (*site.tags, *site.sources)),
        *(
            Page(asset.url, "", {"file": asset.file}, asset.digest, asset.origin, LEAF)
            for asset in (*assets, *site.attachments)
        ),
    ]
    found += sitemaps(frame, found)
    found += host.pages(frame, config, site, found)
    return tuple(sorted(found, key=lambda page: page.order))


def claims(found: Iterable[Page]) -> tuple[Problem, ...]:
    """An error for each two pages that want one address, also if it differs only in case or Unicode form."""
    owners: dict[str, Page] = {}
    problems = []
    for claimant in found:
        other = owners.setdefault(urls.claim(claimant.url), claimant)
        if other is not claimant:
            problems.append(_clash(claimant, other, "both"))
    folders = {path.rpartition("/")[0]: claimant for path, claimant in owners.items()}
    for path, claimant in list(folders.items()):
        while path := path.rpartition("/")[0]:
            folders.setdefault(path, claimant)
    both = owners.keys() & folders.keys()
    return (*problems, *(_clash(folders[path], owners[path], "as a folder and as a file") for path in both))


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
        menu=tuple(Link(text.title, text.url, text.brief.lang or config.language) for text in site.pages),
        extra=config.extra,
    )
    return digest.sealed(frame)


def _home(frame: Frame, site: Site, room: int) -> Page:
    """The newest editions: as many whole days as `room` briefs fill, and at least one."""
    shown: list[Edition] = []
    for edition in site.editions:
        room -= len(edition.cards)
        if shown and room < 0:
            break
        shown.append(edition)
    head = Head("/", "", frame.description)
    return page(frame, "home.html", head, "the home page", editions=tuple(shown), changed=_latest(site.cards))


def _briefs(frame: Frame, site: Site, text_body: Callable[[Text], Any]) -> Iterator[Page]:
    texts = site.texts
    alike, stories = related.related(site.cards), related.in_story(site.cards)
    for index, text in enumerate(texts):
        card = text.card
        if card is None:
            continue
        before, after = stories[index]
        yield page(
            frame,
            text.brief.template or "brief.html",
            Head(text.url, text.title, card.summary, card.lang),
            "content/" + text.brief.path,
            brief=card,
            body=text_body(text),
            corrections=text.brief.corrections,
            newer=texts[index - 1].card if index else None,
            older=texts[index + 1].card if index + 1 < len(texts) else None,
            before=before,
            after=after,
            related=alike[index],
            order=LEAF,
            changed=card.changed,
            place=_place(text),
        )


def _standing(frame: Frame, site: Site, text_body: Callable[[Text], Any]) -> Iterator[Page]:
    for text in site.pages:
        brief = text.brief
        language = brief.lang or frame.language
        yield page(
            frame,
            brief.template or "page.html",
            Head(text.url, text.title, brief.summary, language),
            "content/" + brief.path,
            body=text_body(text),
            dir=direction(language),
            extra=brief.extra,
            order=LEAF,
            changed=brief.updated or brief.date,
            place=_place(text),
        )


def _place(text: Text) -> tuple[int, int]:
    return text.brief.places.get("slug") or text.brief.places.get("title", (1, 1))


def _editions(frame: Frame, site: Site) -> Iterator[Page]:
    days = [edition.day for edition in site.editions]
    for edition, newer, older in _with_neighbours(site.editions, days):
        head, origin = Head(edition.url, str(edition.day)), f"the edition of {edition.day}"
        changed = _latest(edition.cards)
        yield page(frame, "edition.html", head, origin, edition=edition, newer=newer, older=older, changed=changed)


def _periods(frame: Frame, site: Site) -> Iterator[Page]:
    """Months, years and the archive over them."""
    months = [
        (first, tuple(group)) for first, group in groupby(site.editions, lambda edition: edition.day.replace(day=1))
    ]
    changes = {first: _latest(card for edition in editions for card in edition.cards) for first, editions in months}
    for (first, editions), newer, older in _with_neighbours(months, [first for first, _ in months]):
        head, origin = Head(urls.month(first), f"{first:%Y-%m}"), f"the month {first:%Y-%m}"
        more = {
            "month": first,
            "editions": editions,
            "newer": newer,
            "older": older,
            "changed": changes[first],
        }
        yield page(frame, "month.html", head, origin, **more)
    years = [_year(number, tuple(group)) for number, group in groupby(months, lambda month: month[0].year)]
    for year, newer, older in _with_neighbours(years, [year.day for year in years]):
        latest = max(filter(None, (changes[month.day] for month in year.parts)))
        head, origin = Head(year.url, year.name), f"the year {year.name}"
        yield page(frame, "year.html", head, origin, year=year, newer=newer, older=older, changed=latest)
    changed = max(filter(None, changes.values()), default=None)
    head = Head(urls.ARCHIVE, "Archive")
    yield page(frame, "archive.html", head, "the archive", years=tuple(years), changed=changed)


def _year(number: int, months: Iterable[tuple[date, tuple[Edition, ...]]]) -> Tally:
    tallies = []
    for first, editions in months:
        days = tuple(
            Tally(str(day.day), day, urls.day(day), len(edition.cards)) for edition in editions if (day := edition.day)
        )
        tallies.append(Tally(f"{first:%Y-%m}", first, urls.month(first), sum(day.count for day in days), days))
    return Tally(
        f"{number:04}",
        date(number, 1, 1),
        urls.year(number),
        sum(month.count for month in tallies),
        tuple(tallies),
    )


def _topics(frame: Frame, kind: str, groups: Sequence[Group], size: int) -> Iterator[Page]:
    """The index of one kind of groups, and each group's list: its front page and the older ones."""
    tallies = tuple(Tally(group.name, group.cards[0].day, group.url, len(group.cards)) for group in groups)
    changed = _latest(card for group in groups for card in group.cards[:1])
    head = Head(f"/{kind}s/", f"{kind.capitalize()}s")
    yield page(frame, f"{kind}s.html", head, f"the index of {kind}s", topics=tallies, changed=changed)
    for group in groups:
        topic, origin = _topic(group), f"the {kind} '{group.name}'"
        feeds = (Link(group.name, group.url + "feed.xml"), Link(group.name, group.url + "feed.json"))
        front, older = paging.cut(group.cards, size)
        addresses = [urls.paged(group.url, number) for number in range(1, len(older) + 1)]
        yield page(
            frame,
            f"{kind}.html",
            Head(group.url, group.name, group.description, feeds=feeds),
            origin,
            topic=topic,
            months=_by_month(front),
            count=len(group.cards),
            first=group.cards[-1].day,
            latest=group.cards[0].day,
            related=_beside(group, front),
            older=addresses[-1] if addresses else "",
            changed=_latest(front),
        )
        for index, cards in enumerate(older):
            head = Head(addresses[index], group.name, feeds=feeds)
            yield page(
                frame,
                f"{kind}_older.html",
                head,
                f"{origin}, page {index + 1}",
                topic=topic,
                months=_by_month(cards),
                number=index + 1,
                newer=addresses[index + 1] if index + 1 < len(addresses) else group.url,
                older=addresses[index - 1] if index else "",
                changed=_latest(cards),
            )


def _by_month(cards: Iterable[Card]) -> tuple[Edition, ...]:
    """Cards in order, month by month."""
    months = groupby(cards, lambda card: card.day.replace(day=1))
    groups = ((first, tuple(group)) for first, group in months)
    return tuple(Edition(first, urls.month(first), group, digest.of((first, group))) for first, group in groups)


def _beside(group: Group, front: Iterable[Card], count: int = 8) -> tuple[Label, ...]:
    """The tags that stand most often beside this one, or in this source's briefs, on its front page."""
    found = Counter((tag.name, tag.url) for card in front for tag in card.tags if tag.url != group.url)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Label(name, url) for (name, url), _ in ranked[:count])


def _topic(group: Group) -> Topic:
    return Topic(group.name, group.slug, group.url, group.description, group.homepage)


def _redirects(frame: Frame, site: Site) -> Iterator[Page]:
    for text in (*site.texts, *site.pages):
        origin = "content/" + text.brief.path
        for alias in text.brief.aliases:
            if alias != text.url:
                head = Head(alias, text.title, language=text.brief.lang or frame.language)
                place = text.brief.places["aliases"]
                yield page(frame, "redirect.html", head, origin, target=text.url, order=LEAF, place=place, listed=False)


def _with_neighbours(items: Sequence[Any], labels: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Each item (newest first) with the labels of the newer and the older one, None at the ends."""
    for index, item in enumerate(items):
        yield (
            item,
            labels[index - 1] if index else None,
            labels[index + 1] if index + 1 < len(labels) else None,
        )


def _latest(cards: Iterable[Card]) -> datetime | None:
    return max((card.changed for card in cards), default=None)
