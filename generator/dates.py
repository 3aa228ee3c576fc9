"""Dates as writers write them: ISO 8601 and nothing that could be read in two ways."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path

import tzdata

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:\s*([Zz]|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
"""What a date looks like. Editors get it too, in the JSON Schema."""
_NUMBERS = re.compile("(\\d{1,4})[-/. \u2010-\u2014](\\d{1,2})[-/. \u2010-\u2014](\\d{1,4})")
_NAMED_ZONE = re.compile(
    r"((\d{4})-(\d\d)-(\d\d)(?:T|\s+)(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2})\s*(?!(?:[ap]m|utc|gmt)$)(?:[a-z]{2,5}|[a-z]+/[a-z_/-]+)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])(?:[.:h](?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d)(?:[.,]\d*)?)?|(?=\s*[ap]\.?m\b))"
    r"(?:\s*(?P<half>[ap])\.?m\b)?"
    r"(?:\s*(?:(?:UTC|GMT)?(?P<hours>[+-](?:0?\d|1\d|2[0-3]))(?::?(?P<minutes>[0-5]\d))?|(?P<zero>Z|UTC|GMT))\b)?",
    re.IGNORECASE,
)
_EITHER = "write it like 2022-01-25 or 2022-01-25 09:30"
_QUOTES = " \t\"'“”„«»‘’"
"""Signs around a date that a writer, or the writer's editor, put there."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


zoneinfo.reset_tzpath([Path(tzdata.__file__).with_name("zoneinfo")])  # the same on every machine: not the system's own


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
            offsets = (moment.replace(fold=fold).isoformat()[-6:] for fold in (0, 1))
            mend = f"add the offset, {' or '.join(offsets)}"
            raise BadDate(f"clocks show '{text}' twice or never in {zone}", mend)
    except BadDate:
        raise
    except (ValueError, OverflowError):
        mend = f"write {when} or {when} 09:30" if 1000 < when.year < 9998 else "write a year from 1001 to 9997"
        raise BadDate(f"'{text}' is not a moment that clocks show", mend) from None
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
    if named and _day(*map(int, named.groups()[1:])):
        return BadDate(f"'{text}' has a zone by its name", f"write its offset, such as {named[1]} +02:00")
    text = text.strip(_QUOTES).replace("\u2212", "-")  # the sign for minus
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
            rest = text[numbers.end() :]
            clock = _time(rest)
            told = clock or not re.search(r"\d", rest)  # a time that can't be told is not left out in silence
            return BadDate(what, f"write {readings.pop()}{clock}" if told else _EITHER)
    year = re.search(r"\b(1\d{3}|20\d\d)\b", text)
    words = (word[:3].lower() for word in re.findall(r"[^\W\d]{3,}", text))
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    number = re.search(r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d)", text)
    if month and number and (year or example):
        guess = _day(int(year[0]) if year else example.year if example else 0, month, int(number[1]))
        if guess:
            return BadDate(what, f"write {guess}{_time(text)}")
    return BadDate(what, f"write {example}" if example else _EITHER)


def _time(text: str) -> str:
    """A time of day in a text, and its offset, as they are written here: `9.30 pm` is ` 21:30`; "" if there is none."""
    found = _CLOCK.search(text)
    if not found:
        return ""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and 0 < hour < 13:
        hour = hour % 12 + (12 if half == "p" else 0)
    made = f" {hour:02}:{found['minute'] or '00'}" + (f":{found['second']}" if found["second"] else "")
    if found["hours"]:
        return f"{made}{found['hours'][0]}{int(found['hours'][1:]):02}:{found['minutes'] or '00'}"
    return made + ("Z" if found["zero"] else "")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1000 < year < 9998 else None
    except ValueError:
        return None
