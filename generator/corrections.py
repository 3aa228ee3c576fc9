"""The pages of corrections: all that was put right in briefs after they were published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator import paging, urls
from generator.contexts import Frame, Head, page
from generator.model import Card, Page, Text, Value


class BriefCorrection(Value, frozen=True):
    """What was put right in one brief, and when."""

    date: datetime
    text: str
    brief: Card


def pages(frame: Frame, texts: Iterable[Text], size: int) -> Iterator[Page]:
    """The front page with the newest corrections, and pages of `size` of the older ones; `texts` are all briefs."""
    for part in paging.parts(_newest_first(texts), size, urls.CORRECTIONS):
        yield page(
            frame,
            "corrections.html",
            Head(part.url, "Corrections"),
            f"the corrections, page {part.number}" if part.number else "the corrections",
            corrections=tuple(part.items),
            number=part.number,
            newer=part.newer,
            older=part.older,
            changed=part.items[0].date if part.items else None,
        )


def _newest_first(texts: Iterable[Text]) -> list[BriefCorrection]:
    found = [
        BriefCorrection(made.date, made.text, text.card)
        for text in texts
        if text.brief.corrections and text.card
        for made in text.brief.corrections
    ]
    return sorted(found, key=lambda made: made.date, reverse=True)
