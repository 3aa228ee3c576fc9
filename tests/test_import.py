"""Archives move in: whatever they hold, nothing is lost silently, and the site then builds.

archives/{program}/old is an archive, `content` beside it what it must become, `report.txt` what must be said.
`UPDATE=1 pytest tests/test_import.py` writes both anew, to be looked at before they are committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
import web
from conftest import NOW, SiteFolder
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from test_cli import run

from generator import importing, markup, moving_report, urls
from generator.importing import Kind, Outcome

ARCHIVES = Path(__file__).parent / "archives"
PROGRAMS: tuple[Kind, ...] = get_args(Kind)


def imported(site: SiteFolder, kind: Kind, source: Path) -> Outcome:
    """What importing an archive into a site does."""
    return importing.run(kind, source, site.root, site.root / "briefing.toml", NOW)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def archive(site: SiteFolder, texts: dict[str, str]) -> Path:
    """An archive of these files, beside a site."""
    folder = site.root / "old"
    for path, text in texts.items():
        site.write(f"old/{path}", text)
    return folder


@pytest.mark.parametrize("kind", PROGRAMS)
def test_an_archive_becomes_briefs(site: SiteFolder, kind: Kind) -> None:
    """An archive gives the briefs, pages and files that it is known to give, and says the rest; the site builds."""
    folder = ARCHIVES / kind
    outcome = imported(site, kind, folder / "old")
    said = "\n".join(moving_report.lines(outcome, "text", quiet=False)) + "\n"
    made = files(site.root / "content")
    if os.environ.get("UPDATE"):
        shutil.rmtree(folder / "content", ignore_errors=True)
        for path, data in made.items():
            (folder / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "content" / path).write_bytes(data)
        (folder / "report.txt").write_text(said, "utf-8")
    assert {path: data.decode() for path, data in made.items()} == {
        path: data.decode() for path, data in files(folder / "content").items()
    }
    assert said == (folder / "report.txt").read_text("utf-8")
    report = site.build(drafts=True, future=True)
    assert [str(problem) for problem in report.problems if problem.level == "error"] == []


@pytest.mark.parametrize("kind", PROGRAMS)
def test_old_addresses_lead_to_the_new(site: SiteFolder, kind: Kind) -> None:
    """Every old address of a public text is answered by the built site."""
    outcome = imported(site, kind, ARCHIVES / kind / "old")
    assert site.build(drafts=True, future=True).ok
    aliases = [alias for text in outcome.moved for alias in text.aliases]
    assert aliases
    assert [alias for alias in aliases if not site.page(alias)] == []


@pytest.mark.parametrize("kind", PROGRAMS)
def test_nothing_is_overwritten(site: SiteFolder, kind: Kind) -> None:
    """A second import leaves every file as it is, and names each text that it left out."""
    first = imported(site, kind, ARCHIVES / kind / "old")
    for path in files(site.root / "content"):
        site.write(f"content/{path}", "mine")
    second = imported(site, kind, ARCHIVES / kind / "old")
    assert set(files(site.root / "content").values()) == {b"mine"}
    assert (second.moved, dict(second.copied)) == ((), {})
    left = {problem.path for problem in second.left if problem.code == "file-exists"}
    assert left >= {text.source for text in first.moved}


FRAME = re.compile("_layouts/|scaffolds/|themes/")
"""Folders of what is no text of anybody's."""


@pytest.mark.parametrize("kind", PROGRAMS)
def test_each_text_is_moved_or_named(site: SiteFolder, kind: Kind) -> None:
    """No text of the archive vanishes: it is imported, or there is a problem that names it."""
    outcome = imported(site, kind, ARCHIVES / kind / "old")
    told = {text.source for text in outcome.moved} | {problem.path for problem in outcome.left}
    endings = (".md", ".markdown", ".html", ".rst", ".textile")
    texts = {path for path in files(ARCHIVES / kind / "old") if path.endswith(endings) and not FRAME.search(path)}
    assert texts - told == set()


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("date", "/notes/2019/01/02/a-name.html"),
        ("pretty", "/notes/2019/01/02/a-name/"),
        ("none", "/notes/a-name.html"),
        ("/:year/:short_month/:title.html", "/2019/Jan/a-name.html"),
        ("/blog/:i_day-:slug/", "/blog/2-a-name/"),
    ],
)
def test_jekylls_permalinks_are_kept(site: SiteFolder, pattern: str, address: str) -> None:
    """The address that Jekyll made by its pattern leads to the brief."""
    old = archive(
        site,
        {
            "_config.yml": f"permalink: {pattern}\n",
            "_posts/2019-01-02-a-name.md": "---\ntitle: A\ncategories: Notes\n---\n\nWords.\n",
        },
    )
    assert imported(site, "jekyll", old).moved[0].aliases == (address,)


RECORDED = [json.loads(line) for line in (ARCHIVES / "addresses.jsonl").read_text("utf-8").splitlines()]
"""Program (Jekyll 4.3, Hugo 0.168, Hexo 8.1, Eleventy 3.1, Pelican 4.12), settings, file, front matter, address."""


@pytest.mark.parametrize(("kind", "settings"), sorted({(kind, settings) for kind, settings, *_ in RECORDED}))
def test_addresses_are_those_that_the_program_made(site: SiteFolder, kind: Kind, settings: str) -> None:
    """Whatever signs are in names, titles and slugs, the address where the program put a post leads to its brief."""
    rows = [row[2:] for row in RECORDED if row[:2] == [kind, settings]]
    name = {"jekyll": "_config.yml", "hugo": "hugo.toml", "hexo": "_config.yml", "eleventy": ".eleventy.js",
            "pelican": "pelicanconf.py"}[kind]  # fmt: skip
    fence = "" if kind == "pelican" else "---\n"
    texts = {path: f"{fence}{head}{fence}\nThese are of {number}.\n" for number, (path, head, _) in enumerate(rows)}
    outcome = imported(site, kind, archive(site, {name: settings, **texts}))
    assert site.build(drafts=True, future=True).ok
    aliases = {moved.source: moved.aliases for moved in outcome.moved}
    for number, (path, _, address) in enumerate(rows):
        there = (site.root / "output" / urls.output_path(address)).read_text("utf-8")
        assert address in aliases[path] or f"These are of {number}." in there, path


