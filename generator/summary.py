"""The publish diff for people: Markdown, fit for `$GITHUB_STEP_SUMMARY` (GitHub Docs, 'Workflow commands')."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.changes import Change, Changes
from generator.errors import printable
from generator.model import Report

ROWS = 40
"""Rows of a table; GitHub takes a summary of at most 1 MiB."""
_SIGNS = re.compile(r"([\\`*_\[\]<>|&~#!$@])")


def markdown(report: Report) -> str:
    """What a build changed for readers, or why it changed nothing."""
    parts = [f"## {'Published' if report.ok else 'Not published: the published site is as it was'}\n"]
    if report.problems:
        rows = [
            (_code(f"{problem.path}:{problem.line}" if problem.line else problem.path), _code(problem.code),
             problem.level, _text(f"{problem.what}; {problem.mend}" if problem.mend else problem.what))
            for problem in report.problems
        ]  # fmt: skip
        parts.append(_table("Problems", ("where", "code", "level", "what"), rows, shown=True))
    if report.changes:
        parts += _changes(report.changes)
    if report.ok and report.next_transition:
        parts.append(f"Something becomes public or expires next at {report.next_transition[0].isoformat()}.\n")
    return "\n".join(filter(None, parts))


def _changes(changes: Changes) -> list[str]:
    total = changes.total
    grown = total.bytes - total.bytes_before
    counts = f"**{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed**"
    size = f"{total.files:,} files (before: {total.files_before:,}), {_size(total.bytes)} ({grown:+,} bytes)"
    news = [(_code(feed.url), str(len(feed.entries)), _some(feed.entries)) for feed in changes.feeds]
    leads = [(_code(redirect.url), _code(redirect.target)) for redirect in changes.redirects]
    return [
        f"{counts}; {size}; compared with {_code(changes.against)}.\n",
        _listed("Now public", changes.public, shown=True),
        _listed("Expired", changes.expired, shown=True),
        _table("Gone, and nothing leads on", ("address",), [(_code(url),) for url in changes.gone], shown=True),
        _table("New redirects", ("address", "leads to"), leads, shown=True),
        _listed("Added", changes.added),
        _listed("Changed", changes.changed),
        _listed("Removed", changes.removed),
        _table("New in feeds", ("feed", "entries", ""), news),
    ]


def _some(entries: Sequence[str]) -> str:
    return ", ".join(map(_code, entries[:3])) + (", …" if len(entries) > 3 else "")


def _listed(title: str, changes: Iterable[Change], shown: bool = False) -> str:
    rows = [(_code(change.url), _text(change.title), change.why) for change in changes]
    return _table(title, ("address", "title", "why"), rows, shown)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], shown: bool = False) -> str:
    """A table below a heading, or folded away; an empty text if it has no rows."""
    if not rows:
        return ""
    lines = [_row(heads), _row(["---"] * len(heads)), *map(_row, rows[:ROWS])]
    if len(rows) > ROWS:
        lines.append(_row([f"… and {len(rows) - ROWS:,} more", *[""] * (len(heads) - 1)]))
    table = "\n".join(lines)
    if shown:
        return f"### {title} ({len(rows):,})\n\n{table}\n"
    return f"<details><summary>{title} ({len(rows):,})</summary>\n\n{table}\n\n</details>\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text(text: str) -> str:
    """A text that Markdown leaves as it is: titles come from anybody."""
    return _SIGNS.sub(r"\\\1", printable(text)).replace("\\<", "&lt;")


def _code(text: str) -> str:
    """A text as code, whatever signs are in it."""
    text = printable(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{' ' if '`' in text else ''}{text}{' ' if '`' in text else ''}{fence}"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.1f} kB"
