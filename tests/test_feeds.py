"""Feeds as feed readers see them: the repository's own digest, read with feedparser."""

import json
import re
import xml.etree.ElementTree as ElementTree
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from conftest import SiteFolder

KINDS = ("feed.xml", "tags/*/feed.xml", "sources/*/feed.xml", "stories/*/feed.xml", "editions/feed.xml")
ADDRESS = re.compile(r"""\s(?:href|src|cite|poster|srcset)=["']([^"']*)["']""")


@pytest.fixture(scope="module")
def atom(sample: SiteFolder) -> dict[str, Any]:
    """Every Atom feed of the digest as feedparser reads it, by path."""
    files = sorted({file for kind in KINDS for file in sample.output.glob(kind)})
    return {str(file.relative_to(sample.output)): feedparser.parse(file.read_bytes()) for file in files}


def json_feeds(sample: SiteFolder) -> dict[str, Any]:
    """Every JSON feed of the digest, by path."""
    return {
        str(file.relative_to(sample.output)): json.loads(file.read_bytes()) for file in sample.output.rglob("feed.json")
    }


def test_every_list_has_its_feed(sample: SiteFolder, atom: dict[str, Any]) -> None:
    """The site, its editions, each tag, source and story have an Atom feed; all but the editions a JSON feed too."""
    topics = {
        str(page.parent.relative_to(sample.output))
        for kind in ("tags", "sources", "stories")
        for page in sample.output.glob(f"{kind}/*/index.html")
    }
    assert len(topics) > 5
    assert set(atom) == {"feed.xml", "editions/feed.xml", *(f"{topic}/feed.xml" for topic in topics)}
    assert set(json_feeds(sample)) == {"feed.json", *(f"{topic}/feed.json" for topic in topics)}


def test_feeds_are_well_formed(sample: SiteFolder, atom: dict[str, Any]) -> None:
    """No feed is one that a reader has to guess at."""
    assert [path for path, feed in atom.items() if feed.bozo or feed.version != "atom10"] == []
    assert [path for path, feed in atom.items() if not feed.entries] == []


def test_feeds_have_what_atom_requires(atom: dict[str, Any]) -> None:
    """A feed and its entries have an id, a title, a date of change and an author (RFC 4287, section 4.1)."""
    for path, feed in atom.items():
        assert all(feed.feed.get(name) for name in ("id", "title", "updated_parsed", "authors")), path
        for entry in feed.entries:
            assert all(entry.get(name) for name in ("id", "title", "updated_parsed", "link")), path
            assert feed.feed.updated_parsed >= entry.updated_parsed, path


def test_ids_are_unique(sample: SiteFolder, atom: dict[str, Any]) -> None:
    """No two feeds have one id, nor two entries of a feed; a brief has the same id in all of them."""
    assert len({feed.feed.id for feed in atom.values()}) == len(atom)
    by_link: dict[str, set[str]] = {}
    for feed in atom.values():
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            by_link.setdefault(entry.link, set()).add(entry.id)
    for feed in json_feeds(sample).values():
        for item in feed["items"]:
            by_link.setdefault(item["url"], set()).add(item["id"])
    assert {len(ids) for ids in by_link.values()} == {1}


def test_addresses_are_absolute(sample: SiteFolder) -> None:
    """Feeds carry no relative address, neither in their own links nor in the texts."""
    for file in (*sample.output.rglob("feed.xml"), *sample.output.rglob("feed.json")):
        text = re.sub(r"<\?.*?\?>", "", file.read_text("utf-8"))
        texts = [text] if file.suffix == ".xml" else []
        if file.suffix == ".json":
            texts = [item["content_html"] for item in json.loads(text)["items"]]
        found = [address for part in texts for address in ADDRESS.findall(unescape(part))]
        assert found, file
        assert [address for address in found if not re.match("https?://|mailto:", address)] == [], file


def test_feeds_carry_the_full_text(sample: SiteFolder, atom: dict[str, Any]) -> None:
    """An entry holds the whole brief, and both formats hold the same."""
    feed = json_feeds(sample)["feed.json"]
    texts = {entry.link: entry.content[0].value for entry in atom["feed.xml"].entries}
    assert [item["url"] for item in feed["items"]] == list(texts)
    for item in feed["items"]:
        assert item["content_html"].count("<p>") >= 1
        assert len(item["content_html"]) > len(item["summary"])


def test_entries_are_in_the_one_order(atom: dict[str, Any]) -> None:
    """A feed holds the newest, newest first."""
    for path, feed in atom.items():
        if path != "editions/feed.xml":
            dates = [entry.published_parsed for entry in feed.entries]
            assert dates == sorted(dates, reverse=True), path


def test_the_sitemap_names_only_files_that_are_there(sample: SiteFolder) -> None:
    """The sitemap's addresses are absolute and answered."""
    parts = sample.output.glob("sitemap-*.xml")
    found = [element.text or "" for part in parts for element in ElementTree.parse(part).findall(".//{*}loc")]
    assert len(found) == len(set(found)) > 40
    for url in found:
        assert url.startswith("https://example.org/")
        assert (sample.output / url.removeprefix("https://example.org/") / "index.html").is_file()


def test_a_site_under_a_path_has_its_feeds_there(site: SiteFolder) -> None:
    """The base URL's path stands in every address of a feed."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/digest"\n')
    site.brief("2022-01-25-a.md", "[b](2022-01-26-b.md#x) [c](#y) [d](/tags/) ![e](e.png)\n")
    site.brief("2022-01-26-b.md", date="2022-01-26", slug="ж")
    site.write("content/e.png", b"png")
    assert site.build().ok
    item = next(item for item in json.loads(site.page("/feed.json"))["items"] if item["url"].endswith("/a/"))
    assert ADDRESS.findall(item["content_html"]) == [
        "https://example.org/digest/2022/01/26/%D0%B6/#ж-220126-x",
        "https://example.org/digest/2022/01/25/a/#a-220125-y",
        "https://example.org/digest/tags/",
        "https://example.org/digest/e.png",
    ]


def test_an_address_without_a_scheme_is_made_whole(site: SiteFolder) -> None:
    """Feeds carry no relative address: one that lacks only its scheme is relative (RFC 3986, section 4.2)."""
    site.brief("2022-01-25-a.md", "[x](//example.net/x) ![y](//example.net/y.png)\n")
    assert site.build().ok
    text = json.loads(site.page("/feed.json"))["items"][0]["content_html"]
    assert ADDRESS.findall(text) == ["https://example.net/x", "https://example.net/y.png"]


def test_an_empty_site_has_valid_feeds(site: SiteFolder) -> None:
    """A feed without entries is a feed, with a date."""
    assert site.build().ok
    feed = feedparser.parse(site.page("/feed.xml"))
    assert (feed.bozo, feed.entries, bool(feed.feed.updated_parsed)) == (False, [], True)
    assert json.loads(site.page("/feed.json"))["items"] == []


def test_hostile_words_stay_words(site: SiteFolder) -> None:
    """Whatever signs a field holds, a feed is well-formed and says just that."""
    title = "]]> <b>&amp; \" ' </title> \\u2028 \U0001f600"
    site.brief("2022-01-25-a.md", "]]> `</content>` &lt;\n", title="'" + title.replace("'", "''") + "'")
    assert site.build().ok
    feed = feedparser.parse(Path(site.output / "feed.xml").read_bytes())
    assert not feed.bozo
    assert ElementTree.parse(site.output / "feed.xml").findtext(".//{*}entry/{*}title") == title
    assert json.loads(site.page("/feed.json"))["items"][0]["title"] == title
