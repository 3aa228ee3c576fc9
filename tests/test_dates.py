"""Dates are ISO 8601, and nothing that could be read in two ways."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import dates

KYIV = ZoneInfo("Europe/Kyiv")
EXAMPLE = date(2022, 1, 25)


@pytest.mark.parametrize(
    ("text", "moment", "timed"),
    [
        ("2022-01-25", datetime(2022, 1, 25, tzinfo=KYIV), False),
        ("2022-01-25 9:30", datetime(2022, 1, 25, 9, 30, tzinfo=KYIV), True),
        ("2022-01-25T09:30", datetime(2022, 1, 25, 9, 30, tzinfo=KYIV), True),
        ("2022-01-25t09:30:15z", datetime(2022, 1, 25, 9, 30, 15, tzinfo=UTC), True),
        ("2022-01-25 09:30:15.5", datetime(2022, 1, 25, 9, 30, 15, 500000, tzinfo=KYIV), True),
        ("2022-01-25T09:30:15,123456789Z", datetime(2022, 1, 25, 9, 30, 15, 123456, tzinfo=UTC), True),
        ("2022-01-25 09:30 +0500", datetime(2022, 1, 25, 9, 30, tzinfo=timezone(timedelta(hours=5))), True),
        ("2022-01-25T09:30-03:30", datetime(2022, 1, 25, 9, 30, tzinfo=timezone(-timedelta(minutes=210))), True),
        ("2022-07-25", datetime(2022, 7, 24, 21, tzinfo=UTC), False),
        (" 2024-02-29 ", datetime(2024, 2, 29, tzinfo=KYIV), False),
    ],
)
def test_iso_dates_are_read_in_the_zone_of_the_site(text: str, moment: datetime, timed: bool) -> None:
    """A date, or a date and time with `T` or space, is read; without an offset it is in the site's zone."""
    assert dates.read(text, KYIV) == (moment, timed)


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("10/11/2022", "'10/11/2022' is ambiguous", "write 2022-10-11 or 2022-11-10"),
        ("25.01.2022", "'25.01.2022' is not a date", "write 2022-01-25"),
        ("2022/01/25", "'2022/01/25' is not a date", "write 2022-01-25"),
        ("2022-1-5", "'2022-1-5' is not a date", "write 2022-01-05"),
        ("Jan 25th", "'Jan 25th' is not a date", "write 2022-01-25"),
        ("March 3, 2021", "'March 3, 2021' is not a date", "write 2021-03-03"),
        (
            "Tue, 25 Jan 2022 10:00:00 +0000",
            "'Tue, 25 Jan 2022 10:00:00 +0000' is not a date",
            "write 2022-01-25 10:00:00+00:00",
        ),
        ("2022-01-25 9:30 PM", "'2022-01-25 9:30 PM' is not a date", "write 2022-01-25 21:30"),
        ("25.1.2022, 12:05am", "'25.1.2022, 12:05am' is not a date", "write 2022-01-25 00:05"),
        ("2022-01-25 10:00:00 -5:00", "'2022-01-25 10:00:00 -5:00' is not a date", "write 2022-01-25 10:00:00-05:00"),
        ("2022-01-25T10:00 GMT+2", "'2022-01-25T10:00 GMT+2' is not a date", "write 2022-01-25 10:00+02:00"),
        ("2022-01-25 10:00 UTC", "'2022-01-25 10:00 UTC' is not a date", "write 2022-01-25 10:00Z"),
        (
            "2022-01-25 10:00 Europe/Kyiv",
            "'2022-01-25 10:00 Europe/Kyiv' has a zone by its name",
            "write its offset, such as 2022-01-25 10:00 +02:00",
        ),
        ("2022\u201301\u201325", "'2022\u201301\u201325' is not a date", "write 2022-01-25"),
        ("222-01-26", "'222-01-26' is not a date", "write 2022-01-25"),
        ("10/11/99", "'10/11/99' is not a date", "write 2022-01-25"),
        ("9999-12-31", "'9999-12-31' is not a moment that clocks show", "write a year from 1001 to 9997"),
        ("2022-01-25 9:30 am", "'2022-01-25 9:30 am' is not a date", "write 2022-01-25 09:30"),
        ("2022-01-25 12pm", "'2022-01-25 12pm' is not a date", "write 2022-01-25 12:00"),
        ("Jan 25, 2022 9:05 p.m.", "'Jan 25, 2022 9:05 p.m.' is not a date", "write 2022-01-25 21:05"),
        ("2022-01-25 23:30\u221205:00", "'2022-01-25 23:30\u221205:00' is not a date", "write 2022-01-25 23:30-05:00"),
        ("2022-01-25T09:30:00.+02:00", "'2022-01-25T09:30:00.+02:00' is not a date", "write 2022-01-25 09:30:00+02:00"),
        ("2022-01-25T09", "'2022-01-25T09' is not a date", "write it like 2022-01-25 or 2022-01-25 09:30"),
        ("2022-01-25 9:30 CET", "'2022-01-25 9:30 CET' has a zone by its name", None),
        ("２０２２-01-25", "'２０２２-01-25' is not a date", "write 2022-01-25"),
        ("“2022-01-26”", "'“2022-01-26”' is not a date", "write 2022-01-26"),
        (
            "2022-03-27 03:30",
            "clocks show '2022-03-27 03:30' twice or never in Europe/Kyiv",
            "add the offset, +02:00 or +03:00",
        ),
        ("2022/01/25 9.30 Uhr", "'2022/01/25 9.30 Uhr' is not a date", "write 2022-01-25 09:30"),
        ("someday", "'someday' is not a date", "write 2022-01-25"),
        ("", "'' is not a date", "write 2022-01-25"),
        ("2022-02-30", "'2022-02-30' is not a date: there is no such day", "write a day of the calendar"),
        (
            "2022-01-25 24:00",
            "'2022-01-25 24:00' is not a moment that clocks show",
            "write 2022-01-25 or 2022-01-25 09:30",
        ),
        ("2022-01-25 10:00+99:00", "'2022-01-25 10:00+99:00' is not a moment that clocks show", None),
        ("0001-01-01", "'0001-01-01' is not a moment that clocks show", "write a year from 1001 to 9997"),
        ("9999-12-31T23:00-12:00", "'9999-12-31T23:00-12:00' is not a moment that clocks show", None),
        ("9" * 400, f"'{'9' * 400}' is not a date", "write 2022-01-25"),
    ],
)
def test_what_is_no_date_gets_a_mend(text: str, what: str, mend: str | None) -> None:
    """Anything else is an error that says why, and what to write instead; an ambiguous one names its readings."""
    with pytest.raises(dates.BadDate) as raised:
        dates.read(text, KYIV, EXAMPLE)
    assert raised.value.what == what
    assert mend is None or raised.value.mend == mend


