"""The one answer to what is public. Every page, count, feed and report asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from generator.errors import errors
from generator.model import Brief, Card, Value

NEWS = timedelta(days=2)
"""For how long a brief is news (Google, 'Create a news sitemap')."""


class Moment(Value, frozen=True):
    """The moment that is built for, and whether drafts and what is yet to come are shown (in previews)."""

    now: datetime
    drafts: bool = False
    future: bool = False


def visible(brief: Brief, moment: Moment) -> bool:
    """Whether `brief` is shown: no draft, its date and embargo reached, not expired, and free of errors."""
    if brief.problems and errors(brief.problems):
        return False
    if brief.draft and not moment.drafts:
        return False
    if brief.expires and brief.expires <= moment.now:
        return False
    return moment.future or not scheduled(brief, moment.now)


def scheduled(brief: Brief, now: datetime) -> bool:
    """Whether the brief's date or embargo lies ahead."""
    date, embargo = brief.date, brief.publish_at
    return (date is not None and date > now) or (embargo is not None and embargo > now)


def news(cards: Sequence[Card], now: datetime) -> tuple[Card, ...]:
    """Those of the cards of visible briefs, newest first, that are news: the last one will be until `NEWS` after it."""
    return tuple(takewhile(lambda card: now - card.date < NEWS, cards))


def transition(brief: Brief, moment: Moment) -> datetime | None:
    """When the brief will next become public or expire; None if it never will. A draft does so in previews only."""
    now = moment.now
    if brief.publish_at is None and brief.expires is None and (brief.date is None or brief.date <= now):
        return None
    if brief.draft and not moment.drafts:
        return None
    begins = max((at for at in (brief.date, brief.publish_at) if at is not None), default=now)
    if brief.expires and brief.expires <= max(begins, now):
        return None
    return begins if begins > now else brief.expires


def next_transition(briefs: Iterable[Brief], moment: Moment) -> tuple[datetime, str] | None:
    """The nearest moment at which something becomes public or expires, and its content path."""
    times = ((at, brief.path) for brief in briefs if (at := transition(brief, moment)) is not None)
    return min(times, default=None)