def test_two_texts_of_one_day_and_name_are_both_kept(site: SiteFolder) -> None:
    """Of two texts that want one file, the second gets another name, which is said."""
    old = archive(site, {f"{name}/_posts/2019-01-02-x.md": "---\ntitle: A\n---\n\nWords.\n" for name in ("a", "b")})
    outcome = imported(site, "jekyll", old)
    assert [text.target for text in outcome.moved] == ["content/2019/01/02-x.md", "content/2019/01/02-x-2.md"]
    assert [problem.code for problem in outcome.problems] == ["same-name"]
    assert site.build().ok


def test_a_link_out_of_the_archive_copies_nothing(site: SiteFolder) -> None:
    """A symbolic link that leads out of the archive is no way to what lies there."""
    secret = site.write("secret.png", "secret")
    old = archive(site, {"_posts/2019-01-02-x.md": "---\ntitle: A\n---\n\n![](/x.png) ![](../../secret.png)\n"})
    (old / "x.png").symlink_to(secret)
    assert dict(imported(site, "jekyll", old).copied) == {}
    assert site.build().ok


def test_what_can_not_be_looked_at_is_named(site: SiteFolder) -> None:
    """Links out of the archive, and configurations that can't be read, are in the report."""
    old = archive(site, {"_posts/2019-01-02-x.md": "---\ntitle: A\n---\n\nWords.\n", "_config.yml": "a: [\n"})
    (old / "linked").symlink_to(site.root / "content")
    (old / "x.png").symlink_to(site.root / "briefing.toml")
    outcome = imported(site, "jekyll", old)
    assert {problem.path for problem in outcome.left} == {"_config.yml", "linked", "x.png"}
    assert outcome.moved[0].aliases == ("/2019/01/02/x.html",)


def test_an_address_that_can_not_be_told_is_said(site: SiteFolder) -> None:
    """A pattern with a part that nobody knows gives no alias, and a remark."""
    texts = {"_posts/2019-01-02-x.md": "---\ntitle: A\n---\n\nWords.\n", "_config.yml": "permalink: /:who/:title/\n"}
    outcome = imported(site, "jekyll", archive(site, texts))
    assert (outcome.moved[0].aliases, [problem.code for problem in outcome.problems]) == ((), ["no-address"])


@pytest.mark.parametrize(
    ("kind", "name", "text", "kept", "said"),
    [
        (
            "jekyll", "_posts/2019-01-02-x.md", "---\ntitle: A\nredirect_from:\n  - /old/?p=12\n---\n\nWords.\n", "",
            "4:5: warning[bad-alias]: the old address '/old/?p=12' can't lead here: it has a query",
        ),
        (
            "jekyll", "_posts/2019-01-02-x.md", "---\ntitle: A\npermalink: /404.html\n---\n\nWords.\n", "",
            "1:1: warning[bad-alias]: the old address '/404.html' can't lead here: the site has a page",
        ),
        (
            "jekyll", "_posts/2019-01-02-x.md", "---\ntitle: A\n---\n\nWo\0rds\a.\n", "Words.",
            "5:3: warning[nul-byte]: there are control characters in it (2), here U+0000; left out",
        ),
        (
            "jekyll", "_posts/2019-01-02-x.md", "---\ntitle: [A, b]\n---\n\nWords.\n", "title: A b",
            "2:8: warning[bad-value]: the title is a list; written as 'A b'",
        ),
        (
            "jekyll", "_posts/2019-01-02-x.md", "---\nZorvia\n\nWords.\n", "Zorvia\n\nWords.",
            "1:1: warning[unclosed-front-matter]: the front matter is not closed",
        ),
        (
            "jekyll", "_posts/2019-01-02-x.md", f"---\ntitle: A\n{'Zorvia ' * 20}\n---\n\nWords.\n", "Zorvia " * 19,
            "3:1: warning[front-matter-syntax]: 'Zorvia",
        ),
        (
            "pelican", "content/x.md", "Title: A\nDate: 2019-01-02\nTags: b,\n  c\nWords. ![a](/b.png)\n\nMore: so\n",
            "tags: [b, c]\naliases: [/a.html]\n---\n\nWords. ![a](/b.png)\n\nMore: so\n",
            "5:13: warning[dead-link]: '/b.png' leads to nothing in the archive",
        ),
        (
            "hugo", "content/posts/x.md", "---\ntitle: A\ntags:\n  - [x]\ntitle: B\nzz: {a: [1]}\n---\n\nWords.\n",
            "tags: [x]\naliases: [/posts/x/]\nextra:\n  zz:\n    a: [1]\n",
            "5:1: warning[duplicate-key]: 'title' is said twice, first in line 2; the last one counts",
        ),
        (
            "hugo", "content/posts/x.md", "+++\ntitle = 'A'\n+++\n{{< highlight >}}a{{< /highlight >}}\n[a](/b.png)\n"
            "`[a](/b.png)` [a](/b.png)\n", "[a](/b.png)\n`[a](/b.png)` [a](/b.png)\n",
            "5:5: warning[dead-link]: '/b.png' leads to nothing in the archive; it stays as it is",
        ),
        (
            "hugo", "content/posts/x.md", '{\n "title": "A",\n "tags": ["a", b]\n}\n\nWords.\n', '"tags": ["a", b]',
            "3:16: warning[front-matter-syntax]: the front matter in JSON can't be read: expecting value;",
        ),
    ],
)  # fmt: skip
def test_nothing_is_lost_in_silence(site: SiteFolder, kind: Kind, name: str, text: str, kept: str, said: str) -> None:
    """What can't be taken over as it was is kept somewhere, or told with its place."""
    outcome = imported(site, kind, archive(site, {name: text}))
    assert any(str(problem).startswith(f"{name}:{said}") for problem in outcome.problems), outcome.problems
    assert kept in (site.root / outcome.moved[0].target).read_text("utf-8")


def test_links_to_nothing_cost_no_text(site: SiteFolder) -> None:
    """However often a text links to what is not there, in whatever form, it is imported."""
    words = '<a href="{{ .Link }}">x</a>\n\n' * 30 + "[a][b] [c][d]\n\n[b]: \n[d]: \n[e]: /f\n"
    outcome = imported(
        site, "hugo", archive(site, {"content/post/a.md": f"---\ntitle: A\ndate: 2019-01-02\n---\n{words}"})
    )
    assert [moved.source for moved in outcome.moved] == ["content/post/a.md"]
    assert site.build().ok


