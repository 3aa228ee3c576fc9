"""What `--fix` mends, and that it touches no other byte."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from conftest import SiteFolder
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import run
from texts import parsed

from generator import addresses, dateforms, dates, edits, files, fix, rules
from generator.cli import briefing
from generator.fix import House
from generator.vocabulary import KINDS, read

TAGS = """["United States"]
aliases = ["USA", "U.S.A."]
["Rock 'n' Roll"]
aliases = ["RnR"]
["C: \\"x\\""]
aliases = ["cx"]
"""
SOURCES = '["Zantic Post"]\naliases = ["ZP"]\n'
HOUSE = House(
    {kind: read(kind, {"tags": TAGS, "sources": SOURCES}.get(kind, "").encode()) for kind in KINDS},
    ZoneInfo("Europe/Kyiv"),
    frozenset(rules.FIXES),
)


def mended(text: str | bytes, house: House = HOUSE) -> str:
    """A document after `--fix`."""
    data = text.encode() if isinstance(text, str) else text
    return edits.apply(data, fix.plan(data, house)).decode("utf-8", "surrogateescape")


def in_front(line: str) -> str:
    """One line of YAML front matter after `--fix`."""
    made = mended(f"---\ntitle: x\n{line}\n---\n\nWords.\n")
    assert made.startswith("---\ntitle: x\n")
    assert made.endswith("\n---\n\nWords.\n")
    return made.removeprefix("---\ntitle: x\n").removesuffix("\n---\n\nWords.\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tags: [USA, NATO]  # as said", "tags: [United States, NATO]  # as said"),
        ("tags: ['USA', \"u.s.a\", NATO]", "tags: ['United States', \"u.s.a\", NATO]"),
        ("tags:\n  - usa   # first\n  - NATO", "tags:\n  - United States   # first\n  - NATO"),
        ("tags: USA, NATO ,rnr", "tags: \"United States, NATO ,Rock 'n' Roll\""),
        ("tags: 'rnr'", "tags: 'Rock ''n'' Roll'"),
        ("tags: [rnr]", "tags: [\"Rock 'n' Roll\"]"),
        ("tags: [cx, \"cx\"]", 'tags: ["C: \\"x\\""]'),
        ("tags: [usa, NATO, USA]  # x", "tags: [United States, NATO]  # x"),
        ("tags: ['usa', U.S.A., USA ,x]", "tags: ['United States' ,x]"),
        ("tags: [United States, NATO,\n  usa]", "tags: [United States, NATO]"),
        ("tags:\n  - usa\n  - NATO\n  - 'USA'\n  - x", "tags:\n  - United States\n  - NATO\n  - x"),
        ("tags: usa, NATO, USA", "tags: United States, NATO"),
        ("Tags: [x, x]", "Tags: [x]"),
        ("source: zp", "source: Zantic Post"),
        ("source: {name: ZP, url: 'https://a.example/?utm_a=1&b=2'}", "source: {name: Zantic Post, url: 'https://a.example/?b=2'}"),
        ("source:\n- ZP\n- https://a.example/?fbclid=1", "source:\n- Zantic Post\n- https://a.example/"),
        ("source_url: https://a.example/x?utm_x=%20#y", "source_url: https://a.example/x#y"),
        ("date: 2022/01/25", "date: 2022-01-25"),
        ("date: 'Jan 25, 2022'  # Tuesday", "date: '2022-01-25'  # Tuesday"),
        ("date: 2022-01-25 9:30", "date: 2022-01-25 09:30"),
        ("date: 2022-01-25t9:30z", "date: 2022-01-25T09:30Z"),
        ("corrections: [{date: 26.01.2022, text: 26.01.2022}]", "corrections: [{date: 2022-01-26, text: 26.01.2022}]"),
        ("lastmod: 2022/01/26", "updated: 2022-01-26"),
        ("Modified : x", "updated : x"),
        ("expiryDate: 2023-01-26 ", "expires: 2023-01-26"),
        ("description: USA", "summary: USA"),
        ("description: |\n  a  \n  b", "summary: |\n  a  \n  b"),
    ],
)  # fmt: skip
def test_front_matter_is_mended(written: str, meant: str) -> None:
    """Names, dates, keys and addresses are written as the house has them, in the quotes that they have."""
    assert in_front(written) == meant
    assert in_front(meant) == meant


@pytest.mark.parametrize(
    "line",
    [
        "date: 01/02/2022", "date: Jan 25th", "date: soon", "date: 2022-02-30", "title2: USA", "summary: USA",
        "extra: {date: 2022/01/25, lastmod: x}", "tags: {a: USA}", "updated: 2022-01-26\nlastmod: 2022-01-26",
        "summary: x\ndescription: y", "tags: &a [USA]", "tags: [USA", "\"description\": x\nsummary: y",
        "date: Wed, 25 Jan 2022",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_left_alone(line: str) -> None:
    """What could be meant in two ways, what is free data, and a file that can't be read, stay as they are."""
    assert in_front(line) == line


