"""What hosts read beside the pages: headers, redirects, twins; and that the laws hold for them."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from typing import Any

import brotli
import pytest
import web
from conftest import NOW, SiteFolder

from generator import digest, manifest, twins, verify
from generator.errors import Refusal

HOST = (
    '[host]\nheaders = true\nredirects = true\nnojekyll = true\ncname = "digest.example.org"\ncompress = ["gz", "br"]\n'
)
BASE = 'title = "Test Digest"\nbase_url = "https://example.org/digest/"\n'


@pytest.fixture
def hosted(site: SiteFolder) -> SiteFolder:
    """A site below a path with all that a host can read."""
    site.write("briefing.toml", BASE + HOST)
    site.brief("a.md", tags="[NATO]", aliases="[/old/, /Старе/]")
    site.brief("b.md", date="2022-01-26", title="Secret", publish_at="2022-03-02", aliases="[/early/]")
    assert site.build().ok
    return site


def policy(text: str) -> dict[str, set[str]]:
    """A Content-Security-Policy: each directive's values."""
    parts = (part.split() for part in text.split(";"))
    return {part[0]: set(part[1:]) for part in parts}


def header(site: SiteFolder, name: str) -> str:
    """A header of all files, as _headers has it."""
    match = re.search(rf"^  {name}: (.*)$", site.page("/_headers"), re.MULTILINE)
    assert match
    return match[1]


@pytest.mark.parametrize("theme", ["wire", "ledger"])
def test_the_header_and_each_page_say_the_same(site: SiteFolder, theme: str) -> None:
    """The policy in _headers allows what each page allows itself, every inline style included, and nothing wider.

    One header is for all files: it allows the script of the search, which no other page allows itself. Emails say none.
    """
    site.write("briefing.toml", BASE + f'theme = "{theme}"\n' + HOST)
    site.brief("a.md", tags="[NATO]", source="Reuters", aliases="[/old/]")
    assert site.build().ok
    whole = policy(header(site, "Content-Security-Policy"))
    seen = 0
    for file in set(site.output.rglob("*.html")) - set(site.output.rglob("edition.html")):
        text = file.read_text("utf-8")
        meta = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        assert meta, file
        own = policy(unescape(meta[1]))
        assert {name: own[name] for name in own if name != "style-src"} == {
            name: whole[name]
            for name in whole
            if name not in ("style-src", "frame-ancestors") and (name != "script-src" or file.parent.name == "search")
        }
        assert own["style-src"] <= whole["style-src"]
        for style in re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL):
            assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in whole["style-src"], file
            seen += 1
    assert seen > 5
    assert whole["frame-ancestors"] == {"'none'"}
    assert not any("unsafe" in value for values in whole.values() for value in values)


def test_a_sites_own_style_is_in_the_header(hosted: SiteFolder) -> None:
    """A style that the site's own template puts into pages is allowed by the header, with the next build."""
    hosted.write("templates/head.html", '{% include "!wire/head.html" %}\n<style>p { color: red }</style>\n')
    assert hosted.build().ok
    made = b64encode(sha256(b"p { color: red }").digest()).decode()
    assert f"'sha256-{made}'" in header(hosted, "Content-Security-Policy")


def test_a_sites_own_policy_is_in_the_header(hosted: SiteFolder) -> None:
    """What the block `policy` of a template adds, the header allows too: else the header would forbid it."""
    hosted.write(
        "templates/home.html",
        '{% extends "!wire/home.html" %}\n'
        "{% block policy %}{{ super() }}; script-src 'self'; img-src https://i.example{% endblock %}\n",
    )
    assert hosted.build().ok
    found = policy(header(hosted, "Content-Security-Policy"))
    assert found["script-src"] == {"'self'"}
    assert found["img-src"] == {"'self'", "https://i.example"}
    assert found["default-src"] == {"'none'"}


