"""The theme on paper, printed by a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest
import web
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.browser

PRINTED = """() => [...document.querySelectorAll(".facts dd a")].filter(link => link.offsetParent).map(link =>
  link.textContent + getComputedStyle(link, "::after").content.replaceAll('"', "").replace("none", ""))"""
"""The links among a brief's facts, as they are printed."""


def first_sheet(page: Any) -> str:
    """The first sheet of a page as PDF, in which links and their addresses can be read."""
    return str(page.pdf(format="A4", page_ranges="1").decode("latin-1"))


@pytest.fixture
def busy(site: SiteFolder) -> SiteFolder:
    """A site with a day of eleven briefs, all on one topic."""
    for number in range(11):
        words = "Several words that fill a line or two of the summary, and some more of them. " * 2
        site.brief(f"2022-01-25-brief-{number}.md", words, title=f"Headline {number}", tags="[NATO]")
    assert site.build().ok
    return site


def test_the_first_sheet_has_the_news(busy: SiteFolder, chromium: Any) -> None:
    """A printed edition starts under its masthead: most headlines of a day of eleven stand on the first sheet.

    So do the briefs of a topic, and of the home page.
    """
    with web.serve(busy.output) as base:
        page = chromium.new_page()
        for url in ("2022/01/25/", "tags/nato/", ""):
            page.goto(base + url)
            sheet = first_sheet(page)
            found = [number for number in range(11) if f"/2022/01/25/brief-{number}/" in sheet]
            assert len(found) >= 6, url
        page.close()


def test_a_printed_brief_spells_out_its_sources(site: SiteFolder, chromium: Any) -> None:
    """On paper the address of each source stands in full; ways to more of the site don't."""
    site.brief("2022-01-25-a.md", source="{name: Reuters, url: 'https://www.reuters.example/a/b'}", tags="[NATO]")
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page()
        page.goto(base + "2022/01/25/a/")
        page.emulate_media(media="print")
        printed = page.evaluate(PRINTED)
        page.close()
    assert printed == [
        "25 January 2022",
        "Reuters (https://www.reuters.example/a/b)",
        "https://example.org/2022/01/25/a/",
    ]
    assert "More from Reuters" in LexborHTMLParser(site.page("/2022/01/25/a/")).css_first(".more").text()
