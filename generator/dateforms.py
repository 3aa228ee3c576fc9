"""Dates in forms that mean one day only, and the one form that they are written in here."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple

from generator import dates

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = (
    r"(?:(?P<sep>[Tt]|,?\s+at\s+|\s+|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?(?:\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{1,2}(?::?\d\d)?))?)?"
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
_AFTER_DAY = re.compile(r"(?<=\d)(?:T|,?\s+at\s+|,?\s+)(?=\d{1,2}(?:[:.h]\d\d|\s*[AaPp]\.?[Mm]\b))")


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


class Told(NamedTuple):
    """What a date of another program says: as it is written here, its moment, and whether that is all it says."""

    written: str
    at: datetime
    whole: bool


def told(text: str, zone: tzinfo) -> Told | None:
    """A date in any form that has one reading, also those of e-mail (RFC 5322) and `20220125`; None if there is none.

    Of a date whose time can't be told, as its zone is unknown, the day is kept: it is not `whole` then.
    """
    given = " ".join(text.split())
    head, *rest = _AFTER_DAY.split(given, maxsplit=1)
    day = house(head, zone)
    for written in (given, house(given, zone), _compact(given), _mailed(given), _mailed("".join(rest), day)):
        try:
            return Told(written, dates.read(written, zone)[0], True)
        except dates.BadDate:
            continue
    return Told(day, dates.read(day, zone)[0], False) if day else None


def _mailed(text: str, day: str = "") -> str:
    """A date as e-mail has it, with an offset or a zone that RFC 5322 knows, as ours; "" if it is none.

    With a `day`, the text is only the time after it. What could be hours is not taken for minutes, as the library does.
    """
    if re.search(r"[+-]\d{1,3}$", text):
        return ""
    try:
        text = f"{day and format_datetime(datetime.fromisoformat(day))[:17]}{text}"
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat(" ") if found.tzinfo else ""


def _compact(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"\d{8}", text, re.ASCII) else ""


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
    hour, half = int(parts["hour"]), (parts["half"] or "").lower()
    if half and not 0 < hour < 13:
        return " ?"
    hour = hour % 12 + 12 * (half == "p") if half else hour
    made += f"{hour:02}:{int(parts['minute'] or 0):02}"
    made += f":{int(parts['second']):02}" if parts["second"] else ""
    made += f".{int(parts['fraction']):0{len(parts['fraction'])}}" if parts["fraction"] else ""
    zone = "Z" if parts["zone"] in ("UTC", "GMT") else parts["zone"] or ""
    digits = zone[1:].replace(":", "")
    digits += "00" * (len(digits) < 3)  # ISO 8601 has +02 for +02:00
    return made + (zone.upper() if len(zone) < 2 else f"{zone[0]}{digits[:-2]:0>2}:{digits[-2:]}")


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
