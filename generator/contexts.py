"""What templates see: the values that stand in contexts beside cards, and how a page is made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator import digest
from generator.model import Data, Page, Value

LEAF, LIST, INDEX = 0, 1, 2
"""The order of publishing: what is linked to comes before what links to it."""


class Link(Data, frozen=True):
    """A title and a URL."""

    title: str
    url: str


class Frame(Value, frozen=True):
    """What every page may see of the site. Nothing in it changes when a brief is added (locality)."""

    title: str
    description: str
    language: str
    dir: str
    base_url: str
    timezone: str
    authors: tuple[str, ...]
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
    """A day, month, year, tag or source in an overview: its name, a day in it, its URL and its number of briefs.

    `day` is the first day of a period, and the newest brief's of a topic; `parts` are what a period is made of.
    """

    name: str
    day: date
    url: str
    count: int
    parts: tuple[Tally, ...] = ()


class Topic(Data, frozen=True):
    """A tag or source as each page of its list may see it."""

    name: str
    slug: str
    url: str
    description: str
    homepage: str


def page(frame: Frame, template: str, head: Head, origin: str, **more: Any) -> Page:
    """A page whose context is `site`, `page` and what `more` holds beside the fields of a Page."""
    about = {name: more.pop(name) for name in ("order", "changed", "listed", "place") if name in more}
    context = {"site": frame, "page": head, **more}
    return Page(
        head.url, template, context, digest.of((template, " ".join(context), *context.values())), origin, **about
    )
