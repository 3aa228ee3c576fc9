"""What a language tag (BCP 47) says of how its text is set, and the order of names in alphabets."""

from __future__ import annotations

import unicodedata
from functools import cache

_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
"""Languages whose default script runs from right to left (Unicode CLDR)."""
_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}

_AFTER = str.maketrans({"ґ": "г\uffff", "ё": "е\ufffe", "є": "е\uffff", "і": "и\ufffd", "ї": "и\ufffe", "й": "и\uffff"})
"""Cyrillic letters that follow another in their alphabets, though Unicode has them elsewhere."""


@cache
def direction(language: str) -> str:
    """`rtl` or `ltr`: by the script that the tag names, else by the language's default one."""
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    return "rtl" if (script in _SCRIPTS if script else first in _RIGHT_TO_LEFT) else "ltr"


def of_news(language: str) -> str:
    """The code of a language in a news sitemap: ISO 639, but for Chinese (Google, 'Create a news sitemap')."""
    first, *others = language.lower().split("-")
    if first != "zh":
        return first
    return "zh-tw" if {"hant", "tw", "hk", "mo"}.intersection(others) else "zh-cn"


def alphabetical(name: str) -> tuple[str, str]:
    """The key by which names stand in alphabetical order: accents and case tell only what is else the same."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name.casefold()).translate(_AFTER))
    return "".join(sign for sign in letters if not unicodedata.combining(sign)), name
