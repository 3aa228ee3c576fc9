"""Problems are values: where, what is wrong, what to do. They are collected and reported all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

import msgspec

Result = TypeVar("Result")
Level = Literal["error", "warning", "note"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong in a file that a person edits.

    `path` is relative to the site root, in POSIX form; `line` and `column` count from 1, and 0 means
    that the problem is the whole file's. `what` says what is wrong, `mend` what to do about it.
    """

    path: str
    line: int
    column: int
    code: str
    what: str
    mend: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        """The problem as compilers write it: `path:line:column: level[code]: what; mend`."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        message = f"{self.what}; {self.mend}" if self.mend else self.what
        return printable(f"{place}: {self.level}[{self.code}]: {message}")


class Refusal(Exception):
    """The command can't start: wrong usage or configuration (exit status 2). Carries every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Damaged(Exception):
    """An entry of the cache is not what was stored there: discard the cache and build again."""


def printable(text: str) -> str:
    """`text` as one line that any terminal shows as it is: what can't be printed stands as an escape."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def shortened(text: str) -> str:
    """A message with its middle left out if it is longer than anyone reads: it may quote a whole file."""
    return text if len(text) <= 1000 else f"{text[:200]} … {text[-200:]}"


class Attempts:
    """Runs steps that may refuse, so that all their refusals can be reported at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def run(self, step: Callable[[], Result]) -> Result | None:
        """What `step` gives, or None if it refused."""
        try:
            return step()
        except Refusal as refusal:
            self.problems += refusal.problems
            return None

    def finish(self) -> None:
        """Raises Refusal if any step refused."""
        if self.problems:
            raise Refusal(*self.problems)


def errors(problems: Iterable[Problem], strict: bool = False) -> tuple[Problem, ...]:
    """Those of `problems` that forbid publishing: the errors, and under `strict` the warnings too; notes never do."""
    return tuple(p for p in problems if p.level == "error" or (strict and p.level == "warning"))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`, or an empty string if none is near."""
    spellings = {name.casefold(): name for name in known}
    from difflib import get_close_matches  # few builds have a mistake to mend

    near = get_close_matches(word.casefold(), spellings, n=1, cutoff=0.7)
    return spellings[near[0]] if near else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?` for the known word nearest to `word`, or an empty string if none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def many(count: int, thing: str) -> str:
    """So many things, in words that agree: `1 brief`, `2 briefs`, `1 address`, `2 addresses`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}{'es' if thing.endswith('s') else 's'}"


def place(text: str, offset: int, first_line: int = 1) -> tuple[int, int]:
    """Line and column (from 1) of the character at `offset` of `text`, whose first line is `first_line`."""
    before = text[:offset]
    return first_line + before.count("\n"), offset - before.rfind("\n")
