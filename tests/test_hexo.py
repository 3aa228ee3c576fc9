"""What only Hexo's archives have: tags, folders of pictures, front matter that no line begins, ends of lines."""

from __future__ import annotations

import pytest
from conftest import SiteFolder
from test_import import archive, imported

from generator import hexo_tags, loose

POST = "---\ntitle: A\ndate: 2020-01-02\n---\n\n"


def link(name: str) -> str:
    """The address of a post that is known."""
    return "02-b.md" if name == "b" else ""


@pytest.mark.parametrize(
    ("tags", "markdown"),
    [
        ('{% asset_img big a.png 10 20 "T" "A port" %}', "![A port](a.png)"),
        ("{% img /a/b.png 'A port' %}", "![A port](/a/b.png)"),
        ("{% asset_img a.png 640px A wide port%}", "![A wide port](a.png)"),
        (
            '<div>\n{% asset_img a.png "A <wide> port" %}\n</div>',
            '<div>\n<img src="a.png" alt="A &lt;wide&gt; port">\n</div>',
        ),
        (
            "- a\n\n\t{% codeblock lang:js %}\n\tx\n\t  y\n\t{% endcodeblock %}\n",
            "- a\n\n\t```js\n\tx\n\t  y\n\t```\n\n",
        ),
        ("{% asset_img 'a.png' A port %}", "![A port](a.png)"),
        ("{% img https://example.org/x %}", "![](https://example.org/x)"),
        ("{% asset_path a.pdf %} {% asset_link a.pdf The file %}", "a.pdf [The file](a.pdf)"),
        ("{% post_link b %} {% post_link b#c 'That one' true %}", "[The second](02-b.md) [That one](02-b.md#c)"),
        ("{% link Words https://example.org true Title %}", "[Words](https://example.org)"),
        ("{% youtube x %}", "[https://www.youtube.com/watch?v=x](https://www.youtube.com/watch?v=x)"),
        ("{% iframe https://example.org/ 1 2 %}", "[https://example.org/](https://example.org/)"),
        ("{% codeblock lang:js line_number:false A file %}\nx\n{% endcodeblock %}", "*A file*\n\n```js\nx\n```"),
        ("{% quote %}\nx\n\ny\n{% endquote %}", "> x\n>\n> y"),
        ("{% blockquote Ann https://example.org B %}x{% endblockquote %}", "> x\n>\n> — Ann, [B](https://example.org)"),
        ("{% note info Mind %}{% img /a.png %}{% endnote %}", "> **Mind**\n>\n> ![](/a.png)"),
        ("a\n{% pullquote left %}x{% endpullquote %}\nb", "a\n\n> x\n\nb"),
        ("{% raw %}{{ x }} {% y %}{% endraw %}", "{{ x }} {% y %}"),
        ("`{% img /a.png %}`\n\n```\n{{ x }}\n```", "`{% img /a.png %}`\n\n```\n{{ x }}\n```"),
    ],
)
def test_tags_are_markdown(tags: str, markdown: str) -> None:
    """What Hexo's own tags showed is said in Markdown; in code they are shown, as Hexo shows them."""
    assert hexo_tags.without(tags, 1, link, lambda _: "The second") == (markdown, [])


def test_other_tags_stay_and_are_named() -> None:
    """A tag that can't be said in Markdown stays; its line is named, also in what another one sets apart."""
    text = "One.\n\n{% note %}\n{% widget 3 %}\n{% endnote %}\n{% post_link gone %} {{ site.title }}"
    made, notes = hexo_tags.without(text, 10, link, str)
    assert all(tag in made for tag in ("{% widget 3 %}", "{% post_link gone %}", "{{ site.title }}"))
    assert [(note.line, note.what.split("'")[1]) for note in notes] == [
        (13, "{% widget 3 %}"),
        (15, "{% post_link gone %}"),
        (15, "{{ site.title }}"),
    ]


