"""Feeds by the rules of RFC 4287 and JSON Feed 1.1, one test for each rule."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime

import pytest
from conftest import SiteFolder, copy_of_sample
from site_check.kinds import fill

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site with every kind of page."""
    site = fill(copy_of_sample(tmp_path_factory.mktemp("full") / "site"))
    assert site.build().ok
    return site


def atom(site: SiteFolder) -> dict[str, ElementTree.Element]:
    """Every Atom feed of a site, by path."""
    files = (file for file in site.output.rglob("feed.xml"))
    return {str(file.relative_to(site.output)): ElementTree.parse(file).getroot() for file in files}


def test_atom_feeds_have_each_element_once(full: SiteFolder) -> None:
    """A feed has one id, title, updated and link to itself; an entry one id, title and updated (4.1.1, 4.1.2)."""
    for path, feed in atom(full).items():
        for name in ("id", "title", "updated", "generator"):
            assert len(feed.findall(ATOM + name)) == 1, (path, name)
        links = [(link.get("rel"), link.get("type")) for link in feed.findall(ATOM + "link")]
        assert links == [("self", "application/atom+xml"), ("alternate", "text/html")], path
        assert feed.findall(f"{ATOM}author/{ATOM}name"), path
        assert feed.get(XML_LANG) == "en", path
        for entry in feed.findall(ATOM + "entry"):
            for name in ("id", "title", "updated", "content"):
                assert len(entry.findall(ATOM + name)) == 1, (path, name)
            alternates = [link for link in entry.findall(ATOM + "link") if link.get("rel") == "alternate"]
            assert len(alternates) == 1, path
            assert len(entry.findall(ATOM + "summary")) <= 1, path


def test_atom_dates_and_ids_are_whole(full: SiteFolder) -> None:
    """Dates are RFC 3339's with an offset (3.3), ids are IRIs (4.2.6), and no person's name is empty (3.2.1)."""
    for path, feed in atom(full).items():
        for name in ("updated", "published"):
            for node in feed.iter(ATOM + name):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d", node.text or ""), path
        assert all(re.match(r"[a-z][a-z0-9+.-]*:\S+$", node.text or "") for node in feed.iter(ATOM + "id")), path
        assert all((node.text or "").strip() for node in feed.iter(ATOM + "name")), path
        for link in feed.iter(ATOM + "link"):
            assert (link.get("href") or "").startswith(("https://", "http://")), path
        for category in feed.iter(ATOM + "category"):
            assert category.get("term"), path


def test_no_two_entries_changed_at_one_moment(full: SiteFolder) -> None:
    """The entries of a feed differ in `updated` (so the W3C's validator), and none changed later than its feed."""
    for path, feed in atom(full).items():
        moments = [datetime.fromisoformat(entry.findtext(ATOM + "updated", "")) for entry in feed.iter(ATOM + "entry")]
        assert len(set(moments)) == len(moments), path
        assert datetime.fromisoformat(feed.findtext(ATOM + "updated", "")) == max(moments), path


def test_an_entry_changes_only_when_its_brief_does(site: SiteFolder) -> None:
    """Further briefs of the same day leave what a feed says of a brief as it was, its moment too."""
    site.brief("2022-01-25-a.md")
    assert site.build().ok
    entry = re.search("<entry>.*?</entry>", site.page("/feed.xml"), re.DOTALL)
    for name in "bcd":
        site.brief(f"2022-01-25-{name}.md")
    assert site.build().ok
    assert entry and entry[0] in site.page("/feed.xml")


def test_atom_entries_carry_their_language_and_authors(full: SiteFolder) -> None:
    """An entry in another language than its feed says so (2), and a by-line's names are its authors (4.2.1)."""
    entries = {entry.findtext(ATOM + "title"): entry for entry in atom(full)["feed.xml"].findall(ATOM + "entry")}
    everything = entries["Everything that a brief may hold"]
    names = [node.text for node in everything.findall(f"{ATOM}author/{ATOM}name")]
    assert names == ["Olena Kovalenko", "Jan Nowak"]
    assert [link.get("href") for link in everything.findall(ATOM + "link") if link.get("rel") == "via"] == [
        "https://www.reuters.example/a"
    ]
    assert [entry.get(XML_LANG) for entry in entries.values() if entry.get(XML_LANG)][:1] == ["ar"]


