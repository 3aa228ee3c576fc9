"""The pages of a tag, source or story: its front page, the older parts of its list, and the index over its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from generator import digest, paging, urls
from generator.contexts import Frame, Head, Link, Tally, Topic, latest, month, page
from generator.model import Card, Edition, Group, Label, Page
from generator.parts import Planner

INDEXES = {"tag": "tags", "source": "sources", "story": "stories"}
"""The folder and the template of the index over each kind of topics."""


def pages(frame: Frame, kind: str, groups: Sequence[Group], size: int, part: Planner) -> Iterator[Page]:
    """The pages of all groups of a kind, one of `INDEXES`: their index, and each one's list as a part of the plan.

    A list has its newest briefs on its front page, and the older ones on pages of `size` briefs each.
    """
    yield _index(frame, kind, groups)
    for group in groups:
        yield from part(_list, frame, kind, size, group)


def _index(frame: Frame, kind: str, groups: Sequence[Group]) -> Page:
    if kind == "story":  # which of them go on matters more than their names
        groups = sorted(groups, key=lambda group: group.cards[0].date, reverse=True)
    tallies = (
        Tally(group.name, group.cards[0].day, group.url, len(group.cards), description=group.description)
        for group in groups
    )
    changed = latest(card for group in groups for card in group.cards[:1])
    head = Head(f"/{INDEXES[kind]}/", INDEXES[kind].capitalize())
    origin = f"the index of {INDEXES[kind]}"
    return page(frame, f"{INDEXES[kind]}.html", head, origin, topics=tuple(tallies), changed=changed)


def _list(frame: Frame, kind: str, size: int, group: Group) -> Iterator[Page]:
    topic, origin = _topic(group), f"the {kind} '{group.name}'"
    parted: Any = _by_day if kind == "story" else _by_month
    feeds = (Link(group.name, group.url + "feed.xml"), Link(group.name, group.url + "feed.json"))
    front, *older = paging.parts(group.cards, size, group.url)
    yield page(
        frame,
        f"{kind}.html",
        Head(front.url, group.name, group.description, feeds=feeds),
        origin,
        topic=topic,
        count=len(group.cards),
        first=group.cards[-1].day,
        latest=group.cards[0].day,
        related=_beside(group, front.items),
        older=front.older,
        changed=latest(front.items),
        **parted(front.items),
    )
    for some in older:
        yield page(
            frame,
            f"{kind}_older.html",
            Head(some.url, group.name, feeds=feeds),
            f"{origin}, page {some.number}",
            topic=topic,
            number=some.number,
            newer=some.newer,
            older=some.older,
            changed=latest(some.items),
            **parted(some.items),
        )


def _topic(group: Group) -> Topic:
    return Topic(group.name, group.slug, group.url, group.description, group.homepage)


def _by_month(cards: Iterable[Card]) -> dict[str, tuple[Edition, ...]]:
    """Cards in order, as `months`."""
    groups = ((first, tuple(group)) for first, group in groupby(cards, lambda card: month(card.day)))
    return {"months": tuple(Edition(at, urls.month(at), group, digest.of((at, group))) for at, group in groups)}


def _by_day(cards: Iterable[Card]) -> dict[str, tuple[Edition, ...]]:
    """Cards in order, as the `editions` of their days: a story is told day by day."""
    groups = ((day, tuple(group)) for day, group in groupby(cards, lambda card: card.day))
    return {"editions": tuple(Edition(day, urls.day(day), group, digest.of(group)) for day, group in groups)}


def _beside(group: Group, front: Iterable[Card], count: int = 8) -> tuple[Label, ...]:
    """The tags that stand most often beside this one, or in this source's briefs, on its front page."""
    found = Counter((tag.name, tag.url) for card in front for tag in card.tags if tag.url != group.url)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Label(name, url) for (name, url), _ in ranked[:count])
