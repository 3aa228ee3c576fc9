"""Promises that once were broken: each of these was first seen to fail."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import SiteFolder

from generator import dates, files, importing

TWO_SITES = 'title = "T"\nbase_url = "https://{}.example/"\n'


def later(day: int, month: int = 2) -> datetime:
    """A moment in 2022."""
    return datetime(2022, month, day, tzinfo=UTC)


def test_a_damaged_text_in_the_cache_heals(site: SiteFolder) -> None:
    """The cache may be damaged anywhere: a text in it that is not what was stored is made anew."""
    site.brief("2022-01-25-a.md")
    site.build()
    for statement in ("UPDATE body SET html = 'other'", "DELETE FROM body"):
        with sqlite3.connect(site.root / ".cache" / "briefing" / "memo.sqlite") as database:
            database.execute(statement)
        database.close()
        site.brief("2022-01-25-a.md", title=f"Another title {statement[0]}")
        assert site.build().ok
        assert "Some words." in site.page("/2022/01/25/a/")


@pytest.mark.parametrize("draft", ["true", "false"])
@pytest.mark.parametrize(
    "fields", [{"date": "2022-02-01"}, {"publish_at": "2022-02-01T00:00Z"}, {"expires": "2022-02-01T00:00Z"}]
)
@pytest.mark.parametrize("options", [{}, {"drafts": True}, {"drafts": True, "future": True}])
def test_a_moment_that_passes_is_never_missed(
    site: SiteFolder, fields: dict[str, str], draft: str, options: dict[str, bool], new_site: Callable[..., SiteFolder]
) -> None:
    """Whatever appears or vanishes with time does so in the next build, in previews of drafts too."""
    other = new_site("other")
    for folder in (site, other):
        folder.brief("2022/01/25-a.md", draft=draft, **fields)
        folder.brief("2022/01/26-b.md", date="2022-01-26")
    site.build(now=later(26, 1), **options)
    site.build(now=later(5), **options)
    other.build(now=later(5), **options)
    assert site.tree() == other.tree()


def test_a_warning_ends_with_its_cause(site: SiteFolder) -> None:
    """A change that is dated ahead is warned of until that day, and no longer."""
    site.brief("2022-01-25-a.md", updated="2022-02-01")
    assert [problem.code for problem in site.build(now=later(26, 1)).problems] == ["future-change"]
    assert site.build(now=later(3)).problems == ()


@pytest.mark.parametrize("option", [(), ("--no-cache",)])
def test_two_builds_at_once_take_turns(site: SiteFolder, option: tuple[str, ...]) -> None:
    """Builds into one folder never mix, with a cache or without; both end well."""
    for number in range(60):
        site.brief(f"2022-01-25-b{number}.md")
    command = [sys.executable, "-m", "generator", "build", "-q", "-C", str(site.root), "-o", str(site.output), *option]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 3
    assert [path.name for path in site.root.iterdir() if "briefing-" in path.name] == []


def test_two_sites_have_feeds_of_their_own(new_site: Callable[..., SiteFolder]) -> None:
    """Ids in feeds are unique (RFC 4287, section 4.2.6), though no `id` is configured; `-b` is no matter."""
    ids = []
    for name, options in (("one", {}), ("two", {}), ("three", {"base_url": "https://preview.example/"})):
        site = new_site(name, TWO_SITES.format("one" if name == "three" else name))
        site.brief("2022-01-25-a.md")
        site.build(**options)
        feed = json.loads(site.page("/feed.json"))
        ids.append([item["id"] for item in feed["items"]])
    assert ids[0] != ids[1]
    assert ids[0] == ids[2]


def test_the_machines_time_zones_are_not_asked(tmp_path: Path) -> None:
    """The zones of the package tzdata count on every machine, whatever its own files or PYTHONTZPATH say."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Kyiv").write_bytes(b"TZif2" + b"\0" * 39)
    code = "from generator import dates; print(dates.read('2022-01-25', dates.zone('Europe/Kyiv'))[0].isoformat())"
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "2022-01-25T00:00:00+02:00"


def test_a_date_in_a_name_may_be_no_date(site: SiteFolder) -> None:
    """A file's name alone can't stop a build from telling all that is wrong."""
    site.brief("0001-01-01-x.md", date=None)
    site.brief("2022-01-25-y.md", date="Jan 25th")
    assert [(problem.path, problem.code) for problem in site.build().problems] == [
        ("content/0001-01-01-x.md", "bad-date"),
        ("content/2022-01-25-y.md", "bad-date"),
    ]