@pytest.mark.parametrize("text", ["2022-10-30 03:30", "2022-03-27 03:30"])
def test_a_time_that_clocks_show_twice_or_never_is_an_error(text: str) -> None:
    """Anything ambiguous is an error: so is an hour that the change of the clocks repeats or leaves out."""
    with pytest.raises(dates.BadDate):
        dates.read(text, KYIV)


@given(st.text(alphabet=st.characters(), max_size=40) | st.from_regex(r"[0-9/:. TZ+-]{0,30}", fullmatch=True))
def test_no_text_ends_otherwise_than_in_a_date_or_a_bad_date(text: str) -> None:
    """Whatever a writer puts for a date, the answer is a moment, or a clear fault with a mend that is no fault."""
    try:
        moment, _ = dates.read(text, KYIV, EXAMPLE)
    except dates.BadDate as error:
        assert error.what
        for told in re.findall(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d[\d:]*)?(?: ?[+-]\d\d:\d\d|Z)?", error.mend):
            dates.read(told, UTC)
    else:
        assert moment.tzinfo is not None


@given(st.datetimes(datetime(1925, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_date_survives_writing_and_reading(moment: datetime) -> None:
    """A moment written in ISO 8601 is read as the same moment, in whatever zone the site is."""
    assert dates.read(moment.isoformat(), KYIV)[0] == moment