def test_a_posts_own_folder_comes_along(site: SiteFolder) -> None:
    """Pictures in the folder that is named as the post are copied, however the text names them."""
    folder = "source/_posts/a"
    texts = {
        "_config.yml": "post_asset_folder: true\n",
        f"{folder}.md": f"{POST}![x](b.png) ![x](a/c.png)\n{{% asset_img d.png x %}}\n",
    }
    outcome = imported(site, "hexo", archive(site, {**texts, **{f"{folder}/{name}.png": name for name in "bcde"}}))
    assert sorted(outcome.copied.values()) == [f"{folder}/{name}.png" for name in "bcd"]
    assert site.build().ok


@pytest.mark.parametrize(
    ("text", "keys", "body", "line"),
    [
        ("title: A\ntags:\n- b\n  - c\n---\nBody.\n", {"title", "tags"}, "Body.\n", 6),
        ("title: A\nlong: >\n  x\n---\n\nBody.\n", {"title", "long"}, "Body.\n", 6),
        ("title: A: B\ndate: 2020-01-02\n---\nBody.\n", {"title", "date"}, "Body.\n", 4),
        ("Title: A\n\n- b\n\n---\n", {"title"}, "- b\n\n---\n", 3),
        ("Words: and more.\nOther words\n---\nBody.\n", set(), "Words: and more.\nOther words\n---\nBody.\n", 1),
    ],
)
def test_front_matter_that_no_line_begins(text: str, keys: set[str], body: str, line: int) -> None:
    """Fields down to a line `---` are front matter, and places in it are those of the file."""
    read = loose.read(text.encode())
    assert (set(read.nodes), read.body.strip(), read.body_line) == (keys, body.strip(), line)
    assert [node.line for node in read.nodes.values()] == [1, 2][: len(keys)]


@pytest.mark.parametrize(
    "head",
    [
        '---json\n{"title": "A",\n"tags": ["x"]}\n---',
        ';;;\n"title": "A",\n"tags": ["x"]\n;;;',
        '{"title": "A",\n"tags":\n["x"]\n}',
    ],
)
def test_json_is_read_between_lines_too(head: str) -> None:
    """Front matter in JSON is read with its braces and without, and the text begins where it does in the file."""
    read = loose.read(f"{head}\n\nBody.\n".encode())
    assert (set(read.nodes), read.body.strip(), read.body_line) == ({"title", "tags"}, "Body.", 6)
    assert read.notes == ()


def test_each_end_of_a_line_is_seen(site: SiteFolder) -> None:
    """Hexo's Markdown breaks a line where the text does, but not between the rows of a table."""
    words = "One\ntwo\n\na | b\n--|--\n1 | 2\n3 | 4\n\n- c\n  d\n"
    imported(site, "hexo", archive(site, {"source/_posts/a.md": POST + words}))
    assert site.build().ok
    page = site.page("/2020/01/02/a/")
    assert "One<br>\ntwo" in page
    assert page.count("<tr>") == 3
    assert "c<br>" in page


def test_lines_that_were_not_broken_stay_whole(site: SiteFolder) -> None:
    """A site whose configuration has no breaks has none here."""
    texts = {"_config.yml": "marked:\n  breaks: false\n", "source/_posts/a.md": POST + "One\ntwo\n"}
    imported(site, "hexo", archive(site, texts))
    assert "One\ntwo" in (site.root / "content/2020/01/02-a.md").read_text("utf-8")


def test_what_hexo_did_not_show_is_left_out(site: SiteFolder) -> None:
    """Hidden texts, what a theme lists, and texts of the program's own folders do not become briefs."""
    names = ("_posts/_hidden.md", "_drafts/b.md", "tags/index.md", "index.md", "skip/c.md", "_data/d.md", "d/e.md")
    texts = {f"source/{name}": POST for name in names} | {
        "scaffolds/post.md": POST,
        "themes/x/README.md": "# X",
        "a.md": POST,
    }
    outcome = imported(site, "hexo", archive(site, {"_config.yml": "skip_render: skip/**\n", **texts}))
    assert [moved.target for moved in outcome.moved] == ["content/2020/01/02-b.md", "content/pages/d/e.md"]
    assert "draft: true" in (site.root / "content/2020/01/02-b.md").read_text("utf-8")
    assert {problem.path for problem in outcome.left} == {
        "a.md", "source/_posts/_hidden.md", "source/tags/index.md", "source/index.md", "source/skip/c.md",
        "source/_data/d.md",
    }  # fmt: skip
