"""What templates see: the values that stand in contexts beside cards, and how a page is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from generator import digest
from generator.model import Card, Data, Page, Place, Value

LEAF, LIST, INDEX = 0, 1, 2
"""The order of publishing: what is linked to comes before what links to it."""


class Link(Data, frozen=True):
    """A title and a URL; `lang` is the title's language if it is known."""

    title: str
    url: str
    lang: str = ""


class Frame(Value, frozen=True):
    """What every page may see of the site. Nothing in it changes when a brief is added (locality).

    `stories` says whether the desk keeps a list of running stories.
    """

    title: str
    description: str
    language: str
    dir: str
    base_url: str
    timezone: str
    authors: tuple[str, ...]
    stories: bool
    menu: tuple[Link, ...]
    extra: dict[str, Any]
    digest: str = ""


class Head(Data, frozen=True):
    """What a page's frame may see of the page itself. `feeds` are feeds of its own beside the site's."""

    url: str
    title: str
    description: str = ""
    language: str = ""
    feeds: tuple[Link, ...] = ()


class Tally(Data, frozen=True):
    """A day, month, year, tag, source or story in an overview: its name, a day in it, its URL and its number of briefs.

    `day` is the first day of a period, and the newest brief's of a topic; `parts` are what a period is made of,
    `description` is what a topic's vocabulary says of it.
    """

    name: str
    day: date
    url: str
    count: int
    parts: tuple[Tally, ...] = ()
    description: str = ""


class Topic(Data, frozen=True):
    """A tag, source or story as each page of its list may see it."""

    name: str
    slug: str
    url: str
    description: str
    homepage: str


def page(
    frame: Frame,
    template: str,
    head: Head,
    origin: str,
    *,
    order: int = LIST,
    changed: datetime | None = None,
    listed: bool = True,
    place: Place = (0, 0),
    **more: Any,
) -> Page:
    """A page whose context is `site`, `page` and what `more` holds; all else is as a Page has it."""
    context = {"site": frame, "page": head, **more}
    made = digest.of((template, " ".join(context), *context.values()))
    return Page(head.url, template, made, origin, order, changed, listed, place, context)


@cache
def month(day: date) -> date:
    """The first day of the month that `day` lies in."""
    return day.replace(day=1)


def latest(cards: Iterable[Card]) -> datetime | None:
    """When the last of some briefs changed; None if there are none."""
    return max((card.changed for card in cards), default=None)
