"""The pages of time: an edition for each day that has briefs, its month, its year, and the archive over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from generator import urls
from generator.contexts import Frame, Head, Tally, latest, month, page
from generator.model import Edition, Page
from generator.parts import Planner


def pages(frame: Frame, found: Sequence[Edition], part: Planner) -> Iterator[Page]:
    """All pages of time for some editions, newest first; `part` plans those of each month's days together."""
    months = by_month(found)
    for (_, editions), newer, older in _with_neighbours(months):
        yield from part(_editions, frame, editions, newer and newer[1][-1].day, older and older[1][0].day)
    yield from _overviews(frame, months)


def by_month(found: Iterable[Edition]) -> list[tuple[date, tuple[Edition, ...]]]:
    """Editions in order, month by month: each month's first day, and the editions in it."""
    return [(first, tuple(group)) for first, group in groupby(found, lambda edition: month(edition.day))]


def _editions(frame: Frame, found: Sequence[Edition], newer: date | None, older: date | None) -> Iterator[Page]:
    """The days of one month, between the nearest days before and after it."""
    for edition, after, before in _with_neighbours(found):
        yield page(
            frame,
            "edition.html",
            Head(edition.url, str(edition.day)),
            f"the edition of {edition.day}",
            edition=edition,
            newer=after.day if after else newer,
            older=before.day if before else older,
            changed=latest(edition.cards),
        )


def _overviews(frame: Frame, months: Sequence[tuple[date, tuple[Edition, ...]]]) -> Iterator[Page]:
    """Months, years and the archive over them."""
    changes = {first: latest(card for edition in editions for card in edition.cards) for first, editions in months}
    for (first, editions), newer, older in _with_neighbours(months):
        yield page(
            frame,
            "month.html",
            Head(urls.month(first), f"{first:%Y-%m}"),
            f"the month {first:%Y-%m}",
            month=first,
            editions=editions,
            newer=newer and newer[0],
            older=older and older[0],
            changed=changes[first],
        )
    years = [_year(number, tuple(group)) for number, group in groupby(months, lambda month: month[0].year)]
    for year, newer, older in _with_neighbours(years):
        changed = max(filter(None, (changes[month.day] for month in year.parts)))
        yield page(
            frame,
            "year.html",
            Head(year.url, year.name),
            f"the year {year.name}",
            year=year,
            newer=newer and newer.day,
            older=older and older.day,
            changed=changed,
        )
    last = max(filter(None, changes.values()), default=None)
    yield page(frame, "archive.html", Head(urls.ARCHIVE, "Archive"), "the archive", years=tuple(years), changed=last)


def _year(number: int, months: Iterable[tuple[date, tuple[Edition, ...]]]) -> Tally:
    tallies = []
    for first, editions in months:
        days = tuple(Tally(str(edition.day.day), edition.day, edition.url, len(edition.cards)) for edition in editions)
        tallies.append(Tally(f"{first:%Y-%m}", first, urls.month(first), sum(day.count for day in days), days))
    count = sum(month.count for month in tallies)
    return Tally(f"{number:04}", date(number, 1, 1), urls.year(number), count, tuple(tallies))


def _with_neighbours(items: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Each item (newest first) with the newer and the older one, None at the ends."""
    return zip(items, (None, *items), (*items[1:], None), strict=False)
