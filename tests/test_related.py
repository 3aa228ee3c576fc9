"""What a reader may want next is chosen locally."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from generator import related
from generator.model import Card, Label

START = datetime(2022, 1, 1, tzinfo=UTC)


def card(number: int, *tags: str, story: str = "") -> Card:
    """The card of a brief on the `number`th day."""
    date = START + timedelta(days=number)
    return Card(
        url=f"/{number}/",
        title=str(number),
        date=date,
        day=date.date(),
        timed=False,
        changed=date,
        updated=None,
        updated_timed=False,
        summary="",
        sources=(),
        tags=tuple(Label(tag, f"/tags/{tag}/") for tag in tags),
        story=Label(story, "") if story else None,
        corrected=False,
        lang="en",
        dir="ltr",
        image="",
        image_alt="",
        authors=(),
        pin=False,
        id="",
        state="",
        extra={},
    )


def newest_first(*cards: Card) -> list[Card]:
    """Cards in the one order."""
    return sorted(cards, key=lambda one: one.date, reverse=True)


def titles(cards: tuple[Card, ...]) -> list[str]:
    """What stands on each of `cards`."""
    return [one.title for one in cards]


def test_a_rare_topic_counts_more_than_a_common_one() -> None:
    """Of two briefs that share one topic each, the one that shares the rarer topic comes first."""
    common = [card(number, "common") for number in range(20, 29)]
    cards = newest_first(card(1, "rare"), *common, card(40, "common", "rare"))
    assert titles(related.related(cards)[0])[0] == "1"


def test_among_equals_the_nearest_comes_first() -> None:
    """Briefs that share as much are in the order of time, the nearest first."""
    cards = newest_first(*(card(number, "a") for number in range(6)))
    assert titles(related.related(cards)[0]) == ["4", "3", "2", "1"]


def test_a_newer_brief_changes_nothing_for_older_ones() -> None:
    """What is chosen for a brief does not depend on later ones."""
    cards = newest_first(*(card(number, "a", "bc"[number % 2]) for number in range(30)))
    assert related.related([card(99, "a", "b"), *cards])[1:] == related.related(cards)


def test_a_late_brief_changes_few() -> None:
    """A brief put in among old ones changes what is chosen for at most the next eight of each of its topics."""
    cards = newest_first(*(card(number * 2, "abc"[number % 3]) for number in range(90)))
    late = card(61, "a")
    before = dict(zip(titles(tuple(cards)), related.related(cards), strict=True))
    with_late = newest_first(late, *cards)
    after = dict(zip(titles(tuple(with_late)), related.related(with_late), strict=True))
    assert 0 < sum(before[title] != after[title] for title in before) <= 8


def test_a_story_is_told_in_its_order() -> None:
    """A brief shows what its story said before, newest first, and what it said next."""
    cards = newest_first(*(card(number, story="s") for number in range(5)), card(9))
    told = related.in_story(cards)
    assert cards[0].url not in told
    assert titles(told[cards[1].url][0]) == ["3", "2", "1"]
    assert told[cards[1].url][1] is None
    assert told[cards[2].url][1] is cards[1]


def test_a_story_is_not_told_twice() -> None:
    """Briefs of the same story are not among the related ones: they stand beside them."""
    cards = newest_first(*(card(number, "a", story="s") for number in range(3)))
    assert related.related(cards)[0] == ()


def test_briefs_are_related_run_by_run_as_they_are_all_at_once() -> None:
    """What is chosen for a run of briefs needs no more of the archive than `earlier` gives of it."""
    tags = [[name for index, name in enumerate("abcdef") if number % (index + 2) == 0] for number in range(120)]
    cards = newest_first(*(card(number, *tags[number], story="s" if number % 7 == 0 else "") for number in range(120)))
    runs = [cards[start : start + 11] for start in range(0, 120, 11)]
    apart = [related.related(run, before) for run, before in zip(runs, related.earlier(runs), strict=True)]
    assert [chosen for run in apart for chosen in run] == related.related(cards)