def test_other_kinds_of_headers_are_mended_too() -> None:
    """TOML and `Title:` headers are mended where the place is sure."""
    toml = '+++\ntitle = "x"\ntags = ["USA", \'NATO\']\nlastmod = 2022-01-26\ndate = "2022/01/25"\n+++\nWords.\n'
    assert mended(toml) == (
        '+++\ntitle = "x"\ntags = ["United States", \'NATO\']\nupdated = 2022-01-26\ndate = "2022-01-25"\n+++\nWords.\n'
    )
    assert (
        mended('+++\ntags = ["USA", "usa"]\ntitle = "x"\n+++\n') == '+++\ntags = ["United States"]\ntitle = "x"\n+++\n'
    )
    assert mended("Title: x\nTags: usa, USA, x\n\nWords.\n") == "Title: x\nTags: United States, x\n\nWords.\n"
    assert mended('+++\ntitle = "USA"\ntags = ["USA"]\n+++\n') == '+++\ntitle = "USA"\ntags = ["USA"]\n+++\n'
    pelican = "Title: x\nDate: 2022/01/25 9:30\nModified: 2022-01-26\nTags: rnr, USA\n\nWords.\n"
    assert mended(pelican) == (
        "Title: x\nDate: 2022-01-25 09:30\nUpdated: 2022-01-26\nTags: Rock 'n' Roll, United States\n\nWords.\n"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a \nb", "a\nb"),
        ("a  \nb", "a  \nb"),
        ("a\t\t\nb", "a\t\t\nb"),
        ("a  \n\nb \t", "a\n\nb"),
        ("a  ", "a"),
        ("   \na", "   \na"),
        ("a\n   \nb", "a\n\nb"),
        ("```\na \n  \n```\n", "```\na \n  \n```\n"),
        ("    code \n", "    code \n"),
        ("<pre>\na \n</pre>", "<pre>\na \n</pre>"),
        ("`a \nb` \nc", "`a \nb`\nc"),
        ("[x](https://a.example/?utm_a=b)", "[x](https://a.example/)"),
        ("<https://a.example/?x=1&utm_a=b&y=2#z>", "<https://a.example/?x=1&y=2#z>"),
        ('<a href="https://a.example/?utm_a=b&amp;y=2">x</a>', '<a href="https://a.example/?y=2">x</a>'),
        ("[x](https://a.example/(b)?gclid=1)", "[x](https://a.example/(b))"),
        ("`https://a.example/?utm_a=b`", "`https://a.example/?utm_a=b`"),
        ("[r]: https://a.example/?utm_a=b 'T'", "[r]: https://a.example/ 'T'"),
    ],
)  # fmt: skip
def test_a_text_is_mended(written: str, meant: str) -> None:
    """Spaces that mean nothing and what tracks readers go; what breaks a line, and all code, stays."""
    head = "---\ntitle: x\ndate: 2022-01-25\n---\n"
    assert mended(head + written) == head + meant


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(end: str, mark: str) -> None:
    """Windows' and old Macs' line ends, a byte order mark and a missing last line end are kept."""
    before = f"{mark}---{end}title: жж{end}tags: [USA]{end}---{end}{end}жж https://a.example/?utm_a=b x {end}y"
    after = before.replace("USA", "United States").replace("?utm_a=b", "").replace("x " + end, "x" + end)
    assert mended(before) == after


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe-", b"---\ntitle: x\ntags: [USA]\n", b"---\ntags: [USA]\n\x01---\n", b"a\xff \n", b"\0 \n"]
)
def test_a_file_that_cant_be_read_is_left_alone(data: bytes) -> None:
    """What a build refuses to read is not edited."""
    assert fix.plan(data, HOUSE) == ()


def test_a_rule_that_is_off_mends_nothing() -> None:
    """Each kind of mend can be turned off."""
    text = "---\ntitle: x\nlastmod: 2022/01/26\ntags: [USA] \nsource_url: https://a.example/?utm_a=b\n---\n"
    for code in rules.FIXES:
        made = mended(text, HOUSE._replace(codes=frozenset({code})))
        assert made != text
        assert mended(made, HOUSE._replace(codes=frozenset({code}))) == made
    assert mended(text, HOUSE._replace(codes=frozenset())) == text


