"""The theme that comes with Briefing: what its pages say to people and machines, its words, its weight."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import SiteFolder, copy_of_sample
from selectolax.lexbor import LexborHTMLParser
from site_check.kinds import KINDS, fill

from generator.theme import BUILT_IN

pytestmark = pytest.mark.usefixtures("cold")

"""The theme's languages beside English, with the number of plural forms that gettext's manual gives each."""
BRIEF = KINDS["brief"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site with every kind of page."""
    site = fill(copy_of_sample(tmp_path_factory.mktemp("full") / "site"))
    assert site.build().ok
    return site


def parsed(site: SiteFolder, url: str) -> LexborHTMLParser:
    """The page at `url`."""
    return LexborHTMLParser(site.page(url))


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    """The words of each element that matches, white space folded."""
    return [" ".join(node.text().split()) for node in page.css(selector)]


def metas(page: LexborHTMLParser) -> dict[str, str]:
    """What the meta elements of a page say."""
    found = (node.attributes for node in page.css("meta[content]"))
    return {meta.get("property") or meta.get("name") or "": meta["content"] or "" for meta in found}


# Pages


def test_every_page_has_one_first_heading_and_its_landmarks(full: SiteFolder) -> None:
    """Each page has one h1, one main part, one header and one footer of the page, and a language and direction."""
    for kind, url in KINDS.items():
        page = parsed(full, url)
        for selector in ("h1", "main#main", "body > header", "body > footer", "html[lang=en][dir=ltr]"):
            assert len(page.css(selector)) == 1, (kind, selector)
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
        assert all(low + 1 >= high for low, high in pairwise(levels)), kind


def test_front_and_edition_pages_carry_their_date(full: SiteFolder) -> None:
    """The masthead says the date of the newest edition, and of the edition shown."""
    assert texts(parsed(full, "/"), ".masthead .dateline time") == ["Wednesday, 2 February 2022"]
    assert texts(parsed(full, KINDS["edition"]), ".masthead h1 time") == ["Tuesday, 25 January 2022"]


def test_a_brief_shows_all_that_is_known_of_it(full: SiteFolder) -> None:
    """Dates with their time and zone, by-line, linked sources, tags, story, corrections, permanent link."""
    page = parsed(full, BRIEF)
    facts = {
        " ".join(group.css_first("dt").text().split()): texts(LexborHTMLParser(group.html or ""), "dd")
        for group in page.css(".facts > div")
    }
    assert facts["Published"][0].startswith("2 February 2022 22:07")
    assert facts["Updated"][0].startswith("3 February 2022 09:15")
    assert facts["Corrected"] == ["4 February 2022"]
    assert facts["By"] == ["Olena Kovalenko, Jan Nowak"]
    assert facts["Sources"] == ["Reuters reuters.example", "DW"]
    assert facts["More from"] == ["More from ReutersMore from DW"]
    assert facts["Story"] == ["Troop movements"]
    assert "https://example.org/<wbr>2022/02/02/<wbr>everything/" in (page.html or "")  # no line ends inside a date
    assert facts["Permanent link"] == ["https://example.org" + BRIEF]
    assert [node.attributes["href"] for node in page.css(".facts:not(.more) a")] == [
        "/2022/02/02/",
        "#corrections",
        "https://www.reuters.example/a",
    ]
    links = [node.attributes["href"] for node in page.css(".more a")]
    assert links[-3:] == ["/sources/reuters/", "/sources/dw/", "https://example.org" + BRIEF]
    assert len(page.css("#corrections dd")) == 2
    assert {"Earlier in this story", "Related briefs"} <= set(texts(page, "h2"))
    assert [node.attributes["rel"] for node in page.css(".turn a")] == ["prev"] or page.css_first("a[rel=next]")


