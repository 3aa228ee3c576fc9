"""Front matter becomes nodes: every value as it was written, with its place in the writer's file."""

import pytest

from generator import header
from generator.header import BadHeader, Node


def nodes(text: str) -> dict[str, object]:
    """The values of a document's header, bare."""

    def bare(node: Node) -> object:
        if isinstance(node.value, dict):
            return {key: bare(value) for key, value in node.value.items()}
        return [bare(item) for item in node.value] if isinstance(node.value, list) else node.value

    return {key: bare(node) for key, node in header.read(text).nodes.items()}


def faults(text: str) -> list[tuple[int, int, str]]:
    """Line, column and code of each fault of a document's header."""
    with pytest.raises(BadHeader) as raised:
        header.read(text)
    assert all(fault.what for fault in raised.value.faults)
    return [(fault.line, fault.column, fault.code) for fault in raised.value.faults]


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "12:30", "0123", "1e3", "1_000", "2022-01-25", "0x1F", ".inf", "'null'", "true", "=", "2022-13-45"],
)
def test_a_scalar_is_taken_as_it_is_written(written: str) -> None:
    """YAML's surprises are kept out: `NO`, `12:30` and `0123` stay the texts that they are."""
    assert nodes(f"---\na: {written}\n---\n") == {"a": written.strip("'")}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_is_nothing(written: str) -> None:
    """A key without a value says nothing."""
    assert nodes(f"---\na: {written}\n---\n") == {"a": None}


def test_values_have_the_places_of_the_file() -> None:
    """Line and column of each value and key are those of the file that the writer edits."""
    read = header.read("\n\n---\ntitle:  Zorvia\ntags: [one,\n  two]\n---\nbody\n")
    assert read.nodes["title"][1:] == (4, 9, True, (4, 1))
    assert [(item.line, item.column) for item in read.nodes["tags"].value] == [(5, 8), (6, 3)]
    assert (read.body, read.body_line) == ("body", 8)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Zorvia\ntags: [a, b]\n---\nbody",
        '+++\ntitle = "Zorvia"\ntags = ["a", "b"]\n+++\nbody',
        "-----\ntitle: 'Zorvia'\ntags:\n- a\n- b\n-----  \nbody",
    ],
)
def test_front_matter_is_yaml_or_toml(text: str) -> None:
    """YAML stands between lines of `---`, TOML between lines of `+++`; both say the same."""
    assert nodes(text) == {"title": "Zorvia", "tags": ["a", "b"]}
    assert header.read(text).body == "body"


def test_pelicans_headers_are_read() -> None:
    """`Title:` headers, as Pelican and MultiMarkdown have them, are read up to the first empty line."""
    text = "Title: Zorvia: a view\nDate: 2022-01-25 10:20\nSummary: one\n   two\n\nbody: x\n"
    assert nodes(text) == {"title": "Zorvia: a view", "date": "2022-01-25 10:20", "summary": "one two"}
    read = header.read(text)
    assert read.body.strip() == "body: x"
    assert (read.nodes["date"].line, read.nodes["date"].column) == (2, 7)


@pytest.mark.parametrize("text", ["", "Just words.\n", "Note: no title among these\n\nwords\n", "# Zorvia\n\n---\n"])
def test_a_text_without_front_matter_has_no_nodes(text: str) -> None:
    """What does not begin with front matter is all text."""
    read = header.read(text)
    assert read.nodes == {}
    assert read.body == text


def test_toml_values_are_texts_as_written() -> None:
    """TOML's dates and numbers become texts too, so that one table of fields reads them all."""
    text = '+++\ndate = 2022-01-25T10:00:00Z\ndraft = true\nn = 7\n[extra]\na = [1.5, "x"]\n+++\n'
    assert nodes(text) == {
        "date": "2022-01-25 10:00:00+00:00",
        "draft": "true",
        "n": "7",
        "extra": {"a": ["1.5", "x"]},
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: x\n", [(1, 1, "unclosed-front-matter")]),
        ("\n+++\ntitle = 1\n", [(2, 1, "unclosed-front-matter")]),
        ("---\n- a\n- b\n---\n", [(2, 1, "front-matter-syntax")]),
        ("---\njust words\n---\n", [(2, 1, "front-matter-syntax")]),
        ("---\na: b: c\n---\n", [(2, 5, "front-matter-syntax")]),
        ("---\na: 1\n\tb: 2\n---\n", [(3, 1, "front-matter-syntax")]),
        ("---\na: @x\n---\n", [(2, 4, "front-matter-syntax")]),
        ("+++\na = \n+++\n", [(2, 5, "front-matter-syntax")]),
        ("---\na: 1\nb: 2\na: 3\nb: 4\n---\n", [(4, 1, "duplicate-key"), (5, 1, "duplicate-key")]),
        ("Title: x\nTitle: y\n\n", [(2, 1, "duplicate-key")]),
        ("---\na: &x 1\nb: *x\n---\n", [(2, 4, "yaml-feature"), (3, 4, "yaml-feature")]),
        ("---\na: !!python/object:os.system x\n---\n", [(2, 4, "yaml-feature")]),
        ("---\n<<: {a: 1}\n? [b]\n: 1\n---\n", [(3, 3, "bad-key")]),
        ("---\na: " + "[" * 30 + "\n---\n", [(2, 24, "yaml-nesting")]),
        ("---\na: " + "{b: " * 30 + "\n---\n", [(2, 81, "yaml-nesting")]),
    ],
)
def test_what_front_matter_may_not_be(text: str, found: list[tuple[int, int, str]]) -> None:
    """Unreadable front matter, and aliases, tags, nesting and doubled keys in it, are refused, each at its place."""
    assert faults(text) == found


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_odd_line_ends_are_no_trouble_in_a_fault(sign: str) -> None:
    """A fault has a place in the file also after signs that YAML alone takes for line ends."""
    assert faults(f"---\na: b{sign * 4}\nc: [\n---\n") == faults("---\na: b\nc: [\n---\n")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_odd_line_ends_end_no_line(sign: str) -> None:
    """What YAML alone takes for a line's end is a space: a pasted title goes on, and what follows keeps its place."""
    found = header.read(f"---\na: b{sign}c\nd: 'e{sign}f'\ng: h\n---\n").nodes
    assert [(node.value, node.line, node.column) for node in found.values()] == [
        ("b c", 2, 4),
        ("e f", 3, 4),
        ("h", 4, 4),
    ]


def test_a_sign_that_yaml_cant_hold_has_its_place() -> None:
    """A sign that YAML refuses is an error at the line that holds it."""
    assert faults("---\na: 1\nb: \x9bx\n---\n") == [(3, 4, "front-matter-syntax")]


def test_control_characters_are_dropped() -> None:
    """No value can hold a sign that XML can't, also if it was written as an escape."""
    assert nodes('---\na: "x\\u0001y\\0z"\n---\n') == {"a": "xyz"}


def test_a_header_that_never_ends_is_no_trouble() -> None:
    """Headers take a time in proportion to their length, whatever stands in them: this took a quarter of an hour."""
    assert header.read("Title: Zorvia\na" + " " * 1_000_000 + "x: y\n\nLemdo.\n").nodes["title"].value == "Zorvia"
