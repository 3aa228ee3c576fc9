"""Vocabularies decide spelling; what they don't know goes to the commonest spelling."""

import pytest

from generator.vocabulary import Vocabulary, fold, read, settle

TAGS = read("tags", b'[NATO]\naliases = ["North Atlantic Treaty Organization"]\n["C#"]\n["C++"]\n[C]\n')
SOURCES = read("sources", b'["Zorvia Wire"]\nhomepage = "https://wire.example/"\ndomains = ["wire.example"]\n')


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NATO", "NATO"),
        ("Nato", "NATO"),
        ("nato", "NATO"),
        ("North Atlantic  Treaty-Organization", "NATO"),
        ("c#", "C#"),
        ("c++", "C++"),
        ("c", "C"),
        ("ＮＡＴＯ", "NATO"),
        ("Zorvia", "Zorvia"),
    ],
)
def test_the_vocabulary_decides_spelling(written: str, name: str) -> None:
    """NATO stays NATO, its aliases fold into it, and `C`, `C#` and `C++` are three topics."""
    assert settle(TAGS, [written]).terms[written].name == name


def test_slugs_of_like_names_differ() -> None:
    """Names that differ in a sign only have addresses of their own."""
    assert {term.slug for term in TAGS.terms} == {"nato", "c-sharp", "c-plus-plus", "c"}
    assert TAGS.problems == ()


@pytest.mark.parametrize(
    ("uses", "name", "clashes"),
    [
        (["Zorvia", "zorvia", "Zorvia"], "Zorvia", {"zorvia": "Zorvia"}),
        (["zorvia", "Zorvia"], "Zorvia", {"zorvia": "Zorvia"}),
        (["gas-pipe", "gas pipe", "gas-pipe"], "gas-pipe", {"gas pipe": "gas-pipe"}),
    ],
)
def test_the_commonest_spelling_wins(uses: list[str], name: str, clashes: dict[str, str]) -> None:
    """A clash of case outside the vocabulary goes to the commonest spelling, of equals to the first."""
    for order in (uses, uses[::-1]):
        naming = settle(TAGS, order)
        assert {term.name for term in naming.terms.values()} == {name}
        assert naming.clashes == clashes


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://wire.example/a", "Zorvia Wire"),
        ("https://www.wire.example/a", "Zorvia Wire"),
        ("https://news.wire.example:8080/a", "Zorvia Wire"),
        ("https://otherwire.example/", None),
    ],
)
def test_a_source_is_known_by_its_domain(url: str, name: str | None) -> None:
    """An address without a name belongs to the source whose domain it lies in."""
    term = SOURCES.by_host(url)
    assert (term.name if term else None) == name


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (b"x = 1\n", 1, "is not a table"),
        (b"\n[x]\nnmae = 'y'\n", 2, "'nmae' is not a key of tags"),
        (b"[x]\naliases = 'y'\n", 1, "must be a list of texts"),
        (b"[x]\nname = 1\n", 1, "must be a text"),
        (b"[x]\nslug = '../y'\n", 1, "has no usable slug"),
        (b"['']\n", 1, "has no usable slug"),
        (b"[x]\n[y]\naliases = ['X']\n", 2, "means both 'x' and 'y'"),
        (b"['a b']\n[c]\nslug = 'a-b'\n", 2, "have the same slug"),
        (b"[x\n", 1, "Expected"),
        (b"\xff\xfe", 0, "is not UTF-8"),
    ],
)
def test_a_faulty_vocabulary_is_an_error_with_its_place(text: bytes, line: int, what: str) -> None:
    """Whatever is wrong with a vocabulary is a problem at its line."""
    found = read("tags", text).problems
    assert [(problem.path, problem.line, problem.level) for problem in found] == [("content/tags.toml", line, "error")]
    assert what in found[0].what


def test_two_sources_do_not_share_a_domain() -> None:
    """A domain belongs to one source."""
    text = b"[x]\ndomains = ['a.example']\n[y]\ndomains = ['www.A.example']\n"
    assert [problem.line for problem in read("sources", text).problems] == [3]


@pytest.mark.parametrize("homepage", ["javascript:alert(1)", "//wire.example", "wire.example"])
def test_a_homepage_is_a_web_address(homepage: str) -> None:
    """No other kind of link gets into a source's page."""
    assert [p.code for p in read("sources", f"[x]\nhomepage = '{homepage}'\n".encode()).problems] == ["bad-vocabulary"]


@pytest.mark.parametrize(
    "text",
    [
        b"x = " + b"1" * 5000,
        b"[x]\nhomepage = 'http://['\n",
        b"[x]\nhomepage = 'https:'\n",
    ],
)
def test_reading_never_raises(text: bytes) -> None:
    """Whatever bytes a vocabulary holds, the answer is a vocabulary with its problems."""
    assert read("sources", text).problems


def test_no_control_characters_get_in() -> None:
    """A description can't hold signs that would break a feed."""
    terms = read("tags", b'[x]\ndescription = "a\\u0001b"\n').terms
    assert [term.description for term in terms] in ([], ["ab"])


def test_nothing_is_an_empty_vocabulary() -> None:
    """A site without the file has a vocabulary without terms."""
    assert read("tags", b"") == Vocabulary()


def test_folding_is_blind_to_case_width_spaces_and_hyphens() -> None:
    """Spellings that differ in these only are one name."""
    assert len({fold(name) for name in ("Gas Pipe", "gas-pipe", "GAS_PIPE", "ｇａｓ pipe", " gas  pipe ")}) == 1