@pytest.mark.parametrize(
    ("kind", "files_", "written"),
    [
        ("jekyll", {"_config.yml": "baseurl: /blog\nurl: https://old.example\n"}, "/blog/2019/01/02/b.html"),
        ("jekyll", {"_config.yml": "baseurl: /blog\nurl: https://old.example\n"}, "http://old.example/blog/2019/01/02/b.html"),
        ("jekyll", {"_config.yml": "url: https://old.example/\n"}, "//old.example/2019/01/02/b"),
        ("jekyll", {}, "{% post_url 2019-01-02-b %}"),
        ("jekyll", {}, "{% link _posts/2019-01-02-b.md %}"),
        ("hugo", {"hugo.toml": "baseURL = 'https://old.example/sub/'\n"}, "/sub/post/b/"),
        ("hugo", {"hugo.toml": "baseURL = 'https://old.example/sub/'\n"}, "/post/b/"),
        ("hugo", {"hugo.toml": "baseURL = 'https://old.example/sub/'\n"}, "http://old.example/sub/post/b"),
        ("hugo", {}, '{{< relref "/post/b" >}}'),
        ("hugo", {}, '{{< ref "b" >}}'),
        ("hugo", {}, "b.md"),
        ("hexo", {"_config.yml": "url: https://old.example\nroot: /sub/\n"}, "/sub/2019/01/02/b/"),
        ("hexo", {"_config.yml": "url: https://old.example/sub\nroot: /sub/\n"}, "http://old.example/sub/2019/01/02/b"),
        ("hexo", {"_config.yml": "permalink: :year/:title.html\npretty_urls: {trailing_html: false}"}, "/2019/b"),
        ("hexo", {}, "{% post_path b %}"),
        ("hexo", {}, "b.md"),
        ("eleventy", {".eleventy.js": 'module.exports = { pathPrefix: "/sub/" };'}, "/sub/posts/b/"),
        ("eleventy", {"eleventy.config.js": "export const config = {dir: {input: 'posts'}};"}, "/b/"),
        ("eleventy", {"package.json": '{"scripts": {"build": "eleventy --input=posts"}}'}, "/b/"),
        ("eleventy", {"eleventy.config.js": "export default (it) => it.setInputDirectory('posts');"}, "/b/"),
        ("eleventy", {"posts/posts.json": '{"permalink": "/{{ page.fileSlug }}.html"}'}, "/b.html"),
        ("eleventy", {"posts/posts.11tydata.js": "module.exports = {permalink: '/x/{{title|slugify}}/'};"}, "/x/b/"),
        ("eleventy", {"posts/b.json": '{"permalink": "/c/"}'}, "/c/"),
        ("eleventy", {}, "{{ '/posts/b/' | url }}"),
        ("eleventy", {}, "b.md"),
        ("pelican", {"pelicanconf.py": "A = 'https://old.example'\nSITEURL = A + '/x'\n"}, "https://old.example/x/b.html"),
        ("pelican", {}, "{filename}b.md"),
    ],
)  # fmt: skip
def test_links_lead_to_what_became_of_the_text(
    site: SiteFolder, kind: Kind, files_: dict[str, str], written: str
) -> None:
    """However a link names another post of the archive, it leads to the brief that the post became."""
    folders = {"jekyll": "_posts/2019-01-02-", "hugo": "content/post/", "hexo": "source/_posts/", "eleventy": "posts/",
               "pelican": "content/"}  # fmt: skip
    folder = folders[kind]
    texts = {f"{folder}{name}.md": f"---\ntitle: {name}\ndate: 2019-01-02\n---\n\n[x]({written})\n" for name in "ab"}
    imported(site, kind, archive(site, {**texts, **files_}))
    assert "[x](02-b.md)" in (site.root / "content/2019/01/02-a.md").read_text("utf-8")
    assert site.build().ok


def test_a_link_to_a_file_by_its_name_takes_it_along(site: SiteFolder) -> None:
    """Jekyll's `link` may name a picture, which comes along."""
    words = "---\ntitle: A\n---\n![x]({% link images/a.png %})\n"
    outcome = imported(site, "jekyll", archive(site, {"_posts/2019-01-02-a.md": words, "images/a.png": "x"}))
    assert list(outcome.copied) == ["content/images/a.png"]


@pytest.mark.parametrize(
    ("kind", "shown", "written"),
    [
        ("jekyll", "![x](<a b.png>)", "![x](<../../a%20b.png>)"),
        ("jekyll", '![x](<a b.png> "A title")', '![x](<../../a%20b.png> "A title")'),
        ("jekyll", "![x][y]\n\n[y]: <a b.png>", "[y]: <../../a%20b.png>"),
        ("jekyll", '<img alt="x" src="a b.png">', '<img alt="x" src="../../a%20b.png">'),
        ("jekyll", "<img src=/c.png alt=x>", "<img src=../../c.png alt=x>"),
        ("jekyll", '<img class="a" src=/c.png>', '<img class="a" src=../../c.png>'),
        ("jekyll", "Say src=/c.png to it.", "Say src=/c.png to it."),
        ("pelican", 'x="<img src=\\"/c.png\\">"', 'x="<img src=\\"/c.png\\">"'),
        ("pelican", "![x]({static}/a b.png)", "![x](../../a%20b.png)"),
        ("pelican", '![x]({static}/a b.png "A title")', '![x](../../a%20b.png "A title")'),
        ("pelican", "[x]({tag}c++) [y]({index})", "[x](/tags/c-plus-plus/) [y](/)"),
        ("pelican", "[x]({category}Old News)", "[x](/tags/old-news/)"),
    ],
)  # fmt: skip
def test_an_address_is_read_in_each_form(site: SiteFolder, kind: Kind, shown: str, written: str) -> None:
    """In angle brackets with spaces, in quotes or without them, by Pelican's signs: what it names is found."""
    folder = {"jekyll": "", "pelican": "content/"}[kind]
    head = "---\ntitle: A\ndate: 2019-01-02\ncategory: Old News\ntags: [C++]\n---\n\n"
    text = f"{folder}{'_posts/' if kind == 'jekyll' else ''}2019-01-02-a.md"
    texts = {text: head.replace("C++", "c++") + shown + "\n", f"{folder}a b.png": "x", f"{folder}c.png": "x"}
    texts |= {"_config.yml": "permalink: /:title.html\n"} if kind == "jekyll" else {}
    imported(site, kind, archive(site, texts))
    assert written in (site.root / "content/2019/01/02-a.md").read_text("utf-8")


