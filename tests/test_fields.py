"""Every field of front matter: how its value is read, and what it may not be."""

from datetime import UTC, datetime
from typing import Any

import pytest
from texts import brief, codes, problems

from generator.fields import FIELDS, SPELLINGS
from generator.model import Citation, Correction


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("title", "'  Two   words '", "Two words"),
        ("title", "2022", "2022"),
        ("title", "'e\u0301'", "é"),
        ("tags", "[NO, 12:30, '0123', NO]", ("NO", "12:30", "0123")),
        ("tags", "one, two words,, three", ("one", "two words", "three")),
        ("tags", "[a, ~, '']", ("a",)),
        ("source", "Zorvia Wire", (Citation("Zorvia Wire"),)),
        ("source", "https://wire.example/a", (Citation("", "https://wire.example/a"),)),
        ("source", "{name: Wire, url: 'https://wire.example/'}", (Citation("Wire", "https://wire.example/"),)),
        ("source", "[One, {name: Two}]", (Citation("One"), Citation("Two"))),
        ("updated", "2022-01-26 10:00", datetime(2022, 1, 26, 8, tzinfo=UTC)),
        ("publish_at", "2022-01-26T10:00Z", datetime(2022, 1, 26, 10, tzinfo=UTC)),
        ("expires", "2023-01-01", datetime(2022, 12, 31, 22, tzinfo=UTC)),
        ("draft", "Yes", True),
        ("story", "The Zorvia talks", "The Zorvia talks"),
        ("aliases", "/old/", ("/old/",)),
        ("aliases", "[old/name, /a.html, /old/name/]", ("/old/name/", "/a.html")),
        ("aliases", "/2022/01/25/zorvia_2.0", ("/2022/01/25/zorvia_2.0/",)),
        ("aliases", "[/story.php, /feed/]", ("/story.php", "/feed/")),
        ("lang", "pt-BR", "pt-BR"),
        ("authors", "Anna, Bohdan", ("Anna", "Bohdan")),
        ("pin", "true", True),
        ("id", "urn:x:1", "urn:x:1"),
        ("template", "special/one.html", "special/one.html"),
        ("slug", "zorvia_2.0", "zorvia_2.0"),
        ("image", "https://example.org/a.png", "https://example.org/a.png"),
        ("extra", "{a: 1, b: '1', c: [true, 1.5, 007]}", {"a": 1, "b": "1", "c": [True, 1.5, "007"]}),
        (
            "corrections",
            "{date: 2022-01-26, text: Twice}",
            (Correction(datetime(2022, 1, 25, 22, tzinfo=UTC), "Twice"),),
        ),
    ],
)
def test_a_value_is_read_as_its_field_means_it(key: str, written: str, value: Any) -> None:
    """Each field has the values that the documents promise, in every form that they promise."""
    assert getattr(brief(**{key: written}), {"source": "sources"}.get(key, key)) == value


@pytest.mark.parametrize(
    ("key", "written", "code", "column"),
    [
        ("title", "[a]", "bad-value", 8),
        ("date", "Feb 30", "bad-date", 7),
        ("source", "{nmae: x}", "unknown-key", 16),
        ("source", "{name: ~}", "bad-value", 9),
        ("source", "{url: 'javascript:alert(1)'}", "bad-url", 15),
        ("source_url", "www.example.org", "bad-url", 13),
        ("source_url", "'http://['", "bad-url", 13),
        ("tags", "{a: b}", "bad-value", 7),
        ("tags", "[[a]]", "bad-value", 8),
        ("draft", "maybe", "bad-value", 8),
        ("status", "hidden", "bad-value", 9),
        ("slug", "../../x", "bad-slug", 7),
        ("slug", "CON", "bad-slug", 7),
        ("slug", "''", "bad-slug", 7),
        ("slug", "a b", "bad-slug", 7),
        ("aliases", "[/a/, /old/feed.xml]", "bad-alias", 16),
        ("aliases", "/a.png", "bad-alias", 10),
        ("aliases", "[/a/../b]", "bad-alias", 11),
        ("aliases", "'https://example.org/a'", "bad-alias", 10),
        ("aliases", "/", "bad-alias", 10),
        ("aliases", "[/ok/, /a?b]", "bad-alias", 17),
        ("lang", "english language", "bad-language", 7),
        ("template", "../secret.html", "bad-template", 11),
        ("template", "/etc/passwd", "bad-template", 11),
        ("extra", "7", "bad-value", 8),
        ("corrections", "[{date: 2022-01-26}]", "bad-correction", 15),
        ("corrections", "[{date: soon, text: x}]", "bad-date", 22),
        ("updated", "2022-01-24", "date-order", 10),
        ("expires", "2022-01-24", "date-order", 10),
    ],
)
def test_a_value_that_a_field_cant_have_is_an_error_at_its_place(
    key: str, written: str, code: str, column: int
) -> None:
    """A value that a field can't have is one error, with its line and column and what to write instead."""
    fields = {"title": "x", "date": "2022-01-25", key: written}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    line = 2 + list(fields).index(key)
    found = problems(f"---\n{head}---\n")
    assert len(found) == 1
    assert found[0].startswith(f"{line}:{column}: error[{code}]: ")
    assert "; " in found[0]


@pytest.mark.parametrize("written", ["{a: ~}", "{a: }", "{a: [1, null]}"])
def test_free_data_may_be_nothing(written: str) -> None:
    """Free data is read as JSON would read it, nothing included."""
    assert None in (value for found in brief(extra=written).extra.values() for value in (found, *(found or ())))


@pytest.mark.parametrize(("spelling", "name"), [(s, n) for n, field in FIELDS.items() for s in field.spellings])
def test_other_spellings_mean_the_same(spelling: str, name: str) -> None:
    """What other generators call a field is accepted too, whatever its case."""
    value = "2022-02-01"
    one = brief(**{name: value})
    for written in (spelling, spelling.upper()):
        assert getattr(brief(**{written: value}), name) == getattr(one, name)
        assert codes(f"---\ntitle: x\ndate: 2022-01-25\n{written}: {value}\n---\n") == []
    assert SPELLINGS[spelling.lower()] == name


def test_each_field_says_what_it_means() -> None:
    """The table of fields is the one definition: every field has its meaning there, a sentence."""
    assert all(field.meaning.endswith(".") for field in FIELDS.values())


def test_a_list_has_an_end() -> None:
    """A few kilobytes of tags make no gigabytes: each makes pages and feeds that hold the brief's whole text."""
    tags = ", ".join(f"t{number}" for number in range(501))
    assert codes(f"---\ntitle: x\ndate: 2022-01-25\ntags: [{tags}]\n---\n") == ["too-many"]
    assert codes(f"---\ntitle: x\ndate: 2022-01-25\ntags: {tags}\n---\n") == ["too-many"]
    assert len(brief(tags=f"[{tags}]".replace(", t500", "")).tags) == 500
