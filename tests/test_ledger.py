"""The theme `ledger`: a child of wire, small and visibly another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import web
from conftest import SiteFolder, copy_of_sample
from selectolax.lexbor import LexborHTMLParser
from site_check.kinds import KINDS, fill

from generator.theme import BUILT_IN

LEDGER = BUILT_IN / "ledger"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The repository's digest in this theme."""
    site = fill(copy_of_sample(tmp_path_factory.mktemp("ledger") / "site"))
    config = (site.root / "briefing.toml").read_text("utf-8")
    site.write("briefing.toml", config.replace('theme = "wire"', 'theme = "ledger"'))
    assert site.build().ok
    return site


def test_it_is_small() -> None:
    """The whole theme has fewer than 200 lines."""
    files = [file for file in LEDGER.rglob("*") if file.is_file()]
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) < 200
    assert {file.name for file in files} == {"theme.toml", "head.html", "card.html", "home.html", "ledger.css"}


def test_every_kind_of_page_is_there(ledger: SiteFolder) -> None:
    """What the theme does not have it has from its parent: every kind of page is made, with both style sheets."""
    for kind, url in KINDS.items():
        page = LexborHTMLParser(ledger.page(url))
        styles = "".join(node.text() for node in page.css("style"))
        assert styles.index(".masthead{") < styles.index(".entry{"), kind
        assert len(page.css("h1")) == 1, kind


def test_a_brief_is_one_line(ledger: SiteFolder) -> None:
    """Lists show its own card in place of wire's: time, headline and first source, no summary and no tags."""
    page = LexborHTMLParser(ledger.page("/"))
    assert page.css(".card, .summary, .tags") == []
    entry = page.css_first(".entry")
    assert [node.tag for node in entry.iter()] == ["p", "h3", "p"]
    assert " ".join(entry.text().split()) == "22:07 Everything that a brief may hold Reuters +1and 1 more Corrected"


def test_one_block_is_its_own(ledger: SiteFolder) -> None:
    """Of the home page it changes the masthead alone."""
    page = LexborHTMLParser(ledger.page("/"))
    assert page.css_first(".masthead .dateline").text().startswith("Short, sourced briefs")
    assert [node.attributes["href"] for node in page.css(".masthead nav a")][:2] == ["/", "/archive/"]


@pytest.mark.browser
def test_every_day_is_seen_on_a_phone(ledger: SiteFolder, chromium: Any) -> None:
    """The newest day stands in the list, also on a phone: the masthead, where wire has it, says something else here."""
    with web.serve(ledger.output) as base:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto(base)
        widths = page.evaluate("[...document.querySelectorAll('.day')].map(day => day.clientWidth)")
        page.close()
    assert min(widths) > 300


def test_the_tutorial_tells_the_truth() -> None:
    """The files that docs/themes.md shows are the theme's files."""
    guide = (Path(__file__).parent.parent / "docs" / "themes.md").read_text("utf-8")
    for file in (file for file in LEDGER.rglob("*") if file.suffix in (".html", ".toml")):
        assert file.read_text("utf-8").strip() in guide, file
    styles = "".join(re.findall("```css\n(.*?)```", guide, re.DOTALL)).splitlines()
    assert styles
    assert set(styles) <= set((LEDGER / "static" / "ledger.css").read_text("utf-8").splitlines())
