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
    """The pages of older corrections, `size` on each, and the front page with the newest; `texts` are all briefs."""
    front, older = paging.cut(_newest_first(texts), size)
    addresses = [*(urls.paged(urls.CORRECTIONS, number + 1) for number in range(len(older))), urls.CORRECTIONS]
    for index, (url, shown) in enumerate(zip(addresses, (*older, front), strict=True)):
        number = index + 1 if index < len(older) else 0
        yield page(
            frame,
            "corrections.html",
            Head(url, "Corrections"),
            f"the corrections, page {number}" if number else "the corrections",
            corrections=tuple(shown),
            number=number,
            newer=addresses[index + 1] if number else "",
            older=addresses[index - 1] if index else "",
            changed=shown[0].date if shown else None,
        )


def _newest_first(texts: Iterable[Text]) -> list[BriefCorrection]:
    found = [
        BriefCorrection(made.date, made.text, text.card)
        for text in texts
        if text.brief.corrections and text.card
        for made in text.brief.corrections
    ]
    return sorted(found, key=lambda made: made.date, reverse=True)
