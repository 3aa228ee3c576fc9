"""What an edit changes, and what it leaves alone, is the same in a small site and in a large one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import edits
import pytest
import synthetic
from conftest import SiteFolder

from generator import urls

SIZES = pytest.mark.parametrize("count", [60, 600])
NEW = -1
"""A number for a brief newer than all: alone on its day, the one after the newest."""
SEVERAL = {
    "index.html",
    "archive/index.html",
    "tags/index.html",
    "sources/index.html",
    "feed.xml",
    "feed.json",
    "editions/feed.xml",
    "sitemap.xml",
    "news-sitemap.xml",
    "sitemap-site.xml",
    "sitemap-2022.xml",
    "search/2022.json",
    ".briefing.json",
}
"""Files that show the newest of everything."""
LATEST = {"sitemap.xml", "sitemap-site.xml", "news-sitemap.xml"}
"""Those of them that tell only of the newest brief or change."""


def own(number: int) -> str:
    """The file of a synthetic brief's page."""
    slug = urls.slugify(synthetic.path_of(number).rpartition("/")[2][3:].removesuffix(".md"))
    return urls.output_path(f"{urls.day(synthetic.day_of(number))}{slug}/")


def periods(number: int) -> set[str]:
    """The files of a brief's day, month and year."""
    day = synthetic.day_of(number)
    return {urls.output_path(url) for url in (urls.day(day), urls.month(day), urls.year(day.year))}


def emails(number: int) -> set[str]:
    """The emails of a brief's day, one of the newest."""
    return {urls.day(synthetic.day_of(number))[1:] + name for name in ("edition.html", "edition.txt")}


def topics(number: int) -> set[str]:
    """The folders of a brief's tags and source."""
    tags = (synthetic.TAGS[number % 5], synthetic.TAGS[(number + 1) % 5])
    names = (*(f"tags/{tag}" for tag in tags), f"sources/{synthetic.SOURCES[number % 3]}")
    return {name.lower().replace(" ", "-") for name in names}


def feeds(number: int) -> set[str]:
    """The feeds that carry a brief while it is among the newest."""
    return {f"{folder}/{name}" for folder in topics(number) for name in ("feed.xml", "feed.json")} | {
        "feed.xml",
        "feed.json",
    }


def fronts(number: int) -> set[str]:
    """The front pages of a brief's tags and source."""
    return {f"{folder}/index.html" for folder in topics(number)}


def changes(site: SiteFolder) -> set[str]:
    """Build, and tell which files of output/ differ from before."""
    before = site.tree()
    assert site.build().ok
    return set(edits.difference(before, site.tree()))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Gives the folder of a built site of so many briefs, which is made once."""

    @cache
    def make(count: int) -> Path:
        root = tmp_path_factory.mktemp("built") / str(count)
        root.mkdir()
        site = SiteFolder(root)
        synthetic.fill(site, count)
        assert site.build().ok
        return root

    return make


@pytest.fixture
def filled(count: int, built: Callable[[int], Path], site: SiteFolder) -> SiteFolder:
    """A site of `count` briefs, built."""
    shutil.copytree(built(count), site.root, dirs_exist_ok=True)
    return site


@SIZES
def test_a_new_brief_changes_the_pages_that_show_it(count: int, filled: SiteFolder) -> None:
    """A new brief changes its page, the older neighbour's, its day, month, year, topics, feeds, and nothing else.

    Its day is one more of the newest, and takes the place of one among the emails.
    """
    oldest = min(filled.output.rglob("edition.html")).relative_to(filled.output).as_posix()
    synthetic.write(filled, NEW)
    the_day_before = urls.output_path(urls.day(synthetic.day_of(0)))
    expected = SEVERAL | periods(NEW) | {own(NEW), own(0), the_day_before} | fronts(NEW) | feeds(NEW)
    expected |= emails(NEW) | {oldest, oldest.replace("html", "txt")}
    assert changes(filled) == expected


@SIZES
def test_a_late_brief_changes_as_little(count: int, filled: SiteFolder) -> None:
    """A brief that joins an existing day changes that day, month, year, its topics, feeds and a few briefs near it."""
    late, day = 4, synthetic.day_of(4)
    oldest = min(filled.output.rglob("edition.html")).relative_to(filled.output).as_posix()
    path = f"{day:%Y/%m/%d}-vorrim.md"
    tags = f"[{synthetic.TAGS[late]}, {synthetic.TAGS[0]}]"
    source = synthetic.SOURCES[late % 3]
    filled.brief(path, title="Vorrim", date=f"{day}T14:00", tags=tags, source=source, summary="Short.")
    mine = urls.output_path(f"{urls.day(day)}vorrim/")
    expected = (SEVERAL - LATEST) | periods(late) | {mine, own(4), own(5)} | fronts(late) | feeds(late) | emails(late)
    expected |= {oldest, oldest.replace("html", "txt")}
    changed = changes(filled)
    assert changed >= expected
    assert changed - expected <= {own(number) for number in range(late)}  # newer ones may show it as related


@SIZES
def test_a_list_that_grows_a_page_changes_three(count: int, filled: SiteFolder) -> None:
    """When a list has grown by a page's worth, one older page is new, and only its neighbours change with it."""
    grown = urls.slugify(synthetic.TAGS[2])
    older = sorted(filled.output.glob(f"tags/{grown}/page/*/index.html"))
    for number in range(1, 21):
        day = synthetic.LAST_DAY + timedelta(days=2)
        filled.brief(
            f"{day}-new-{number}.md", title=f"New {number}", date=f"{day}T10:{number:02}", tags=synthetic.TAGS[2]
        )
    changed = {path for path in changes(filled) if path.startswith(f"tags/{grown}/")}
    new = f"tags/{grown}/page/{len(older) + 1}/index.html"
    expected = {f"tags/{grown}/{name}" for name in ("index.html", "feed.xml", "feed.json")} | {new}
    if older:
        expected.add(f"tags/{grown}/page/{len(older)}/index.html")
    assert changed == expected


@SIZES
def test_editing_a_body_leaves_every_list_untouched(count: int, filled: SiteFolder) -> None:
    """Editing a body rewrites that brief's page, the feeds that carry its text, and no list."""
    synthetic.write(filled, 3, body="Another text.\n")
    assert changes(filled) == {own(3), ".briefing.json"} | feeds(3)


@SIZES
def test_editing_an_old_body_rewrites_one_page(count: int, filled: SiteFolder) -> None:
    """Editing the body of a brief that no feed carries any more rewrites its page alone."""
    oldest = count - 1
    carriers = [path for path in filled.output.rglob("feed.*") if f"/{own(oldest)[:-10]}" in path.read_text("utf-8")]
    carried = {str(path.relative_to(filled.output)) for path in carriers} - {"editions/feed.xml"}
    assert "feed.xml" not in carried
    synthetic.write(filled, oldest, body="Another text.\n")
    assert changes(filled) == {own(oldest), ".briefing.json"} | carried


def test_building_twice_writes_nothing(sample: SiteFolder) -> None:
    """A second build writes, removes and touches no file."""
    files = [path for path in sample.output.rglob("*") if path.is_file()]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}
    report = sample.build()
    assert (report.ok, report.written, report.pruned) == (True, {}, ())
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in sample.output.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("count", [60])
def test_touching_every_file_writes_nothing(filled: SiteFolder) -> None:
    """Files whose times alone have changed, as in a fresh checkout, are not built again."""
    for path in filled.root.joinpath("content").rglob("*"):
        os.utime(path, (1, 1))
    assert filled.build().written == {}