@pytest.mark.browser
@pytest.mark.parametrize("url", ["", "archive/", "2022/01/25/a/", "tags/", "old/", "feed.xml"])
def test_a_browser_is_content_with_the_headers(
    hosted: SiteFolder, chromium: Any, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """With these headers a browser shows every kind of page as without them: it has no violation to tell."""
    sent = re.findall(r"^  ([A-Za-z-]+): (.*)$", hosted.page("/_headers").partition("/static/")[0], re.MULTILINE)
    end = web.Quiet.end_headers

    def with_headers(self: web.Quiet) -> None:
        """The end of the headers, and these before it."""
        for name, value in sent:
            self.send_header(name, value)
        end(self)

    monkeypatch.setattr(web.Quiet, "end_headers", with_headers)
    told: list[str] = []
    with web.serve(hosted.output, "/digest/") as base:
        page = chromium.new_page()
        page.on("console", lambda message: told.append(message.text))
        answer = page.goto(base + url)
        assert "content-security-policy" in answer.headers
        if url not in ("feed.xml", "old/"):  # an old address leads on at once
            assert page.evaluate("document.styleSheets.length") > 0
        page.close()
    assert [text for text in told if "Security" in text or "Refused" in text or "violates" in text] == []


def test_headers_keep_readers_safe(hosted: SiteFolder) -> None:
    """nosniff, Referrer-Policy, Permissions-Policy; a year of caching for what is fingerprinted, and only for that."""
    text = hosted.page("/_headers")
    assert text.startswith("/digest/*\n")
    assert header(hosted, "X-Content-Type-Options") == "nosniff"
    assert header(hosted, "Referrer-Policy") == "strict-origin-when-cross-origin"
    assert "camera=()" in header(hosted, "Permissions-Policy")
    assert text.count("Cache-Control") == 1
    assert text.endswith("/digest/static/*\n  Cache-Control: public, max-age=31536000, immutable\n")


@pytest.mark.parametrize(("base", "sent"), [("https", True), ("http", False)])
def test_hsts_is_for_https_only(hosted: SiteFolder, base: str, sent: bool) -> None:
    """Strict-Transport-Security is meaningless over plain http (RFC 6797, section 7.2)."""
    hosted.build(base_url=f"{base}://example.org/")
    assert ("Strict-Transport-Security: max-age=31536000" in hosted.page("/_headers")) is sent


def test_redirects_come_from_aliases(hosted: SiteFolder) -> None:
    """Each alias of what is public has a line, with the site's path; the redirecting page stays."""
    assert hosted.page("/_redirects") == (
        "/digest/old/ /digest/2022/01/25/a/ 301\n/digest/%D0%A1%D1%82%D0%B0%D1%80%D0%B5/ /digest/2022/01/25/a/ 301\n"
    )
    assert "2022/01/25/a/" in hosted.page("/old/")


def test_small_files(hosted: SiteFolder) -> None:
    """CNAME has the domain, .nojekyll nothing; both are the manifest's."""
    assert hosted.page("/CNAME") == "digest.example.org\n"
    assert hosted.page("/.nojekyll") == ""
    known = manifest.load(hosted.output)[0]
    assert known is not None
    assert {"CNAME", ".nojekyll", "_headers", "_redirects"} <= known.files.keys()


def test_nothing_is_written_unasked(site: SiteFolder) -> None:
    """Without [host] none of it is there."""
    site.brief("a.md", aliases="[/old/]")
    site.build()
    assert not [path for path in site.tree() if path.startswith("_") or path.endswith((".gz", ".br", "CNAME"))]


def test_an_embargo_leaves_no_trace(hosted: SiteFolder) -> None:
    """Nothing that a host reads, and no twin, tells of what is not public."""
    for file in (file for file in hosted.output.rglob("*") if file.is_file()):
        data = file.read_bytes()
        data = (
            gzip.decompress(data) if file.suffix == ".gz" else brotli.decompress(data) if file.suffix == ".br" else data
        )
        assert b"Secret" not in data, file
        assert b"/early/" not in data, file
    hosted.build(now=NOW.replace(day=3))
    assert "/digest/early/" in hosted.page("/_redirects")


def test_a_new_brief_changes_no_host_file(hosted: SiteFolder) -> None:
    """_headers, .nojekyll and CNAME change with the theme and the configuration alone, _redirects with aliases."""
    hosted.brief("c.md", date="2022-01-27")
    written = hosted.build().written
    assert written
    assert not {"/_headers", "/_redirects", "/.nojekyll", "/CNAME"} & written.keys()
    hosted.brief("c.md", date="2022-01-27", aliases="[/third/]")
    assert {"/_redirects"} == {"/_headers", "/_redirects", "/.nojekyll", "/CNAME"} & hosted.build().written.keys()


def test_each_text_has_twins_that_unpack_to_it(hosted: SiteFolder) -> None:
    """Every page, feed and style sheet has a twin of each kind, whose content is the file's."""
    texts = [file for file in hosted.output.rglob("*") if file.suffix in twins.ENDINGS and file.name != manifest.FILE]
    assert len(texts) > 20
    for file in texts:
        assert gzip.decompress(file.with_name(file.name + ".gz").read_bytes()) == file.read_bytes()
        assert brotli.decompress(file.with_name(file.name + ".br").read_bytes()) == file.read_bytes()


def test_a_twin_lives_and_dies_with_its_page(hosted: SiteFolder) -> None:
    """Twins are packed again only for what changed, go with their page, and with the wish for them."""
    hosted.brief("a.md", "Other words.\n", tags="[NATO]", aliases="[/old/, /Старе/]")
    written = hosted.build().written.keys()
    for url in written:
        if url.endswith((".gz", ".br")):
            assert url[:-3].removesuffix("index.html") in written
    assert "/2022/01/25/a/index.html.gz" in written
    assert "/tags/index.html.gz" not in written
    (hosted.root / "content" / "a.md").unlink()
    hosted.build()
    assert not (hosted.output / "2022" / "01" / "25").exists()
    hosted.write("briefing.toml", BASE)
    hosted.build()
    assert not [path for path in hosted.tree() if path.startswith("_") or path.endswith((".gz", ".br", "CNAME"))]


def test_a_preview_has_no_twins(hosted: SiteFolder) -> None:
    """What is looked at where it is made is not packed."""
    hosted.build(drafts=True, future=True)
    assert not [path for path in hosted.tree() if path.endswith((".gz", ".br"))]
    assert (hosted.output / "_headers").exists()


def test_a_lost_twin_is_made_again(hosted: SiteFolder) -> None:
    """A twin that was removed or spoilt is made again, like any page."""
    before = hosted.tree()
    (hosted.output / "index.html.gz").unlink()
    (hosted.output / "feed.xml.br").write_bytes(b"x")
    assert hosted.build().written == {"/index.html.gz": "missing", "/feed.xml.br": "changed on disk"}
    assert hosted.tree() == before


def test_incremental_is_clean(hosted: SiteFolder) -> None:
    """With all of this too, a build from the cache is the clean one, byte for byte."""
    assert verify.verify(hosted.settings()).same
    hosted.brief("c.md", date="2022-01-27", aliases="[/third/]", tags="[NATO]")
    (hosted.root / "content" / "a.md").unlink()
    assert verify.verify(hosted.settings()).same


def test_a_packed_file_tells_nothing_of_the_machine() -> None:
    """A gzip file has no name, time or system in it."""
    assert twins.packed(b"words", "gz")[:10] == bytes.fromhex("1f8b08000000000002ff")
    assert digest.of_bytes(twins.packed(b"words" * 99, "gz")) == digest.of_bytes(twins.packed(b"words" * 99, "gz"))


def test_a_missing_library_is_told(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for br without the package is a mistake of the configuration: exit status 2, its place, how to get it.

    A preview, which packs nothing, does without.
    """
    monkeypatch.setattr(twins, "find_spec", lambda name: None)
    site.write("briefing.toml", BASE + '[host]\ncompress = ["br"]\n')
    site.brief("a.md")
    with pytest.raises(Refusal) as refusal:
        site.build()
    (problem,) = refusal.value.problems
    assert (problem.path, problem.line, problem.column, problem.code) == ("briefing.toml", 4, 1, "no-brotli")
    assert "pip install" in problem.mend
    assert site.build(drafts=True).ok


@pytest.mark.parametrize(
    "line", ['cname = "not a host"', 'cname = "x\\ny.z"', 'compress = ["zip"]', "headers = 1", "hsts = true"]
)
def test_wrong_wishes_are_refused(site: SiteFolder, line: str) -> None:
    """What [host] can't be is told with its place."""
    site.write("briefing.toml", BASE + f"[host]\n{line}\n")
    with pytest.raises(Refusal, match=r"briefing.toml:4"):
        site.build()


def test_an_alias_in_the_place_of_a_host_file_is_a_clash(hosted: SiteFolder) -> None:
    """Two claims on one URL are an error, also where one is the host's."""
    hosted.brief("d.md", date="2022-01-27", aliases="[/_headers]")
    report = hosted.build()
    assert (report.ok, {problem.code for problem in report.problems}) == (False, {"same-url"})