@pytest.mark.parametrize(
    "address", ["https://old.example/shop/x.html", "http://old.example/", "https://old.example/sub/no/"]
)
def test_what_the_archive_does_not_have_stays_at_the_old_host(site: SiteFolder, address: str) -> None:
    """A site in a folder shares its host with others; of what was in the folder and is gone it is told."""
    texts = {"hugo.toml": "baseURL = 'https://old.example/sub/'\n"}
    texts["content/post/a.md"] = f"---\ntitle: a\ndate: 2019-01-02\n---\n\n[x]({address})\n"
    outcome = imported(site, "hugo", archive(site, texts))
    assert f"[x]({address})" in (site.root / "content/2019/01/02-a.md").read_text("utf-8")
    assert [problem.code for problem in outcome.problems] == ["dead-link"] * ("/sub/" in address)


def test_an_alias_in_front_matter_stands_for_its_text(site: SiteFolder) -> None:
    """YAML's anchors, aliases and tags are told, and read as what they say; one that can't be told stays as typed."""
    head = "title: &t Zorvia\nsummary: *t\ndate: !!timestamp 2019-01-02\n"
    texts = {
        "_posts/2019-01-02-a.md": f"---\n{head}---\n",
        "_posts/2019-01-03-b.md": "---\ntitle: &t b\nsummary: *u\n---\n",
    }
    outcome = imported(site, "jekyll", archive(site, texts))
    assert {problem.code for problem in outcome.problems} == {"yaml-feature"}
    assert "title: Zorvia\ndate: 2019-01-02\nsummary: Zorvia\n" in (site.root / outcome.moved[0].target).read_text(
        "utf-8"
    )
    assert "summary: '*u'\n" in (site.root / outcome.moved[1].target).read_text("utf-8")


def test_nothing_in_html_becomes_markdown(site: SiteFolder) -> None:
    """A post that is HTML shows the signs that it has, and nothing of it is taken for Markdown."""
    words = "A *star* and a_b_c.\n<p>One</p>\n\n    no code\n"
    posts = {"_posts/2019-01-02-a.html": f"---\ntitle: A\n---\n{words}", "_posts/2019-01-03-b.html": "<p>*Words*</p>\n"}
    outcome = imported(site, "jekyll", archive(site, posts))
    text = (site.root / "content/2019/01/02-a.md").read_text("utf-8")
    assert markup.render(text.partition("---\n\n")[2], "", "").html == f"<div>\n{words}</div>"
    assert (site.root / outcome.moved[1].target).read_text("utf-8").endswith("---\n\n<p>*Words*</p>\n")


@pytest.mark.parametrize(
    ("kind", "line", "made"),
    [
        ("jekyll", "title: A &amp; <em>b</em> &#8217;c&copy", "title: A & b ’c&copy"),
        ("hugo", "title: The &lt;b&gt; and <b>", "title: The <b> and <b>"),
        ("pelican", "authors: Doe, Jane; Roe, R. &amp; Co", "authors: ['Doe, Jane', 'Roe, R. & Co']"),
        ("hugo", "author: Jane Doe, R. Roe", "authors: [Jane Doe, R. Roe]"),
        ("jekyll", "tags: [R&amp;D]", "tags: [R&D]"),
    ],
)
def test_values_say_what_readers_saw(site: SiteFolder, kind: Kind, line: str, made: str) -> None:
    """References to signs are signs, and elements are none of a title's words where the program showed it as HTML."""
    folder = {"jekyll": "_posts/", "hugo": "content/post/", "pelican": "content/"}[kind]
    title = "" if line.startswith("title") else "title: T\n"
    text = f"---\n{title}{line}\ndate: 2019-01-02\n---\n\nWords.\n"
    (moved,) = imported(site, kind, archive(site, {f"{folder}2019-01-02-a.md": text})).moved
    assert f"\n{made}\n" in (site.root / moved.target).read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "settings", "path", "kept"),
    [
        (
            "jekyll",
            "defaults:\n- scope: {path: '', type: posts}\n"
            "  values: {layout: post, author: Jane Doe, tags: [a], category: b}\n"
            "- scope: {path: drafts}\n  values: {published: false}\n- values: {lang: uk, author: R. Roe}\n",
            "_posts/2019-01-02-a.md", "tags: [b, c]\nauthors: [Jane Doe]\n",
        ),
        (
            "jekyll", "defaults:\n- scope: {path: '*/_posts'}\n  values: {published: false}\n",
            "news/_posts/2019-01-02-a.md", "draft: true\n",
        ),
        ("pelican", "DEFAULT_METADATA = {'Status': 'draft', 'x': 1}\n", "content/a.md", "draft: true\ntags: [c]\n"),
        ("eleventy", '{"draft": true, "tags": ["posts"]}', "posts/a.md", "draft: true\ntags: [c]\n"),
        ("jekyll", "defaults: no\n", "_posts/2019-01-02-a.md", "date: 2019-01-02\ntags: [c]\n"),
    ],
)  # fmt: skip
def test_what_the_configuration_hands_down_is_taken_over(
    site: SiteFolder, kind: Kind, settings: str, path: str, kept: str
) -> None:
    """Front matter that posts have by the configuration is theirs, unless they say another; layouts are left."""
    name = {"jekyll": "_config.yml", "eleventy": "posts/posts.json", "pelican": "pelicanconf.py"}[kind]
    texts = {name: settings, path: "---\ntitle: A\ndate: 2019-01-02\ntags: [c]\n---\n\nWords.\n"}
    (moved,) = imported(site, kind, archive(site, texts)).moved
    assert moved.extra == ()
    assert kept in (site.root / moved.target).read_text("utf-8")


