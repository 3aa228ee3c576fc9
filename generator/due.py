"""Whether a scheduled run has to build: something became public or expired since the last one, or a day has passed."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from generator.report import VERSION

DAY = timedelta(hours=23)
"""A schedule is never on the minute: what runs each hour shall still build once a day."""


class _Transition(msgspec.Struct):
    at: datetime


class _Report(msgspec.Struct):
    """What of a build's report is looked at."""

    version: int
    ok: bool
    now: datetime
    next_transition: _Transition | None


def why(report: bytes | None, now: datetime) -> str:
    """Why a build is due at `now`, after the one that wrote `report` (None if there is none); "" if it is not.

    What is no report of a build that this program understands counts as none: building once more does no harm.
    """
    if report is None:
        return "there is no report of an earlier build"
    try:
        last = msgspec.json.decode(report, type=_Report)
        age = now - last.now
    except (ValueError, TypeError, RecursionError):  # no JSON, or no report; a time without a zone; nested without end
        return "what should be the last build's report is none"
    if last.version != VERSION:
        return f"the last build's report is of version {last.version}, which this program does not read"
    if not last.ok:
        return "the last build published nothing"
    if last.next_transition and last.next_transition.at <= now:
        return f"something became public or expired at {last.next_transition.at.isoformat()}"
    if age >= DAY or age < timedelta():
        return "the last build was not today"
    return ""