def test_times_for_machines_have_offsets(full: SiteFolder) -> None:
    """A moment in a `time` element says its offset; a day alone stays a day."""
    for url in KINDS.values():
        for node in parsed(full, url).css("time"):
            value = node.attributes["datetime"] or ""
            assert re.fullmatch(r"\d{4}-\d\d(-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?)?", value), (url, value)
    published = parsed(full, BRIEF).css_first(".facts time")
    assert published.attributes["datetime"] == "2022-02-02T22:07:00+02:00"


def test_a_brief_tells_machines_what_it_is(full: SiteFolder) -> None:
    """A brief has Open Graph's properties and a schema.org NewsArticle, with absolute addresses."""
    page = parsed(full, BRIEF)
    said = metas(page)
    assert said["og:type"] == "article"
    assert said["og:title"] == "Everything that a brief may hold"
    assert said["og:url"] == "https://example.org" + BRIEF
    assert said["og:image"].startswith("https://example.org/")
    assert said["article:published_time"] == "2022-02-02T22:07:00+02:00"
    data = json.loads(page.css_first("script[type='application/ld+json']").text())
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == said["og:title"]
    assert data["url"] == data["mainEntityOfPage"] == said["og:url"]
    assert data["datePublished"] == said["article:published_time"]
    assert datetime.fromisoformat(data["dateModified"]) > datetime.fromisoformat(data["datePublished"])
    assert [author["name"] for author in data["author"]] == ["Olena Kovalenko", "Jan Nowak"]
    assert data["isBasedOn"] == ["https://www.reuters.example/a"]
    assert [note["text"] for note in data["correction"]] == ["A number was wrong.", "A name was misspelt."]
    assert len(data["keywords"]) == 3


def test_the_sites_authors_are_named_where_a_brief_has_no_by_line(site: SiteFolder) -> None:
    """Whom structured data names the page names too: the site's `authors`, where a brief has no by-line."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\nauthors = ["Jane Doe", "T"]\n')
    site.brief("2022-01-25-a.md")
    site.brief("2022-01-25-b.md", authors="[Jan Nowak]")
    assert site.build().ok
    for name, said in (("a", {"Jane Doe": "Person", "T": "Organization"}), ("b", {"Jan Nowak": "Person"})):
        page = parsed(site, f"/2022/01/25/{name}/")
        data = json.loads(page.css_first("script").text())
        assert {author["name"]: author["@type"] for author in data["author"]} == said
        assert ", ".join(said) in texts(page, ".facts dd")


def test_facts_say_the_language_once(site: SiteFolder) -> None:
    """In a list of facts the word for a language's row is not said again, whatever language it is."""
    site.brief("2022-01-25-a.md", lang="he")
    site.brief("pages/b.md", date=None, lang="uk")
    assert site.build().ok
    assert texts(parsed(site, "/2022/01/25/a/"), ".facts dd")[1] == "Hebrew"
    assert texts(parsed(site, "/b/"), ".facts dd") == ["Ukrainian"]


def test_footnotes_have_no_words_of_another_language(site: SiteFolder) -> None:
    """No page in another language has English in it (WCAG 2.2, SC 3.1.2): nor has a footnote's way back."""
    site.brief("2022-01-25-a.md", "Так[^1].\n\n[^1]: Ні.\n", lang="uk")
    assert site.build().ok
    back = parsed(site, "/2022/01/25/a/").css_first(".footnote-backref")
    assert back.attributes["title"] == "↩ 1"


def test_words_in_structured_data_cannot_end_it(site: SiteFolder) -> None:
    """Whatever signs a headline has, the data of the page is that headline."""
    title = "</script><!-- \"x\" & 'y' \\"
    site.brief("2022-01-25-a.md", title="'" + title.replace("'", "''") + "'")
    assert site.build().ok
    page = parsed(site, "/2022/01/25/a/")
    assert json.loads(page.css_first("script").text())["headline"] == title
    assert len(page.css("script")) == 1


