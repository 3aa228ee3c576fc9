"""The search page, and what it looks through: all that lists show of the briefs, in parts by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator import urls
from generator.contexts import INDEX, Frame, Head, page
from generator.model import Card, Page

PART_SIZE = 500
"""Briefs in one part: up to 70 kB on their way to a reader, who sees what is found there before the next is read."""


def pages(frame: Frame, cards: Iterable[Card]) -> Iterator[Page]:
    """The page, and the parts that it reads, newest first; `cards` are all briefs' in order.

    The parts of a year are cut from its oldest brief, so that a new one changes the newest part alone.
    """
    parts = tuple(_parts(cards))
    for url, some in parts:
        yield page(frame, "search.json", Head(url, ""), "the search", cards=some, order=INDEX, listed=False)
    head = Head(urls.SEARCH, "Search")
    yield page(frame, "search.html", head, "the search", parts=tuple(url for url, _ in parts))


def _parts(cards: Iterable[Card]) -> Iterator[tuple[str, Sequence[Card]]]:
    for year, group in groupby(cards, lambda card: card.day.year):
        some = tuple(group)
        for end in reversed(range(0, len(some), PART_SIZE)):  # how many briefs of the year are older than the part's
            number = f"-{end // PART_SIZE + 1}" if end else ""
            url = f"{urls.SEARCH}{year:04}{number}.json"
            yield url, some[max(0, len(some) - end - PART_SIZE) : len(some) - end]
