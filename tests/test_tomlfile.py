"""TOML is read with the places of its keys."""

import pytest

from generator import tomlfile

TEXT = """title = "x"
[lists]
home = 3
  page.size = 4
["North Zorvia"]
'a b' = 1
[[more]]
one = 1
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), (1, 1)),
        (("lists",), (2, 1)),
        (("lists", "home"), (3, 1)),
        (("lists", "page", "size"), (4, 3)),
        (("North Zorvia",), (5, 1)),
        (("North Zorvia", "a b"), (6, 1)),
        (("more", "one"), (8, 1)),
    ],
)
def test_every_key_has_its_place(path: tuple[str, ...], place: tuple[int, int]) -> None:
    """Each key and table header is found at its line and column, by its dotted path."""
    assert tomlfile.places(TEXT)[path] == place


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a = 1\nb = \n", 2, 5), ("a = 1\na = 2\n", 2, 1), ("a = [1,\n", 2, 1), ("x = " + "[" * 100_000, 1, 1)],
)
def test_what_is_not_toml_has_a_place(text: str, line: int, column: int) -> None:
    """A text that is not TOML is an error at the place where it was seen."""
    with pytest.raises(tomlfile.BadToml) as raised:
        tomlfile.read(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert raised.value.what


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("[North Zorvia]\n", "a name in brackets has signs that need quotes", 'write ["North Zorvia"]'),
        ("[Зорвія]\n", "a name in brackets has signs that need quotes", 'write ["Зорвія"]'),
        ("[a]\n[a]\n", "this is said twice", "keep one of them"),
        ("a = 1\na = 2\n", "this is said twice", "keep one of them"),
        ("title = Zorvia\n", "this is no value", "put a text in quotes"),
        ("title\n", "this line is no field", "write 'key = value'"),
        ("заголовок = 1\n", "a key has signs that need quotes", "put it in quotes"),
    ],
)
def test_mistakes_that_people_make_are_told_in_plain_words(text: str, what: str, mend: str) -> None:
    """Who does not know TOML reads what is wrong and what to write."""
    with pytest.raises(tomlfile.BadToml) as raised:
        tomlfile.read(text)
    assert (raised.value.what, raised.value.mend) == (what, mend)


@pytest.mark.parametrize("text", ["{} = 1", "[{}]", "x = {{{} = 1}}", 'x = {{"{}" = 1}}', "'{}' = 1"])
def test_a_key_of_very_many_parts_is_nested_too_deeply(text: str) -> None:
    """A key that makes a table in a table in a table, and so on, is an error before anything stumbles over it."""
    with pytest.raises(tomlfile.BadToml):
        quote = next((sign for sign in "\"'" if sign in text), "")
        tomlfile.read(text.format(f"{quote}.{quote}".join("a" * 200_000)))


def test_a_number_of_many_digits_is_not_toml() -> None:
    """A number that is longer than any computer wants to read is an error like any other."""
    with pytest.raises(tomlfile.BadToml):
        tomlfile.read("a = " + "1" * 5000)
