"""Document -> Brief: everything that one file says, checked, with a place for everything."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import PATH, brief, codes, parsed, problems

from generator.converter import converter
from generator.model import Citation, Link, Options

HEAD = "---\ntitle: Zorvia\ndate: 2022-01-25\n---\n"
DEEP = "\n".join("    " * level + "- a" for level in range(320))


@pytest.mark.parametrize("form", ["\ufeff{}", "{}\n\n\n", "\n\n{}"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_line_ends_are_accepted(form: str, end: str) -> None:
    """A BOM, Windows' and old Macs' line ends and empty lines around are simply accepted."""
    made = parsed(form.format(HEAD + "\nOne.\n\nTwo.\n").replace("\n", end))
    assert made.brief.problems == ()
    assert made.html == "<p>One.</p>\n<p>Two.</p>"


@pytest.mark.parametrize(
    ("path", "date_line", "day", "slug"),
    [
        ("2022-01-25-zorvia-talks.md", "", date(2022, 1, 25), "zorvia-talks"),
        ("a/2022-01-25_zorvia.md", "", date(2022, 1, 25), "zorvia"),
        ("2022/01/25-zorvia.md", "date: 2022-01-25", date(2022, 1, 25), "zorvia"),
        ("2022/01/25/zorvia.md", "date: 2022-01-26", date(2022, 1, 26), "zorvia"),
        ("notes/Über Зорвія.md", "date: 2022-01-25", date(2022, 1, 25), "uber-zorviia"),
        ("zorvia-day/index.md", "date: 2022-01-25", date(2022, 1, 25), "zorvia-day"),
        ("2022-01-25-x.md", "date: 2022-01-24 23:30Z", date(2022, 1, 25), "x"),
        ("2022-01-25-x.md", "date: 2022-01-25 23:30Z", date(2022, 1, 26), "x"),
    ],
)
def test_the_path_gives_date_and_slug(path: str, date_line: str, day: date, slug: str) -> None:
    """A file name that starts with a date needs no other, and names the slug; the day is the site's zone's."""
    made = parsed(f"---\ntitle: x\n{date_line}\n---\n", path).brief
    assert (made.problems, made.day, made.slug) == ((), day, slug)


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("---\ndate: 2022-01-25\n---\n", PATH, ["1:1: error[missing-title]: there is no title; add 'title: ...'"]),
        ("---\ntitle: x\n---\n", PATH, ["1:1: error[missing-date]: there is no date; add 'date: 2022-01-25'"]),
        ("---\ntitle: \u200b\ndate: 2022-01-25\n---\n", PATH, ["2:8: error[missing-title]"]),
        ("---\ntitle: A\ndate: 2022-01-25\nsource: https://a.example:99999/\n---\n", PATH, ["4:9: error[bad-url]"]),
        (
            "---\ntitle: A\npublish_at: 2022-02-01\nexpires: 2022-01-28\n---\n",
            "pages/a.md",
            ["4:10: error[date-order]: 'expires' lies before 'publish_at'; write a later date, or remove it"],
        ),
        ("---\ntitle: ~\ndate:\n---\n", PATH, ["2:1: error[missing-title]", "3:1: error[missing-date]"]),
        ("words\n", PATH, ["1:1: error[no-front-matter]"]),
        ("", PATH, ["1:1: error[empty-file]"]),
        (" \n\n", PATH, ["1:1: error[empty-file]"]),
        (HEAD.replace("25", "26"), "2022-01-25-x.md", ["3:7: error[date-mismatch]"]),
        (HEAD[:-4] + "corrections: [{date: 2022-01-20, text: x}]\n---\n", PATH, ["4:14: error[date-order]"]),
        (
            HEAD[:-4] + "tgas: x\n---\n",
            PATH,
            ["4:1: warning[unknown-key]: 'tgas' is not a field of a brief; did you mean 'tags'?"],
        ),
        (HEAD[:-4] + "Date: 2022-01-26\n---\n", PATH, ["4:1: error[duplicate-key]"]),
        (HEAD[:-4] + "summary: a\nexcerpt: b\n---\n", PATH, ["5:1: warning[field-twice]"]),
        (HEAD + "[x](../../../../y.md)\n", PATH, ["5:5: error[broken-link]"]),
        ("\xff".encode("utf-16"), PATH, ["1:1: error[not-utf-8]: the file is in UTF-16; save it as UTF-8"]),
        ("---\ntitle: caf\xe9\n".encode("latin-1"), PATH, ["2:11: error[not-utf-8]: the byte 0xe9 is not UTF-8"]),
        (HEAD.encode() + b"a\0b", PATH, ["5:2: error[nul-byte]"]),
        ("---\ntitle: [x]\ndate: Feb 30\nlang: x\nslug: /\n---\n", PATH, ["2:8: ", "3:7: ", "4:7: ", "5:7: "]),
    ],
)
def test_problems_have_their_place_and_mend(text: str | bytes, path: str, found: list[str]) -> None:
    """Every problem of a file is told at once, each at the line and column in the writer's file."""
    told = problems(text, path)
    assert len(told) == len(found)
    assert all(line.startswith(start) for line, start in zip(told, found, strict=True)), told


def test_a_standing_page_needs_no_date() -> None:
    """A page below content/pages/ is not dated."""
    made = parsed("---\ntitle: About\n---\n", "pages/about.md").brief
    assert (made.problems, made.kind, made.slug, made.date) == ((), "page", "about", None)


