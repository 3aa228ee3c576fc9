"""The only writer of output/: whole or not at all, and never a stranger's file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SiteFolder

from generator import manifest, publish, stamps
from generator.errors import Refusal


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """A site of one brief, built."""
    site.brief("2022-01-25-a.md", tags="[One]")
    assert site.build().ok
    return site


def refused(site: SiteFolder, output: Path) -> str:
    """What a refusal of an output folder says."""
    with pytest.raises(Refusal) as raised:
        site.build(output=output)
    assert [(problem.code, bool(problem.mend)) for problem in raised.value.problems] == [("bad-output", True)]
    return raised.value.problems[0].what


@pytest.mark.parametrize(
    ("place", "what"),
    [
        (lambda site: Path("/"), "the root of the file system"),
        (lambda site: Path.home(), "your home folder"),
        (lambda site: site.root, "the project itself"),
        (lambda site: site.root.parent, "the project itself, or holds it"),
        (lambda site: site.root / "content" / "x", "among the sources"),
        (lambda site: site.root / "themes", "among the sources"),
        (lambda site: site.root / ".git" / "x", "among the sources"),
        (lambda site: site.root / "briefing.toml", "is a file"),
    ],
)
def test_a_folder_that_must_stay_is_refused(site: SiteFolder, place: Callable[[SiteFolder], Path], what: str) -> None:
    """An output folder that is the project, a parent of it, home or `/`, or lies among sources, is refused."""
    before = sorted(site.root.rglob("*"))
    assert what in refused(site, place(site))
    assert sorted(file for file in site.root.rglob("*") if ".cache" not in file.parts) == before


def test_a_strangers_folder_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    """A folder that holds files and no manifest of ours is refused, and left as it is."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "letter.txt").write_text("Dear all")
    assert "(letter.txt)" in refused(site, tmp_path / "work")
    assert [file.name for file in (tmp_path / "work").iterdir()] == ["letter.txt"]


def test_a_link_to_home_is_seen_through(site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A symbolic link to a folder that must stay is refused like the folder."""
    (tmp_path / "me").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    (tmp_path / "link").symlink_to(tmp_path / "me")
    assert "your home folder" in refused(site, tmp_path / "link")


def test_the_sites_own_static_files_are_sources(site: SiteFolder) -> None:
    """What is published must not become a source of the next build."""
    assert refused(site, site.root / "static" / "site")


def test_building_twice_writes_nothing(built: SiteFolder) -> None:
    """Identical bytes are not a write: the second build of a site touches no file."""
    before = {file: file.stat().st_mtime_ns for file in built.output.rglob("*")}
    report = built.build()
    assert (report.written, report.pruned) == ({}, ())
    assert {file: file.stat().st_mtime_ns for file in built.output.rglob("*")} == before


def test_only_our_own_files_are_pruned(built: SiteFolder) -> None:
    """What is no longer a page is removed, with its empty folders; a stranger's file stays."""
    built.write("output/2022/note.txt", "mine")
    (built.root / "content/2022-01-25-a.md").unlink()
    report = built.build()
    assert "2022/01/25/a/index.html" in report.pruned
    assert list((built.output / "2022").rglob("*")) == [built.output / "2022/note.txt"]
    assert not (built.output / "tags/one").exists()


@pytest.mark.parametrize("damage", ["changed", "gone", "empty"])
def test_a_file_that_is_not_as_it_was_is_made_anew(built: SiteFolder, damage: str) -> None:
    """What someone changed or removed in the output folder comes back."""
    before, file = built.tree(), built.output / "index.html"
    if damage == "gone":
        file.unlink()
    else:
        file.write_text("x" if damage == "changed" else "")
    report = built.build()
    assert report.written == {"/": "missing" if damage == "gone" else "changed on disk"}
    assert built.tree() == before


def test_a_file_in_the_way_is_an_error_and_stays(built: SiteFolder) -> None:
    """A page never overwrites a file that we did not write: it is an error that names it."""
    built.write("output/old.html", "mine")
    built.brief("2022-01-26-b.md", date="2022-01-26", aliases="/old.html")
    before = built.tree()
    report = built.build()
    assert [problem.code for problem in report.problems] == ["strangers-file"]
    assert not report.ok
    assert built.tree() == before


@pytest.mark.parametrize(("stranger", "page"), [("output/old", "/old/x.html"), ("output/old.html/mine", "/old.html")])
def test_a_folder_in_the_way_is_an_error_before_the_first_write(built: SiteFolder, stranger: str, page: str) -> None:
    """All errors come before the first write, also that of a stranger's file where a folder must be, or the reverse."""
    built.write(stranger, "mine")
    built.brief("2022-01-26-b.md", date="2022-01-26", aliases=page)
    before = built.tree()
    try:
        assert not built.build().ok
    finally:
        assert built.tree() == before


@pytest.mark.parametrize("alias", ["/.briefing.json", "/.gitignore", "/.git/hooks/x.sh"])
def test_a_brief_cant_ask_for_our_own_files(site: SiteFolder, alias: str) -> None:
    """No address stands for the manifest, or for what keeps the folder in a repository."""
    site.write("output/.gitignore", "*\n")
    site.brief("2022-01-25-a.md", aliases=alias)
    assert [problem.path for problem in site.build().problems] == ["content/2022-01-25-a.md"]


def test_what_keeps_the_folder_in_a_repository_stays(site: SiteFolder) -> None:
    """A first build is moved in whole; a .gitignore in the folder stays."""
    site.write("output/.gitignore", "*\n!.gitignore\n")
    assert site.build().ok
    assert (site.output / ".gitignore").read_text() == "*\n!.gitignore\n"
    assert (site.output / "index.html").is_file()
    assert not (site.root / ".output.briefing-new").exists()


def test_a_page_may_become_a_folder_and_back(built: SiteFolder) -> None:
    """An address that was a file and is now a folder, or the reverse, is published all the same."""
    for alias, other in (("/x.html", "/x.html/y.html"), ("/x.html/y.html", "/x.html")):
        built.brief("2022-01-25-a.md", aliases=alias)
        assert built.build().ok
        assert "2022/01/25/a" in built.page(alias)
        assert not (built.output / other.strip("/")).is_file()


def test_cleaning_leaves_strangers_files(built: SiteFolder) -> None:
    """Cleaning removes what the manifest says we wrote, and nothing else."""
    built.write("output/2022/note.txt", "mine")
    count = len(publish.manifest.load(built.output)[0].files)  # type: ignore[union-attr]
    assert publish.Output(built.output, built.root, None).clean() == count
    assert [file for file in built.output.rglob("*") if file.is_file()] == [built.output / "2022/note.txt"]


def test_the_manifest_says_nothing_that_is_not_public(built: SiteFolder) -> None:
    """The manifest lies in public: it names published files only, and no path of the machine."""
    built.brief("secret.md", date="2030-01-26", tags="[Hush]")
    built.write("content/secret.png", b"png")
    assert built.build().ok
    text = (built.output / manifest.FILE).read_text()
    assert "a/index.html" in text
    assert not any(word in text.lower() for word in ("secret", "hush", str(built.root), "content/"))


def test_a_manifest_may_name_what_no_file_can_be_called(tmp_path: Path) -> None:
    """A path that the system can't look for is a file that is gone, not an error."""
    assert stamps.inspect(f"{tmp_path}/", {"a\0b": manifest.BEGUN}, {}).missing == {"a\0b"}