def contents(site: SiteFolder, title: str) -> set[str]:
    """The text of a brief in the site's Atom and JSON feeds."""
    entries = atom(site)["feed.xml"].iter(ATOM + "entry")
    items = json.loads((site.output / "feed.json").read_bytes())["items"]
    found = {entry.findtext(ATOM + "content") or "" for entry in entries if entry.findtext(ATOM + "title") == title}
    return found | {item["content_html"] for item in items if item["title"] == title}


def test_an_entry_carries_all_that_its_page_says(full: SiteFolder) -> None:
    """Who reads in a feed reader sees the lead picture, and what was put right: a changed date alone tells nothing."""
    (text,) = contents(full, "Everything that a brief may hold")
    assert re.search(
        r'<img src="https://example.org/2022/02/grey.png" alt="A grey picture" width="\d+" height="\d+">', text
    )
    words = (">Corrections</h2>", "A number was wrong.", "A name was misspelt.", 'datetime="2022-02-04T')
    assert [word for word in words if word not in text] == []
    assert "Correction" not in next(iter(contents(full, "محادثات في جنيف حول الأمن الأوروبي")))


def test_an_entry_tells_the_direction_of_its_script(full: SiteFolder) -> None:
    """Feed readers set texts from left to right unless the HTML says otherwise; they know no `xml:lang`."""
    (text,) = contents(full, "محادثات في جنيف حول الأمن الأوروبي")
    assert text.startswith('<div lang="ar" dir="rtl">') and text.rstrip().endswith("</div>")
    assert "dir=" not in next(iter(contents(full, "Everything that a brief may hold")))
    editions = full.page("/editions/feed.xml")
    assert "&lt;h2 lang=&#34;ar&#34; dir=&#34;rtl&#34;&gt;" in editions


def test_a_site_from_right_to_left_says_so_in_its_feeds(site: SiteFolder) -> None:
    """Also where the brief is in the site's own language."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\nlanguage = "ar"\n')
    site.brief("2022-01-25-a.md", title="Zorvia", summary="x")
    assert site.build().ok
    assert {text.startswith('<div lang="ar" dir="rtl">') for text in contents(site, "Zorvia")} == {True}
    assert "&lt;p lang=&#34;ar&#34; dir=&#34;rtl&#34;&gt;" in site.page("/editions/feed.xml")


def test_another_word_in_a_correction_reaches_the_feeds(site: SiteFolder) -> None:
    """The text of a correction is part of an entry, and so of what a feed is made anew for."""
    for word in ("one", "two"):
        site.brief("2022-01-25-a.md", title="Zorvia", corrections=f"[{{date: 2022-01-26, text: It was {word}.}}]")
        assert site.build().ok
        assert {f"It was {word}." in text for text in contents(site, "Zorvia")} == {True}


def test_a_feed_explains_itself_to_people(full: SiteFolder) -> None:
    """Who opens a feed in a browser reads what it is, set by a style sheet of the site."""
    for path in atom(full):
        text = (full.output / path).read_text("utf-8")
        sheet = re.search(r'<\?xml-stylesheet type="text/css" href="(/static/feed\.[0-9a-f]+\.css)"\?>', text)
        assert sheet and (full.output / sheet[1].lstrip("/")).is_file(), path
        assert 'rel="self"' in text and "This is a feed" in text, path


def test_json_feeds_have_what_the_format_asks_for(full: SiteFolder) -> None:
    """A JSON feed and its items have the members of version 1.1, with values of the right kind, and no other."""
    top = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    own = {"id", "url", "external_url", "title", "summary", "image", "authors", "tags", "language"}
    own |= {"date_published", "date_modified", "content_html"}
    for file in full.output.rglob("feed.json"):
        feed = json.loads(file.read_bytes())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed.keys() <= top and {"title", "items", "authors", "feed_url"} <= feed.keys(), file
        assert all(author["name"] for author in feed["authors"]), file
        for item in feed["items"]:
            assert item.keys() <= own and {"id", "url", "content_html", "date_published"} <= item.keys(), file
            assert isinstance(item["id"], str) and all(isinstance(tag, str) for tag in item["tags"]), file
            assert datetime.fromisoformat(item["date_published"]).tzinfo, file
            assert item["url"].startswith("https://"), file


def test_html_in_atom_is_text(full: SiteFolder) -> None:
    """Content of type html is escaped: it holds text, no elements (3.1.1.2, 4.1.3.3)."""
    for path, feed in atom(full).items():
        found = [node for node in feed.iter(ATOM + "content") if node.get("type") == "html"]
        assert found and all(len(node) == 0 and "<" in (node.text or "") for node in found), path
