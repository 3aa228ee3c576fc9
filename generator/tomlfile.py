"""TOML files, and where in them each key stands (tomllib keeps no positions)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

Path = tuple[str, ...]

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_MEND = "check this line against toml.io"
_DEPTH = 100
"""How deep values may nest; what is read here needs three levels."""
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:["']?[\w-]++["']?|""|'')[ \t]*+\.[ \t]*+){100}""")
"""More parts of a key than that: the library takes minutes for some ten thousand."""


class BadToml(ValueError):
    """A text that is not TOML: what is wrong, the line and column (from 1) where it was seen, and what to do."""

    def __init__(self, what: str, line: int, column: int, mend: str = _MEND) -> None:
        super().__init__(what)
        self.what, self.line, self.column, self.mend = what, line, column, mend


def read(text: str) -> dict[str, Any]:
    """The data of a TOML text. Raises BadToml."""
    try:
        data = None if _LONG_KEY.search(text) else tomllib.loads(text)
        if data is None or _is_deep(data):
            raise RecursionError
        return data
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = _AT.search(message)
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (text.count("\n") + 1, 1)
        raise _plainly(_AT.sub("", message), text.split("\n")[line - 1], line, column) from None
    except ValueError as error:  # a number of more digits than Python reads
        raise BadToml(str(error).partition(";")[0], 1, 1) from None
    except RecursionError:
        raise BadToml("values are nested too deeply", 1, 1) from None


def _plainly(message: str, text: str, line: int, column: int) -> BadToml:
    """What the library says of a line, in the words of somebody who does not know TOML."""
    start = len(text) - len(text.lstrip()) + 1
    if message.startswith(("Cannot declare", "Cannot overwrite", "Cannot mutate")):
        return BadToml("this is said twice", line, start, "keep one of them")
    if text.lstrip().startswith("[") and "]" in text and ("declaration" in message or "key part" in message):
        return BadToml("a name in brackets has signs that need quotes", line, start, f'write ["{text.strip(" []")}"]')
    if "key part" in message or message == "Invalid statement":
        return BadToml("a key has signs that need quotes", line, start, "put it in quotes")
    if message == "Invalid value":
        return BadToml("this is no value", line, column, "put a text in quotes")
    if message.startswith("Expected '='"):
        return BadToml("this line is no field", line, start, "write 'key = value'")
    return BadToml(message, line, column)


def _is_deep(data: Any) -> bool:
    """Whether values nest deeper than what reads them can follow: `a.a.a` does as `[[[` does."""
    level = [data]
    for _ in range(_DEPTH):
        level = [
            child for item in level if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]  # fmt: skip
    return bool(level)


def places(text: str) -> Mapping[Path, tuple[int, int]]:
    """Line and column (from 1) of each key and table header of a TOML text, by its dotted path.

    Of the tables of an array the last one counts. Good enough for messages: keys inside inline tables
    are not found, nor told apart from lines of a multi-line string.
    """
    found: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        header = _TABLE.match(line)
        key = None if header else _KEY.match(line)
        if header:
            table = _parts(header[2])
            found[table] = (number, line.index("[") + 1)
        elif key:
            found[(*table, *_parts(key[1]))] = (number, key.start(1) + 1)
    return found


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
