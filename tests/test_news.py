"""The news sitemap: what is news, and until when."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from conftest import SiteFolder

from generator.languages import of_news
from generator.theme import BUILT_IN


def news(site: SiteFolder, now: datetime) -> str:
    """The news sitemap as it is at `now`."""
    assert site.build(now=now).ok
    return site.page("/news-sitemap.xml")


@pytest.fixture
def fresh(site: SiteFolder) -> SiteFolder:
    """A site of three briefs: of two days, one with the time of day and a title that needs escaping."""
    site.brief("2022-01-20-a.md", title="A", date="2022-01-20")
    site.brief("2022-01-24-b.md", title="B", date="2022-01-24")
    site.brief("2022-01-25-c.md", title="C & d", date="2022-01-25T08:30Z")
    return site


def test_the_briefs_of_two_days_are_news(fresh: SiteFolder) -> None:
    """Each with the publication, its language, its title, and when it was published, as Google asks."""
    text = news(fresh, datetime(2022, 1, 25, 12, tzinfo=UTC))
    assert text.count("<url>") == text.count("<news:news>") == 2
    assert "/2022/01/25/c/</loc><news:news><news:publication><news:name>Test Digest</news:name>" in text
    assert "<news:language>en</news:language></news:publication>" in text
    assert "<news:publication_date>2022-01-25T08:30:00+00:00</news:publication_date>" in text
    assert "<news:publication_date>2022-01-24</news:publication_date>" in text
    assert "<news:title>C &amp; d</news:title>" in text
    assert "Sitemap: https://example.org/news-sitemap.xml\n" in fresh.page("/robots.txt")


def test_news_get_old(fresh: SiteFolder) -> None:
    """A build with nothing else to do takes from the news what is older than two days, and leaves the newest one."""
    assert "/b/" in news(fresh, datetime(2022, 1, 25, 12, tzinfo=UTC))
    later = news(fresh, datetime(2022, 1, 26, 0, tzinfo=UTC))
    assert "/b/" not in later
    assert "/c/" in later
    last = news(fresh, datetime(2022, 1, 27, 8, 30, tzinfo=UTC))
    assert last.count("<url>") == 1
    assert "/c/" in last
    assert "<news:news>" not in last


def test_an_embargoed_brief_is_no_news(fresh: SiteFolder) -> None:
    """One that is not public yet leaves no trace; nothing at all is news in an empty digest."""
    fresh.brief("2022-01-25-c.md", title="C", date="2022-01-25", publish_at="2022-01-26")
    assert "/c/" not in news(fresh, datetime(2022, 1, 25, 12, tzinfo=UTC))
    shutil.rmtree(fresh.root / "content")
    (fresh.root / "content").mkdir()
    assert "<url>" not in news(fresh, datetime(2022, 1, 25, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "en"), ("pt-BR", "pt"), ("zh", "zh-cn"), ("zh-Hant", "zh-tw"), ("zh-HK", "zh-tw"), ("zh-Hans-CN", "zh-cn")],
)
def test_languages_are_named_as_google_does(tag: str, code: str) -> None:
    """ISO 639, and for Chinese one of two codes with a country."""
    assert of_news(tag) == code


def test_a_theme_that_stands_alone_needs_no_newer_template(fresh: SiteFolder) -> None:
    """One without a parent that has neither corrections, news, a search nor emails is built as ever."""
    shutil.copytree(BUILT_IN / "wire", fresh.root / "themes/alone")
    for name in ("corrections.html", "news-sitemap.xml", "search.json", "email.txt"):
        (fresh.root / "themes/alone/templates" / name).unlink()
    fresh.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\ntheme = "alone"\n')
    assert fresh.build().ok
    assert not (fresh.output / "corrections").exists()
    assert not (fresh.output / "news-sitemap.xml").exists()
    assert not (fresh.output / "search").exists()
    assert not list(fresh.output.rglob("edition.*"))
