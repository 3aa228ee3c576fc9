"""content/ is not trusted: whatever is written in it, nothing runs in a reader's browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
import vectors
import web
from conftest import SiteFolder
from selectolax.lexbor import LexborHTMLParser

from generator import urls

ATOM = "{http://www.w3.org/2005/Atom}"
LOOK = """() => [window.__pwned ? "a script ran" : "", ...[...document.querySelectorAll("[href], [src], [cite]")]
    .map(node => new URL(node.href || node.src || node.cite || "/", location.origin + "/").protocol)
    .filter(protocol => !["http:", "https:", "mailto:", "tel:", "data:"].includes(protocol))].filter(Boolean)"""
"""What a browser itself makes of a page: whether a script ran, and protocols of addresses that could run one."""

_ELEMENTS = {
    *("script", "style", "iframe", "frame", "object", "embed", "applet", "template", "noscript", "marquee", "portal"),
    *("form", "input", "button", "select", "textarea", "base", "link", "meta", "svg", "math"),
    *("video", "audio", "source", "track"),
}
_DRAWN = {"svg", "g", "path", "rect", "circle", "line", "text", "title", "desc"}
"""What a theme's own drawings are made of."""
_ATTRIBUTE = re.compile(r"on.*|style|srcdoc|srcset|formaction|action|ping|poster|background|xlink:href|autofocus|name")
BATCH = 25
"""Texts of feeds that the browser is shown at a time."""
_SAFE = ("http", "https", "mailto", "tel", "")


def dangers(html: str, whole_page: bool = True) -> Iterator[str]:
    """What in an HTML text could run or fetch something: elements, attributes and addresses."""
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    for script in tree.css("script"):
        if script.attributes.get("type") == "application/ld+json" and whole_page:
            assert json.loads(script.text(deep=True))["@context"] == "https://schema.org"
            script.decompose()
    yield from (f"<{node.tag}> in the head" for node in tree.css("head script, head base, head iframe"))
    for node in tree.body.css("*"):
        drawing = whole_page and node.tag == "svg" and {part.tag for part in node.css("*")} <= _DRAWN
        if node.tag in _ELEMENTS and not drawing:
            yield f"<{node.tag}>"
        for name, value in node.attributes.items():
            if _ATTRIBUTE.fullmatch(name):
                yield f"{name}={value!r}"
            if name in ("href", "src", "cite"):
                address = re.sub(r"[\x00-\x20\x7f\ufffe\uffff]", "", value or "")
                if urlsplit(re.sub(r"[\[\]]", "", address)).scheme.lower() not in _SAFE:
                    yield f"{name}={value!r}"


def quoted(text: str) -> str:
    """A text as YAML and TOML both read it."""
    return json.dumps(text, ensure_ascii=True)


def fields_of(number: int, text: str, base_url: str) -> dict[str, str]:
    """`text` in every field that takes one; names get a number, as each must have an address of its own."""
    tight = re.sub(r"\s", "", text)
    sign_free = re.sub(r"[^ -~]|[<>|:*?#%/.\\]", "", text.replace('"', "'"))[:150].strip()
    return {
        "title": quoted(text),
        "tags": f"[{quoted(f't{number} {text}')}]",
        "source": f"[{{name: {quoted(f's{number} {text}')}, url: {quoted('https://example.com/?' + tight)}}}]",
        "summary": quoted(text),
        "story": quoted(f"y{number} {text}"),
        "corrections": f"[{{date: 2022-02-01, text: {quoted(text)}}}]",
        "image": quoted(f"{base_url}dot.gif?{tight}"),
        "image_alt": quoted(text),
        "authors": f"[{quoted(text)}]",
        "id": quoted(f"{number} {text}"),
        "extra": f"{{note: {quoted(text)}, {quoted(text[:100])}: 1}}",
        "aliases": f"[{quoted(f'/old-{number}/{sign_free}/')}]",
    }


