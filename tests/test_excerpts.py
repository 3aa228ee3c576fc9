"""The line below a message, and the caret below the line."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import SiteFolder
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run

from generator.errors import Problem
from generator.excerpts import WIDTH, Excerpts, excerpt


def columns(text: str) -> int:
    """How many columns a terminal needs for a text."""
    marks = sum(unicodedata.category(sign) in ("Mn", "Me") for sign in text)
    return len(text) - marks + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def told(folder: Path, data: bytes, problem: Problem, colour: bool = False) -> list[str]:
    """A problem of a file that holds `data`, as people see it."""
    (folder / problem.path).write_bytes(data)
    return Excerpts(folder, colour).told(problem)


def test_the_line_and_the_place_are_shown(tmp_path: Path) -> None:
    """Below the message stands the line with its number, and a caret for each sign of what the message quotes."""
    problem = Problem("a.md", 2, 7, "bad-date", "'Jan 25th' is not a date", "write 2022-01-25")
    assert told(tmp_path, b"---\r\ndate: Jan 25th\r\n", problem) == [
        "a.md:2:7: error[bad-date]: 'Jan 25th' is not a date; write 2022-01-25",
        "  2 | date: Jan 25th",
        "    |       ^^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("line", "column", "shown", "start"),
    [
        ("\tx", 2, "    x", 4),
        ("日本x", 3, "日本x", 4),
        ("e\u0301x", 3, "e\u0301x", 1),
        ("a\u202ebx", 4, "a\\u202ebx", 8),
        ("a\u200bx", 3, "a\\u200bx", 7),
        ("abc", 9, "abc", 3),
        ("", 1, "", 0),
    ],
)
def test_the_caret_stands_below_its_sign(line: str, column: int, shown: str, start: int) -> None:
    """Tabs, wide signs, combining marks and what can't be seen are counted as a terminal shows them."""
    assert excerpt(line, column)[:2] == (shown, start)


def test_a_long_line_is_cut_around_the_caret() -> None:
    """Of a line of thousands of signs, what stands around the place is shown."""
    shown, start, length = excerpt("a" * 5000 + "TK" + "b" * 5000, 5001, 2)
    assert shown[start : start + length] == "TK"
    assert (len(shown), shown[0], shown[-1]) == (WIDTH, "…", "…")


@given(st.text(max_size=300), st.integers(1, 320), st.integers(1, 50))
def test_any_line_can_be_shown(line: str, column: int, length: int) -> None:
    """Whatever a line holds, its excerpt is one printable line that fits, with the caret in or right after it."""
    shown, start, reach = excerpt(line, column, length)
    assert shown.isprintable()
    assert columns(shown) <= WIDTH
    assert 0 <= start <= columns(shown)
    assert reach >= 1


@pytest.mark.parametrize("problem", [
    Problem("a.md", 0, 0, "x", "y"), Problem("a.md", 9, 1, "x", "y"), Problem("../gone.md", 1, 1, "x", "y"),
    Problem(".", 1, 1, "x", "y"),
])  # fmt: skip
def test_a_message_without_a_line_stands_alone(tmp_path: Path, problem: Problem) -> None:
    """What is the whole file's, or in no file that can be read, has no excerpt."""
    assert Excerpts(tmp_path).told(problem) == [str(problem)]


def test_bytes_that_are_no_text_are_shown_somehow(tmp_path: Path) -> None:
    """A line that is not UTF-8 is shown with signs in the place of what can't be read."""
    lines = told(tmp_path, b"\xef\xbb\xbfa\xffb", Problem("a.md", 1, 2, "not-utf-8", "x"))
    assert lines[1:] == ["  1 | a\ufffdb", "    |  ^"]


def test_colours_are_for_terminals(tmp_path: Path, site: SiteFolder) -> None:
    """On a terminal level and caret are coloured, without another sign changed; in a pipe nothing is."""
    problem = Problem("a.md", 1, 1, "bad-date", "'x'", level="warning")
    plain, coloured = (told(tmp_path, b"x", problem, colour) for colour in (False, True))
    assert "\x1b[1;33mwarning[bad-date]\x1b[0m" in coloured[0]
    import re

    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured] == plain
    site.brief("2022-01-25-a.md", tgas="x")
    assert b"\x1b" not in run("build", "-C", site.root).stderr
