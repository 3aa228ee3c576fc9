"""Site -> Pages: every URL is decided here, and all that each template may see."""

from collections.abc import Iterable

import pytest
from texts import CONFIG, brief, site

from generator import plan
from generator.config import Config, Lists
from generator.model import Brief, Page

A, B = "2022/01/25-a.md", "2022/02/26-b.md"
SMALL = Config(title="T", base_url="https://example.org/digest/", lists=Lists(home=2, page=2, feed=3))


def pages(briefs: Iterable[Brief], config: Config = CONFIG) -> dict[str, Page]:
    """The pages of a site of these briefs, by URL."""
    found = plan.pages(config, site(briefs, config=config), (), lambda text: "")
    return {page.url: page for page in found}


def many(count: int) -> list[Brief]:
    """Briefs of one tag, one a day."""
    return [brief(f"{day:02}.md", date=f"2022-01-{day:02}", tags="[T]") for day in range(1, count + 1)]


def test_every_row_of_the_url_scheme_is_there() -> None:
    """Briefs, periods, topics, sources, corrections, a search, feeds, sitemaps and the rest have their addresses."""
    found = pages([brief(A, tags="[NATO]", source="Wire"), brief("pages/about.md")])
    assert set(found) == {
        "/", "/2022/01/25/a/", "/2022/01/25/", "/2022/01/", "/2022/", "/archive/", "/about/", "/tags/", "/tags/nato/",
        "/sources/", "/sources/wire/", "/feed.xml", "/feed.json", "/editions/feed.xml", "/tags/nato/feed.xml",
        "/tags/nato/feed.json", "/sources/wire/feed.xml", "/sources/wire/feed.json", "/sitemap.xml",
        "/sitemap-2022.xml", "/sitemap-site.xml", "/news-sitemap.xml", "/robots.txt", "/404.html", "/corrections/",
        "/search/", "/search/2022.json", "/2022/01/25/edition.html", "/2022/01/25/edition.txt",
    }  # fmt: skip


def test_leaves_come_before_lists_and_feeds_last() -> None:
    """What is linked to is published before what links to it; feeds and sitemaps come last."""
    found = list(pages([brief(A, aliases="/old/")]))
    assert found.index("/2022/01/25/a/") < found.index("/2022/01/25/") < found.index("/feed.xml")
    assert found.index("/old/") < found.index("/") < found.index("/sitemap.xml")


def test_long_lists_are_paged_from_the_oldest() -> None:
    """`page/1/` of a tag holds its oldest briefs for ever; a new brief changes the front page only."""
    before, after = pages(many(6), SMALL), pages(many(7), SMALL)
    oldest = [card.url for month in before["/tags/t/page/1/"].context["months"] for card in month.cards]
    assert oldest == ["/2022/01/02/02/", "/2022/01/01/01/"]
    assert before["/tags/t/page/1/"].digest == after["/tags/t/page/1/"].digest
    assert before["/tags/t/"].digest != after["/tags/t/"].digest
    assert "/tags/t/page/3/" not in after


def test_home_holds_whole_days() -> None:
    """The home page shows the newest editions, whole days and at least one."""
    crowded = [brief(f"{name}.md") for name in "abc"]
    assert [edition.url for edition in pages(many(5), SMALL)["/"].context["editions"]] == [
        "/2022/01/05/",
        "/2022/01/04/",
    ]
    assert [len(edition.cards) for edition in pages(crowded, SMALL)["/"].context["editions"]] == [3]


def test_feeds_hold_the_newest() -> None:
    """A feed holds as many of the newest briefs as configured."""
    entries = pages(many(5), SMALL)["/tags/t/feed.xml"].context["entries"]
    assert [entry.card.day.day for entry in entries] == [5, 4, 3]


def test_neighbours_are_in_the_one_order() -> None:
    """Each brief leads to the newer and the older one, the ends to nothing."""
    found = pages(many(3))
    middle, newest = found["/2022/01/02/02/"].context, found["/2022/01/03/03/"].context
    assert (middle["newer"].url, middle["older"].url) == ("/2022/01/03/03/", "/2022/01/01/01/")
    assert newest["newer"] is None


