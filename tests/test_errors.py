"""Problems are values that read as compilers write them."""

import pytest

from generator.errors import Problem, Refusal, errors, many, place, suggestion

WARNING = Problem("content/a.md", 4, 7, "odd", "it is odd", level="warning")
ERROR = Problem("content/a.md", 2, 1, "bad", "it is bad", "make it good")


@pytest.mark.parametrize(
    ("count", "thing", "words"),
    [(0, "brief", "0 briefs"), (1, "brief", "1 brief"), (2, "address", "2 addresses"), (1, "address", "1 address")],
)
def test_words_agree_with_their_number(count: int, thing: str, words: str) -> None:
    """One is one brief, none and more are briefs."""
    assert many(count, thing) == words


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (ERROR, "content/a.md:2:1: error[bad]: it is bad; make it good"),
        (WARNING, "content/a.md:4:7: warning[odd]: it is odd"),
        (Problem("briefing.toml", 0, 0, "bad", "it is bad"), "briefing.toml: error[bad]: it is bad"),
    ],
)
def test_a_problem_reads_as_compilers_write_them(problem: Problem, line: str) -> None:
    """A problem names the file, line and column, what is wrong and what to do; a whole file's has no line."""
    assert str(problem) == line


def test_problems_sort_by_their_place() -> None:
    """Problems are reported in the order of files and lines, whatever order they were found in."""
    assert sorted([WARNING, ERROR]) == [ERROR, WARNING]


@pytest.mark.parametrize(("strict", "found"), [(False, (ERROR,)), (True, (WARNING, ERROR))])
def test_warnings_forbid_publishing_only_under_strict(strict: bool, found: tuple[Problem, ...]) -> None:
    """Errors always forbid publishing; warnings do so when asked to be strict."""
    assert errors((WARNING, ERROR), strict) == found


@pytest.mark.parametrize(
    ("word", "mend"),
    [("tilte", "did you mean 'title'?"), ("TITLE", "did you mean 'title'?"), ("zzz", ""), ("", "")],
)
def test_a_near_word_is_suggested(word: str, mend: str) -> None:
    """An unknown word gets the nearest known one as a suggestion, and none if nothing is near."""
    assert suggestion(word, ("title", "date")) == mend


@pytest.mark.parametrize(("offset", "at"), [(0, (5, 1)), (2, (5, 3)), (3, (6, 1)), (4, (6, 2))])
def test_places_count_from_one(offset: int, at: tuple[int, int]) -> None:
    """Lines and columns count from 1, in the file that the writer edits."""
    assert place("ab\ncd", offset, first_line=5) == at


def test_a_refusal_carries_every_problem() -> None:
    """A refusal says everything that stands in the way, a line each."""
    refusal = Refusal(ERROR, WARNING)
    assert refusal.problems == (ERROR, WARNING)
    assert str(refusal).splitlines() == [str(ERROR), str(WARNING)]