LINES = st.sampled_from([
    "title: x", "title: 'USA'", "date: 2022/01/25", "date: \"Jan 25, 2022\"", "date: 01/02/2022",
    "date: 2022-01-25t9:00",
    "tags: [USA, NATO]", "tags: USA, rnr", "tags:\n- USA \n- 'rnr'\n- cx", "tags: [\n  USA,\n  cx]", "Tags: usa",
    "source: ZP", "source: [ZP, {name: zp, url: 'https://a.example/?utm_a=1'}]", "source_url: https://a.example/?gclid=",
    "lastmod: 25.01.2022", "modified: x", "description: a  ", "excerpt: |\n  x  \n  y ", "summary: \"a \n  b\"",
    "# comment USA ", "", "  ", "corrections:\n- date: 2022.01.26 \n  text: USA", "extra: {tags: [USA]}", "x: *a", "[",
    "\t",
    "story: USA", "'description': x", "embargo: 2022-1-5 10:00 +0200", "date: 25 Jan 2022", "y: \u2028", "z: \x85",
])  # fmt: skip
BODIES = st.sampled_from([
    "a ", "a  ", "  ", "", "```", "```\nx \n```", "    code ", "- a ", "    b ", "https://a.example/?utm_x=1&y=2 ",
    "[x](https://a.example/?y&fbclid=1)", "`x ", "<pre>", "</pre> ", "жж \t", "<!-- a ", "-->", "[r]: https://a.example/?_hsmi=2",
    "?utm_a=b", "https://a.example/?a=1?utm_a=2&utm_b", "(https://a.example/?utm_a)", "USA",
])  # fmt: skip
FENCES = st.sampled_from([("---\n", "---\n"), ("+++\n", "+++\n"), ("", "\n"), ("--- \n", "---\n")])


@settings(max_examples=400, derandomize=True)
@given(
    FENCES, st.lists(LINES, max_size=6), st.lists(BODIES, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(), st.sets(st.sampled_from(rules.FIXES)),
)  # fmt: skip
def test_mending_twice_is_mending_once(
    fences: tuple[str, str], lines: list[str], bodies: list[str], end: str, mark: bool, off: set[str]
) -> None:
    """A mended file needs no mending; its brief means what it meant, and has no problem that it had not."""
    head = "".join(f"{line}\n" for line in lines)
    text = ("\ufeff" if mark else "") + fences[0] + head + fences[1] + "\n".join(bodies)
    before = text.replace("\n", end).encode()
    house = HOUSE._replace(codes=HOUSE.codes - off)
    after = edits.apply(before, fix.plan(before, house))
    assert fix.plan(after, house) == ()
    old, new = parsed(before), parsed(after)
    assert {p.code for p in new.brief.problems} <= {p.code for p in old.brief.problems} | {
        "date-order",
        "date-mismatch",
    }
    assert (old.brief.title, old.brief.extra) == (new.brief.title, new.brief.extra)
    assert old.brief.date in (None, new.brief.date)
    spellings = HOUSE.vocabularies["tags"].spellings
    meant = [getattr(spellings.get(fix.fold(tag)), "name", tag) for tag in old.brief.tags]
    assert meant == [getattr(spellings.get(fix.fold(tag)), "name", tag) for tag in new.brief.tags] or len(
        set(meant)
    ) == len(new.brief.tags)
    assert "".join(addresses.clean_all(old.html).split()) == "".join(addresses.clean_all(new.html).split())


@settings(max_examples=300, derandomize=True)
@given(st.binary(max_size=60) | st.text("---\n\r titlegs:[]USA,'\"#\t\ufeff", max_size=60).map(str.encode))
def test_any_bytes_can_be_planned(data: bytes) -> None:
    """No input ends in a traceback, and no plan is made twice."""
    assert fix.plan(edits.apply(data, fix.plan(data, HOUSE)), HOUSE) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022/01/25", "2022-01-25"), ("2022.1.5", "2022-01-05"), ("2022-1-25", "2022-01-25"),
        ("25.01.2022", "2022-01-25"),
        ("01/25/2022", "2022-01-25"), ("25-01-2022", "2022-01-25"), ("1/1/2022", "2022-01-01"),
        ("Jan 25, 2022", "2022-01-25"), ("January 25th 2022", "2022-01-25"), ("25 January 2022", "2022-01-25"),
        ("25 Jan. 2022", "2022-01-25"), ("25th of January, 2022", "2022-01-25"), ("Tue, 25 Jan 2022", "2022-01-25"),
        ("Tuesday, January 25, 2022", "2022-01-25"), ("25-Jan-2022", "2022-01-25"), ("Sept 5, 2022", "2022-09-05"),
        ("Jan 25, 2022 9:30", "2022-01-25 09:30"), ("Tue, 25 Jan 2022 10:00:00 +0200", "2022-01-25 10:00:00+02:00"),
        ("2022-01-25T09:30:00,50Z", "2022-01-25T09:30:00.50Z"), ("2022-01-25  09:30", "2022-01-25 09:30"),
        ("2022-01-25 9:30 PM", "2022-01-25 21:30"), ("25 Jan 2022 12:30 a.m.", "2022-01-25 00:30"),
        ("2022-01-25 09:30 UTC", "2022-01-25 09:30Z"), ("2022-01-25 13:30 pm", ""), ("2022-01-25 0:30 pm", ""),
        ("٢٠٢٢-٠١-٢٥", "2022-01-25"),
        ("2022-01-25", "2022-01-25"), ("2022-01-25T09:30+02:00", "2022-01-25T09:30+02:00"),
        ("01/02/2022", ""), ("1.2.2022", ""), ("2022/25/01", ""), ("2022/02/30", ""), ("Mon, 25 Jan 2022", ""),
        ("25 Jan", ""), ("Foo 25, 2022", ""), ("25/01/22", ""), ("January", ""), ("", ""), ("2022-01-25 25:00", ""),
        ("0999/01/25", ""), ("2022-03-27 3:30", ""), ("25 ja 2022", ""), ("2022/01-25", ""),
    ],
)  # fmt: skip
def test_a_date_that_means_one_day_is_written_as_usual(text: str, meant: str) -> None:
    """Forms that mean one day become the usual form; what could be two days, or is none, becomes nothing."""
    assert dateforms.house(text, ZoneInfo("Europe/Kyiv")) == meant


