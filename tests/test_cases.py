"""Cases as files: a Markdown file and what it must give beside it. A new case needs no Python.

`valid/x.md` gives the HTML of `x.html`, addresses filled in as on a page of the site's root; `invalid/y.md` gives the
lines of `y.txt`, just as they are printed. A case stands in the site as content/2022/01/25-case.md, unless its first
line says otherwise: `<!-- path: pages/case.md -->`. `UPDATE=1 pytest tests/test_cases.py` writes what is missing or
differs, to be looked at before it is committed.
"""

import os
import re
from pathlib import Path

import pytest
from texts import OPTIONS, document

from generator.body import Body
from generator.model import Parsed
from generator.parse import parse

CASES = Path(__file__).parent / "cases"
VALID, INVALID = (sorted((CASES / kind).glob("*.md")) for kind in ("valid", "invalid"))
LINKS = [
    ("2022/01/24-other.md", "/2022/01/24/other/", "other-220124-"),
    ("2022/01/map.png", "/2022/01/map.png", ""),
    ("2022/01/hidden.md", "", ""),
]


def parsed(case: Path) -> Parsed:
    """A case as it is read where it stands."""
    text = case.read_bytes()
    path = re.match(rb"<!-- path: (.*) -->\n", text)
    where = path[1].decode() if path else "2022/01/25-case.md"
    return parse(document(text[path.end() :] if path else text, where), OPTIONS)


def compare(expected: Path, made: str) -> None:
    """Hold what was made to the file of what is expected, or write the file."""
    if os.environ.get("UPDATE"):
        expected.write_text(made, "utf-8")
    assert expected.is_file(), f"{expected} is missing: run with UPDATE=1, and look at it"
    assert made == expected.read_text("utf-8")


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.stem)
def test_a_valid_text_gives_its_html(case: Path) -> None:
    """What a text means is written down beside it, letter for letter."""
    made = parsed(case)
    assert made.brief.problems == ()
    body = Body(made.html, tuple(LINKS), "", "", "", lambda text: text)
    compare(case.with_suffix(".html"), body.__html__() + "\n")


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.stem)
def test_an_invalid_text_gives_its_problems(case: Path) -> None:
    """Each bad input gets a clear problem with its place and the mend, letter for letter."""
    problems = parsed(case).brief.problems
    assert problems
    compare(case.with_suffix(".txt"), "".join(f"{problem}\n" for problem in problems))


@pytest.mark.parametrize(("kind", "ending"), [("valid", ".html"), ("invalid", ".txt")])
def test_no_expectation_is_an_orphan(kind: str, ending: str) -> None:
    """Nothing is expected of a case that is not there."""
    names = {case.stem for case in (CASES / kind).glob("*.md")}
    assert names == {file.stem for file in (CASES / kind).iterdir() if file.suffix == ending}
    assert {file.suffix for file in (CASES / kind).iterdir()} == {".md", ending}