@pytest.mark.parametrize(
    ("head", "hidden"),
    [
        ("date: 2019-01-02\npermalink: false\n", True),
        ("date: 2019-01-02\neleventyExcludeFromCollections: true\n", True),
        ("date: 2019-01-02\neleventyExcludeFromCollections: false\n", False),
        ("eleventyExcludeFromCollections: true\n", False),
    ],
)
def test_what_eleventy_listed_nowhere_is_a_draft(site: SiteFolder, head: str, hidden: bool) -> None:
    """A post that the old site did not make, or show in a list, is not shown here either; a page is in no list."""
    imported(site, "eleventy", archive(site, {"about.md": f"---\ntitle: A\n{head}---\n\nWords.\n"}))
    (made,) = (site.root / "content").rglob("*.md")
    assert ("draft: true" in made.read_text("utf-8")) == hidden


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("jekyll", "timezone: Europe/Kyiv\n"),
        ("hugo", "timeZone = 'Europe/Kyiv'\n"),
        ("pelican", "TIMEZONE = 'Europe/Kyiv'\n"),
    ],
)
def test_another_time_zone_is_told(site: SiteFolder, kind: Kind, settings: str) -> None:
    """Times without an offset mean what they meant only in the old site's zone, which an import names."""
    name = {"jekyll": "_config.yml", "hugo": "hugo.toml", "pelican": "pelicanconf.py"}[kind]
    folder = {"jekyll": "_posts", "hugo": "content/posts", "pelican": "content"}[kind]
    for date, told in (("2019-01-02", 0), ("2019-01-02 10:00 +0200", 0), ("2019-01-02 10:00", 1)):
        text = f"---\ntitle: A\ndate: {date}\n---\n\nWords.\n"
        outcome = imported(site, kind, archive(site, {name: settings, f"{folder}/2019-01-02-a.md": text}))
        assert [problem.code for problem in outcome.problems].count("other-timezone") == told
        shutil.rmtree(site.root / "content")


def test_an_import_may_be_repeated(site: SiteFolder) -> None:
    """What an earlier import wrote is no problem; what was changed since is told, and stays."""
    texts = {f"_posts/2019-01-0{day}-x.md": f"---\ntitle: [A, '{day}']\n---\n\nWords.\n" for day in (1, 2)}
    first = imported(site, "jekyll", archive(site, texts))
    again = imported(site, "jekyll", site.root / "old")
    assert (again.unchanged, again.moved, again.problems) == (tuple(texts), (), ())
    file = site.root / first.moved[0].target
    file.write_text(file.read_text() + "More.\n")
    again = imported(site, "jekyll", site.root / "old")
    assert (len(again.unchanged), [problem.code for problem in again.left]) == (1, ["file-exists"])
    assert "content/2019/01/01-x.md is there, and not what this becomes" in again.left[0].what
    assert file.read_text().endswith("More.\n")


def test_settings_of_pelican_are_read_and_not_run(site: SiteFolder) -> None:
    """A settings file is read for its texts; what only running it would tell is named."""
    mark = site.root / "ran"
    settings = f"open({str(mark)!r}, 'w')\nimport os\nARTICLE_URL = os.environ['X']\nPAGE_URL = 'p/{{slug}}/'\n"
    texts = {"content/a.md": "Title: A\nDate: 2019-01-02\n\nWords.\n", "content/pages/b.md": "Title: B\n\nWords.\n"}
    outcome = imported(site, "pelican", archive(site, {**texts, "pelicanconf.py": settings}))
    assert [text.aliases for text in outcome.moved] == [("/a.html",), ("/p/b/", "/pages/b.html")]
    assert [problem.path for problem in outcome.left] == ["pelicanconf.py"]
    assert not mark.exists()


def test_the_command_says_and_writes_what_it_did(site: SiteFolder) -> None:
    """`briefing import` prints its report, writes it as JSON, and ends with 1 if anything was left out."""
    report = site.root / "new" / "report.json"
    done = run("import", "jekyll", ARCHIVES / "jekyll" / "old", "-C", site.root, "--report", report)
    assert done.returncode == 1
    assert b"texts imported" in done.stdout
    data = json.loads(report.read_bytes())
    assert set(data) == {"version", "imported", "unchanged", "copied", "problems"}
    assert {"from", "to", "aliases", "extra"} == set(data["imported"][0])
    assert run("import", "hugo", site.root / "gone", "-C", site.root).returncode == 2
    assert run("import", "hugo", site.root / "content", "-C", site.root).returncode == 2


LINES = st.sampled_from((ARCHIVES / "lines.txt").read_bytes().decode("unicode_escape").split("\n"))
"""Lines that broke something once, or may."""


@trials(max_examples=60)
@given(
    kind=st.sampled_from(PROGRAMS),
    texts=st.lists(st.tuples(st.sampled_from(["---\n", "+++\n", "", "{"]), st.lists(LINES, max_size=9)), max_size=4),
    raw=st.binary(max_size=40),
)
def test_any_archive_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, kind: Kind, texts: list[tuple[str, list[str]]], raw: bytes
) -> None:
    """No archive whatever ends in a traceback, and what was imported builds."""
    site = SiteFolder(_folder(tmp_path_factory))
    place = {"jekyll": "_posts", "hugo": "content/posts", "hexo": "source/_posts", "eleventy": "posts",
             "pelican": "content"}[kind]  # fmt: skip
    site.write(f"old/{place}/2019-01-01-raw.md", raw)
    site.write(f"old/{place}/2019-01-02-good.md", "---\ntitle: Good\ndate: 2019-01-02\n---\n\nWords.\n")
    for number, (fence, lines) in enumerate(texts):
        text = fence + "\n".join(lines) + "\n" + fence + "Words.\n"
        site.write(f"old/{place}/2020-01-0{number + 1}-b.md", text)
    outcome = imported(site, kind, site.root / "old")
    moving_report.as_json(outcome)
    report = site.build(drafts=True, future=True)
    assert [str(problem) for problem in report.problems if problem.level == "error"] == []
    assert any(text.source.endswith("good.md") for text in outcome.moved)


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("import")