@given(
    st.dates().filter(lambda day: 1000 <= day.year <= 9998),
    st.sampled_from(["%d %B %Y", "%b %d, %Y", "%Y/%m/%d", "%A, %d %b %Y"]),
)
def test_every_day_can_be_written_out(day: object, form: str) -> None:
    """A day in any of the forms is that day."""
    from datetime import date

    assert isinstance(day, date)
    assert dateforms.house(day.strftime(form.replace("%Y", f"{day.year:04}")), UTC) == day.isoformat()
    assert dates.read(day.isoformat(), UTC)


def test_files_are_written_whole(site: SiteFolder) -> None:
    """A mended file keeps its permissions; nothing else is written, and `--diff` writes nothing at all."""
    site.write("content/tags.toml", TAGS)
    file = site.brief("2022-01-25-a.md", tags="[USA]", source="x")
    other = site.brief("b.md", source="x")
    stamp = other.stat().st_mtime_ns
    file.chmod(0o640)
    before = file.read_bytes()
    done = run("check", "-C", site.root, "--fix", "--diff", "--now", "2022-03-01")
    assert (done.returncode, file.read_bytes()) == (1, before)
    subprocess.run(["git", "apply", "--check", "-"], cwd=site.root, input=done.stdout, check=True)
    done = run("check", "-C", site.root, "--fix", "--now", "2022-03-01")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[0] == (
        "content/2022-01-25-a.md:4:8: mended[canonical-name]: "
        "'USA' is another name of 'United States'; now 'United States'"
    )
    assert file.read_bytes() == before.replace(b"USA", b"United States")
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o640
    assert other.stat().st_mtime_ns == stamp
    assert sorted(path.name for path in (site.root / "content").iterdir()) == ["2022-01-25-a.md", "b.md", "tags.toml"]
    assert run("check", "-C", site.root, "--diff").returncode == 0


def test_a_link_to_a_file_stays_a_link(site: SiteFolder, tmp_path: Path) -> None:
    """Of a symbolic link inside content/ the file is mended."""
    site.write("content/tags.toml", TAGS)
    file = site.brief("a/real.md", tags="[USA]", source="x")
    link = site.root / "content" / "2022-01-25-b.md"
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("this system has no symbolic links")
    run("check", "-C", site.root, "--fix", "--now", "2022-03-01")
    assert link.is_symlink()
    assert b"United States" in file.read_bytes()


def test_a_name_that_is_said_twice_is_told_as_that() -> None:
    """A message of `--fix` says what was wrong: a tag that stands twice in a text of tags has no other name."""
    (edit,) = fix.plan(b"---\ntitle: A\ntags: Arms, Arms\n---\n", HOUSE)
    assert (edit.finding.what, edit.finding.mend) == ("'Arms, Arms' says a name twice", "write 'Arms'")


def test_a_file_that_could_not_be_mended_is_told_as_that(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody saved meanwhile is a warning with what to do, also under `-q`, and no file that was mended."""

    def replace(file: Path, data: bytes, before: bytes) -> None:
        raise files.Changed

    monkeypatch.setattr(files, "replace", replace)
    site.write("content/tags.toml", TAGS)
    site.brief("2022-01-25-a.md", tags="[USA]", source="Zantic Post")
    done = CliRunner().invoke(briefing, ["check", "-C", str(site.root), "--fix", "-q", "--now", "2022-03-01"])
    assert done.output == (
        "content/2022-01-25-a.md: warning[not-mended]: somebody has just saved this file, so it was not mended; "
        "run the command again\n"
    )
    assert CliRunner().invoke(briefing, ["check", "-C", str(site.root), "--fix", "-s"]).exit_code == 1
