"""The repository's own digest, as it is served: every address answers, and every list of addresses is true."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urldefrag, urljoin
from xml.etree import ElementTree

import feedparser
import pytest
import web
from conftest import SiteFolder, copy_of_sample
from selectolax.lexbor import LexborHTMLParser

from generator import urls

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Served:
    """A built site, its base URL, and the address it is served at."""

    def __init__(self, output: Path, base: str, at: str) -> None:
        self.output, self.base, self.at = output, base, at
        self.files = sorted(str(path.relative_to(output)) for path in output.rglob("*") if path.is_file())
        self.public = [path for path in self.files if not path.startswith(".")]
        self.texts = {path: (output / path).read_text("utf-8") for path in self.public if path.endswith(".html")}
        self.pages = {path: LexborHTMLParser(text) for path, text in self.texts.items()}

    def address(self, path: str) -> str:
        """The public address of the file at `path`."""
        return self.base + quote(urls.of_file(path)[1:])

    def get(self, address: str) -> bytes:
        """What the server answers for a public address. Raises HTTPError."""
        with urllib.request.urlopen(address.replace(self.base, self.at, 1), timeout=20) as answer:
            return bytes(answer.read())

    def is_redirect(self, path: str) -> bool:
        """Whether a page only leads to another."""
        return self.pages[path].css_first('meta[http-equiv="refresh"]') is not None

    def feeds(self) -> list[str]:
        """The paths of the Atom feeds."""
        return [path for path in self.public if path.endswith("feed.xml")]


@pytest.fixture(scope="module", params=["/", "/digest/"], ids=["at-the-root", "under-a-path"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample digest at the root of a host, and below a path of one."""
    site = copy_of_sample(tmp_path_factory.mktemp("served") / "site")
    base = f"https://example.org{request.param}"
    assert site.build(base_url=base).ok
    with web.serve(site.output, request.param) as at:
        yield Served(site.output, base, at)


def test_every_address_answers(served: Served) -> None:
    """Every public file is answered at its address, byte for byte, and nothing else of the host is the site's."""
    assert len(served.public) > 100
    for path in served.public:
        assert served.get(served.address(path)) == (served.output / path).read_bytes(), path


def test_no_internal_link_or_fragment_is_dead(served: Served) -> None:
    """Every link inside the site leads to a page, and every fragment to a place on it."""
    known = {served.address(path): path for path in served.public}
    dead = []
    count = 0
    for path, text in served.texts.items():
        for link in web.html_links(text, served.address(path)):
            address, fragment = urldefrag(link)
            if not address.startswith("https://example.org/"):
                continue
            count += 1
            target = known.get(address)
            if target is None:
                dead.append(f"{path}: {link}")
            elif fragment and target in served.pages:
                ids = {node.attributes["id"] for node in served.pages[target].css("[id]")}
                if unquote(fragment) not in ids:
                    dead.append(f"{path}: {link}")
    assert dead == []
    assert count > 1000


def test_a_link_that_is_not_there_is_not_found(served: Served) -> None:
    """An address that the site doesn't have is answered with 404: the tests above can fail."""
    with pytest.raises(HTTPError) as raised:
        served.get(served.base + "2022/01/32/")
    raised.value.close()
    assert raised.value.code == 404


def test_feeds_are_sound(served: Served) -> None:
    """Every feed is read by feedparser without complaint and has entries with titles, ids, dates and texts."""
    assert len(served.feeds()) > 20
    for path in served.feeds():
        feed: Any = feedparser.parse((served.output / path).read_bytes())
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.feed.title
        assert feed.feed.updated_parsed
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [served.address(path)]
        assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 0
        for entry in feed.entries:
            assert entry.title and entry.updated_parsed and entry.content[0].value, (path, entry.id)
            assert entry.link.startswith(served.base)


