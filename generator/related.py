"""Which briefs a reader may want next: chosen locally, so that a new brief changes few pages (law 11).

Only earlier briefs are looked at, and of each topic only its last few: what is chosen for a brief depends on
those alone, however large the archive is, and takes a time proportional to the number of briefs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log2

from generator.model import Card

_DEPTH = 8
"""Earlier briefs of each topic that are looked at."""
_BEFORE = 3
"""Earlier briefs of the same story that are shown."""


def earlier(runs: Sequence[Sequence[Card]]) -> list[tuple[Card, ...]]:
    """For each run of cards (newest run first, newest cards first), all that `related` may choose from before it.

    That is the last few briefs of each topic in the run, oldest first.
    """
    cards: list[Card] = []
    recent: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[Card, ...]] = []
    for run in reversed(runs):
        topics = {tag.name for card in run for tag in card.tags}
        known = {number for topic in topics for number in recent[topic][-_DEPTH:]}
        found.append(tuple([cards[number] for number in sorted(known)]))
        for card in reversed(run):
            for tag in card.tags:
                recent[tag.name].append(len(cards))
            cards.append(card)
    found.reverse()
    return found


def related(cards: Sequence[Card], before: Sequence[Card] = (), count: int = 4) -> list[tuple[Card, ...]]:
    """For each of `cards` (newest first), the earlier briefs that share most with it, best first.

    They are chosen from `cards` and those `before` them (oldest first). Each shared topic counts the more the rarer it
    is: by the time that its last few briefs span. Among equals the nearest in time comes first. Briefs of the same
    story are left out: `in_story` has them.
    """
    oldest_first = [*before, *reversed(cards)]
    recent: dict[str, list[int]] = defaultdict(list)
    for index, card in enumerate(before):
        for tag in card.tags:
            recent[tag.name].append(index)
    chosen: list[tuple[Card, ...]] = []
    for index, card in enumerate(reversed(cards), len(before)):
        scores: dict[int, float] = {}
        for tag in card.tags:
            known = recent[tag.name]
            if seen := known[-_DEPTH:]:
                weight = log2(2 + (card.day - oldest_first[seen[0]].day).days)
                if scores:
                    for other in seen:
                        scores[other] = scores.get(other, 0.0) + weight
                else:
                    scores = dict.fromkeys(seen, weight)
            known.append(index)
        ranked = sorted(sorted(scores, reverse=True), key=scores.__getitem__, reverse=True)  # quicker than one
        if card.story:
            ranked = [other for other in ranked if not _same_story(card, oldest_first[other])]
        chosen.append(tuple([oldest_first[other] for other in ranked[:count]]))
    return chosen[::-1]


def _same_story(one: Card, other: Card) -> bool:
    return one.story is not None and other.story is not None and one.story.name == other.story.name


Told = tuple[tuple[Card, ...], Card | None]
"""What a brief's story said before, newest first, and what it said next."""


def in_story(cards: Sequence[Card]) -> dict[str, Told]:
    """What its story said before and after each of `cards` (newest first) that is in one, by its URL."""
    told: dict[str, list[Card]] = defaultdict(list)
    found: dict[str, Told] = {}
    for card in reversed(cards):
        if card.story is None:
            continue
        earlier = told[card.story.name]
        if earlier:
            found[earlier[-1].url] = (found[earlier[-1].url][0], card)
        found[card.url] = (tuple(reversed(earlier[-_BEFORE:])), None)
        earlier.append(card)
    return found