def hostile(site: SiteFolder, base_url: str, raw_html: str) -> None:
    """A site with every payload in every place. Texts that are refused as dead links are taken out again."""
    head = f'title = "Test"\nbase_url = "{base_url}"\n'
    site.write("briefing.toml", f'{head}[markup]\nraw_html = "{raw_html}"\n[lists]\nfeed = 1000\n')
    site.write("content/dot.gif", web.DOT)
    site.brief("dot.md", "![A dot](dot.gif)\n")
    terms: dict[str, list[str]] = {"tags": [], "sources": [], "stories": []}
    for number, text in enumerate(vectors.TEXTS):
        site.brief(f"field-{number}.md", f"{text}\n", **fields_of(number, text, base_url))
        for lines, sign in zip(terms.values(), "tsy", strict=True):
            lines.append(f"[{quoted(f'{sign}{number} {text}')}]\ndescription = {quoted(text)}\n")
        tight = "".join(text.split())
        terms["sources"].append(f"homepage = {quoted('https://example.com/?' + tight)}\n")
        site.brief(f"pages/page-{number}.md", f"{text}\n", title=quoted(text), date=None)
    for kind, lines in terms.items():
        site.write(f"content/{kind}.toml", "".join(lines))
    for number, text in enumerate((*vectors.MARKUP, *vectors.LINKS)):
        site.brief(f"text-{number}.md", f"{text}\n\nAfter.\n", title=f"Text {number}")
    refused = site.build().problems
    assert {problem.code for problem in refused if problem.level == "error"} <= {"broken-link"}
    for path in {problem.path for problem in refused if problem.level == "error"}:
        (site.root / path).unlink()
    assert len(list((site.root / "content").glob("text-*.md"))) > 250
    assert site.build().ok


@pytest.fixture(scope="module", params=["sanitize", "escape"])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """The hostile site, built for the address it is served at, in each mode for untrusted HTML."""
    root = tmp_path_factory.mktemp("hostile") / "site"
    root.mkdir()
    site = SiteFolder(root)
    with web.serve(site.output) as base:
        hostile(site, base, request.param)
        yield site, base


def contents(site: SiteFolder) -> Iterator[tuple[str, str]]:
    """Where it stands, and each text that a feed reader would take for HTML."""
    for file in site.output.rglob("feed.json"):
        for item in json.loads(file.read_text("utf-8"))["items"]:
            yield f"{file}: {item['url']}", item["content_html"]
    for file in site.output.rglob("feed.xml"):
        for content in ElementTree.parse(file).iter(f"{ATOM}content"):
            assert content.get("type") == "html"
            yield f"{file}", content.text or ""


def test_no_page_holds_anything_that_could_run(attacked: tuple[SiteFolder, str]) -> None:
    """No page holds a script, a handler, a form, a frame or an address but of the web, mail and telephone.

    The search has a form and a script, and holds nothing that a brief says before a reader looks for it; the styles of
    emails are in their elements.
    """
    pages = set(attacked[0].output.rglob("*.html")) - {attacked[0].output / "search/index.html"}
    styled = re.compile(r' style="[\w:;,.#%() \'/&-]*"')
    texts = {file: styled.sub("", file.read_text("utf-8")) for file in pages if file.name == "edition.html"}
    texts = {file: file.read_text("utf-8") for file in pages} | texts
    found = {str(file): set(dangers(text)) for file, text in texts.items()}
    assert {path: what for path, what in found.items() if what} == {}


def test_no_feed_holds_anything_that_could_run(attacked: tuple[SiteFolder, str]) -> None:
    """No text in a feed holds a script, a handler, a form, a frame or an address but of the web, mail and telephone."""
    found = {where: set(dangers(html, whole_page=False)) for where, html in contents(attacked[0])}
    assert {where: what for where, what in found.items() if what} == {}


def test_texts_are_shown_as_written(attacked: tuple[SiteFolder, str]) -> None:
    """A title full of signs is the same title in pages and feeds: nothing in it is markup, template or entity."""
    wanted = {" ".join(text.split()) for text in vectors.TEXTS}
    pages = [
        LexborHTMLParser(file.read_text("utf-8")) for file in attacked[0].output.glob("2022/01/25/field-*/index.html")
    ]
    assert {" ".join(page.css_first("h1").text().split()) for page in pages} == wanted
    items = json.loads(attacked[0].page("/feed.json"))["items"]
    assert wanted <= {item["title"] for item in items}
    entries = ElementTree.parse(attacked[0].output / "feed.xml").iter(f"{ATOM}entry")
    assert wanted <= {" ".join((entry.findtext(f"{ATOM}title") or "").split()) for entry in entries}


def fault(line: Any) -> bool:
    """Whether a line of the console is an error. A redirect has no icon, so browsers look for one at the root."""
    return line.type == "error" and not line.location.get("url", "").endswith("/favicon.ico")


