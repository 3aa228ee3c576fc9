"""What must be said of a brief wherever it stands, and of lists to those who don't see them."""

from __future__ import annotations

from typing import Any

import pytest
import web
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser

from generator.languages import alphabetical


def texts(site: SiteFolder, url: str, selector: str) -> list[str]:
    """The words of each element of a page that matches, white space folded."""
    return [" ".join(node.text().split()) for node in LexborHTMLParser(site.page(url)).css(selector)]


@pytest.fixture
def marked(site: SiteFolder) -> SiteFolder:
    """A foreign, corrected draft beside a plain brief of the same topic and story."""
    fields = {"tags": "[NATO]", "story": "Talks", "source": "[Reuters, {name: DW, url: 'https://dw.example/a'}]"}
    site.brief("2022-01-25-b.md", title="Plain", **fields)
    corrections = "[{date: 2022-01-26, text: A name.}]"
    site.brief(
        "2022-01-24-a.md",
        title="Замітка",
        lang="uk",
        date="2022-01-24",
        draft="true",
        corrections=corrections,
        **fields,
    )
    assert site.build(drafts=True).ok
    return site


def test_a_line_says_what_its_card_says(marked: SiteFolder) -> None:
    """State, language and correction stand on months, under related briefs and before and after in a story."""
    assert texts(marked, "/2022/01/", ".lines li")[1] == "Draft Замітка In Ukrainian Corrected"
    lines = texts(marked, "/2022/01/25/b/", ".lines li")
    assert lines and set(lines) == {"Draft Замітка 24 January 2022 In Ukrainian Corrected"}
    assert texts(marked, "/2022/01/25/b/", ".turn a") == ["Older Draft Замітка In Ukrainian"]
    assert texts(marked, "/2022/01/24/a/", ".turn a") == ["Newer Plain"]


def test_the_register_says_it_too(marked: SiteFolder) -> None:
    """The theme `ledger` marks drafts, languages and corrections in its lines."""
    marked.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\ntheme = "ledger"\n')
    assert marked.build(drafts=True).ok
    entry = texts(marked, "/", ".entry")[1]
    assert entry.startswith("Draft Замітка") and entry.endswith("In Ukrainian Corrected")


def test_sources_and_topics_are_lists_with_names(marked: SiteFolder) -> None:
    """A card's sources and topics are two lists, and each says what it is."""
    page = LexborHTMLParser(marked.page("/"))
    lists = {
        node.attributes["aria-label"]: [item.text() for item in node.css("li")]
        for node in page.css_first(".card").css("ul")
    }
    assert lists == {"Sources": ["Reuters", "DW"], "Topics": ["NATO"]}


def test_links_of_a_page_with_one_name_lead_to_one_place(site: SiteFolder) -> None:
    """Two documents of one source can be told apart, and so can the feed of a topic and that of the site."""
    documents = "[{name: NATO, url: 'https://nato.example/a'}, {name: NATO, url: 'https://nato.example/b'}]"
    site.brief("2022-01-25-a.md", source=documents, tags="[NATO]")
    assert site.build().ok
    for url in ("/2022/01/25/a/", "/tags/nato/"):
        named: dict[str, set[Any]] = {}
        for link in LexborHTMLParser(site.page(url)).css(".facts a, .imprint a"):
            named.setdefault(" ".join(link.text().split()), set()).add(link.attributes["href"])
        assert [name for name, places in named.items() if len(places) > 1] == [], url
    assert texts(site, "/2022/01/25/a/", ".sources a")[:2] == ["NATO (1)", "NATO (2)"]


def test_a_standing_page_is_announced_in_its_language(site: SiteFolder) -> None:
    """The navigation marks the title of a page in another language, and that page says which it is."""
    site.write("content/pages/pro.md", "---\ntitle: Про нас\nlang: uk\n---\n\nСлова.\n")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    assert site.build().ok
    links = LexborHTMLParser(site.page("/")).css("nav a")
    assert {link.text(): link.attributes.get("lang") for link in links[5:]} == {"About": None, "Про нас": "uk"}
    assert texts(site, "/pro/", ".facts dd") == ["Ukrainian"]
    page = LexborHTMLParser(site.page("/pro/"))
    assert len(page.css("h1[lang=uk]")) == len(page.css(".text[lang=uk]")) == 1


def test_a_language_is_called_by_its_name(site: SiteFolder) -> None:
    """A language that the theme's words don't know is named as the site's language names it."""
    site.brief("2022-01-25-a.md", lang="es")
    assert site.build().ok
    assert "Spanish" in texts(site, "/2022/01/25/a/", ".facts dd")


def test_a_calendar_says_its_numbers(site: SiteFolder) -> None:
    """A month's table has the month's name, and each day's link says how many briefs it leads to."""
    for name in "ab":
        site.brief(f"2022-01-25-{name}.md")
    assert site.build().ok
    page = LexborHTMLParser(site.page("/2022/"))
    label = page.css_first("table").attributes["aria-labelledby"]
    assert page.css_first(f"h2#{label} a").text() == "January"
    assert texts(site, "/2022/", "td a") == ["25, 2 briefs"]


@pytest.mark.parametrize(("written", "shown"), [("2022-01-26", ""), ("2022-01-26T00:00:00Z", " 00:00 UTC")])
def test_midnight_is_a_time_if_the_writer_says_so(site: SiteFolder, written: str, shown: str) -> None:
    """An update's time of day is shown if there is one, midnight too."""
    site.brief("2022-01-25-a.md", updated=written)
    assert site.build().ok
    assert texts(site, "/2022/01/25/a/", ".facts dd")[1] == "26 January 2022" + shown


def test_headlines_stay_as_they_were_written(site: SiteFolder) -> None:
    """No style makes a capital of a headline's first letter: eBay is eBay."""
    site.brief("2022-01-25-a.md")
    assert site.build().ok
    rules = [rule for rule in site.page("/2022/01/25/a/").split("}") if "::first-letter" in rule]
    assert rules and not [rule for rule in rules if "h1" in rule]


def test_names_stand_in_alphabetical_order() -> None:
    """Accents don't send a name to the end, and Ukrainian letters stand where their alphabet has them."""
    names = [
        "VOA",
        "Élysée",
        "Zeit",
        "AFP",
        "elle",
        "Ґанок",
        "Гривня",
        "Діло",
        "Їжак",
        "Йод",
        "Інше",
        "Ирій",
        "Єдність",
        "Енерго",
    ]
    assert sorted(names, key=alphabetical) == [
        *("AFP", "elle", "Élysée", "VOA", "Zeit"),
        *("Гривня", "Ґанок", "Діло", "Енерго", "Єдність", "Ирій", "Інше", "Їжак", "Йод"),
    ]


@pytest.mark.browser
def test_a_month_of_the_archive_runs_as_its_language_does(site: SiteFolder, chromium: Any) -> None:
    """From right to left the first days of a month stand at its right, as the first months of a year do."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\nlanguage = "ar"\n')
    site.brief("2022-01-02-a.md", date="2022-01-02")
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page()
        page.goto(base + "archive/")
        line, box = page.evaluate(
            """() => [".strip path", ".strip svg"].map(name => document.querySelector(name).getBoundingClientRect())
            .map(box => box.left + box.width / 2)"""
        )
        page.close()
    assert line > box
