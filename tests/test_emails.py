"""Editions as emails: what stands in them, and what each depends on."""

from __future__ import annotations

import pytest
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser

CONFIG = 'title = "A & B"\nbase_url = "https://example.org/under/"\n[email]\neditions = "all"\n'
LONG = "Zorvia and Brask have talked of grain, of ships, of ports, and at the end of the day of each other's <roads>."


@pytest.fixture
def sent(site: SiteFolder) -> SiteFolder:
    """A site with the emails of two days."""
    site.write("briefing.toml", CONFIG)
    site.brief(
        "2022-01-20-a.md",
        title='"Q & A <b>"',
        date="2022-01-20",
        summary=f'"{LONG}"',
        source="[{name: Gollen & Co, url: 'https://gollen.example/?a=1&b=2'}, Hirmav]",
        corrections="[{date: 2022-01-21, text: A name was wrong.}]",
    )
    site.brief("2022-01-20-b.md", "Слова.\n", title="Лурм", date="2022-01-20T08:00Z", lang="uk")
    site.brief("2022-01-21-c.md", title="C", date="2022-01-21")
    assert site.build().ok
    return site


def test_an_edition_is_an_email(sent: SiteFolder) -> None:
    """It has the day, the briefs with their summaries and sources, and ways to the site, whole addresses all."""
    page = LexborHTMLParser(sent.page("/2022/01/20/edition.html"))
    assert [node.text() for node in page.css(".name, h1, h2")] == [
        "A & B", "Thursday, 20 January 2022", "Лурм", "Q & A <b>"
    ]  # fmt: skip
    assert [node.text().strip() for node in page.css("article p")] == [
        "Слова.", LONG, "Corrected Sources: Gollen & Co, Hirmav"
    ]  # fmt: skip
    assert [node.attributes["href"] for node in page.css("body a")] == [
        "https://example.org/under/",
        "https://example.org/under/2022/01/20/b/",
        "https://example.org/under/2022/01/20/a/",
        "https://gollen.example/?a=1&b=2",
        "https://example.org/under/2022/01/20/",
    ]
    assert page.css_first("h2 a").attributes["lang"] == "uk"


def test_an_email_carries_its_styles_in_its_elements(sent: SiteFolder) -> None:
    """Programs for email drop style sheets; nothing is loaded, and no search engine takes it for the day's page."""
    text = sent.page("/2022/01/20/edition.html")
    page = LexborHTMLParser(text)
    assert not page.css("style, script, img, link[rel=stylesheet]")
    assert "max-width: 600px" in (page.css_first("main").attributes["style"] or "")
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert page.css_first("link[rel=canonical]").attributes["href"] == "https://example.org/under/2022/01/20/"
    assert "edition." not in sent.page("/sitemap-2022.xml")


def test_an_edition_is_a_plain_text(sent: SiteFolder) -> None:
    """For those who read no HTML: nothing is escaped, no line of words is longer than 72 characters."""
    assert sent.page("/2022/01/20/edition.txt") == (
        "A & B\nThursday, 20 January 2022\n\n"
        "Лурм\n\nСлова.\n\nhttps://example.org/under/2022/01/20/b/\n\n\n"
        "Q & A <b>\n\n"
        "Zorvia and Brask have talked of grain, of ships, of ports, and at the\n"
        "end of the day of each other's <roads>.\n\n"
        "Corrected\nSource: Gollen & Co <https://gollen.example/?a=1&b=2>\nSource: Hirmav\n"
        "https://example.org/under/2022/01/20/a/\n\n\n"
        "Read this edition on the site: https://example.org/under/2022/01/20/\n"
    )


def test_an_email_changes_with_its_day_alone(sent: SiteFolder) -> None:
    """A brief of another day changes no other day's email, nor does another text."""
    sent.brief("2022-01-21-d.md", date="2022-01-21")
    sent.brief("2022-01-20-b.md", "Слова.\n\nБільше.\n", title="Лурм", date="2022-01-20T08:00Z", lang="uk")
    written = sent.build().written
    assert {url for url in written if "/edition." in url} == {
        "/2022/01/21/edition.html", "/2022/01/21/edition.txt"
    }  # fmt: skip


def test_a_preview_marks_what_is_not_public(sent: SiteFolder) -> None:
    """A draft is marked in both forms; without previewing it leaves no trace there."""
    sent.brief("2022-01-21-d.md", title="Dreff", date="2022-01-21", draft="true")
    assert sent.build().ok
    assert all("Dreff" not in sent.page(f"/2022/01/21/edition.{form}") for form in ("html", "txt"))
    assert sent.build(drafts=True).ok
    assert "[Draft]\nDreff\n" in sent.page("/2022/01/21/edition.txt")
    assert '<strong class="state">Draft</strong>' in sent.page("/2022/01/21/edition.html")


@pytest.mark.parametrize(("asked", "made"), [("newest", ["26"]), ("all", ["25", "26"]), ("none", []), ("", ["26"])])
def test_the_newest_editions_are_emails(site: SiteFolder, asked: str, made: list[str]) -> None:
    """Those on the home page, if nothing else is asked for: an archive of years has thousands."""
    wanted = f'[email]\neditions = "{asked}"\n' if asked else ""
    site.write("briefing.toml", f'title = "T"\nbase_url = "https://example.org/"\n{wanted}[lists]\nhome = 1\n')
    for day in (25, 26):
        site.brief(f"2022-01-{day}-a.md", date=f"2022-01-{day}")
    assert site.build().ok
    for name in ("edition.html", "edition.txt"):
        assert sorted(file.parent.name for file in site.output.rglob(name)) == made
