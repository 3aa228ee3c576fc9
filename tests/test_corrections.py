"""What was put right in briefs: the pages of all corrections, and what they leave alone."""

from __future__ import annotations

import pytest
from conftest import SiteFolder
from test_import import files
from test_stories import words


@pytest.fixture
def corrected(site: SiteFolder) -> SiteFolder:
    """A site of two briefs with five corrections, and one without."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\n[lists]\npage = 2\n')
    site.brief(
        "2022-01-20-a.md",
        title="A",
        date="2022-01-20",
        corrections="[{date: 2022-01-22, text: First & least.}, {date: 2022-01-24, text: Fourth.}]",
    )
    site.brief(
        "2022-01-21-b.md",
        title="B",
        date="2022-01-21",
        corrections="[{date: 2022-01-23, text: Second.}, {date: 2022-01-23T08:00, text: Third.},"
        " {date: 2022-01-24, text: Fifth.}]",
    )
    site.brief("2022-01-22-c.md", title="C", date="2022-01-22")
    assert site.build().ok
    return site


def test_all_corrections_are_told_newest_first(corrected: SiteFolder) -> None:
    """Each stands with its day, its brief and its words; older ones stand on pages from the oldest."""
    assert words(corrected, "/corrections/", ".day, h2, .summary") == [
        "24 January 2022", "B", "Fifth.", "24 January 2022", "A", "Fourth.", "23 January 2022", "B", "Third.",
    ]  # fmt: skip
    assert words(corrected, "/corrections/page/1/", "h1, h2, .summary") == [
        "Corrections, page 1", "B", "Second.", "A", "First & least."
    ]  # fmt: skip
    assert 'href="/corrections/page/1/"' in corrected.page("/corrections/")
    assert 'href="/corrections/"' in corrected.page("/corrections/page/1/")


def test_ways_lead_to_the_corrections(corrected: SiteFolder) -> None:
    """Each page leads to them, and the sitemap names them with the day of the last one."""
    assert all('href="/corrections/"' in corrected.page(url) for url in ("/", "/2022/01/22/c/", "/tags/"))
    entry = "<loc>https://example.org/corrections/</loc><lastmod>2022-01-24T00:00:00+00:00</lastmod>"
    assert entry in corrected.page("/sitemap-site.xml")


def test_a_brief_without_corrections_leaves_them_alone(corrected: SiteFolder) -> None:
    """One more brief, and a change of one's text, change no page of corrections."""
    before = files(corrected.output)
    corrected.brief("2022-01-23-d.md", date="2022-01-23")
    corrected.brief("2022-01-22-c.md", "Other words.\n", title="C", date="2022-01-22")
    report = corrected.build()
    assert report.ok
    assert not [url for url in report.written if url.startswith("/corrections/")]
    after = files(corrected.output)
    assert {path for path in before if path.startswith("corrections/")} <= set(after)


def test_an_embargoed_correction_leaves_no_trace(corrected: SiteFolder) -> None:
    """What a brief that is not public yet has put right is not told."""
    corrected.brief(
        "2022-01-21-b.md",
        title="B",
        date="2022-01-21",
        publish_at="2040-01-01",
        corrections="[{date: 2022-01-24, text: Fifth.}]",
    )
    assert corrected.build().ok
    assert words(corrected, "/corrections/", "h2, .summary") == ["A", "Fourth.", "A", "First & least."]
    assert not (corrected.output / "corrections/page").exists()


def test_a_digest_without_corrections_says_so(site: SiteFolder) -> None:
    """The page is there from the first day: its address may be made known."""
    site.brief("2022-01-25-a.md")
    assert site.build().ok
    assert words(site, "/corrections/", ".empty") == ["Nothing has been corrected yet."]