def test_a_foreign_brief_is_marked_wherever_it_stands(full: SiteFolder) -> None:
    """A brief in another language has its language and direction, on its page and in lists, and says so."""
    url = KINDS["foreign brief"]
    page = parsed(full, url)
    assert len(page.css("h1[lang=ar][dir=rtl]")) == len(page.css(".text[lang=ar][dir=rtl]")) == 1
    assert "Arabic" in texts(page, ".facts dd")
    for listed in ("/", "/2022/02/", "/2022/02/02/", "/tags/nato/"):
        link = parsed(full, listed).css_first(f"main a[href='{url}']")
        assert [link.attributes[name] for name in ("lang", "dir", "hreflang")] == ["ar", "rtl", "ar"], listed


def test_topics_say_how_much_and_since_when(full: SiteFolder) -> None:
    """A tag's page has its description, count, first and latest day, related tags, and its briefs by month."""
    page = parsed(full, "/tags/nato/")
    terms = dict(zip(texts(page, ".facts dt"), texts(page, ".facts dd"), strict=True))
    assert (terms["Briefs"], terms["First brief"], terms["Latest brief"]) == (
        "13",
        "10 January 2022",
        "2 February 2022",
    )
    assert "Ukraine" in terms["Related topics"]
    assert page.css_first(".intro").text().startswith("The North Atlantic")
    assert texts(page, "main h2")[0] == "February 2022"


def test_the_archive_draws_every_day(full: SiteFolder) -> None:
    """The archive has a line for each day with an edition, and a link to each month that has one."""
    page = parsed(full, "/archive/")
    lines = sum((node.attributes["d"] or "").count("M") for node in page.css(".strip path"))
    assert lines == len(list(full.output.glob("2022/*/*/index.html")))
    assert [node.attributes["href"] for node in page.css(".strip a")] == ["/2022/01/", "/2022/02/"]


def test_an_archive_of_one_year_is_its_calendar(site: SiteFolder) -> None:
    """While there is one year, the archive leads to each of its days; with more it draws them only."""
    site.brief("2022-01-25-a.md")
    assert site.build().ok
    assert texts(parsed(site, "/archive/"), "h1, h2, h3 a") == ["Archive", "2022", "January"]
    assert parsed(site, "/archive/").css_first("td a").attributes["href"] == "/2022/01/25/"
    site.brief("2021-01-25-a.md", date="2021-01-25")
    assert site.build().ok
    assert texts(parsed(site, "/archive/"), "h1, h2, h3, td") == ["Archive", "2022", "2021"]


@pytest.mark.parametrize(("year", "first", "length"), [(2020, 5, 29), (2021, 0, 28), (2100, 0, 28)])
def test_the_calendar_is_right(site: SiteFolder, year: int, first: int, length: int) -> None:
    """A month of the calendar starts on its weekday and has all its days, in leap years too."""
    site.brief("a.md", date=f"{year}-02-03")
    assert site.build(now=datetime.fromisoformat(f"{year}-03-01T12:00:00+00:00")).ok
    cells = [cell.partition(",")[0] for cell in texts(parsed(site, f"/{year}/"), "tbody td")]
    assert [cell for cell in cells if cell] == [str(day) for day in range(1, length + 1)]
    assert cells.index("1") == first
    assert parsed(site, f"/{year}/").css_first("td a").attributes["href"] == f"/{year}/02/03/"


def test_an_empty_site_says_so(site: SiteFolder) -> None:
    """A site without briefs has its pages, and they say that there is nothing yet."""
    assert site.build().ok
    for url in ("/", "/archive/", "/tags/", "/sources/"):
        assert texts(parsed(site, url), ".empty") == ["Nothing has been published yet."], url


def test_the_frame_of_a_page_is_the_same_everywhere(full: SiteFolder) -> None:
    """Navigation and footer hold nothing that changes with the briefs, on no page."""
    for selector in (".masthead nav", ".imprint"):
        found = {
            re.sub(' aria-current="(page|true)"', "", parsed(full, url).css_first(selector).html or "")
            for url in KINDS.values()
        }
        assert len(found) == 1, selector


# What a strict policy asks for


