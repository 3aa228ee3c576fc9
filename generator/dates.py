"""Dates as writers write them: ISO 8601 and nothing that could be read in two ways."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:\s*([Zz]|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
"""What a date looks like. Editors get it too, in the JSON Schema."""
_NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_NAMED_ZONE = re.compile(r"(\d{4}-\d\d-\d\d(?:T|\s+)\d{1,2}:\d\d(?::\d\d)?)\s*(?!(?i:[ap]m))[A-Za-z]{2,5}")
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[.:h](?P<minute>[0-5]\d)(?::[0-5]\d)?\b)?(?:\s*(?P<half>[ap])\.?m\b)?"
    r"(?:\s*(?P<offset>Z\b|[+-](?:0\d|1[0-4]):?[0-5]\d\b))?",
    re.IGNORECASE,
)
_QUOTES = " \t\"'“”„«»‘’"
"""Signs around a date that a writer, or the writer's editor, put there."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


zoneinfo.reset_tzpath(())  # the zones of the package tzdata, the same on every machine: never the system's own


def zone(name: str) -> tzinfo:
    """The time zone of an IANA name. Raises KeyError, ValueError or OSError if there is none."""
    return zoneinfo.ZoneInfo(name)


class BadDate(ValueError):
    """A text that is no date. `what` says why, `mend` what to write."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def read(text: str, zone: tzinfo, example: date | None = None) -> tuple[datetime, bool]:
    """The moment that `text` names, and whether it names a time of day.

    A value without an offset is in `zone`, and a date alone is 00:00 there. `example` is a date that
    the surroundings suggest, for the message. Raises BadDate.
    """
    match = ISO.fullmatch(text.strip())
    if not match:
        raise _not_iso(text, example)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        raise BadDate(f"'{text}' is not a date: there is no such day", "write a day of the calendar") from None
    try:
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        moment = datetime.combine(
            when, time(int(hour or 0), int(minute or 0), int(second or 0), micro), _zone(offset, zone)
        )
        if not 1000 <= moment.astimezone(UTC).year <= 9998:
            raise OverflowError
        if hour and not offset and moment.utcoffset() != moment.replace(fold=1).utcoffset():
            raise BadDate(f"clocks show '{text}' twice or never in {zone}", "add the offset, such as +02:00")
    except BadDate:
        raise
    except (ValueError, OverflowError) as error:
        mend = "a year from 1000 to 9998" if isinstance(error, OverflowError) else f"{when} or {when} 09:30"
        raise BadDate(f"'{text}' is not a moment that clocks show", f"write {mend}") from None
    return moment, hour is not None


def _zone(offset: str | None, default: tzinfo) -> tzinfo:
    if offset is None:
        return default
    if offset in "Zz":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if minutes > 59:
        raise ValueError(offset)
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if offset[0] == "-" else shift)


def _not_iso(text: str, example: date | None) -> BadDate:
    what = f"'{text}' is not a date"
    named = _NAMED_ZONE.fullmatch(text.strip())
    if named:
        return BadDate(f"'{text}' has a zone by its name", f"write its offset, such as {named[1]} +02:00")
    text = text.strip(_QUOTES)
    numbers = _NUMBERS.match(text)
    if numbers:
        first, middle, last = (int(number) for number in numbers.groups())
        readings = {
            str(day)
            for triple in ((first, middle, last), (last, middle, first), (last, first, middle))
            if (day := _day(*triple)) is not None
        }
        if len(readings) > 1:
            return BadDate(f"'{text}' is ambiguous", "write " + " or ".join(sorted(readings)))
        if readings:
            return BadDate(what, f"write {readings.pop()}{_time(text[numbers.end() :])}")
    year = re.search(r"\b(1\d{3}|20\d\d)\b", text)
    words = (word[:3].lower() for word in re.findall(r"[^\W\d]{3,}", text))
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    number = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text)
    if month and number and (year or example):
        guess = _day(int(year[0]) if year else example.year if example else 0, month, int(number[1]))
        if guess:
            return BadDate(what, f"write {guess}{_time(text)}")
    return BadDate(what, f"write {example}" if example else "write it like 2022-01-25 or 2022-01-25 09:30")


def _time(text: str) -> str:
    """A time of day in a text, as it is written here: `9.30` is ` 09:30`, `9 pm` is ` 21:00`; "" if there is none."""
    for found in _CLOCK.finditer(text):
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half or not found["minute"] or hour > 23:
            continue
        return f" {hour:02}:{found['minute'] or '00'}" + (f" {found['offset']}" if found["offset"] else "")
    return ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year > 31 else None
    except ValueError:
        return None