def test_adding_a_brief_changes_only_what_shows_it() -> None:
    """Adding a brief changes its neighbour, its lists and feeds, and no other page."""
    before = pages(many(9))
    after = pages([*many(9), brief("10.md", date="2022-01-10", tags="[U]")])
    changed = {url for url in before if before[url].digest != after[url].digest}
    assert changed == {
        "/", "/2022/", "/2022/01/", "/archive/", "/tags/", "/2022/01/09/", "/2022/01/09/09/", "/feed.xml", "/feed.json",
        "/editions/feed.xml", "/sitemap.xml", "/sitemap-2022.xml", "/sitemap-site.xml", "/news-sitemap.xml",
        "/search/2022.json",
    }  # fmt: skip


def test_editing_a_text_touches_no_list() -> None:
    """Editing a body changes that brief and the feeds that carry its text."""
    before = pages([brief(A, summary="S", tags="[T]", body="One.")])
    after = pages([brief(A, summary="S", tags="[T]", body="Two.")])
    assert {url for url in before if before[url].digest != after[url].digest} == {
        "/2022/01/25/a/", "/feed.xml", "/feed.json", "/tags/t/feed.xml", "/tags/t/feed.json"
    }  # fmt: skip


def test_the_sitemap_names_exactly_the_pages_for_readers() -> None:
    """The sitemap lists every page but the 404, redirects and feeds, and never the time of the build."""
    found = pages([brief(A, aliases="/old/", updated="2022-01-27T00:00Z"), brief("pages/about.md")])
    named = [entry for url, page in found.items() if url.startswith("/sitemap-") for entry in page.context["entries"]]
    assert sorted(entry.url for entry in named) == sorted(url for url in found if url.endswith("/") and url != "/old/")
    assert {f"{entry.changed:%d}" for entry in named if entry.changed and "/2022" in entry.url} == {"27"}


def test_the_home_page_changed_when_what_it_shows_did() -> None:
    """An old brief that is corrected does not move the time of the home page, which does not show it."""
    old = brief("01.md", date="2022-01-01", tags="[T]", updated="2022-02-27")
    assert f"{pages([old, *many(9)[1:]], SMALL)['/'].changed:%F}" == "2022-01-09"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"slug": "Same"}, {"slug": "same"}),
        ({"slug": "e\u0301"}, {"slug": "é"}),
        ({"aliases": "/x/"}, {"aliases": "/X/"}),
        ({}, {"aliases": "/2022/01/25/a/"}),
        ({}, {"aliases": "/404.html"}),
        ({"aliases": "/x.html"}, {"aliases": "/x.html/y/"}),
    ],
)
def test_two_claims_on_one_url_are_an_error_that_names_both(one: dict[str, str], other: dict[str, str]) -> None:
    """Two claims on one URL are one error that names both, also if they differ only in case or Unicode form."""
    briefs = [brief("2022/01/25-a.md", **one), brief("2022/01/25-b.md", **other)]
    found = plan.claims(pages_of(briefs))
    assert [problem.code for problem in found] == ["same-url"]
    assert found[0].path.startswith("content/2022/01/25-")
    assert "claimed" in found[0].what
    assert "content/" in found[0].what or "the 404 page" in found[0].what


def pages_of(briefs: Iterable[Brief]) -> tuple[Page, ...]:
    """The pages of a site of these briefs, double ones included."""
    return plan.pages(CONFIG, site(briefs), (), lambda text: "")


def test_a_free_site_has_no_claims() -> None:
    """Pages with addresses of their own are no problem."""
    assert plan.claims(pages_of([brief(A), brief(B, date="2022-02-26")])) == ()


def test_a_brief_may_have_a_template_of_its_own() -> None:
    """`template` names another template for one brief's page."""
    assert pages([brief(A, template="special.html")])["/2022/01/25/a/"].template == "special.html"
