"""What stands where a page is to be: old pages make way, and what others put there is reported before any change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import edits
import pytest
from conftest import SiteFolder

from generator.errors import Refusal

NewSite = Callable[..., SiteFolder]


@pytest.mark.parametrize(
    ("old", "new"),
    [("/old.html/x/", "/old.html"), ("/old.html", "/old.html/x/"), ("/old.html", "/old.html/x/y/z.html")],
)
def test_files_and_folders_make_way(old: str, new: str, site: SiteFolder, new_site: NewSite) -> None:
    """When an address that was a file becomes a folder, or the other way round, the update is as a clean build."""
    site.brief("brief.md", aliases=f"[{old}]")
    assert site.build().ok
    clean = new_site("clean")
    for each in (site, clean):
        each.brief("brief.md", aliases=f"[{new}]")
        assert each.build().ok
    assert edits.difference(edits.files(site.output), edits.files(clean.output)) == []


@pytest.mark.parametrize("how", ["folder-for-file", "full-folder-for-file", "file-for-folder"])
def test_what_is_in_the_way_is_reported_before_the_first_write(how: str, site: SiteFolder) -> None:
    """A folder in a page's place, or a file in a folder's, is mended or is a problem; nothing is half published."""
    site.brief("brief.md")
    assert site.build().ok
    if how == "file-for-folder":
        shutil.rmtree(site.output / "tags")
        (site.output / "tags").write_text("Not ours.")
    else:
        (site.output / "robots.txt").unlink()
        (site.output / "robots.txt").mkdir()
        if how == "full-folder-for-file":
            (site.output / "robots.txt/theirs").write_text("Not ours.")
    site.brief("brief.md", "Another text.\n")
    before = edits.files(site.output)
    try:
        ok = site.build().ok
    except Refusal:
        ok = False
    assert ok or edits.files(site.output) == before
    assert not ok or "Another text." in site.page("/2022/01/25/brief/")


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another file system than pytest's."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("there is no second file system")
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


def test_the_output_folder_may_be_on_another_file_system(site: SiteFolder, elsewhere: Path) -> None:
    """A site is published to a folder on another file system, as a container's volume is, and updated there."""
    site.brief("brief.md")
    site.output.symlink_to(elsewhere)
    assert site.build().ok
    site.brief("brief.md", "Another text.\n")
    assert site.build().ok
    assert "Another text." in site.page("/2022/01/25/brief/")


def test_a_strangers_link_to_a_folder_is_in_the_way(site: SiteFolder, tmp_path: Path) -> None:
    """Where a folder of ours is to become a file, a symbolic link that somebody put into it is not removed."""
    site.brief("brief.md", aliases="[/old.html/x/]")
    assert site.build().ok
    (tmp_path / "theirs").mkdir()
    link = site.output / "old.html" / "theirs"
    link.symlink_to(tmp_path / "theirs")
    site.brief("brief.md", aliases="[/old.html]")
    report = site.build()
    assert [problem.code for problem in report.problems] == ["strangers-file"]
    assert link.is_symlink()
