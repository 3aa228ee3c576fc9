"""Whether a scheduled run has to build: something became public or expired since the last one, or a day has passed."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

DAY = timedelta(hours=23)
"""A schedule is never on the minute: what runs each hour shall still build once a day."""


class _Transition(msgspec.Struct):
    at: datetime


class _Report(msgspec.Struct):
    """What of a build's report is looked at."""

    ok: bool
    now: datetime
    next_transition: _Transition | None


def why(report: bytes | None, now: datetime) -> str:
    """Why a build is due at `now`, after the one that wrote `report`; "" if it is not.

    What can't be read counts as no report.
    """
    try:
        last = msgspec.json.decode(report or b"", type=_Report)
        age = now - last.now
    except (msgspec.DecodeError, TypeError):
        return "there is no report of an earlier build"
    if not last.ok:
        return "the last build published nothing"
    if last.next_transition and last.next_transition.at <= now:
        return f"something became public or expired at {last.next_transition.at.isoformat()}"
    if age >= DAY or age < timedelta():
        return "the last build was not today"
    return ""
