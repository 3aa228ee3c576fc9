"""A reader's way through the site, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import synthetic
import web
from conftest import SiteFolder, copy_of_sample

from generator import urls

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh page on a phone, without scripts: readers must not need any."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def follow(page: Any, selector: str, within: str = "main") -> str:
    """Follow the first link that `selector` finds in a part of the page; gives the address it leads to."""
    with page.expect_navigation():
        page.locator(within).locator(selector).first.click()
    return str(page.url)


def test_from_the_front_page_to_the_oldest_brief_of_a_tag(site: SiteFolder, page: Any) -> None:
    """A reader goes from the front page to an edition, a brief, its tag, the tag's older page and its feed."""
    synthetic.fill(site, 110)
    with web.serve(site.output) as base:
        assert site.build(base_url=base).ok
        assert page.goto(base).ok
        edition = follow(page, "a[href$='/2022/01/20/']", "header")
        assert edition == f"{base}2022/01/20/"
        assert page.locator("h1 time").get_attribute("datetime") == "2022-01-20"
        title = page.locator("article h2 a, article h3 a").first.inner_text()
        brief = follow(page, "article h2 a, article h3 a")
        assert brief.startswith(edition) and brief != edition
        assert title in page.locator("h1").inner_text()
        tag = follow(page, "a[href*='/tags/']")
        assert page.locator("h1").inner_text() in synthetic.TAGS
        feed = page.locator("main a[href$='feed.xml']").first.get_attribute("href")
        older = follow(page, "a[href*='/page/']")
        assert older == f"{tag}page/1/"
        assert page.locator("article").count() == 20
        assert follow(page, "article:last-of-type a[href*='/20']").startswith(base)
        answer = page.request.get(base + feed.lstrip("/"))
        assert answer.ok
        assert "xml" in answer.headers["content-type"]
        assert title in answer.text()


def test_through_the_sample(page: Any, tmp_path: Any) -> None:
    """In the sample a reader goes from the front page to an edition, a brief, an older one, a tag and the archive."""
    site = copy_of_sample(tmp_path / "site")
    with web.serve(site.output) as base:
        assert site.build(base_url=base).ok
        assert page.goto(base).ok
        for selector in (
            "section h2 a",
            "article h2 a, article h3 a",
            "a[rel='prev']",
            "a[href*='/tags/']",
            "article h2 a, article h3 a",
            "a[href*='/2022/']",
        ):
            before = page.url
            assert follow(page, selector) != before
            assert page.locator("h1").count() == 1
        with page.expect_navigation():
            page.locator("nav a[href$='/archive/']").first.click()
        assert page.url == f"{base}archive/"
        assert follow(page, "a[href$='/2022/01/']") == f"{base}2022/01/"


@pytest.mark.parametrize("width", [320, *(pytest.param(width, marks=pytest.mark.torture) for width in (768, 1600))])
def test_no_page_scrolls_sideways(width: int, chromium: Any, tmp_path: Any) -> None:
    """From a small phone to a wide screen, no page of the sample is wider than the window."""
    site = copy_of_sample(tmp_path / "site")
    with web.serve(site.output) as base:
        assert site.build(base_url=base).ok
        page = chromium.new_page(viewport={"width": width, "height": 800})
        wide = []
        for file in sorted(site.output.rglob("*.html")):
            if "http-equiv" in file.read_text("utf-8"):
                continue
            page.goto(base + urls.of_file(str(file.relative_to(site.output)))[1:])
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(page.url)
        page.close()
    assert wide == []
