"""Telling people and machines what an import did."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from generator import report
from generator.errors import many
from generator.importing import Outcome

VERSION = 1
"""The version of the JSON's form; it grows when a reader of an older one could misread it."""


def lines(outcome: Outcome, form: report.Format, quiet: bool) -> list[str]:
    """A line for each thing that could not be taken over as it was, then the sum of it."""
    found = report.problem_lines(outcome.problems, form)
    if quiet:
        return found
    counts = Counter(key for text in outcome.moved for key in text.extra)
    if counts:
        keys = ", ".join(
            f"{key} ({count})" for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        found.append(f"Below 'extra', where themes find it: {keys}.")
    stand = f"{len(outcome.unchanged)} imported before, " if outcome.unchanged else ""
    aliases = sum(len(text.aliases) for text in outcome.moved)
    found.append(
        f"{many(len(outcome.moved), 'text')} imported with {many(aliases, 'old address')}, "
        f"{many(len(outcome.copied), 'file')} beside them, {stand}{len(outcome.left)} left out, "
        f"{many(len(outcome.problems) - len(outcome.left), 'remark')}."
    )
    return found


def as_json(outcome: Outcome) -> bytes:
    """The outcome for programs, as docs/report.md describes it."""
    data: dict[str, Any] = {
        "version": VERSION,
        "imported": [
            {"from": text.source, "to": text.target, "aliases": text.aliases, "extra": text.extra}
            for text in outcome.moved
        ],
        "unchanged": outcome.unchanged,
        "copied": [{"from": source, "to": target} for target, source in outcome.copied.items()],
        "problems": [msgspec.to_builtins(problem) for problem in outcome.problems],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
