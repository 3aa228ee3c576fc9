"""Words and dates for people, in the site's language (Unicode CLDR and gettext, through Babel)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name


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
        def clock(value: dt.time) -> str:
            return str(format_time(value, "HH:mm", locale=locale))

        @lru_cache(1000)
        def zone(value: dt.datetime, fold: int) -> str:
            name = str(get_timezone_name(value, "short", locale=locale))
            abbreviation = value.tzname() or ""
            return abbreviation if name[:1] in "+-" and abbreviation.isalpha() else name

        @cache
        def tongue(tag: str) -> str:
            try:
                return str(Locale.parse(tag, sep="-").get_display_name(locale) or tag)
            except (UnknownLocaleError, ValueError):
                return tag

        self._date, self._time, self._zone, self._language = day, clock, zone, tongue

    def date(self, value: dt.date, style: str = "long") -> str:
        """A day: `long` (25 January 2022), `full` (with the weekday), `medium`, `short`, or a CLDR pattern."""
        return self._date(value.date() if isinstance(value, dt.datetime) else value, style)

    def time(self, value: dt.datetime) -> str:
        """The time of day on a clock of 24 hours."""
        return self._time(dt.time(value.hour, value.minute))

    def zone(self, value: dt.datetime) -> str:
        """The short name of the time zone at a moment: CET, UTC, or what the language has for it."""
        return self._zone(value, value.fold)  # which counts when clocks are put back, but not in comparisons

    def language(self, tag: str) -> str:
        """What a language tag (BCP 47) stands for: Spanish; the tag itself if nobody knows it."""
        return self._language(tag)

    def month(self, value: dt.date) -> str:
        """A month and its year: January 2022."""
        return self._date(value.replace(day=1), "LLLL y")


def catalogue(files: Iterable[bytes], language: str) -> NullTranslations:
    """The words of gettext catalogues (.po), of which a later one has the last word; English if there are none."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    words: NullTranslations = NullTranslations()
    for file in files:
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(file), locale=language.replace("-", "_")))
        compiled.seek(0)
        translations = GNUTranslations(compiled)
        translations.add_fallback(words)
        words = translations
    return words
