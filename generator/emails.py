"""Editions as emails: what a desk sends to those who read the digest in their inbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.contexts import Frame, Head, latest, page
from generator.model import Edition, Page
from generator.parts import Planner
from generator.periods import by_month


def pages(frame: Frame, editions: Iterable[Edition], part: Planner) -> Iterator[Page]:
    """Each edition as HTML and as plain text, below its own address; `part` plans those of one month together."""
    for _, some in by_month(editions):
        yield from part(_emails, frame, some)


def _emails(frame: Frame, editions: Iterable[Edition]) -> Iterator[Page]:
    for edition in editions:
        for ending in ("html", "txt"):
            head = Head(f"{edition.url}edition.{ending}", str(edition.day))
            origin = f"the email of {edition.day}"
            changed = latest(edition.cards)
            yield page(frame, f"email.{ending}", head, origin, edition=edition, changed=changed, listed=False)
