"""What others may count on: one rule for what a build calls gone and for what the list of frozen addresses misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import web
from conftest import SiteFolder

from generator import against, promises
from generator.check import Frozen, check

FIELDS = {"date": "2022-01-25", "tags": "[NATO]", "source": "Zantic Post", "aliases": "[/old/, /older.html]"}


def written(**fields: str | None) -> Callable[[SiteFolder], object]:
    """A change: the brief a.md is written with other fields."""
    return lambda site: site.brief("a.md", "![A dot](a.gif)\n", **(FIELDS | fields))


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (written(), set()),
        (written(tags="[Zorvia]", source="Orbel Times"), set()),
        (written(expires="2022-02-01"), set()),
        (written(aliases="[/old/]"), {"/older.html"}),
        (written(draft="true"), {"/2022/01/25/a/", "/old/", "/older.html"}),
        (written(publish_at="2023-01-01"), {"/2022/01/25/a/", "/old/", "/older.html"}),
        (written(slug="b"), {"/2022/01/25/a/"}),
        (written(slug="b", aliases="[/old/, /older.html, /2022/01/25/a/]"), set()),
        (lambda site: (site.root / "content/a.md").unlink(), {"/2022/01/25/a/", "/old/", "/older.html"}),
        (lambda site: site.brief("a.md", **FIELDS), set()),
        (lambda site: (site.root / "content/pages/about.md").unlink(), {"/about/"}),
    ],
)
def test_both_ways_of_holding_on_agree(
    site: SiteFolder, change: Callable[[SiteFolder], object], lost: set[str]
) -> None:
    """What a writer put there is missed, old addresses too; a list may go, and what only pages show."""
    site.write("content/a.gif", web.DOT)
    site.write("content/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    site.brief("z.md", date="2021-05-05", source="Orbel Times")
    written()(site)
    file = site.root / "permalinks.txt"
    assert check(site.settings(), frozen=Frozen(file, add=True)).added
    site.build()
    change(site)
    missed = [p.what.split()[0] for p in check(site.settings(), frozen=Frozen(file)).problems if "permalink" in p.code]
    report = site.build(against=against.published(site.output))
    assert report.changes
    assert set(missed) == lost
    assert set(report.changes.gone) == lost
    assert {problem.what.split()[0] for problem in report.problems if problem.code == "gone"} == lost


@pytest.mark.parametrize(
    ("url", "linkable", "listing"),
    [
        ("/", True, False),
        ("/2022/01/25/a/", True, False),
        ("/2022/01/25/", True, True),
        ("/2022/01/25/edition.html", False, False),
        ("/2022/", True, True),
        ("/tags/", True, False),
        ("/tags/nato/", True, True),
        ("/tags/nato/page/2/", True, True),
        ("/tags/nato/feed.json", True, True),
        ("/tags/nato/other/", True, False),
        ("/corrections/", True, False),
        ("/corrections/page/1/", True, True),
        ("/feed.xml", True, False),
        ("/old.html", True, False),
        ("/old.php", True, False),
        ("/2022/01/25/edition.txt", False, False),
        ("/a.png", False, False),
        ("/404.html", False, False),
        ("/robots.txt", False, False),
        ("/sitemap-2022.xml", False, False),
        ("/news-sitemap.xml", False, False),
        ("/_headers", False, False),
        ("/static/wire.0123.css", False, False),
        ("/a/index.html.gz", False, False),
    ],
)
def test_addresses_that_others_may_count_on(url: str, linkable: bool, listing: bool) -> None:
    """Pages and feeds are linked to; lists and their feeds are there for as long as they have briefs."""
    assert (promises.linkable(url), promises.listing(url)) == (linkable, listing)
