"""Telling people and machines what a build did: text, JSON, and annotations for GitHub."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.errors import Problem, Refusal, many
from generator.model import Explanation, Report

if TYPE_CHECKING:
    from generator.check import Outcome

Format = Literal["text", "json", "github"]
VERSION = 1
"""The version of the report's form; it grows when a reader of an older one could misread it."""


def as_json(report: Report, now: datetime | None = None) -> bytes:
    """The report for programs, as `docs/report.md` describes it; `now` is the moment that was built for."""
    data: dict[str, Any] = {
        "version": VERSION,
        "ok": report.ok,
        "pages": report.pages,
        "briefs": report.briefs,
        "written": dict(sorted(report.written.items())),
        "unchanged": report.unchanged,
        "pruned": sorted(report.pruned),
        "problems": [msgspec.to_builtins(problem) for problem in report.problems],
        "next_transition": report.next_transition
        and {"at": report.next_transition[0], "path": f"content/{report.next_transition[1]}"},
        "now": now,
        "changes": report.changes and msgspec.to_builtins(report.changes),
        "timings": {stage: round(seconds, 4) for stage, seconds in report.timings.items()},
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def check_json(outcome: Outcome, mended: Iterable[Problem] = ()) -> bytes:
    """What a check found, and mended before, for programs, as `docs/report.md` describes it."""
    data: dict[str, Any] = {
        "version": VERSION,
        "ok": outcome.ok,
        "pages": outcome.pages,
        "briefs": outcome.briefs,
        "scheduled": outcome.scheduled,
        "standing": outcome.standing,
        "problems": [msgspec.to_builtins(problem) for problem in outcome.problems],
        "mended": [msgspec.to_builtins(problem) for problem in mended],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def mended_line(problem: Problem) -> str:
    """A line for what was mended: where, by which rule, what it was and what it is now."""
    now = problem.mend.removeprefix("write ") if problem.mend.startswith("write ") else ""
    told = msgspec.structs.replace(problem, mend=f"now {now}" if now else "")
    return str(told).replace(f": {problem.level}[", ": mended[", 1)


def check_summary(outcome: Outcome) -> str:
    """What a check looked at and found, in a sentence."""
    looked = [
        many(outcome.briefs, "brief"),
        f"{outcome.scheduled} scheduled" if outcome.scheduled else "",
        many(outcome.standing, "standing page") if outcome.standing else "",
        many(outcome.pages, "file"),
    ]
    return f"{', '.join(filter(None, looked))} checked: {counted(outcome.problems) or 'no problems'}."


def counted(problems: Iterable[Problem]) -> str:
    """How many problems of each level there are: `1 error, 2 warnings`; an empty text if there are none."""
    levels = Counter(problem.level for problem in problems)
    return ", ".join(many(count, level) for level, count in sorted(levels.items()))


def refused(refusal: Refusal) -> Report:
    """The report of a build that could not start."""
    return Report(refusal.problems, None, 0, 0, 0, ok=False)


def stopped(error: OSError) -> Refusal:
    """What a report says of a build or check that the system put an end to."""
    return Refusal(Problem(str(error.filename or "."), 0, 0, "system", error.strerror or str(error)))


def problem_lines(problems: Iterable[Problem], form: Format, root: Path | None = None) -> list[str]:
    """A line for each problem: as compilers write them, or as GitHub's workflow commands.

    GitHub counts paths from the repository; a site in a folder of it is told by its `root`.
    """
    above = os.path.relpath(root or ".")
    above = "." if above.startswith("..") else above
    return [_annotation(problem, above) if form == "github" else str(problem) for problem in problems]


def _annotation(problem: Problem, above: str) -> str:
    """A workflow command that puts the message beside the line (GitHub Docs, 'Workflow commands').

    What is wrong with another site stands beside no file of this one.
    """
    message = f"{problem.what}; {problem.mend}" if problem.mend else problem.what
    where = [("file", posixpath.normpath(posixpath.join(above.replace(os.sep, "/"), problem.path)))]
    if problem.line:
        where += [("line", str(problem.line)), ("col", str(problem.column))]
    if "://" in problem.path:
        where, message = [], f"{problem.path}: {message}"
    where.append(("title", problem.code))
    place = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in where)
    level = "notice" if problem.level == "note" else problem.level
    return f"::{level} {place}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for sign in also:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def summary(report: Report) -> str:
    """What was done, in a sentence."""
    found = counted(report.problems)
    seconds = sum(report.timings.values())
    if not report.ok:
        return f"Not published: {found}. The published site is as it was."
    done = f"{many(report.briefs, 'brief')}, {many(report.pages, 'file')}: "
    done += f"{len(report.written)} written, {report.unchanged} unchanged"
    done += f", {len(report.pruned)} removed" if report.pruned else ""
    return f"{done} ({seconds:.2f} s){f'; {found}' if found else ''}."


_WHY = {
    "": "It stands as it is.",
    "new": "There is no such page yet.",
    "generator": "Briefing itself, or a library that it renders with, is another one.",
    "configuration": "The configuration changed.",
    "template": "Its template changed, or one that it extends, includes or imports, or a static file of the theme.",
    "content": "What it shows changed.",
    "missing": "Its file is gone from the output folder.",
    "changed on disk": "Its file in the output folder is not what was written there.",
    "removed": "Nothing asks for it any more: it would be removed.",
}


def explanation(found: Explanation) -> list[str]:
    """Lines that say why a page would be made, and why it was made last."""
    lines = [f"now: {found.now or 'up to date'}. {_WHY[found.now]}"]
    if found.last:
        why = "There was no such page before." if found.last == "new" else _WHY[found.last]
        lines.append(f"when it was last written: {found.last}. {why}")
    if found.template:
        lines.append(f"template: {found.template}")
    return lines


def timings(report: Report) -> list[str]:
    """Lines that say where the time of a build went: stage, seconds, share."""
    whole = sum(report.timings.values()) or 1.0
    lines = [f"  {stage:<9}{seconds:9.4f} s {seconds / whole:5.0%}" for stage, seconds in report.timings.items()]
    return [*lines, f"  {'in all':<9}{sum(report.timings.values()):9.4f} s"]


def details(report: Report) -> list[str]:
    """Lines for `-v`: each file written with its reason, each removed, and the time of each stage."""
    lines = [f"  {why}: {url}" for url, why in sorted(report.written.items())]
    lines += [f"  removed: {path}" for path in report.pruned]
    lines.append("  " + ", ".join(f"{stage} {seconds * 1000:.0f} ms" for stage, seconds in report.timings.items()))
    if report.next_transition:
        lines.append(f"  next change: {report.next_transition[0].isoformat()} (content/{report.next_transition[1]})")
    return lines
