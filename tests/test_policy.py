"""What a page may load and run, and where it may lead: the theme's Content-Security-Policy and all around it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
import web
from conftest import SiteFolder, copy_of_sample
from selectolax.lexbor import LexborHTMLParser
from site_check.kinds import KINDS, MOVED, fill
from texts import parsed

HEAD = "---\ntitle: Zorvia\ndate: 2022-01-25\n---\n"


@pytest.fixture(scope="module", params=["wire", "ledger"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site with every kind of page, in each theme."""
    site = fill(copy_of_sample(tmp_path_factory.mktemp("full") / "site"))
    config = (site.root / "briefing.toml").read_text("utf-8")
    site.write("briefing.toml", config.replace('theme = "wire"', f'theme = "{request.param}"'))
    assert site.build().ok
    return site


def policy(page: LexborHTMLParser) -> dict[str, list[str]]:
    """The directives of a page's policy."""
    content = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    return {name: values for name, *values in (part.split() for part in content.split(";"))}


def test_each_page_names_its_styles_by_hash(full: SiteFolder) -> None:
    """Every page has a policy before its styles: nothing is allowed but these, the site's own pictures,
    and the script of the search."""
    for url in (*KINDS.values(), MOVED):
        page = LexborHTMLParser(full.page(url))
        found = policy(page)
        hashes = [b64encode(hashlib.sha256(node.text().encode()).digest()).decode() for node in page.css("style")]
        assert found.pop("style-src") == [f"'sha256-{value}'" for value in hashes], url
        none, own = ["'none'"], ["'self'"]
        rest = {"default-src": none, "connect-src": own, "img-src": own, "base-uri": none, "form-action": none}
        assert found == rest | ({"script-src": own} if url == "/search/" else {}), url
        assert full.page(url).index("Content-Security-Policy") < full.page(url).index("<style"), url


def test_a_themes_own_styles_are_allowed_too(site: SiteFolder) -> None:
    """A site's style sheet in the block `head` is in the policy, and the block `policy` adds what a theme needs."""
    site.write(
        "templates/home.html",
        '{% extends "!wire/home.html" %}\n{% block head %}<style>p{color:red}</style>{% endblock %}\n'
        "{% block policy %}{{ super() }}; script-src 'self'{% endblock %}\n",
    )
    assert site.build().ok
    found = policy(LexborHTMLParser(site.page("/")))
    assert found["script-src"] == ["'self'"]
    own = b64encode(hashlib.sha256(b"p{color:red}").digest()).decode()
    assert len(found["style-src"]) == 2 and found["style-src"][1] == f"'sha256-{own}'"


@pytest.mark.browser
def test_a_browser_obeys_the_policy(tmp_path: Path, chromium: Any) -> None:
    """Pages keep their looks under the policy; what isn't in it is neither applied nor asked for."""
    site = fill(copy_of_sample(tmp_path / "site"))
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page()
        page.goto(base + KINDS["brief"][1:])
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
        refused = page.evaluate(
            """() => new Promise(done => {
              addEventListener("securitypolicyviolation", event => done(event.effectiveDirective))
              const image = new Image()
              image.src = "https://tracker.example/dot.png"
            })"""
        )
        assert refused == "img-src"
        page.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD[:-4] + "image: https://tracker.example/a.png\n---\n", ["4:8: warning[remote-image]"]),
        (HEAD[:-4] + "image: //tracker.example/a.png\n---\n", ["4:8: warning[remote-image]"]),
        (HEAD + "![x](https://tracker.example/a.png?b&c)\n", ["5:6: warning[remote-image]"]),
        (HEAD + 'a\n<img alt="" src="http://tracker.example/a.png">\n', ["6:18: warning[remote-image]"]),
        (HEAD + "[x](https://tracker.example/a.png)\n\n![x](/a.png)\n", []),
    ],
)
def test_pictures_of_others_are_warned_of(text: str, found: list[str]) -> None:
    """A picture at another site tells that site who reads the page: the build says so, with its place."""
    problems = [re.sub(r"^content/.*?\.md:", "", str(problem)) for problem in parsed(text).brief.problems]
    assert [problem[: len(start)] for problem, start in zip(problems, found, strict=True)] == found


def test_a_redirect_stays_inside_the_copy_that_is_read(site: SiteFolder) -> None:
    """An old address leads on below the path of the site, wherever that is served; its canonical link is absolute."""
    site.brief("2022-01-25-a.md", title="Стаття", lang="uk", aliases="[/old/]")
    assert site.build(base_url="https://example.org/digest/").ok
    page = LexborHTMLParser(site.page("/old/"))
    assert page.css_first("meta[http-equiv=refresh]").attributes["content"] == "0; url=/digest/2022/01/25/a/"
    assert page.css_first("link[rel=canonical]").attributes["href"] == "https://example.org/digest/2022/01/25/a/"
    link = page.css_first("main a").attributes
    assert (link["href"], link["lang"], link["dir"]) == ("/digest/2022/01/25/a/", "uk", "ltr")