def test_whatever_a_text_does_to_its_reader_is_that_files_problem(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of the program names the file, and all else is told too."""

    def broken(*_: object) -> str:
        raise RuntimeError("zorvia")

    monkeypatch.setattr("generator.markup.render", broken)
    site.brief("2022-01-25-a.md")
    problems = site.build(cache=False, jobs=1).problems
    assert [(problem.path, problem.code) for problem in problems] == [("content/2022-01-25-a.md", "unreadable-brief")]


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_refusal_is_told_in_the_form_asked_for(site: SiteFolder, form: str) -> None:
    """What stops a build from starting reaches CI as every other problem does."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\ntitel = 1\n')
    command = [sys.executable, "-m", "generator", "build", "--format", form, "--report", "r.json"]
    done = subprocess.run(command, cwd=site.root, capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    report = json.loads((site.root / "r.json").read_text())
    assert [problem["path"] for problem in report["problems"]] == ["briefing.toml"]
    assert done.stdout.startswith("::error file=briefing.toml,line=3" if form == "github" else "{")


def test_annotations_name_files_from_the_repository(site: SiteFolder) -> None:
    """A site in a folder of a repository is annotated with the paths that the repository has."""
    site.brief("2022-01-25-a.md", tgas="x")
    command = [sys.executable, "-m", "generator", "build", "-q", "--format", "github", "-C", site.root.name]
    done = subprocess.run(command, cwd=site.root.parent, capture_output=True, check=False, text=True)
    assert done.stdout.startswith(f"::warning file={site.root.name}/content/2022-01-25-a.md,line=4")


@pytest.mark.parametrize("how", ["build", "clean"])
def test_nothing_is_deleted_behind_a_link(site: SiteFolder, tmp_path: Path, how: str) -> None:
    """A folder of the output that somebody put a symbolic link in place of keeps its files."""
    from generator.build import clean

    brief = site.brief("2022-01-25-a.md")
    site.build()
    elsewhere = tmp_path / "elsewhere"
    (site.output / "2022").rename(elsewhere)
    (site.output / "2022").symlink_to(elsewhere)
    brief.unlink()
    if how == "clean":
        clean(site.settings())
    else:
        site.build()
    assert (elsewhere / "01" / "25" / "a" / "index.html").is_file()


def test_a_folder_that_was_there_keeps_its_mode(site: SiteFolder) -> None:
    """A first build into an empty folder leaves its permissions as they were."""
    site.brief("2022-01-25-a.md")
    site.output.mkdir()
    site.output.chmod(0o2750)
    site.build()
    assert site.output.stat().st_mode & 0o7777 == 0o2750


def test_updated_on_the_day_of_publication_is_no_error(site: SiteFolder) -> None:
    """`updated` without a time, on the day of a `date` that has one, is not before it."""
    site.brief("2022-01-25-a.md", date="2022-01-25 09:30", updated="2022-01-25")
    assert site.build().problems == ()


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("draft", "[true]", "a list is neither true nor false"),
        ("draft", "{a: b}", "a mapping is neither true nor false"),
        ("date", "2022-01-25 09:30:00 EST", "has a zone by its name"),
    ],
)
def test_messages_speak_of_what_was_written(site: SiteFolder, field: str, value: str, what: str) -> None:
    """A message never shows the program's inside, nor a mend that would lose something."""
    site.brief("2022-01-25-a.md", **{field: value})
    assert [what in problem.what for problem in site.build().problems] == [True]


def test_an_empty_source_is_none(site: SiteFolder) -> None:
    """`source: ""` says nothing, and makes no page."""
    site.brief("2022-01-25-a.md", source='""')
    assert site.build().ok
    assert [path for path in site.tree() if path.startswith("sources/")] == ["sources/index.html"]


def test_folders_of_standing_pages_make_sound_addresses(site: SiteFolder) -> None:
    """A page's folder may have any name: its address has none of the signs that mean something else there."""
    site.write("content/pages/c# 100%/about.md", "---\ntitle: About\n---\nWords.\n")
    assert site.build().ok
    assert "/c-sharp-100-percent/about/index.html".lstrip("/") in site.tree()


def test_what_a_page_cant_show_is_warned_of(site: SiteFolder) -> None:
    """A field that a standing page has no place for is not dropped silently."""
    site.write("content/pages/about.md", "---\ntitle: About\ntags: [one]\n---\nWords.\n")
    assert [(problem.code, problem.line) for problem in site.build().problems] == [("page-field", 3)]


def test_texts_in_other_markup_are_not_passed_over_silently(site: SiteFolder) -> None:
    """An archive's posts that are not Markdown are named."""
    site.write("content/old.rst", "x")
    site.write("content/2022/new.md.txt", "x")
    assert [(problem.path, problem.code) for problem in site.build().problems] == [
        ("content/2022/new.md.txt", "not-markdown"),
        ("content/old.rst", "not-markdown"),
    ]


def test_an_alias_may_be_the_briefs_own_address(site: SiteFolder) -> None:
    """An archive that lists each address it ever had includes the present one."""
    site.brief("2022-01-25-a.md", aliases="[/2022/01/25/a/, /old/]")
    assert site.build().problems == ()


def test_three_dots_close_front_matter(site: SiteFolder) -> None:
    """YAML's own end of a document closes front matter, as Jekyll takes it."""
    site.write("content/2022-01-25-a.md", "---\ntitle: Zorvia\n...\nSome words.\n")
    assert site.build().problems == ()
    assert "Some words." in site.page("/2022/01/25/a/")


