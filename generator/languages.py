"""What a language tag (BCP 47) says of how its text is set."""

from __future__ import annotations

_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
"""Languages whose default script runs from right to left (Unicode CLDR)."""
_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}


def direction(language: str) -> str:
    """`rtl` or `ltr`: by the script that the tag names, else by the language's default one."""
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    return "rtl" if (script in _SCRIPTS if script else first in _RIGHT_TO_LEFT) else "ltr"
