"""Edits of a file's bytes: what stands where, what stands there then, and why. Pure: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import unified_diff
from typing import NamedTuple

from generator.prose import Finding

_LINE_END = re.compile("\r\n|\r|\n")


class Edit(NamedTuple):
    """One change: `length` bytes at `offset` become `new`; the rule that asks for it, and what it found."""

    offset: int
    length: int
    new: bytes
    code: str
    finding: Finding


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made. Raises ValueError if two of them overlap."""
    made, end = [], 0
    for edit in sorted(edits):
        if edit.offset < end:
            raise ValueError(f"two edits at {edit.offset}")
        made += [data[end : edit.offset], edit.new]
        end = edit.offset + edit.length
    return b"".join((*made, data[end:]))


def diff(path: str, before: bytes, after: bytes) -> bytes:
    """The change of a file as a unified diff, as `git apply` takes it."""
    old, new = (data.decode("utf-8", "surrogateescape") for data in (before, after))
    lines = unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
    made = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return made.encode("utf-8", "surrogateescape")


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


class Source:
    """A file's text, with the way from the places that readers of it count by to the offsets of its bytes."""

    def __init__(self, data: bytes) -> None:
        """Raises UnicodeDecodeError."""
        self.text = data.decode("utf-8-sig")
        self._mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """The offset in the text of a line and column (from 1) as they are after line ends are made the same."""
        return self.starts[line - 1] + column - 1 if line <= len(self.starts) else len(self.text)

    def line(self, number: int) -> str:
        """A line (from 1) without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def edit(self, start: int, old: str, new: str, code: str, what: str, mend: str, shift: int = 0) -> Edit | None:
        """The edit that makes `old`, which stands at `start` of the text, `new`; None if it does not stand there.

        `shift` is how far into `old` that lies which is wrong.
        """
        if not self.text.startswith(old, start) or old == new:
            return None
        before = self.text[:start]
        number = len(_LINE_END.findall(before)) + 1
        finding = Finding(number, start - self.starts[number - 1] + 1 + shift, what, mend)
        return Edit(self._mark + len(before.encode()), len(old.encode()), new.encode(), code, finding)