def test_zones_are_known_by_name() -> None:
    """A name that is no zone is told from one that is."""
    with pytest.raises((KeyError, ValueError)):
        dates.zone("Europe/Nowhere")


def test_a_link_to_what_is_not_public_leaves_no_trace(site: SiteFolder) -> None:
    """A text that links to an embargoed brief is, tag for tag, what it were without the link."""
    for name, written in (("a", "Zorvia [said so](28-secret.md) here."), ("b", "Zorvia said so here.")):
        site.brief(f"2022/01/25-{name}.md", written + "\n")
    site.brief("2022/01/28-secret.md", date="2022-01-28", publish_at="2030-01-01")
    assert site.build().ok
    for url in ("/2022/01/25/a/", "/2022/01/25/b/"):
        assert "<p>Zorvia said so here.</p>" in site.page(url)
    assert "<a>" not in site.page("/feed.xml")
    assert "&lt;a&gt;" not in site.page("/feed.xml")


def test_a_broken_brief_does_not_blame_its_neighbours(site: SiteFolder) -> None:
    """A link to a brief with a mistake is no trouble of its own: the mistake is told, once."""
    site.brief("2022/01/25-a.md", date="Feb 3rd")
    site.brief("2022/01/26-b.md", "See [a](25-a.md).\n", date="2022-01-26")
    assert [problem.code for problem in site.build().problems] == ["bad-date"]


def test_a_comparison_is_not_remembered(site: SiteFolder) -> None:
    """What a comparison with another site found is told by the build that was asked for it, and by no other."""
    site.brief("2022/01/25-a.md")
    site.build()
    command = [sys.executable, "-m", "generator", "build", "--now", "2022-03-01", "-C", str(site.root)]
    first = subprocess.run([*command, "--against", "http://127.0.0.1:9/"], capture_output=True, check=False)
    assert b"[against]" in first.stderr
    then = subprocess.run(command, capture_output=True, check=False)
    assert (then.returncode, then.stderr) == (0, b"")


def test_a_file_that_is_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """A file is replaced only if it is what was read."""
    file = tmp_path / "a.md"
    files.create(file, b"one")
    with pytest.raises(FileExistsError):
        files.create(file, b"two")
    file.write_bytes(b"a writer's save")
    with pytest.raises(files.Changed):
        files.replace(file, b"mended", b"one")
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"a writer's save", ["a.md"])


@pytest.mark.parametrize(
    "fields", ["expiryDate: 2020-01-01", "expiryDate: 2021-13-01", 'draft: "yes please"', "published: nope"]
)
def test_what_may_not_have_been_public_is_imported_as_a_draft(site: SiteFolder, fields: str) -> None:
    """Where it can't be told whether the old site showed a post, the new one does not."""
    site.write("old/content/a.md", f"---\ntitle: A\ndate: 2021-02-05\n{fields}\n---\nWords.\n")
    importing.run("hugo", site.root / "old", site.root, site.root / "briefing.toml", later(1, 3))
    assert "draft: true" in next((site.root / "content").rglob("*.md")).read_text()


def test_an_import_knows_the_addresses_of_the_site(site: SiteFolder) -> None:
    """What a brief of the site has as its address is not imported a second time, and the site builds."""
    site.brief("2022-01-25-foo.md")
    site.write("old/_posts/2022-01-25-foo.md", "---\ntitle: Foo\n---\nWords.\n")
    outcome = importing.run("jekyll", site.root / "old", site.root, site.root / "briefing.toml", later(1, 3))
    assert [problem.code for problem in outcome.problems] == ["same-url"]
    assert site.build().ok


def test_a_site_is_not_imported_into_itself(site: SiteFolder) -> None:
    """An archive is another folder than the site: else its own texts would come twice."""
    site.brief("2022-01-25-a.md")
    command = [sys.executable, "-m", "generator", "import", "jekyll", "."]
    assert subprocess.run(command, cwd=site.root, capture_output=True, check=False).returncode == 2


def test_tags_with_semicolons_are_parted_there(site: SiteFolder) -> None:
    """Pelican parts tags at semicolons where there are any."""
    site.write("old/content/a.md", "Title: A\nDate: 2021-02-05\nTags: x; y, z\n\nWords.\n")
    importing.run("pelican", site.root / "old", site.root, site.root / "briefing.toml", later(1, 3))
    assert 'tags: [x, "y, z"]' in next((site.root / "content").rglob("*.md")).read_text().replace("'", '"')


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--verify", "--report", "r.json"),
        ("build", "--verify", "--summary", "s.md"),
        ("check", "--diff", "--format", "json"),
        ("check", "--diff", "--report", "r.json"),
    ],
)
def test_no_option_is_passed_over_silently(site: SiteFolder, arguments: tuple[str, ...]) -> None:
    """An option that has no use beside another is refused: nobody waits for a file that never comes."""
    site.brief("2022-01-25-a.md")
    command = [sys.executable, "-m", "generator", *arguments]
    assert subprocess.run(command, cwd=site.root, capture_output=True, check=False).returncode == 2
