"""Dates for people, in the site's language."""

from datetime import UTC, date, datetime

import pytest

from generator import dates
from generator.l10n import Formats

DAY = date(2022, 1, 5)


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("en", "long", "5 January 2022"),
        ("en", "full", "Wednesday 5 January 2022"),
        ("en-US", "long", "January 5, 2022"),
        ("uk", "long", "5 січня 2022\u202fр."),
        ("de", "medium", "05.01.2022"),
        ("en", "d MMM", "5 Jan"),
    ],
)
def test_a_day_is_written_as_its_language_does(language: str, style: str, text: str) -> None:
    """Days are written in the site's language, in English the day before the month."""
    assert Formats(language).date(DAY, style).replace(",", "") == text.replace(",", "")


@pytest.mark.parametrize("language", ["qq", "zz-ZZ", "en-Zzzz-QQ", "abc-12345678"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    """A language that nothing is known of gets English dates, not an error."""
    assert Formats(language).date(DAY) == "5 January 2022"


@pytest.mark.parametrize(("language", "text"), [("en", "January 2022"), ("uk", "січень 2022")])
def test_a_month_is_named_alone(language: str, text: str) -> None:
    """A month that stands without a day has the form that its language has for that."""
    assert Formats(language).month(DAY) == text


def test_times_are_on_a_clock_of_24_hours() -> None:
    """A time of day is unmistakable: it is on a clock of 24 hours."""
    assert Formats("en-US").time(datetime(2022, 1, 5, 21, 7, tzinfo=UTC)) == "21:07"


def test_a_moment_has_the_date_of_its_own_zone() -> None:
    """A moment is shown with the day that it carries."""
    assert Formats("en").date(datetime(2022, 1, 5, 23, tzinfo=UTC)) == "5 January 2022"


def test_an_hour_that_clocks_show_twice_has_two_zones() -> None:
    """What is shown for a moment does not depend on what was shown before: also when clocks are put back."""
    zone = dates.zone("Europe/Berlin")
    shown = Formats("en")
    moments = [datetime(2022, 10, 30, hour, 30, tzinfo=UTC).astimezone(zone) for hour in (0, 1)]
    assert [shown.zone(moment) for moment in moments] == ["CEST", "CET"]
