"""Running stories: their pages, their feeds, the ways there, and what they leave alone."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser
from test_import import archive, files, imported

from generator.theme import BUILT_IN

LISTED = '["Zorvia talks"]\nslug = "talks"\ndescription = "All that was said."\n'


@pytest.fixture
def told(site: SiteFolder) -> SiteFolder:
    """A site of five briefs in one story, two of them of one day, and a brief in another one."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\n[lists]\npage = 2\n')
    site.write("content/stories.toml", LISTED + '["Grain"]\n')
    for day, name in ((20, "a"), (21, "b"), (22, "c"), (23, "d"), (23, "e")):
        site.brief(
            f"2022-01-{day}-{name}.md", title=name.upper(), date=f"2022-01-{day}", story="zorvia talks", tags="[Q]"
        )
    site.brief("2022-01-24-f.md", title="F", date="2022-01-24", story="Grain")
    assert site.build().ok
    return site


def words(site: SiteFolder, url: str, selector: str) -> list[str]:
    """The words of each element that matches on the page at `url`."""
    return [" ".join(node.text().split()) for node in LexborHTMLParser(site.page(url)).css(selector)]


def links(site: SiteFolder, url: str) -> set[str]:
    """The addresses that the page at `url` links to."""
    return {node.attributes["href"] or "" for node in LexborHTMLParser(site.page(url)).css("a[href]")}


def test_a_story_is_told_day_by_day(told: SiteFolder) -> None:
    """Its page has its name, what it is about, and its newest briefs by day; older ones on pages from the oldest."""
    assert words(told, "/stories/talks/", "h1, .intro") == ["Zorvia talks", "All that was said."]
    assert words(told, "/stories/talks/", "h3") == ["D", "E", "C"]
    assert words(told, "/stories/talks/", "h2") == ["Sunday 23 January 2022", "Saturday 22 January 2022"]
    assert words(told, "/stories/talks/page/1/", "h3") == ["B", "A"]
    assert {"/stories/talks/page/1/", "/tags/q/", "/stories/", "/2022/01/23/"} <= links(told, "/stories/talks/")


def test_the_story_that_goes_on_comes_first(told: SiteFolder) -> None:
    """The index has the stories by their latest brief, each with its number of briefs."""
    assert words(told, "/stories/", "h2, .summary, .meta") == [
        "Grain", "1 brief", "Zorvia talks", "All that was said.", "5 briefs"
    ]  # fmt: skip


def test_ways_lead_to_a_story(told: SiteFolder) -> None:
    """A brief leads to its story; each page leads to the index where the desk keeps a list of stories."""
    assert "/stories/talks/" in links(told, "/2022/01/20/a/")
    assert all("/stories/" in links(told, url) for url in ("/", "/tags/", "/2022/01/20/a/"))
    assert "https://example.org/stories/talks/" in told.page("/sitemap-site.xml")


def test_a_story_has_feeds(told: SiteFolder) -> None:
    """Who follows a story gets its briefs, whole, in both formats."""
    feed = json.loads(told.page("/stories/talks/feed.json"))
    assert [item["title"] for item in feed["items"]] == ["D", "E", "C", "B", "A"]
    assert feed["home_page_url"] == "https://example.org/stories/talks/"
    assert "<title>T: Zorvia talks</title>" in told.page("/stories/talks/feed.xml")


def test_the_first_story_of_a_digest_changes_no_frame(site: SiteFolder) -> None:
    """Without a list of stories no page leads to them but their own briefs': one more brief changes few pages."""
    site.brief("2022-01-25-a.md")
    site.brief("2022-02-20-b.md", date="2022-02-20")
    assert site.build().ok
    before = files(site.output)
    assert not (site.output / "stories").exists()
    site.brief("2022-02-21-c.md", date="2022-02-21", story="Grain")
    assert site.build().ok
    after = files(site.output)
    assert "/stories/grain/" in links(site, "/2022/02/21/c/")
    assert {path for path in before if before[path] != after[path] and "2022/01/" in path} == set()
    assert "/stories/" not in links(site, "/")


def test_a_list_of_stories_that_nobody_tells_yet_is_no_dead_end(site: SiteFolder) -> None:
    """The index is there as soon as pages lead to it."""
    site.write("content/stories.toml", LISTED)
    assert site.build().ok
    assert "/stories/" in links(site, "/")
    assert words(site, "/stories/", ".empty") == ["Nothing has been published yet."]


def test_a_hidden_story_leaves_no_trace(site: SiteFolder) -> None:
    """A story of drafts has no page, no feed and no place in the index."""
    site.write("content/stories.toml", LISTED)
    site.brief("2022-01-25-a.md", story="Zorvia talks", draft="true")
    assert site.build().ok
    assert not (site.output / "stories/talks").exists()
    assert "Zorvia" not in site.page("/stories/")


def test_two_stories_with_one_address_are_an_error(site: SiteFolder) -> None:
    """As two tags are: one page can't be both."""
    site.brief("2022-01-25-a.md", story="Élan")
    site.brief("2022-01-21-b.md", story="Elan", date="2022-01-21")
    report = site.build()
    assert not report.ok
    assert {problem.code for problem in report.problems} == {"slug-clash"}


def test_a_theme_without_a_page_for_stories_makes_none(site: SiteFolder) -> None:
    """A theme that has no `story.html`, as older ones, is built as ever; two stories may have one address there."""
    shutil.copytree(BUILT_IN / "wire", site.root / "themes/bare", ignore=shutil.ignore_patterns("stor*.html"))
    site.write("themes/bare/theme.toml", 'name = "bare"\n')
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\ntheme = "bare"\n')
    site.brief("2022-01-25-a.md", story="Élan")
    site.brief("2022-01-26-b.md", story="Elan", date="2022-01-26")
    assert site.build().ok
    assert not (site.output / "stories").exists()
    assert not {url for url in links(site, "/2022/01/25/a/") if "stories" in url}


def test_an_archive_brings_one_story_for_each_address(site: SiteFolder) -> None:
    """An import writes names that a build takes: the commoner of two with one address."""
    head = "---\ntitle: A\nseries: {}\n---\n\nWords.\n"
    posts = {
        f"_posts/2019-01-0{number}-x.md": head.format(name) for number, name in enumerate(("Élan", "Elan", "Elan"), 1)
    }
    imported(site, "jekyll", archive(site, posts))
    assert "story: Elan\n" in (site.root / "content/2019/01/01-x.md").read_text("utf-8")
    assert site.build().ok