@pytest.mark.parametrize(
    ("path", "head", "settings", "address"),
    [
        ("posts/a-name.md", "", {}, "/posts/a-name/"),
        ("posts/A Name.md", "", {}, "/posts/a-name/"),
        ("posts/a-name/index.md", "", {}, "/posts/a-name/"),
        ("posts/x.md", "slug: other", {}, "/posts/other/"),
        ("posts/x.md", "url: /my/own", {}, "/my/own/"),
        ("news/deep/x.md", "", {}, "/news/deep/x/"),
        ("posts/x.md", "", {"hugo.yaml": "permalinks:\n  posts: /:year/:month/:title/\n"}, "/2019/01/a-title/"),
        ("posts/x.md", "", {"config.json": '{"permalinks": {"page": {"posts": "/b/:filename/"}}}'}, "/b/x/"),
        (
            "posts/x.md",
            "",
            {"config/_default/permalinks.toml": 'posts = "/:section/:day/:slug/"\n'},
            "/posts/02/a-title/",
        ),
        ("posts/x.md", "", {"config.toml": "uglyURLs = true\n"}, "/posts/x.html"),
        ("posts/x.uk.md", "", {"config.toml": "[languages.uk]\n"}, "/posts/x/"),
        ("posts/bi/index.en.md", "", {}, "/posts/bi/"),
        ("posts/en.en.md", "", {}, "/posts/en/"),
        ("posts/x.uk.md", "", {"config.toml": "defaultContentLanguage = 'uk'\n"}, "/posts/x/"),
        ("posts/x.uk.md", "", {"config/_default/languages.toml": "[en]\n[uk]\n"}, "/uk/posts/x/"),
        ("en/posts/x.md", "", {"config/_default/languages.yaml": "en:\n  contentDir: content/en\n"}, "/posts/x/"),
        (
            "uk/posts/x.md",
            "",
            {"hugo.toml": "[languages.en]\n[languages.uk]\ncontentDir='content/uk'\n"},
            "/uk/posts/x/",
        ),
    ],
)
def test_hugos_addresses_are_kept(
    site: SiteFolder, path: str, head: str, settings: dict[str, str], address: str
) -> None:
    """The address that Hugo gave a post, by itself or by its configuration, leads to the brief."""
    text = f"---\ntitle: A title\ndate: 2019-01-02\n{head}\n---\n\nWords.\n"
    outcome = imported(site, "hugo", archive(site, {f"content/{path}": text, **settings}))
    assert [moved.aliases for moved in outcome.moved] == [(address,)]
    assert site.build().ok


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019-01-02 10:00:00 +0100", "2019-01-02 10:00:00 +0100"),
        ("2019-1-2", "2019-01-02"),
        ("2019/01/02 9:05", "2019-01-02 09:05"),
        ("2019-1-02T10:00:00Z", "2019-01-02T10:00:00Z"),
        ("2019-01-02T10:00:00 Z", "2019-01-02T10:00:00 Z"),
        ("2019-01-02 11:30 PM", "2019-01-02 23:30"),
        ("2019-01-02 12:05 am", "2019-01-02 00:05"),
        ("Jan 2, 2019 at 9:05 p.m.", "2019-01-02 21:05"),
        ("2019-01-02 10:00 EST", "2019-01-02 10:00:00-05:00"),
        ("2019-01-02 23:30:00-08", "2019-01-02 23:30:00-08:00"),
        ("2019-01-02T23:30:00+1", "2019-01-02T23:30:00+01:00"),
        ("Jan 2, 2019 10:00 +02", "2019-01-02 10:00+02:00"),
        ("2019-01-02 10:00 +99", "2019-01-02"),
        ("2019-01-02 10:00 CET", "2019-01-02"),
        ("2019-01-02 10:00 noon", "2019-01-02"),
        ("2019-01-02 13:30 PM", "2019-01-02"),
        ("Wed, 02 Jan 2019 10:00:00 MSK", "2019-01-02"),
        ("20190102", "2019-01-02"),
        ("2019-01-02 10:00:00 UTC", "2019-01-02 10:00:00Z"),
        ("2019-01-02 10:00 GMT", "2019-01-02 10:00Z"),
        ("Jan 2, 2019", "2019-01-02"),
        ("2 January 2019", "2019-01-02"),
        ("Wed, 02 Jan 2019 10:00:00 +0100", "2019-01-02 10:00:00+01:00"),
        ("2019-01-02T10:00:00.123Z", "2019-01-02T10:00:00.123Z"),
    ],
)
def test_dates_with_one_reading_are_read(site: SiteFolder, written: str, read: str) -> None:
    """A date in any form that can be read in one way only is taken over; a time that can't be told is told as lost."""
    text = f"---\ntitle: A\ndate: {written}\n---\n\nWords.\n"
    outcome = imported(site, "hugo", archive(site, {"content/posts/x.md": text}))
    assert any(problem.code == "bad-date" for problem in outcome.problems) == (len(read) < 11 < len(written) - 3)
    (moved,) = outcome.moved
    assert f"\ndate: {read}\n" in (site.root / moved.target).read_text("utf-8")


@pytest.mark.parametrize("later", ["publishDate: 2019-02-02\nexpiryDate: 2019-01-20", "expiryDate: 2019-01-02"])
def test_a_post_that_was_never_public_is_a_draft(site: SiteFolder, later: str) -> None:
    """A post that expired before it was to be published is none that anybody read, and the site builds with it."""
    text = f"---\ntitle: A\ndate: 2019-01-02\n{later}\n---\n\nWords.\n"
    outcome = imported(site, "hugo", archive(site, {"content/posts/x.md": text}))
    assert {"date-order", "imported-as-draft"} <= {problem.code for problem in outcome.problems}
    assert site.build().ok


def test_a_page_that_jekyll_made_none_of_is_told(site: SiteFolder) -> None:
    """A text without front matter, or in a form that is not read, is named wherever it stands; a read-me is none."""
    words = {"notes/plan.md": "Words.\n", "about.textile": "h1. About\n", "README.md": "Read me.\n"}
    post = {"_posts/2022-01-25-a.md": "---\ntitle: A\n---\nWords.\n"}
    outcome = imported(site, "jekyll", archive(site, {**words, **post}))
    assert [(problem.path, problem.code) for problem in outcome.left] == [
        ("about.textile", "not-imported"),
        ("notes/plan.md", "not-imported"),
    ]


@pytest.mark.parametrize(
    ("kind", "settings", "path"),
    [
        ("hugo", "ignoreFiles = ['\\.ex\\.md$']\n", "content/posts/a.ex.md"),
        ("hugo", "", "content/posts/.a.md"),
        ("jekyll", "exclude: [_posts/2020-01-02-ex.md]\n", "_posts/2020-01-02-ex.md"),
        ("jekyll", "", "_posts/_old/2020-01-02-ex.md"),
        ("jekyll", "", "_posts/.2020-01-02-ex.md"),
        ("pelican", "ARTICLE_EXCLUDES = ['private']\n", "content/private/a.md"),
        ("pelican", "IGNORE_FILES = ['*.ex.md']\n", "content/a.ex.md"),
        ("pelican", "", "content/.a.md"),
    ],
)
def test_what_the_old_site_did_not_publish_is_left_out(site: SiteFolder, kind: Kind, settings: str, path: str) -> None:
    """A text that its program passed over does not become public by moving in: it is named and left out."""
    name = {"jekyll": "_config.yml", "hugo": "hugo.toml", "hexo": "_config.yml", "eleventy": ".eleventy.js",
            "pelican": "pelicanconf.py"}[kind]  # fmt: skip
    kept = {"jekyll": "_posts/2020-01-01-k.md", "hugo": "content/posts/k.md", "pelican": "content/k.md"}[kind]
    words = "---\ntitle: T\ndate: 2020-01-02\n---\n\nWords.\n"
    outcome = imported(site, kind, archive(site, {name: settings, kept: words, path: words}))
    assert [moved.source for moved in outcome.moved] == [kept]
    assert [(problem.path, problem.code) for problem in outcome.left] == [(path, "not-imported")]


