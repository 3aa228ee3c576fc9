"""Telling people and machines what a build did."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from generator import report as reports
from generator.errors import Problem
from generator.model import Report

ERROR = Problem("content/a,b.md", 4, 7, "bad-date", "'50% of\nJan' is not a date", "write 2022-01-25")
WHOLE = Problem("briefing.toml", 0, 0, "odd", "it is odd", level="warning")


def report(ok: bool = True, *problems: Problem) -> Report:
    """A report."""
    return Report(
        written={"/b/": "new", "/a/": "content"},
        unchanged=5,
        pruned=("z.html", "c/index.html"),
        problems=problems,
        timings={"load": 0.123456},
        next_transition=(datetime(2022, 2, 1, tzinfo=UTC), "2022/x.md"),
        pages=7,
        briefs=3,
        ok=ok,
    )


def test_the_report_for_machines_is_json() -> None:
    """`--report` writes JSON with all that was done, in a fixed order."""
    data = json.loads(reports.as_json(report(True, WHOLE)))
    assert data["version"] == reports.VERSION
    assert list(data["written"]) == ["/a/", "/b/"]
    assert data["pruned"] == ["c/index.html", "z.html"]
    assert (data["ok"], data["pages"], data["briefs"], data["unchanged"]) == (True, 7, 3, 5)
    assert data["next_transition"] == {"at": "2022-02-01T00:00:00Z", "path": "content/2022/x.md"}
    assert data["problems"] == [msgspec.to_builtins(WHOLE)]


def test_problems_are_annotations_for_github() -> None:
    """GitHub shows each problem beside its line: signs that mean something to it are escaped."""
    assert reports.problem_lines([ERROR, WHOLE], "github") == [
        "::error file=content/a%2Cb.md,line=4,col=7,title=bad-date::'50%25 of%0AJan' is not a date; write 2022-01-25",
        "::warning file=briefing.toml,title=odd::it is odd",
    ]


def test_problems_for_people_are_lines() -> None:
    """For people a problem reads as compilers write it."""
    assert reports.problem_lines([WHOLE], "text") == ["briefing.toml: warning[odd]: it is odd"]


@pytest.mark.parametrize(
    ("ok", "problems", "words"),
    [
        (True, (), ("3 briefs", "2 written", "5 unchanged", "2 removed")),
        (True, (WHOLE,), ("1 warning",)),
        (False, (ERROR, ERROR, WHOLE), ("2 errors", "1 warning", "as it was")),
    ],
)
def test_the_summary_says_what_was_done(ok: bool, problems: tuple[Problem, ...], words: tuple[str, ...]) -> None:
    """One line says what was written, what was not, and what was found."""
    line = reports.summary(report(ok, *problems))
    assert "\n" not in line
    assert all(word in line for word in words), line


def test_details_give_the_reasons() -> None:
    """`-v` names each file written with its reason, each removed, and the next change."""
    text = "\n".join(reports.details(report()))
    assert all(words in text for words in ("content: /a/", "new: /b/", "removed: z.html", "content/2022/x.md"))


def test_what_is_wrong_with_another_site_stands_beside_no_file() -> None:
    """An annotation names a file of the repository, or none: a URL is told in the message."""
    away = Problem("https://example.org/digest/", 0, 0, "against", "nobody answers", level="warning")
    assert reports.problem_lines([away], "github") == [
        "::warning title=against::https://example.org/digest/: nobody answers"
    ]
