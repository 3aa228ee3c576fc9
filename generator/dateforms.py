"""Dates in forms that mean one day only, and the one form that they are written in here."""

from __future__ import annotations

import re
from datetime import UTC, date, tzinfo

from generator import dates

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = (
    r"(?:(?P<sep>[Tt]|\s+|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d))?)?"
)
_WEEKDAY = r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,?\s+)?"
_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<name>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year>\d{4})",
        _WEEKDAY + r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)


def house(text: str, zone: tzinfo) -> str:
    """`text` as it is written here: `2022-01-25`, with a time `2022-01-25 09:30` or `2022-01-25T09:30+02:00`.

    An empty string if the text names no day, or could name two (01/02/2022). It means the same moment as before.
    """
    given = " ".join(text.split())
    for form in _FORMS:
        match = form.fullmatch(given)
        day = _day(match.groupdict()) if match else None
        if match and day:
            made = f"{day:%Y-%m-%d}" if day.year > 999 else ""
            made += _time(match.groupdict())
            return made if made and _same(given, made, zone) else ""
    return ""


def _day(parts: dict[str, str | None]) -> date | None:
    """The one day that the parts of a date name; None if there is none, or if day and month could be either."""
    year = int(parts["year"] or 0)
    if parts.get("name"):
        month, day = _index(_MONTHS, str(parts["name"])), int(parts["day"] or 0)
    elif parts.get("one"):
        one, two = int(parts["one"] or 0), int(parts["two"] or 0)
        if one != two and one <= 12 and two <= 12:
            return None
        month, day = (one, two) if two > 12 else (two, one)
    else:
        month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    weekday = parts.get("weekday")
    return None if weekday and _index(_DAYS, weekday) != found.isoweekday() else found


def _index(names: tuple[str, ...], word: str) -> int:
    """The number (from 1) of the name that `word` is, or is the usual short form of; else 0."""
    word = word.lower()
    short = {3, 4} if word in ("sept", "tues", "thur", "june", "july") else {3}
    found = [
        number for number, name in enumerate(names, 1) if word == name or (len(word) in short and name.startswith(word))
    ]
    return found[0] if found else 0


def _time(parts: dict[str, str | None]) -> str:
    if not parts["hour"]:
        return ""
    made = "T" if str(parts["sep"]) in "Tt" else " "
    made += f"{int(parts['hour']):02}:{int(parts['minute'] or 0):02}"
    made += f":{int(parts['second']):02}" if parts["second"] else ""
    made += f".{int(parts['fraction']):0{len(parts['fraction'])}}" if parts["fraction"] else ""
    offset = parts["zone"] or ""
    return made + (offset.upper() if len(offset) < 2 else f"{offset[:3]}:{offset[-2:]}")


def _same(given: str, made: str, zone: tzinfo) -> bool:
    """Whether `made` is a date, and means what `given` means if that is one too."""
    try:
        moment = dates.read(made, zone)
    except dates.BadDate:
        return False
    try:
        before = dates.read(given, zone)
    except dates.BadDate:
        return True
    return before[0].astimezone(UTC) == moment[0].astimezone(UTC) and before[1] == moment[1]