def test_pelican_reads_articles_in_certain_folders(site: SiteFolder) -> None:
    """What lies beside the folders of ARTICLE_PATHS and PAGE_PATHS was on no page."""
    words = "Title: T\nDate: 2020-01-02\n\nWords.\n"
    texts = {f"content/{name}.md": words for name in ("news/a", "pages/b", "notes/c", "d")}
    outcome = imported(site, "pelican", archive(site, {"pelicanconf.py": "ARTICLE_PATHS = ['./news/']\n", **texts}))
    assert [moved.source for moved in outcome.moved] == ["content/news/a.md", "content/pages/b.md"]
    assert [problem.path for problem in outcome.left] == ["content/d.md", "content/notes/c.md"]


def test_jekyll_parts_categories_at_spaces_only(site: SiteFolder) -> None:
    """An old address keeps the comma that Jekyll kept; the tags are those that were meant."""
    words = "---\ntitle: T\ncategories: Foo, bar\n---\n\nWords.\n"
    (moved,) = imported(site, "jekyll", archive(site, {"_posts/2020-01-02-a.md": words})).moved
    assert moved.aliases == ("/foo,/bar/2020/01/02/a.html",)
    assert "tags: [Foo, bar]" in (site.root / moved.target).read_text("utf-8")


def test_a_pattern_that_is_none_leaves_nothing_out(site: SiteFolder) -> None:
    """A mistake in `ignoreFiles` loses no text."""
    words = "---\ntitle: T\ndate: 2020-01-02\n---\n\nWords.\n"
    outcome = imported(
        site, "hugo", archive(site, {"hugo.toml": "ignoreFiles = ['*.bak']\n", "content/posts/a.md": words})
    )
    assert len(outcome.moved) == 1


def test_a_name_without_a_day_makes_no_post_public(site: SiteFolder) -> None:
    """Jekyll makes no post of a name without a day: it becomes a draft, and that is said."""
    words = "---\ntitle: T\ndate: 2020-01-02\n---\n\nWords.\n"
    outcome = imported(site, "jekyll", archive(site, {"_posts/notes.md": words}))
    assert "draft: true" in (site.root / outcome.moved[0].target).read_text("utf-8")
    assert [problem.code for problem in outcome.problems] == ["imported-as-draft"]


@pytest.mark.parametrize("said", ["build: {render: never, list: never}", "_build: {list: false}", "headless: true"])
def test_what_hugo_hid_is_a_draft(site: SiteFolder, said: str) -> None:
    """A page that Hugo made or listed nowhere does not become public by moving in: it is a draft, and that is said."""
    words = f"---\ntitle: T\ndate: 2020-01-02\n{said}\n---\n\nWords.\n"
    outcome = imported(site, "hugo", archive(site, {"content/posts/b/index.md": words}))
    assert "draft: true" in (site.root / outcome.moved[0].target).read_text("utf-8")
    assert [problem.code for problem in outcome.problems] == ["imported-as-draft"]


@pytest.mark.parametrize(
    ("files_", "hidden"),
    [
        ({"content/posts/_index.md": "---\ncascade:\n  build:\n    render: never\n---\n"}, True),
        ({"content/posts/_index.md": "---\ncascade:\n- draft: true\n---\n"}, True),
        ({"content/_index.md": "+++\n[[cascade]]\ndraft = true\n[cascade.target]\npath = '/posts/**'\n+++\n"}, True),
        ({"content/_index.md": "---\ncascade: [{draft: true, _target: {path: '{/x/**,/y/**}'}}]\n---\n"}, False),
        ({"content/_index.md": "---\ncascade: [{draft: true, _target: {kind: section}}]\n---\n"}, False),
        ({"content/news/_index.md": "---\ncascade: {draft: true}\n---\n"}, False),
        ({"hugo.yaml": "cascade:\n- draft: true\n  target: {path: '/posts/b*'}\n"}, True),
        ({"content/_index.md": "---\ncascade: [{draft: true}, {draft: false}]\n---\n"}, True),
        ({"config/_default/cascade.yaml": "draft: true\n"}, True),
        ({"config/_default/cascade.yaml": "- draft: true\n"}, True),
        ({"config/_default/cascade.json": '[{"draft": true}]'}, True),
        ({"config/_default/cascade.toml": "[[cascade]]\ndraft = true\n"}, True),
        (
            {
                "content/_index.md": "---\ncascade: {draft: true}\n---\n",
                "content/posts/_index.md": "---\ncascade: {draft: false}\n---\n",
            },
            False,
        ),
    ],
)
def test_what_a_section_of_hugos_hid_is_a_draft(site: SiteFolder, files_: dict[str, str], hidden: bool) -> None:
    """What a section, or the configuration, hands down to a page hides it as the page's own front matter would."""
    words = "---\ntitle: T\ndate: 2020-01-02\n---\n\nWords.\n"
    outcome = imported(site, "hugo", archive(site, {"content/posts/b/index.md": words, **files_}))
    assert ("draft: true" in (site.root / "content/2020/01/02-b.md").read_text("utf-8")) is hidden
    assert {problem.path for problem in outcome.left} == {path for path in files_ if "_index" in path}


@pytest.mark.parametrize(
    ("kind", "path", "text"),
    [
        ("jekyll", "_posts/2020-01-02-a.md", "{% comment %}" * 20_000),
        ("jekyll", "_posts/2020-01-02-a.md", "{::comment}\n" * 50_000),
        ("hugo", "content/posts/a.md", "{% a " * 50_000),
        ("hugo", "content/posts/a.md", "[caption]" * 50_000),
        ("hugo", "content/posts/a.md", "[caption x" * 50_000),
        ("hugo", "content/posts/a.md", "[code]\n" * 50_000),
        ("jekyll", "_posts/2020-01-02-a.md", '[caption]![a](b) c "' * 20_000 + "[/caption]"),
        ("jekyll", "_posts/2020-01-02-a.md", "[embed]https://a" * 20_000),
        ("hexo", "source/_posts/a.md", "{% codeblock %}" * 20_000),
        ("hexo", "source/_posts/a.md", "{% note " * 50_000),
        ("hexo", "source/_posts/a.md", "{{" * 100_000),
    ],
)
def test_what_nothing_closes_takes_no_time(site: SiteFolder, kind: Kind, path: str, text: str) -> None:
    """A text is looked through once for what it opens, however often that is: some of these took minutes."""
    outcome = imported(site, kind, archive(site, {path: f"---\ntitle: A\ndate: 2020-01-02\n---\n\n{text}\n"}))
    assert len(outcome.moved) + len(outcome.left) == 1


