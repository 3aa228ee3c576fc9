"""`briefing.toml`: a title and an address are enough, and every fault is told at its place."""

from pathlib import Path

import pytest

from generator import config
from generator.errors import Refusal

LEAST = 'title = "T"\nbase_url = "https://example.org/"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a configuration is written."""
    return tmp_path / "briefing.toml"


def refused(file: Path, text: str | bytes, base_url: str | None = None) -> list[str]:
    """The problems of a configuration."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Refusal) as raised:
        config.load(file, base_url)
    return [str(problem) for problem in raised.value.problems]


def test_a_title_and_an_address_are_enough(file: Path) -> None:
    """Only `title` and `base_url` are needed; all else has a default."""
    file.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    made = config.load(file)
    assert (made.title, made.base_url, made.timezone, made.theme) == ("T", "https://example.org/", "UTC", "wire")
    assert (made.lists.page, made.markup.raw_html) == (20, "sanitize")


@pytest.mark.parametrize(
    ("written", "base_url"),
    [("https://example.org", "https://example.org/"), ("http://localhost:8000/a/b", "http://localhost:8000/a/b/")],
)
def test_an_address_has_its_final_slash(file: Path, written: str, base_url: str) -> None:
    """However the address is written, it ends in one slash; the command line's comes first."""
    file.write_text(LEAST)
    assert config.load(file, written).base_url == base_url


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["briefing.toml: error[missing-key]: 'title'", "briefing.toml: error[missing-key]: 'base_url'"]),
        (
            LEAST + "titel = 1\n",
            ["briefing.toml:3:1: error[unknown-key]: 'titel' is not a key of the configuration; did you mean 'title'?"],
        ),
        (LEAST + "[lists]\nhmoe = 1\n", ["briefing.toml:4:1: error[unknown-key]: 'hmoe'"]),
        (
            LEAST + "[lists]\nhome = 0\npage = 'x'\n",
            ["briefing.toml:4:1: error[bad-value]", "briefing.toml:5:1: error[bad-value]"],
        ),
        (LEAST + "lists = 3\n", ["briefing.toml:3:1: error[bad-value]"]),
        (LEAST + "[markup]\nraw_html = 'allow'\n", ["briefing.toml:4:1: error[bad-value]"]),
        (
            LEAST + "timezone = 'Zorvia/City'\nlanguage = '?'\ntheme = '../x'\n",
            ["briefing.toml:3:1: ", "briefing.toml:4:1: ", "briefing.toml:5:1: "],
        ),
        (
            LEAST + "timezone = 'Europe'\n",
            ["briefing.toml:3:1: error[bad-value]: 'Europe' is no time zone; write one like Europe/Kyiv"],
        ),
        (LEAST + "timezone = ''\n", ["briefing.toml:3:1: error[bad-value]"]),
        ("title = \n", ["briefing.toml:1:9: error[bad-config]"]),
        (b"\xff\xfe", ["briefing.toml: error[bad-config]"]),
    ],
)
def test_faults_are_told_at_once_with_their_places(file: Path, text: str | bytes, problems: list[str]) -> None:
    """Every unknown key, wrong type and impossible value is told in one run, with line, column and a suggestion."""
    found = refused(file, text)
    assert len(found) == len(problems)
    assert all(line.startswith(start) for line, start in zip(found, problems, strict=True)), found


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https://x/?a",
        "https://x/#a",
        "https://[",
        "https://x:y/",
        "https://x/a b",
        'https://x/"',
    ],
)
def test_an_address_that_is_none_is_refused(file: Path, base_url: str) -> None:
    """The site's address is one that a browser could open, without query and fragment."""
    assert "is not the address of a site" in refused(file, LEAST, base_url)[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("title = ''", "'title' is \"\", not a text with something in it"),
        ("description = 3", "'description' is 3, not a text; put it in quotes: \"3\""),
        ("authors = 'Zorv'", '\'authors\' is "Zorv", not a list; write authors = ["Zorv"]'),
        ("attachments = ['png', 1]", "'attachments' holds 1, not a text"),
        ("host = 3", "'host' is 3, not a table; write [host] in a line of its own"),
        ("extra = []", "'extra' is [], not a table"),
        ("host.headers = 'yes'", "'headers' is \"yes\", not true or false; write true or false, without quotes"),
        ("host.cname = 'https://a.example/'", "'cname' is \"https://a.example/\", not a domain; write it alone"),
        ("host.compress = 'br'", '\'compress\' is "br", not a list; write compress = ["br"]'),
        ("host.compress = ['zip']", '\'compress\' holds "zip", which it can\'t be; write "br" or "gz"'),
        ("lists.home = '20'", "'home' is \"20\", not a whole number from 1 to 1000; write one, without quotes"),
        ("lists.home = 0", "'home' is 0, not a whole number from 1 to 1000"),
        ("lists.home = true", "'home' is true, not a whole number"),
        ("markup.raw_html = 'sanitise'", 'did you mean "sanitize"? It can be "escape", "sanitize" or "trust"'),
        ("check.dead-link = false", "'dead-link' is false, which it can't be; did you mean \"off\"?"),
        ("check.dead-link = 'warn'", 'did you mean "warning"?'),
        ("check.title-length = 'x'", "'title-length' is \"x\", not a whole number from 0 to 10000"),
        ("check.external-private = 0", "'external-private' is 0, not true or false"),
    ],
)
def test_a_value_that_can_not_be_is_told_in_plain_words(file: Path, line: str, said: str) -> None:
    """What is said of a wrong value names the value, what the key holds, and what to write."""
    text = LEAST.replace('title = "T"\n', "") if line.startswith("title") else LEAST
    (found,) = refused(file, text + line + "\n")
    assert found.startswith(f"briefing.toml:{text.count(chr(10)) + 1}:1: error[bad-value]: ")
    assert said in found
    assert "expected" not in found
    assert "`" not in found


def test_a_missing_file_says_what_to_do(file: Path) -> None:
    """Outside a site's folder the command says how to name one."""
    with pytest.raises(Refusal, match=r"no-config.*-C"):
        config.load(file)


def test_an_endless_number_is_refused(file: Path) -> None:
    """A number of thousands of digits is a fault, not a traceback."""
    assert refused(file, LEAST + "x = " + "1" * 5000)


def test_every_key_says_what_it_means() -> None:
    """The structs are the whole of the configuration: each key has its meaning there."""
    import msgspec

    schema = msgspec.json.schema(config.Config)
    for name in ("Config", "Lists", "Markup"):
        for key, field in schema["$defs"][name]["properties"].items():
            assert "description" in field or "$ref" in str(field), f"{name}.{key}"


def test_a_file_that_cant_be_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A configuration in another encoding, or that is a folder, is one clear problem with its mend."""
    file = tmp_path / "briefing.toml"
    file.write_bytes("[x]".encode("utf-16"))
    with pytest.raises(Refusal) as raised:
        config.load(file, root=tmp_path)
    assert str(raised.value) == "briefing.toml: error[bad-config]: the file is not UTF-8; save it as UTF-8"
    file.unlink()
    file.mkdir()
    with pytest.raises(Refusal) as raised:
        config.load(file, root=tmp_path)
    assert str(raised.value).endswith("the file can't be read: Is a directory; check the file and its permissions")
