"""The search: what it looks through, and what a reader finds with it in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import web
from conftest import SiteFolder
from test_import import files

from generator import search


def read(site: SiteFolder, name: str) -> list[dict[str, Any]]:
    """What a part of the search holds."""
    found: list[dict[str, Any]] = json.loads(site.page(f"/search/{name}.json"))
    return found


def parts(site: SiteFolder) -> list[str]:
    """The parts that the page names, in its order."""
    page = site.page("/search/")
    return [address.rpartition("/")[2] for address in page.partition('data-parts="')[2].partition('"')[0].split()]


def test_it_knows_what_lists_show(site: SiteFolder) -> None:
    """Headline, summary, day, topics, sources, story, by-line, language and address of each brief; not its text."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/digest/"\n')
    site.brief(
        "2022-01-20-a.md",
        "Hidden words.\n",
        title='Zorvia & "Vorrim"',
        date="2022-01-20",
        summary="A <b> summary.",
        source="[Wire, {name: Wire, url: 'https://example.net/'}]",
        tags="[Orbel, Zorvia]",
        story="Talks",
        authors="[Ono]",
        lang="ar",
    )
    assert site.build().ok
    assert read(site, "2022") == [
        {
            "url": "/digest/2022/01/20/a/",
            "title": 'Zorvia & "Vorrim"',
            "day": "2022-01-20",
            "date": "20 January 2022",
            "lang": "ar",
            "dir": "rtl",
            "summary": "A <b> summary.",
            "sources": ["Wire"],
            "tags": ["Orbel", "Zorvia"],
            "story": "Talks",
            "authors": ["Ono"],
        }
    ]
    assert 'href="/digest/search/"' in site.page("/2022/01/20/a/")