def test_pages_obey_a_strict_policy(full: SiteFolder) -> None:
    """No script but the search's, no inline style or handler, and nothing of a third party; emails need styles."""
    for file in full.output.rglob("*.html"):
        if file.name == "edition.html":
            continue
        page = LexborHTMLParser(file.read_text("utf-8"))
        assert page.css("iframe, [style], object, embed") == [], file
        scripts = [node.attributes["src"] or "" for node in page.css("script:not([type='application/ld+json'])")]
        wanted = file == full.output / "search/index.html"
        assert [path.split(".")[0] for path in scripts] == ["/static/search"] * wanted, file
        handlers = [name for node in page.css("main *") for name in node.attributes if name.startswith("on")]
        assert handlers == [], file
        asked = [*page.css("[src]"), *page.css("link[rel=stylesheet], link[rel=icon], link[rel=preload]")]
        for node in asked:
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert not urlsplit(address).netloc, (file, address)


def test_styles_run_in_either_direction() -> None:
    """The style sheets use logical properties only, and no font, import or address of anybody else."""
    sides = "left|right|top|bottom"
    names = f"(?:margin|padding|border|inset)-(?:{sides})|{sides}|(?:(?:max|min)-)?(?:width|height)|float|clear"
    physical = rf"(?<![\w-])(?:{names})\s*:"
    for theme in ("wire", "ledger"):
        for file in (BUILT_IN / theme / "static").glob("*.css"):
            css = re.sub(r"@media[^{]*", "", file.read_text("utf-8"))
            assert re.findall(physical, css) == [], file
            boxes = re.findall(r"[\d.]+\w* ([\d.]+\w*) [\d.]+\w* ([\d.]+\w*)(?=[;}!])", css)
            assert [box for box in boxes if box[0] != box[1]] == [], file
            assert re.findall(r"text-align\s*:\s*(?:left|right)|url\(|@import|@font-face", css) == [], file


def test_a_page_is_light(full: SiteFolder) -> None:
    """A page of the digest is at most 14 KB compressed, with its styles."""
    weights = {url: len(gzip.compress(full.page(url).encode())) for url in KINDS.values()}
    assert {url: weight for url, weight in weights.items() if weight > 14_000} == {}


def test_ten_years_fit_into_the_archive(tmp_path: Path) -> None:
    """The archive of three thousand days is at most 30 KB compressed."""
    from datetime import date, timedelta

    from generator import config, urls
    from generator.contexts import Frame, Head, Tally
    from generator.memo import Memo
    from generator.model import Page
    from generator.templates import Templates
    from generator.theme import Theme

    months: dict[date, list[Tally]] = {}
    for number in range(3000):
        day = date(2016, 1, 1) + timedelta(days=number)
        tally = Tally(str(day), day, urls.day(day), 1 + number * 7919 % 13)
        months.setdefault(day.replace(day=1), []).append(tally)
    years: dict[int, list[Tally]] = {}
    for first, days in sorted(months.items(), reverse=True):
        total = sum(day.count for day in days)
        years.setdefault(first.year, []).append(Tally(f"{first:%Y-%m}", first, urls.month(first), total, tuple(days)))
    tallies = tuple(
        Tally(str(year), date(year, 1, 1), urls.year(year), sum(part.count for part in parts), tuple(parts))
        for year, parts in years.items()
    )
    (tmp_path / "briefing.toml").write_text('title = "T"\nbase_url = "https://example.org/"\n')
    settings = config.load(tmp_path / "briefing.toml")
    with Memo(None) as memo:
        made = Templates(Theme(tmp_path, settings.theme, settings.language), settings, memo)
        frame = Frame("T", "", "en", "ltr", "https://example.org/", "UTC", (), False, (), {})
        context = {"site": frame, "page": Head("/archive/", "Archive"), "years": tallies}
        assert len(gzip.compress(made.render(Page("/archive/", "archive.html", "", "", context=context)))) <= 30_000


# Words