@pytest.mark.parametrize(
    ("fields", "sources"),
    [
        ({"source": "Wire", "source_url": "https://w.example/"}, [Citation("Wire", "https://w.example/")]),
        ({"source_url": "https://w.example/"}, [Citation("", "https://w.example/")]),
        (
            {"source": "[{name: A, url: 'https://a.example/'}, B]", "source_url": "https://w.example/"},
            [Citation("A", "https://a.example/"), Citation("B", "https://w.example/")],
        ),
    ],
)
def test_a_source_gets_its_address(fields: dict[str, str], sources: list[Citation]) -> None:
    """`source_url` is the address of the source that has none."""
    assert brief(**fields).sources == tuple(sources)


def test_the_summary_is_the_first_sentences_unless_there_is_one() -> None:
    """Lists show the summary that the writer gave, else the first sentences of the first paragraph, without notes."""
    body = "# Head\n\nOne *is* here.[^1] Two & three.\n\n[^1]: note\n"
    assert brief(body=body).summary == "One is here. Two & three."
    assert brief(body=body, summary="Mine").summary == "Mine"


def test_links_and_pictures_are_noted_with_their_places() -> None:
    """Each link to another file of content/ is noted, from the file's own folder, with its place."""
    made = brief("2022/01/25-a.md", "[x](../02/b.md#c)\n\n![p](p.png) [y](/2021/z.md)\n", image="q.png")
    assert made.links == (
        Link("2022/02/b.md", (7, 5)),
        Link("2022/01/p.png", (9, 6)),
        Link("2021/z.md", (9, 17)),
        Link("2022/01/q.png", (4, 8)),
    )


def test_a_links_place_is_its_own() -> None:
    """The place of a link is where that link stands, not another that ends like it."""
    made = brief(body="[x](bygone.md)\n\n[y](gone.md)\n")
    assert [link.place for link in made.links] == [(6, 5), (8, 5)]
    made = parsed(HEAD + "\nOne.\n\n[x](q&amp;a.md)\n").brief
    assert [link.place for link in made.links] == [(8, 5)]


def test_times_without_a_zone_are_the_sites() -> None:
    """A naive time is in the site's zone, and a time with an offset keeps its moment."""
    made = parsed(HEAD.replace("2022-01-25", "2022-01-25 01:00"), options=Options("America/New_York")).brief
    assert made.date == datetime(2022, 1, 25, 1, tzinfo=ZoneInfo("America/New_York"))
    assert brief(date="2022-01-25T00:30+02:00").date == datetime(2022, 1, 24, 22, 30, tzinfo=UTC)


def test_deep_lists_are_no_trouble() -> None:
    """A text that nests deeper than the converter can follow is a problem of that text, not of the program."""
    codes(HEAD + DEEP)


def test_a_text_that_failed_does_not_touch_the_next() -> None:
    """A brief's HTML depends on that brief alone, whatever was converted before it."""
    with suppress(RecursionError):
        codes(HEAD + DEEP)
    left = list(converter("sanitize").parser.state)
    converter.cache_clear()
    assert left == []


def test_a_problem_is_one_line() -> None:
    """Whatever it quotes, a problem is printed as one line."""
    assert [line.count("\n") for line in problems(HEAD[:-4] + '"a\\nb": 1\n---\n')] == [0]


WORDS = st.sampled_from([
    "title", "date", "tags", "extra", "source", "aliases", ": ", "[", "]", "{", "}", "'", '"', "- ", "  ",
    "2022-01-25", "&a ", "*a", "!!x ", ">", "#", "[^1]", "[^1]: ", "*[A]: ", "{: #i }", "<b>", "<!--", "-->", "</",
    "\\", "[x](y.md)", "![x](y.png)", "=", "null", "~", "true", "1e9", "ж", "<![CDATA[", "<?", "&#1;", "[TOC]", "    ",
    "\n", "\n\n", "---\n", "+++\n", "| \n", "```\n", "~~~\n", "|a|b|\n|-|-|\n", "\n: x", "\t", "\u2029", "\x85", "\x00",
    "\x1b", "\ufeff",
])  # fmt: skip


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.lists(WORDS, max_size=60).map(lambda words: "".join(words).encode()))
@example(b"---\nextra: {a: ~}\n---\n")
@example("---\ntitle: a\u2028\u2028\u2028\nx: [\n---\n".encode())
@example(DEEP.encode())
def test_parsing_never_raises(data: bytes) -> None:
    """Whatever bytes a file holds, the answer is a brief with its problems."""
    for text in (data, HEAD.encode() + data, HEAD.encode()[:-4] + data):
        made = parsed(text).brief
        assert all(problem.line > 0 and problem.what for problem in made.problems)
        assert made.title or made.problems


@pytest.mark.parametrize("field", ["date", "slug", "lang", "template", "source_url", "draft", "status", "aliases"])
def test_a_message_does_not_quote_without_end(field: str) -> None:
    """What is wrong with a very long value is told in a message that can be read."""
    (told,) = problems(
        f"---\ntitle: x\n{'date: 2022-01-25' if field != 'date' else 'tags: x'}\n{field}: {'a.b/ ' * 10_000}!\n---\n"
    )
    assert len(told) < 1000