@pytest.mark.parametrize(
    ("head", "made"),
    [
        ("status: publish\npublished: true", ""),
        ("status: published-late", "extra:\n  status: published-late\n"),
        ("status: draft\npublished: true", "draft: true\n"),
        ("status: private", "draft: true\n"),
        ("author:\n  login: ono\n  email: ono@example.org\n  display_name: Ono", "authors: [Ono]\n"),
        ("author:\n  url: https://example.org/\n  name: Ono", "authors: [Ono]\n"),
        ("title: ! \"A text\n  over lines\"", "title: A text over lines\n"),
        ("title: ! 'It''s'", "title: It's\n"),
        ("image:\n  path: https://example.org/a.png\n  alt: A port", "image_alt: A port\n"),
        ("cover: {image: https://example.org/a.png, alt: A port, relative: true}", "image_alt: A port\n"),
        ("image: {title: A port, src: https://example.org/a.png}", "image: https://example.org/a.png\n"),
        ("header:\n  teaser: https://example.org/a.png", "image: https://example.org/a.png\n"),
        ("image: https://example.org/a.png\nthumbnail: /b.png", "extra:\n  thumbnail: /b.png\n"),
        ("pubDate: 2019-02-03", "extra:\n  pubdate: 2019-02-03\n"),
        ("external_url: https://orbel.example/1", "source_url: https://orbel.example/1\n"),
        ("external_url: none", "extra:\n  external_url: none\n"),
        ("featured-image: https://example.org/a.png", "image: https://example.org/a.png\n"),
        ("keywords: a, b", "extra:\n  keywords: a, b\n"),
        ("tags: &t [Orbel, Vorrim]\nother: *t", "tags: [Orbel, Vorrim]\n"),
        ("bad: x: y\nsummary: >\n  Words\n  more: words", "summary: 'Words more: words'\n"),
        ("bad: x: y\ntags: [Orbel,\n  Vorrim]", "tags: [Orbel, Vorrim]\n"),
        ('bad: x: y\ntitle: "A text\n  over lines"', "title: A text over lines\n"),
        ("bad: x: y\ntags: [Orbel, Vorrim", "tags: [Orbel, Vorrim]\n"),
        ("title: [Orbel] is out", "title: '[Orbel] is out'\n"),
        ('title: "Orbel', "title: Orbel\n"),
        ("modified_time: '2019-01-03T09:04:45.788+02:00'", "updated: 2019-01-03T09:04:45.788+02:00\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["jekyll", "hugo"])
def test_what_other_programs_wrote_is_understood(site: SiteFolder, kind: Kind, head: str, made: str) -> None:
    """WordPress's states and authors, a text's tag, pictures with their words, aliases, and values over lines."""
    path = {"jekyll": "_posts/2019-01-02-a.md", "hugo": "content/posts/a.md"}[kind]
    title = "" if head.startswith("title") or "\ntitle" in head else "title: A\n"
    imported(site, kind, archive(site, {path: f"---\n{title}date: 2019-01-02\n{head}\n---\nWords.\n"}))
    text = (site.root / "content/2019/01/02-a.md").read_text("utf-8")
    assert made in text
    assert ("draft: true" in text) == ("draft" in made)
    assert "unread: [" not in text


def test_pelican_does_not_publish_a_state_that_it_does_not_know(site: SiteFolder) -> None:
    """Its `status` has few words; a post with another one was left out of the site."""
    old = archive(site, {"content/a.md": "Title: A\nDate: 2019-01-02\nStatus: publish\n\nWords.\n"})
    imported(site, "pelican", old)
    assert "draft: true\n" in (site.root / "content/2019/01/02-a.md").read_text("utf-8")


@pytest.mark.parametrize("times", [60, 3000])
def test_an_alias_of_a_long_list_is_not_written_out(site: SiteFolder, times: int) -> None:
    """A short list may be meant twice; thousands of texts thousands of times take no time and no memory."""
    names = ", ".join(f"t{number}" for number in range(times))
    again = "".join(f"k{number}: *t\n" for number in range(times))
    imported(
        site, "hugo", archive(site, {"content/a.md": f"---\ntitle: A\ndate: 2019-01-02\nk: &t [{names}]\n{again}---\n"})
    )
    made = list((site.root / "content").rglob("*.md"))
    assert len(made) == 1
    assert made[0].stat().st_size < 200_000


def test_pelican_takes_the_folder_for_a_category_if_there_is_no_other(site: SiteFolder) -> None:
    """As its USE_FOLDER_AS_CATEGORY has it."""
    head = "Title: A\nDate: 2019-01-02\n"
    texts = {"content/notes/a.md": f"{head}Category: Ports\n\nWords.\n", "content/notes/b.md": f"{head}\nWords.\n"}
    imported(site, "pelican", archive(site, texts))
    made = [(site.root / f"content/2019/01/02-{name}.md").read_text("utf-8") for name in "ab"]
    assert ["tags: [Ports]" in made[0], "tags: [notes]" in made[1]] == [True, True]


@pytest.mark.parametrize("title", ["", ' "A title"', " 'A title'"])
def test_an_address_with_spaces_is_one(site: SiteFolder, title: str) -> None:
    """A picture comes along though its name has spaces, and one that is not there is told."""
    text = f"![a](/my own.png{title})\n\n[b](/no such.png{title})\n"
    site.write("old/my own.png", web.DOT)
    outcome = imported(site, "jekyll", archive(site, {"_posts/2019-01-02-a.md": f"---\ntitle: A\n---\n{text}"}))
    assert (site.root / "content/my own.png").read_bytes() == web.DOT
    assert [(fault.code, "/no such.png" in fault.what) for fault in outcome.problems] == [("dead-link", True)]
    assert site.build().ok
    assert 'src="/my%20own.png"' in site.page("/2019/01/02/a/")