def test_feeds_carry_no_relative_address(served: Served) -> None:
    """All addresses in a feed, also those in its entries' texts, are whole, and those of the site answer."""
    known = {served.address(path) for path in served.public}
    for path in served.feeds():
        root = ElementTree.parse(served.output / path).getroot()
        found = [node.get("href") or "" for node in root.iter() if "href" in node.attrib]
        for content in root.iter("{http://www.w3.org/2005/Atom}content"):
            body = LexborHTMLParser(content.text or "")
            found += [node.attributes[name] or "" for name in ("href", "src") for node in body.css(f"[{name}]")]
        assert [url for url in found if not re.match("(https?|mailto|tel):", url)] == [], path
        inside = {urldefrag(url).url for url in found if url.startswith("https://example.org/")}
        assert inside <= known, path


def test_the_sitemap_lists_exactly_the_public_pages(served: Served) -> None:
    """The sitemap and its parts name every HTML page once, but no redirect, nor what robots are told to leave."""
    index = ElementTree.fromstring(served.get(served.base + "sitemap.xml"))
    parts = [node.text or "" for node in index.iter(f"{SITEMAP}loc")]
    listed = [
        node.text or "" for part in parts for node in ElementTree.fromstring(served.get(part)).iter(f"{SITEMAP}loc")
    ]
    hidden = {"404.html", *filter(served.is_redirect, served.pages)}
    hidden |= {path for path, page in served.pages.items() if page.css_first('meta[name="robots"][content="noindex"]')}
    assert len(listed) == len(set(listed))
    assert set(listed) == {served.address(path) for path in served.pages.keys() - hidden}


def test_canonical_links_name_the_page_itself(served: Served) -> None:
    """Each page names its own whole address as the canonical one; a redirect its target's, an email its day's."""
    for path, page in served.pages.items():
        links = [node.attributes["href"] for node in page.css('link[rel="canonical"]')]
        if path == "404.html":
            assert links == []
        elif path.endswith("edition.html"):
            assert links == [served.address(path.replace("edition.html", "index.html"))]
        elif served.is_redirect(path):
            assert len(links) == 1 and served.get(links[0] or "")
        else:
            assert links == [served.address(path)]


def test_feeds_are_found_from_the_pages(served: Served) -> None:
    """Each page but emails links to the site's feeds for feed readers, and each such link answers with a feed."""
    for path, page in served.pages.items():
        found = page.css('link[rel="alternate"][type="application/atom+xml"], link[type="application/feed+json"]')
        links = {urljoin(served.address(path), node.attributes["href"] or "") for node in found}
        alone = served.is_redirect(path) or path.endswith("edition.html")
        assert alone or links >= {served.base + "feed.xml", served.base + "feed.json"}, path
        assert links <= {served.address(name) for name in served.public if "feed." in name}, path


def test_redirects_lead_to_a_page(served: Served) -> None:
    """An old address leads at once to the page that has taken its place, by refresh and by link."""
    redirects = [path for path in served.pages if served.is_redirect(path)]
    assert redirects
    for path in redirects:
        refresh = served.pages[path].css_first('meta[http-equiv="refresh"]')
        content = refresh.attributes["content"] if refresh else ""
        target = re.fullmatch(r"0; url=(.+)", content or "")
        assert target and target[1].startswith("/"), path  # a copy at another address leads to itself
        address = urljoin(served.base, target[1])
        assert address.startswith(served.base)
        assert address in web.html_links(served.texts[path], served.address(path))
        assert b"<h1" in served.get(address)


def test_robots_name_the_sitemap(served: Served) -> None:
    """robots.txt names the sitemap by its whole address, which answers."""
    lines = served.get(served.base + "robots.txt").decode().splitlines()
    sitemaps = [line.partition(": ")[2] for line in lines if line.startswith("Sitemap: ")]
    assert f"{served.base}sitemap.xml" in sitemaps
    assert all(served.get(address) for address in sitemaps)


def test_headings_form_an_outline(served: Served) -> None:
    """Every page has one h1, it comes first, and no heading skips a level."""
    for path, page in served.pages.items():
        if served.is_redirect(path):
            continue
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
        assert levels[:1] == [1] and levels.count(1) == 1, (path, levels)
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (path, levels)


def test_the_sample_is_built_without_a_warning(sample: SiteFolder) -> None:
    """The sample digest, which newcomers copy, gives no warning."""
    assert sample.build().problems == ()
