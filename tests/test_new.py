"""A new brief: where it goes, how names are spelt, what is never done."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import frontmatter
import pytest
from conftest import NOW, SiteFolder
from test_cli import run

from generator import new
from generator.errors import Refusal

TAGS = '["Ukraine"]\naliases = ["Україна"]\n\n[NATO]\n'
SOURCES = '[Reuters]\ndomains = ["nationalpost.com"]\n'


def made(site: SiteFolder, title: str = "A title", **wishes: object) -> new.Made:
    """What `briefing new` makes of these wishes."""
    tags = wishes.pop("tags", ())
    return new.create(site.root, site.root / "briefing.toml", NOW, new.Wish(title, tags, **wishes))  # type: ignore


def data(site: SiteFolder, **wishes: object) -> dict[str, object]:
    """The front matter of the brief that these wishes make, without what is empty."""
    found = frontmatter.load(str(made(site, **wishes).file)).metadata
    return {key: value for key, value in found.items() if value is not None}


@pytest.fixture
def zoned(site: SiteFolder) -> SiteFolder:
    """A site with a time zone and vocabularies."""
    config = 'title = "T"\nbase_url = "https://example.org/"\ntimezone = "Pacific/Auckland"\n'
    site.write("briefing.toml", config)
    site.write("content/tags.toml", TAGS)
    site.write("content/sources.toml", SOURCES)
    return site


def test_it_stands_where_its_day_says(zoned: SiteFolder) -> None:
    """Today is today in the site's time zone, and the file is named by day and title."""
    assert made(zoned, "Talks go on").file == zoned.root / "content/2022/03/02-talks-go-on.md"
    assert made(zoned, "Talks go on", date="2022-01-25 23:30Z").file == zoned.root / "content/2022/01/26-talks-go-on.md"
    assert zoned.build(strict=True, future=True).problems == ()


@pytest.mark.parametrize(
    "title",
    ['"Quoted": and #1', "'single'", "- a dash", "# hash", "two\nlines\t", "NO", "2022-01-25", "& ampersand <b>",
     "@x: *y*",
     "Зорвія", "{{ title }}", "null", "a \\ b", "[x]", "key: value", "👋", "x\x1b[0m\x85y"],
)  # fmt: skip
def test_any_title_will_do(site: SiteFolder, title: str) -> None:
    """Whatever the title, the file reads back as it, and the site builds without a warning."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())
    file = made(site, title, source=title, story=title, tags=(title, title)).file
    report = site.build(strict=True)
    assert (report.ok, report.problems, report.briefs) == (True, (), 1)
    found = frontmatter.loads(file.read_text("utf-8")).metadata
    assert (str(found["title"]), str(found["source"]["name"])) == (clean, clean)  # type: ignore[index]


def test_names_are_spelt_as_the_vocabularies_do(zoned: SiteFolder) -> None:
    """Tags and sources get their canonical names, once each."""
    found = data(zoned, tags=("nato", "україна", "Ukraine"), source="reuters")
    assert (found["tags"], found["source"]) == (["NATO", "Ukraine"], {"name": "Reuters"})


def test_a_near_miss_is_said(zoned: SiteFolder) -> None:
    """A name close to a known one is written as it is, and the known one is offered."""
    assert [str(problem) for problem in made(zoned, tags=("Ukrane", "Energy")).problems] == [
        "content/tags.toml: warning[unknown-tag]: 'Ukrane' is not in it; did you mean 'Ukraine'?"
    ]


def test_an_address_tells_the_source(zoned: SiteFolder) -> None:
    """With only an address the source is that of its domain, else its host; `utm_` parts are left out."""
    found = data(zoned, title="A", url="https://www.nationalpost.com/a?utm_source=x&id=2&UTM_medium=y#part")
    assert found["source"] == {"name": "Reuters", "url": "https://www.nationalpost.com/a?id=2#part"}
    found = data(zoned, title="B", url="https://www.example.net/a?utm_source=x")
    assert found["source"] == {"name": "example.net", "url": "https://www.example.net/a"}


def test_a_host_like_a_known_source_is_said(zoned: SiteFolder) -> None:
    """An address whose host has the name of a known source, but none of its domains, makes one ask."""
    url = "https://www.reuters.com/a"
    assert [str(problem) for problem in made(zoned, url=url).problems] == [
        "content/sources.toml: warning[unknown-source]: no source has the domain 'reuters.com'; "
        "if this is 'Reuters', add it to the domains there"
    ]
    assert not made(zoned, title="B", url="https://www.nationalpost.com/a").problems
    assert not made(zoned, title="C", url="https://www.example.net/reuters").problems


def test_a_draft_says_so(site: SiteFolder) -> None:
    """`--draft` marks the brief."""
    assert data(site, draft=True)["draft"] is True
    assert "draft" not in data(site, title="B")


def test_no_file_is_overwritten(site: SiteFolder) -> None:
    """A brief of that day and name is an error that names it, in whatever place it stands."""
    made(site)
    site.brief("2022-03-01-b.md", date="2022-03-01")
    for title, path in (("A title", "content/2022/03/01-a-title.md"), ("B", "content/2022-03-01-b.md")):
        with pytest.raises(Refusal) as refusal:
            made(site, title)
        assert str(refusal.value).startswith(f"{path}: error[file-exists]")


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"title": " \n"}, "missing-title"),
        ({"date": "yesterday"}, "bad-date"),
        ({"date": "10/11/2022"}, "bad-date"),
        ({"url": "example.org/x"}, "bad-url"),
        ({"story": "Talk"}, "unknown-story"),
        ({"tags": ("Nato.",)}, "slug-clash"),
    ],
)
def test_what_a_build_would_mind_is_refused(zoned: SiteFolder, wishes: dict[str, object], code: str) -> None:
    """A wish that would make a brief with mistakes is refused, and nothing is written."""
    zoned.write("content/stories.toml", "[Talks]\n")
    with pytest.raises(Refusal) as refusal:
        made(zoned, **wishes)  # type: ignore[arg-type]
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert not list((zoned.root / "content").rglob("*.md"))


def test_the_sites_own_template_wins(site: SiteFolder) -> None:
    """templates/new.md of the site comes before the theme's; its mistakes are named with their place."""
    site.write("templates/new.md", "---\ntitle: {{ title }}\ndate: {{ date }}\nsummary: TBD\n---\n\nMine.\n")
    assert made(site, "A: b").file.read_text("utf-8").endswith("summary: TBD\n---\n\nMine.\n")
    for text, place in (("{% if %}", "templates/new.md:1"), ("\n{{ gone }}", "templates/new.md:2"), ("x", "content/")):
        site.write("templates/new.md", text)
        with pytest.raises(Refusal) as refusal:
            made(site, "Another")
        assert str(refusal.value).startswith(place)


