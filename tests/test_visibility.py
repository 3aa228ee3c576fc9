"""One function says what is public."""

from datetime import UTC, datetime, timedelta

import pytest
from texts import brief

from generator.visibility import Moment, next_transition, transition, visible

NOON = datetime(2022, 1, 25, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("fields", "shown", "drafts", "future"),
    [
        ({}, True, True, True),
        ({"draft": "true"}, False, True, False),
        ({"published": "false"}, False, True, False),
        ({"status": "draft"}, False, True, False),
        ({"date": "2022-01-26"}, False, False, True),
        ({"publish_at": "2022-01-25T12:00:01Z"}, False, False, True),
        ({"publish_at": "2022-01-25T12:00:00Z"}, True, True, True),
        ({"expires": "2022-01-25T12:00:00Z"}, False, False, False),
        ({"expires": "2022-01-25T12:00:01Z"}, True, True, True),
        ({"draft": "true", "date": "2022-01-26"}, False, False, False),
        ({"title": ""}, False, False, False),
    ],
)
def test_what_is_shown(fields: dict[str, str], shown: bool, drafts: bool, future: bool) -> None:
    """A brief is public from its date and embargo on until it expires, unless it is a draft or faulty."""
    made = brief(**fields)
    assert visible(made, Moment(NOON)) is shown
    assert visible(made, Moment(NOON, drafts=True)) is (shown or drafts)
    assert visible(made, Moment(NOON, future=True)) is (shown or future)
    assert visible(made, Moment(NOON, True, True)) is (shown or drafts or future or {"draft", "date"} == set(fields))


@pytest.mark.parametrize("now", [datetime(2022, 1, 24, 22, tzinfo=UTC), NOON])
def test_today_is_never_the_future(now: datetime) -> None:
    """A date alone is 00:00 in the site's zone, so what bears today's date is public today."""
    assert visible(brief(date="2022-01-25"), Moment(now))
    assert not visible(brief(date="2022-01-25"), Moment(datetime(2022, 1, 24, 22, tzinfo=UTC) - TICK))


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, None),
        ({"date": "2022-01-26T00:00Z"}, datetime(2022, 1, 26, tzinfo=UTC)),
        ({"date": "2022-01-26T00:00Z", "publish_at": "2022-01-27T00:00Z"}, datetime(2022, 1, 27, tzinfo=UTC)),
        ({"expires": "2022-01-28T00:00Z"}, datetime(2022, 1, 28, tzinfo=UTC)),
        ({"publish_at": "2022-01-29T00:00Z", "expires": "2022-01-28T00:00Z"}, None),
        ({"draft": "true", "publish_at": "2022-01-29T00:00Z"}, None),
    ],
)
def test_the_next_transition_is_known(fields: dict[str, str], at: datetime | None) -> None:
    """A build knows the moment at which a brief will next appear or vanish."""
    made = brief(**fields)
    assert transition(made, Moment(NOON)) == at
    if at:
        assert visible(made, Moment(at)) is not visible(made, Moment(at - TICK))


def test_the_nearest_transition_counts() -> None:
    """Of several briefs the one that changes first is named."""
    late = brief("2022/01/25-late.md", expires="2022-02-02T00:00Z")
    soon = brief("2022/01/25-soon.md", publish_at="2022-02-01T00:00Z")
    assert next_transition([late, soon], Moment(NOON)) == (datetime(2022, 2, 1, tzinfo=UTC), soon.path)
    assert next_transition([], Moment(NOON)) is None
