"""The line that a problem is about, with a caret under the place: what people see of problems in a terminal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from generator.errors import Problem

WIDTH = 100
"""Columns that an excerpt takes at most; of a longer line, what stands around the caret is shown."""
_TAB = 4
_MAX_BYTES = 2 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_COLOUR = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Excerpts:
    """Problems told with excerpts of the files below `root`, in colour or without."""

    def __init__(self, root: Path, colour: bool = False) -> None:
        self.root, self.colour = root, colour
        self._read = lru_cache(maxsize=64)(_lines)

    def told(self, problem: Problem) -> list[str]:
        """The problem's own line, the line that it is about, and a caret; the first alone where there is none."""
        first = str(problem)
        colour = _COLOUR[problem.level] if self.colour else ""
        if colour:
            sign = f"{problem.level}[{problem.code}]"
            first = first.replace(f": {sign}:", f": {colour}{sign}{_END}:", 1)
        lines = self._read(self.root / problem.path) if problem.line else ()
        if not 0 < problem.line <= len(lines):
            return [first]
        line = lines[problem.line - 1]
        shown, start, length = excerpt(line, problem.column, _length(line, problem))
        number = str(problem.line)
        gutter = (f"  {number} | ", f"  {' ' * len(number)} | ")
        caret = " " * start + (colour + "^" * length + _END if colour else "^" * length)
        if colour:
            gutter = (f"{_DIM}{gutter[0]}{_END}", f"{_DIM}{gutter[1]}{_END}")
        return [first, (gutter[0] + shown).rstrip(), gutter[1] + caret]


def excerpt(line: str, column: int, length: int = 1, width: int = WIDTH) -> tuple[str, int, int]:
    """A line as a terminal shows it, cut to `width`, and in columns where the sign at `column` stands and how far
    the `length` signs from there reach. Tabs become spaces; what can't be seen stands as an escape.
    """
    cells = [_cell(sign) for sign in line]
    at = min(max(column - 1, 0), len(cells))
    widths = [_width(cell) for cell in cells]
    start, reach = sum(widths[:at]), max(1, sum(widths[at : at + length]))
    if sum(widths) <= width:
        return "".join(cells), start, reach
    first, room = at, width // 3
    while first > 0 and widths[first - 1] <= room:
        room -= widths[first - 1]
        first -= 1
    last, room = first, width - 2
    while last < len(cells) and widths[last] <= room:
        room -= widths[last]
        last += 1
    before, after = "…" if first else "", "…" if last < len(cells) else ""
    start = len(before) + sum(widths[first:at])
    return before + "".join(cells[first:last]) + after, start, max(1, min(reach, width - start))


def _cell(sign: str) -> str:
    """One sign as it is shown."""
    if sign == "\t":
        return " " * _TAB
    return sign if sign.isprintable() else ascii(sign)[1:-1]


def _width(cell: str) -> int:
    """The columns that a shown sign takes (Unicode Standard Annex 11)."""
    if len(cell) != 1 or cell.isascii():
        return len(cell)
    if unicodedata.category(cell) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def _length(line: str, problem: Problem) -> int:
    """How many signs a problem is about: as many as the text that it quotes, if that stands there."""
    quoted = re.search("'(.+?)'", problem.what)
    return len(quoted[1]) if quoted and line.startswith(quoted[1], problem.column - 1) else 1


def _lines(file: Path) -> tuple[str, ...]:
    """A file's lines, as problems count them; none if it can't be read."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            return ()
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ()
    return tuple(_CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