def test_the_command_prints_the_path_and_opens_the_editor(site: SiteFolder) -> None:
    """The path is all that is printed; `--edit` opens $EDITOR with it."""
    editor = site.write("editor", '#!/bin/sh\necho Edited. >> "$1"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    words = ("--now", "2022-03-01", "--tags", "a, b", "--tags", "c", "--edit")
    done = run("new", "-", *words, cwd=site.root, EDITOR=str(editor), VISUAL=str(editor))
    path = done.stdout.decode().strip()
    assert (done.returncode, done.stderr, Path(path).parts[:3]) == (0, b"", ("content", "2022", "03"))
    text = (site.root / path).read_text("utf-8")
    assert text.endswith("Edited.\n")
    assert "tags: [a, b, c]" in text
    again = run("new", "-", "--now", "2022-03-01", cwd=site.root)
    assert (again.returncode, again.stdout) == (2, b"")
    assert os.fsencode(path) in again.stderr


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("Talks", "go", "on"), b"Put what has spaces in quotes: "),
        (("---",), b"Put -- before a title that begins so: "),
        (("-5 degrees",), b" new -- '-5"),
        (("Title", "--tag", "NATO"), b"Did you mean '--tags'?"),
    ],
)
def test_a_title_that_was_taken_apart_gets_a_mend(site: SiteFolder, words: tuple[str, ...], mend: bytes) -> None:
    """A title without quotes, or one that looks like an option, is told how it is typed."""
    done = run("new", *words, cwd=site.root)
    assert (done.returncode, done.stdout) == (2, b"")
    assert mend in done.stderr


@pytest.mark.parametrize("editor", ["no-such-editor", "false", "'unclosed"])
def test_an_editor_that_does_not_open_is_said(site: SiteFolder, editor: str) -> None:
    """The brief is written all the same, and the message says so and where an editor is named."""
    done = run("new", "A title", "--now", "2022-03-01", "--edit", cwd=site.root, EDITOR=editor, VISUAL="")
    assert done.returncode == 2
    assert b"01-a-title.md is written, but no editor opened it" in done.stderr
    assert b"set EDITOR" in done.stderr
    assert (site.root / done.stdout.decode().strip()).is_file()