def test_parts_are_cut_from_the_oldest(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each year has its own, the newest first; a new brief changes the newest one, and the page if one is begun."""
    monkeypatch.setattr(search, "PART_SIZE", 2)
    site.brief("2021-12-31-z.md", date="2021-12-31")
    for day in (1, 2, 3):
        site.brief(f"2022-01-0{day}-a.md", date=f"2022-01-0{day}")
    assert site.build().ok
    assert parts(site) == ["2022-2.json", "2022.json", "2021.json"]
    assert [[found["day"][5:] for found in read(site, name[:-5])] for name in parts(site)] == [
        ["01-03"], ["01-02", "01-01"], ["12-31"],
    ]  # fmt: skip
    site.brief("2022-01-04-a.md", date="2022-01-04")
    assert [url for url in site.build().written if "search" in url] == ["/search/2022-2.json"]
    site.brief("2022-01-05-a.md", date="2022-01-05")
    written = [url for url in site.build().written if "search" in url]
    assert sorted(written) == ["/search/", "/search/2022-3.json"]


def test_a_text_is_no_business_of_it(site: SiteFolder) -> None:
    """An edit of a body leaves what the search reads alone."""
    site.brief("2022-01-20-a.md", "One.\n", date="2022-01-20", summary="S.")
    assert site.build().ok
    before = files(site.output / "search")
    site.brief("2022-01-20-a.md", "Two.\n", date="2022-01-20", summary="S.")
    assert site.build().ok
    assert files(site.output / "search") == before


def test_a_digest_without_briefs_has_a_search(site: SiteFolder) -> None:
    """There is nothing to read yet."""
    assert site.build().ok
    assert parts(site) == []


HOSTILE = "<img src=x onerror=document.title='ran'>"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Callable[[str], Any]]:
    """Opens the search of a digest of 45 briefs and some more, in two parts, with an address after `/search/`."""
    site = SiteFolder(tmp_path_factory.mktemp("search"))
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/digest/"\n')
    for number in range(45):
        site.brief(f"n{number}.md", title=f"Number {number}", date="2021-02-28", summary="One of many.")
    site.brief(
        "a.md", date="2022-01-20", title="Orbán in Zorvia", summary="Troops were seen.", tags="[NATO]", source="Wire"
    )
    site.brief("b.md", date="2022-01-21", title=f'"{HOSTILE}"', summary=f'"Zorvian {HOSTILE}"', authors="[Ono]")
    site.brief("c.md", date="2022-01-22", title="北大西洋公约组织", summary="北约。", lang="zh")
    site.brief("d.md", date="2022-01-23", title="Zorvia seen by others", summary="Were troops there?")
    assert site.build().ok
    with web.serve(site.output, "/digest/") as base:
        page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))

        def opened(rest: str = "") -> Any:
            page.goto(f"{base}search/{rest}")
            return page

        yield opened
        assert page.faults == []
        page.context.close()


def found(page: Any, words: str, status: str) -> list[str]:
    """The headlines that are shown once somebody typed the words and the page says `status`."""
    page.fill("#q", words)
    page.wait_for_function(
        """([words, status]) => (new URL(location).searchParams.get("q") ?? "") == words &&
        document.querySelector("[role=status]").textContent == status""",
        arg=[words, status],
    )
    titles: list[str] = page.locator("#found h2").all_inner_texts()
    return titles


@pytest.mark.browser
def test_words_are_found(reader: Callable[..., Any]) -> None:
    """All words must be there, each as the beginning of one, whatever its accents and capitals; newest first."""
    page = reader()
    assert found(page, "zorv", "Found: 3") == ["Zorvia seen by others", HOSTILE, "Orbán in Zorvia"]
    assert found(page, "TROOPS orban", "Found: 1") == ["Orbán in Zorvia"]
    assert found(page, '"troops were"', "Found: 1") == ["Orbán in Zorvia"]
    assert found(page, "nato wire", "Found: 1") == ["Orbán in Zorvia"]
    assert found(page, "ono", "Found: 1") == [HOSTILE]
    assert found(page, "西洋", "Found: 1") == ["北大西洋公约组织"]
    assert found(page, "orvia", "Nothing was found.") == []
    assert found(page, '" -', "") == []


@pytest.mark.browser
def test_what_is_found_is_shown_as_text(reader: Callable[..., Any]) -> None:
    """Nothing that a brief holds runs; the words are marked, the language is told, and the link leads to the brief."""
    page = reader()
    found(page, "img", "Found: 1")
    assert page.title() == "Search – T"
    assert page.locator("#found img").count() == 0
    assert page.locator("#found mark").all_inner_texts() == ["img", "img"]
    found(page, "北约", "Found: 1")
    assert page.locator("#found h2 a").get_attribute("lang") == "zh"
    page.locator("#found h2 a").click()
    assert page.url.endswith("/digest/2022/01/22/c/")


@pytest.mark.browser
def test_an_address_keeps_the_words(reader: Callable[..., Any]) -> None:
    """A search can be linked to, and comes back when the reader does."""
    page = reader("?q=orban")
    page.wait_for_selector("#found h2")
    assert page.input_value("#q") == "orban"
    found(page, "北约 & 5%", "Nothing was found.")
    found(page, "北约", "Found: 1")
    page.locator("#found h2 a").click()
    page.go_back()
    page.wait_for_selector("#found h2")
    assert page.input_value("#q") == "北约"


@pytest.mark.browser
def test_many_are_shown_step_by_step(reader: Callable[..., Any]) -> None:
    """Twenty at a time; who asks for older ones goes on reading there."""
    page = reader()
    assert len(found(page, "number", "Found: 20+")) == 20
    page.click("text=Show older ones")
    page.wait_for_function("document.querySelectorAll('#found h2').length == 40")
    assert page.evaluate("document.activeElement == document.querySelectorAll('#found a')[20]")
    page.click("text=Show older ones")
    page.wait_for_function("document.querySelector('[role=status]').textContent == 'Found: 45'")
    assert page.locator("text=Show older ones").is_hidden()


@pytest.mark.browser
def test_a_part_that_fails_is_told(reader: Callable[..., Any]) -> None:
    """A reader whose connection broke is told so, and may try again."""
    page = reader()
    page.route("**/search/2021.json", lambda route: route.abort())
    found(page, "number", "The search could not be loaded. Try again in a moment.")
    page.unroute("**/search/2021.json")
    found(page, "numbe", "Found: 20+")
    page.faults[:] = [fault for fault in page.faults if "ERR_FAILED" not in fault]
