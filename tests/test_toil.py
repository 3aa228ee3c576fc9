"""Texts that would hold a build up: they are told from those that people write, by the text alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import parsed, problems

from generator import toil

HEAD = "---\ntitle: Zorvia\ndate: 2022-01-25\n---\n"
DENSE = {
    "brackets": "[" * 100_000,
    "links without an end": "[a](" * 25_000,
    "tags without an end": "<a \n\n" * 20_000,
    "fences without an end": "```a\n\n" * 20_000,
    "headings in one piece": "# a\n" * 25_000,
    "abbreviations in one piece": "".join(f"*[A{number}]: x\n" for number in range(10_000)),
    "code without an end in a table": "a|b\n-|-\n" + "`a|" * 30_000,
    "rows that are filled up": "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|b\n" * 1_000,
    "escapes": "\\" * 300_000,
    "line breaks": "a  \n" * 100_000,
    "lists in one line": "- " * 400_000 + "x\n",
    "quotations in one line": ">" * 1_000_000 + "x\n",
    "both in one line": "> 1. " * 100_000 + "x\n",
    "empty lines": "\n" * 500_000 + "End.",
    "many links without an end": "".join(f"[a](a{number}.md)\n\n" for number in range(30_000)),
    "tables of contents without an end": "[TOC]\n\n" * 600 + "# a\n\n" * 600,
}
FIT = {
    "a list of links": "- [a](b.md), *x* and `y`\n" * 2_000,
    "a table": "| a | b | c |\n|---|---|---|\n" + "| [a](https://a.example/b) | **b** | `c` |\n" * 2_000,
    "a program": "```c\n" + "a[i] = b[*p] < c->d ? `e : f_g;\n" * 5_000 + "```\n",
    "a long text": "\n\n".join(["Some *words* with [links](https://a.example/) in them, " * 20] * 800),
    "footnotes": "\n\n".join(f"Words.[^{number}]\n\n[^{number}]: A note." for number in range(500)),
    "a page of HTML": "<p class='x'>Words</p>\n\n" * 2_000,
    "answers to answers": "".join("> " * (number % 7) + "What was said of words.\n" for number in range(9_000)),
    "words": "word " * 200_000,
    "a table of contents": "[TOC]\n\n" + "## a\n\nWords.\n\n" * 2_000,
}


@pytest.mark.parametrize("name", DENSE)
def test_a_text_that_would_hold_a_build_up_is_an_error(name: str) -> None:
    """A text that would keep Markdown busy for minutes is an error at once, where most of it begins."""
    before = time.process_time()
    (told,) = problems(f"{HEAD}\nWords.\n\n{DENSE[name]}")
    assert time.process_time() - before < 10
    assert "error[too-dense]: " in told
    assert told.startswith("8:") or name.endswith("an end") or name == "empty lines"


@pytest.mark.parametrize("name", FIT)
def test_what_people_write_is_never_too_dense(name: str) -> None:
    """Long lists, tables, programs and footnotes are no trouble."""
    assert toil.reckon(FIT[name])[0] < toil.LIMIT / 2


PIECES = [
    "[", "](", "]:", "[^", "](b)", "*", "_", "\\", "<", ">", "<a>", "`", "```", "~~~", "\n```\n", "&", "  \n", "\n",
    "\n\n", "\n# ", "\n---\n", "\n> > ", "\n- 1. ", "|", "|a|b|\n", "word ", "\t", "`[", "[](", "`\n", "#\n", "<\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_mere_counts_find_no_less_work(text: str) -> None:
    """A text that counts alone call fit is fit."""
    assert toil.reckon(text)[0] <= toil.at_most(text)


@pytest.mark.parametrize("text", [*FIT.values(), *DENSE.values()], ids=[*FIT, *DENSE])
def test_mere_counts_find_no_less_work_in_long_texts(text: str) -> None:
    """So it is with those that are known to be long or dense."""
    assert "[TOC]" in text or toil.reckon(text)[0] <= toil.at_most(text)


@pytest.mark.parametrize("piece", PIECES)
def test_a_short_text_is_fit_whatever_it_says(piece: str) -> None:
    """No sign makes a text dense that is called short."""
    text = next(text for count in range(8_000, 0, -1) if toil.is_short(text := piece * count))
    assert toil.reckon(text)[0] <= toil.LIMIT


def test_many_links_find_their_places() -> None:
    """Each link has its place in the text, however many there are."""
    body = "".join(f"- [a](b{number}.md)\n" for number in range(5_000))
    assert [link.place for link in parsed(HEAD + body).brief.links] == [(5 + number, 7) for number in range(5_000)]


def test_what_nests_too_deeply_is_told_where_it_is_deepest() -> None:
    """Lists that nest deeper than Markdown is followed are an error, at the deepest item."""
    deep = "".join("    " * level + "- a\n" for level in range(300))
    (told,) = problems(f"{HEAD}\nWords.\n\n{deep}- a\n\nMore words.\n")
    assert told.startswith("307:1: error[too-deep]: ")
