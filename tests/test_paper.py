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

OUTSIDE = """() => [...document.querySelectorAll(".text *")].filter(element => {
  const box = element.getBoundingClientRect()
  return box.right > innerWidth + 1 || box.left < -1
}).map(element => element.outerHTML.slice(0, 100))"""
"""What stands out of the sheet."""

LINES = """() => {
  const range = document.createRange()
  range.selectNodeContents(document.querySelectorAll("td")[19])
  return range.getClientRects().length
}"""
"""How many lines the first word of the second table takes."""


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


def test_no_column_of_a_wide_table_is_lost_on_paper(site: SiteFolder, chromium: Any) -> None:
    """A sheet can't scroll: each of eighteen columns stands on it, and short words beside prose stay whole."""
    years = [str(year) for year in range(2005, 2023)]
    wide = [["Country", *years], ["---"] * 19, ["Grzegorzia", *["1,234,567"] * 18]]
    prose = [["Country", "Why"], ["---"] * 2, ["Kyrgyzstan", "Some words of prose. " * 30]]
    long = [["Address", "Why"], ["---"] * 2, ["x" * 200, "y" * 200]]
    body = "\n\n".join("\n".join(f"| {' | '.join(row)} |" for row in table) for table in (wide, prose, long))
    site.brief("2022-01-25-a.md", body + "\n")
    site.brief("2022-01-25-b.md", body + "\n", lang="ar")
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page(viewport={"width": 794 - 106, "height": 1123})
        page.emulate_media(media="print")
        for url in ("2022/01/25/a/", "2022/01/25/b/"):
            page.goto(base + url)
            assert page.evaluate(OUTSIDE) == [], url
            assert page.evaluate(LINES) == 1, url
        page.close()