@pytest.mark.browser
def test_nothing_runs_in_a_browser(attacked: tuple[SiteFolder, str], chromium: Any) -> None:
    """In Chromium no page, search or feed's text opens a dialog, runs a line, logs an error or asks elsewhere.

    Feeds have all texts of briefs. A topic's page differs by its name alone, so each name is looked at in one kind.
    """
    met: list[str] = []
    site, base = attacked
    pages = sorted(site.output.rglob("*.html"))
    if "escape" in (site.root / "briefing.toml").read_text("utf-8"):
        pages = []  # they are the same in either mode, but for texts
    page = chromium.new_page()
    page.on("dialog", lambda dialog: (met.append(f"dialog on {page.url}"), dialog.dismiss()))
    page.on("console", lambda line: met.append(f"{line.text}: {line.location}") if fault(line) else None)
    page.on("pageerror", lambda error: met.append(f"{error} on {page.url}"))
    page.on("request", lambda ask: None if ask.url.startswith(base) else met.append(f"{ask.url} from {page.url}"))
    for path in (file.relative_to(site.output).as_posix() for file in pages):
        topic = re.match(r"(?:tags/|sources/|stories/)([tsy])(\d+)", path)
        if "/text-" in path or (topic and "tsy"[int(topic[2]) % 3] != topic[1]):
            continue
        page.goto(base + quote(urls.of_file(path)[1:]))
        page.wait_for_url(lambda url: "/old-" not in url)
        met += [f"{what} on {page.url}" for what in page.evaluate(LOOK)]
    page.goto(f"{base}search/?q=t")
    page.wait_for_selector("#found h2")
    while page.locator(".onward").is_visible():
        shown = page.locator("#found h2").count()
        page.locator(".onward button").click()
        page.wait_for_function(
            "n => document.querySelector('.onward').hidden || document.querySelectorAll('#found h2').length >= n",
            arg=shown + 20,
        )
    assert page.locator("#found h2").count() >= len(vectors.TEXTS)
    met += [f"{what} in the search" for what in page.evaluate(LOOK)]
    texts = sorted({html for _, html in contents(site)})
    for start in range(0, len(texts), BATCH):
        page.set_content("<hr>".join(texts[start : start + BATCH]))
        met += [f"{what} in {texts[start : start + BATCH]}" for what in page.evaluate(LOOK)]
    page.close()
    assert met == []


@pytest.mark.parametrize("place", [vectors.PLACES[number] for number in (0, 1, 2, 4, 6, 7)])
def test_no_scheme_is_put_together_again(place: str, site: SiteFolder) -> None:
    """An address whose scheme is split by characters that are dropped is not made whole by dropping them."""
    for number, url in enumerate(vectors.SPLIT):
        site.brief(f"text-{number}.md", place.format(url=url) + "\n", title=f"Text {number}")
    refused = {problem.path for problem in site.build().problems if problem.code == "broken-link"}
    for path in refused:
        (site.root / path).unlink()
    assert site.build().ok
    pages = [file.read_text("utf-8") for file in site.output.glob("2022/01/25/*/index.html")]
    assert [what for page in pages for what in dangers(page)] == []


@pytest.mark.parametrize("space", ["&nbsp;", "&#x3000;", "&#x2028;"])
def test_an_address_that_a_browser_takes_for_a_path_is_one(space: str, site: SiteFolder) -> None:
    """A strange space before an address makes no dead relative link: it is refused, dropped or part of a path."""
    site.brief("text.md", f'<a href="{space}https://example.com/">x</a>\n')
    if site.build().ok:
        text = json.loads(site.page("/feed.json"))["items"][0]["content_html"]
        links = [link.attributes["href"] or "" for link in LexborHTMLParser(text).css("a[href]")]
        assert [link for link in links if not re.match("https?://", link)] == []


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@pytest.mark.parametrize("place", ["title", "tags", "body", "vocabulary"])
def test_control_characters_spoil_no_feed(place: str, site: SiteFolder) -> None:
    """Characters that XML forbids are refused or dropped wherever they are written, so that every feed can be read."""
    text = quoted(vectors.CONTROLS)
    description = text if place == "vocabulary" else '"Plain"'
    site.write("content/tags.toml", f"[Plain]\ndescription = {description}\n")
    body = "".join(f"{sign}&#{ord(sign)};" for sign in vectors.CONTROLS if sign != "\x00")
    fields = {"title": {"title": text}, "tags": {"tags": f"[Plain, {text}]"}}.get(place, {})
    site.brief("brief.md", body if place == "body" else "", **{"tags": "[Plain]", **fields})
    report = site.build()
    assert report.ok or {problem.path for problem in report.problems} <= {"content/brief.md", "content/tags.toml"}
    assert report.ok or report.problems
    for file in site.output.rglob("*.*ml"):
        assert not FORBIDDEN.search(file.read_text("utf-8")), file
    for file in site.output.rglob("*.xml"):
        ElementTree.parse(file)
