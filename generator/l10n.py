"""Dates for people, in the site's language (Unicode CLDR, through Babel)."""

from __future__ import annotations

import datetime as dt
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time


class Formats:
    """Formats in one language; an unknown one falls back to English. Each text is made once."""

    def __init__(self, language: str) -> None:
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            locale = Locale("en", "GB")
        if str(locale) == "en":
            locale = Locale("en", "GB")  # day before month, as an international desk writes

        @cache
        def day(value: dt.date, style: str) -> str:
            return str(format_date(value, style, locale))

        @cache
        def clock(value: dt.datetime) -> str:
            return str(format_time(value, "HH:mm", locale=locale))

        self._date, self._time = day, clock

    def date(self, value: dt.date, style: str = "long") -> str:
        """A day: `long` (25 January 2022), `full` (with the weekday), `medium`, `short`, or a CLDR pattern."""
        return self._date(value.date() if isinstance(value, dt.datetime) else value, style)

    def time(self, value: dt.datetime) -> str:
        """The time of day on a clock of 24 hours."""
        return self._time(value)

    def month(self, value: dt.date) -> str:
        """A month and its year: January 2022."""
        return self._date(value.replace(day=1), "LLLL y")
