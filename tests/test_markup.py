"""Markdown to safe HTML."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import markup
from generator.body import MARK

PATH = "2022/01/25-x.md"


def render(text: str, raw_html: str = "sanitize") -> str:
    """The HTML of a text, ids with the prefix `p-`."""
    return markup.render(text, PATH, "p-", raw_html).html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<b onclick="alert(1)">x</b>',
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        '<a href="java&#9;script:alert(1)">x</a>',
        "[x](vbscript:x)",
        "[x](data:text/html;base64,x)",
        "![x](data:image/svg+xml,x)",
        '<p style="position:fixed">x</p>',
        "<style>b{}</style>",
        '<iframe src="https://example.org/"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        "<img src=x onerror=alert(1)>",
        '<form action="/x"><input></form>',
        '<base href="https://example.net/">',
        "<meta http-equiv=refresh content=0>",
        'x\n{: onclick="alert(1)" style="x" }',
        "```{onclick=alert(1)}\nx\n```",
        '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
@pytest.mark.parametrize("raw_html", ["sanitize", "escape"])
def test_nothing_in_a_text_can_run(text: str, raw_html: str) -> None:
    """Scripts, event handlers, styles and `javascript:` and `data:` links are dropped."""
    inside = "".join(re.findall("<[^>]*>", render(text, raw_html))).lower()
    assert not re.search(r"<(script|style|iframe|form|input|base|meta|svg|math)|\son|style=|script:|data:", inside)


@pytest.mark.parametrize("reference", ["&#1;", "&#x7f;", "&#xfffe;", "&#8;"])
@pytest.mark.parametrize("text", ["[x](java{}script:alert(1))", '<a href="java{}script:alert(1)">x</a>'])
def test_control_characters_do_not_smuggle_a_script(text: str, reference: str) -> None:
    """An address is judged as it is published: no sign is taken out of it afterwards."""
    assert "javascript:" not in render(text.format(reference))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a[^n]\n\n[^n]: note", '<li id="p-fn:n">'),
        ("a[^n]\n\n[^n]: note", f'href="{MARK}.#p-fn:n"'),
        ("|a|b|\n|:-|-:|\n|1|2|", '<td class="align-right">2</td>'),
        ('<p lang="uk" dir="ltr">x</p>', '<p lang="uk" dir="ltr">x</p>'),
        ("x\n{: lang=uk #i .c }", 'id="p-i" lang="uk"'),
        ("term\n: what", "<dd>what</dd>"),
        ("ZW\n\n*[ZW]: Zorvia Wire", '<abbr title="Zorvia Wire">ZW</abbr>'),
        ("```python\na < b\n```", '<code class="language-python">a &lt; b'),
        ("<details><summary>x</summary>y</details>", "<summary>x</summary>"),
        ("3. x\n4. y", '<ol start="3">'),
        ("[x](mailto:a@example.org)", 'href="mailto:a@example.org"'),
    ],
)
def test_what_a_text_may_hold(text: str, found: str) -> None:
    """Footnotes, tables and their alignment, languages, definitions, abbreviations and code are kept."""
    assert found in render(text)


def test_headings_start_at_two_and_skip_none() -> None:
    """The highest heading of a text is an h2, whatever the writer began with, and no level is left out."""
    made = re.findall(r"<(h\d) id=\"([^\"]*)\"", render("### A\n\n##### B\n\n### C\n\n# D\n\n# D\n"))
    assert made == [("h2", "p-a"), ("h3", "p-b"), ("h2", "p-c"), ("h2", "p-d"), ("h2", "p-d_1")]


def test_headings_in_html_are_headings_of_the_text() -> None:
    """Whether a heading is written in Markdown or in HTML, one order of levels holds; what only looks so stays."""
    text = "<h1 lang=uk>A</h1>\n\n<div><h6>B</h6></div>\n\n### C\n\n`<h5>`\n"
    assert re.findall(r"</?h\d", render(text)) == ["<h2", "</h2", "<h3", "</h3", "<h3", "</h3"]
    script = "<script>a = '<h4>'</script>\n<!-- <h4> -->\n"
    assert render(script + "<H5>A</H5>", "trust") == script + "<h2>A</h2>"


@pytest.mark.parametrize("words", ["{name}", "{so} and {thus}", "{...}", "{.5}", "{{ site.url }}", "{%raw%}", "{ }"])
@pytest.mark.parametrize("text", ["x {}", "x\n{}", "# x {}", "*x*{}", "|a {}|\n|-|\n|b {}|", "- x\n  {}", "x\n: y {}"])
def test_words_in_braces_are_words(text: str, words: str) -> None:
    """Wherever an attribute list may stand, braces that are none are shown as they were typed."""
    text = text.replace("{}", words)
    assert re.sub(" aria-label=.*? tab", "", render(text)).count(words) == text.count(words)


@pytest.mark.parametrize("words", ["{: .c }", "{:.c}", "{.c}", "{#i .c}", "{ .c lang=uk }", "{lang=uk .c}"])
@pytest.mark.parametrize("text", ["# x {}", "x\n{}", "*x*{}", "|a {}|\n|-|\n|b {}|"])
def test_an_attribute_list_begins_with_a_sign(text: str, words: str) -> None:
    """Attributes are told from words by a colon, a class, an id or a key with a value at their start."""
    made = render(text.replace("{}", words))
    assert 'class="c"' in made
    assert "{" not in made


@pytest.mark.parametrize(("written", "made"), [("30", ' width="30"'), ("30px", ' width="30"'), ("50%", ""), ("x", "")])
def test_a_picture_is_so_many_pixels_wide(written: str, made: str) -> None:
    """The width of a picture is a whole number, or it is left to the theme (HTML, section 4.8.16)."""
    assert render(f'<img src="https://example.org/x.png" width="{written}">').count(" width=") == bool(made)
    assert made in render(f'<img src="https://example.org/x.png" width="{written}">')


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<img src="/a.png">', '<img alt="" src="/a.png">'),
        ('<img src="/a.png" title="A &quot;b&quot; alt=">', '<img alt="A &quot;b&quot; alt=" src="/a.png" title="'),
        ('<img src="/a.png" alt="b" title="c">', '<img src="/a.png" alt="b" title="c">'),
        ("![](/a.png)", '<img alt="" src="/a.png">'),
        ('![a "b"](javascript:x)', "<p>a &quot;b&quot;</p>"),
        ("a<img alt=b>c<img onerror=d>e", "<p>abce</p>"),
        ("[![](/a.png)](/b/c.jpg?d)", '<img alt="c.jpg" src="/a.png"></a>'),
        (
            '<a href="https://a.example/b/">\n<img src="/a.png"> <img src="/b.png"></a>',
            '<img alt="b" src="/a.png"> <img alt=""',
        ),
        ('<a href="/" title="b"><img src="/a.png"></a>', '<img alt="" src="/a.png"></a>'),
        ("[![a](/a.png)![](/b.png)](/c)", '<img alt="a" src="/a.png"><img alt="" src="/b.png"></a>'),
        ("[![](/a.png)](#b)", '<img alt="#b" src="/a.png"></a>'),
    ],
)
def test_a_picture_has_words(written: str, shown: str) -> None:
    """Each picture has an alternative text, no empty one in a link; and words stand for one that can't be shown."""
    assert shown in render(written).replace(MARK, "")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[x](../24/other.md#part)", ":2022/24/other.md#part"),
        ("[x](a%20b.md)", ":2022/01/a%20b.md"),
        ("[x](/2021/z.md)", ":2021/z.md"),
        ("![x](map.png)", "@2022/01/map.png"),
        ("[x](/tags/)", "/tags/"),
        ("[x](#part)", ".#p-part"),
        ("[x](?q=1)", ".?q=1"),
    ],
)
def test_addresses_inside_the_site_are_marked(text: str, address: str) -> None:
    """A link to a file of content/ or to an address of the site is marked, to be filled in where it is shown."""
    assert f'="{MARK}{address}"' in render(text)


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2#d", "mailto:a@example.org"])
def test_addresses_outside_are_left_alone(url: str) -> None:
    """An address of another site stays as it is."""
    assert f'href="{html.escape(url)}"' in render(f"[x]({url})")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.net/100%?a=5%zz", "https://example.net/100%25?a=5%25zz"),
        ("https://[::1]/a[1]?b=[2]|^", "https://[::1]/a%5B1%5D?b=%5B2%5D%7C%5E"),
        ("https://example.org/a\n/b", "https://example.org/a/b"),
        ("//example.org/a b", "https://example.org/a%20b"),
        ("mailto:a@example.org?subject=a b", "mailto:a@example.org?subject=a%20b"),
        ("#a b", MARK + ".#p-a%20b"),
        ("/a b/", MARK + "/a%20b/"),
        ("https://example.org/%20é?q=ж#/#a", "https://example.org/%20é?q=ж#/#a"),
    ],
)
def test_what_no_url_can_hold_is_encoded(written: str, made: str) -> None:
    """An address is written as browsers read it (URL Standard), and stays as it is if it is one."""
    assert f'href="{made}"' in render(f'<a href="{written}">x</a>')


def test_a_link_out_of_content_is_noted() -> None:
    """A relative link that leads out of content/ is no link, and is told."""
    made = markup.render("[x](../../../etc/passwd)", PATH, "p-")
    assert made.outside == ("../../../etc/passwd",)
    assert "href" not in made.html


@pytest.mark.parametrize(
    ("raw_html", "found"),
    [
        ("sanitize", "<p><em>x</em></p>"),
        ("escape", '<p>&lt;em onclick="a"&gt;x&lt;/em&gt;</p>'),
        ("trust", '<p><em onclick="a">x</em></p>'),
    ],
)
def test_raw_html_is_treated_as_configured(raw_html: str, found: str) -> None:
    """HTML in Markdown is made harmless, shown as text, or let through as it is."""
    assert render('<em onclick="a">x</em>', raw_html) == found


@pytest.mark.parametrize(
    "text", ["<p><a href='other.md'>x</a></p>", '<p><A HREF="other.md">x</A></p>', "<p><a href=other.md>x</a></p>"]
)
def test_links_in_trusted_html_are_seen_however_written(text: str) -> None:
    """A link to a brief becomes its URL in trusted HTML too, however the writer quotes it."""
    assert markup.render(text, PATH, "p-", "trust").links == ("2022/01/other.md",)


def test_an_id_that_html_gives_again_is_another() -> None:
    """Ids are unique whatever a text calls its own, and have no white space (HTML, section 3.2.6)."""
    text = '<p id="x">a</p>\n<p id="x">b</p>\n<p id="x_2">c</p>\n<p id="p q">d</p>\n'
    ids = re.findall('id="([^"]*)"', markup.render(text, "a.md", "a-").html)
    assert len(set(ids)) == 4
    assert ids[0] == "a-x"
    assert ids[3] == "a-p-q"


def test_ids_are_unique() -> None:
    """No id stands twice in a text."""
    ids = re.findall(r'id="([^"]*)"', render("# A {#x}\n\n# B {#x}\n"))
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("<p>One. Two.</p><p>Three.</p>", "One. Two."),
        ('<h2>Head</h2><p>One<sup id="a"><a>1</a></sup> &amp; two.</p>', "One & two."),
        ("<ul><li>none</li></ul>", ""),
        (f"<p>{'Word ' * 30}ends. {'More ' * 40}</p>", "Word " * 30 + "ends."),
        (f"<p>By Mr. {'Zorvia ' * 60}</p>", None),
        (f"<p>{'x' * 500}</p>", "x" * 239 + "…"),
    ],
)
def test_a_summary_is_whole_sentences(text: str, summary: str | None) -> None:
    """A summary is the first whole sentences of the first paragraph, and never longer than 240 signs."""
    made = markup.first_sentences(text)
    assert made == summary or (summary is None and made.endswith("Zorvia…"))
    assert len(made) <= 240


@settings(max_examples=100)
@given(st.text(alphabet="<>&\"'=/#;:[]()!`*_-x1 \n\x01javscript", max_size=80))
def test_one_text_never_touches_the_next(text: str) -> None:
    """The one converter of a process forgets each text wholly, and makes of the same text the same."""
    before = render("a[^1]\n\n[^1]: b\n\n# c\n")
    made = render(text)
    assert render(text) == made
    assert render("a[^1]\n\n[^1]: b\n\n# c\n") == before


def test_a_backslash_breaks_a_line() -> None:
    """At a line's end it does what two spaces do; escaped, in code or at a text's end it is what it is."""
    assert render("a\\\nb  \nc\n\n- d\\\n  e") == "<p>a<br>\nb<br>\nc</p>\n<ul>\n<li>d<br>\n  e</li>\n</ul>"
    assert "<br>" not in render("a\\\\\nb\n\n`c\\\nd`\n\n    e\\\n    f\n\n# g\\\n\nh\\")


def test_a_table_stands_in_a_box_that_scrolls() -> None:
    """The keyboard reaches the box, which is named by the table's heads; a table in a table has none of its own."""
    made = render('| "A" & B | C |\n| --- | --- |\n| 1 | 2 |\n')
    box = '<div class="scroll" role="group" aria-label="&quot;A&quot; &amp; B, C" tabindex="0">'
    assert made.startswith(box + "<table>") and made.endswith("</table></div>")
    nested = render("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")
    assert nested.startswith('<div class="scroll" role="group" tabindex="0">')
    assert nested.count("<div") == nested.count("</div>") == 1


def test_a_list_of_definitions_needs_no_empty_lines() -> None:
    """Terms and definitions line by line are one list, as with empty lines between them."""
    text = "A\n: one\nB\n: two\nC\n: three\nmore\n"
    made = render(text).split()
    assert made == render(text.replace("\nB", "\n\nB").replace("\nC", "\n\nC")).split()
    assert [made.count(part) for part in ("<dl>", "<dt>A</dt>", "<dt>B</dt>", "<dt>C</dt>")] == [1, 1, 1, 1]
    assert ": one\nB\n: two" in render(f"```\nA\n{text}```\n")
    assert render("A\n: one\n    on\nB\n").count("<dt>") == 1


def test_a_link_may_follow_words_in_brackets() -> None:
    """Brackets before a reference, which name nothing, are words; the reference is a link."""
    made = render("He [the minister] [said][1] so. ![a][2]\n[b][1]\n\n[1]: https://example.org/\n[2]: /c.png\n")
    assert [made.count(part) for part in (">said</a>", ">b</a>", "[the minister]", "<img ")] == [1, 1, 1, 1]


def test_what_is_empty_in_a_table_is_left_out() -> None:
    """Empty cells at its start make no head, an empty one is no head's, and a head alone gets no empty row."""
    headless, bodiless = render("| | |\n|-|-|\n|a|b|\n| | |"), render("|a|b|\n|-|-|")
    assert [found.count("<tr>") for found in (headless, bodiless)] == [2, 1]
    assert "<thead>" not in headless
    assert "<tbody>" not in bodiless
    assert render("| | |\n|-|-|").count("<tr>") == 1
    assert re.findall("<t[hd]>", render("| |a|`b`|\n|-|-|-|\n|c|d| |")) == ["<td>", "<th>", "<th>", *3 * ["<td>"]]


def test_what_only_looks_like_a_table_stands_in_no_box() -> None:
    """A table in code, in an attribute or never closed is left as it is."""
    assert "<div" not in render("`<table>` and <b title='<table onclick=x>'>x</b>")
    assert "<div" not in render("<table><tr><td>never closed", "trust")


@pytest.mark.parametrize("text", [">" * 400 + " x\n", "".join("    " * depth + "- x\n" for depth in range(120))])
def test_how_deep_a_text_nests_does_not_depend_on_who_asks(text: str) -> None:
    """The same text has the same HTML, or is too deep, whatever function of whatever process converts it."""

    def asked(below: int) -> str:
        if below:
            return asked(below - 1)
        try:
            return markup.render(text, "a.md", "p-").html
        except markup.TooDeep:
            return "too deep"

    assert asked(0) == asked(1) == asked(150)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Find <path> elements and <use> links.", "<p>Find &lt;path&gt; elements and &lt;use&gt; links.</p>"),
        ("A <template>, a <title>.\n\nMore.", "<p>A &lt;template&gt;, a &lt;title&gt;.</p>\n<p>More.</p>"),
        ("A <script> or <style>.\n\nMore.", "<p>A &lt;script&gt; or &lt;style&gt;.</p>\n<p>More.</p>"),
        ("List<String>, Map<K, V>, <path/>", "<p>List&lt;String&gt;, Map&lt;K, V&gt;, &lt;path/&gt;</p>"),
        ("x <!-- y\n\nMore.", "<p>x &lt;!-- y</p>\n<p>More.</p>"),
        ("x <!-- <path> --> y", "<p>x  y</p>"),
        ("<svg><path d='M0'/></svg> y", "<p> y</p>"),
        ("<o:p>x</o:p> <font color=red>y <center>z", "<p>x y </p>z"),
        ('<b title="<path> a < b">x</b>', '<p><b title="&lt;path&gt; a &lt; b">x</b></p>'),
        ("<table>\n<tr><td>a</td></tr>\n</table\n\nMore words.", "More words."),
    ],
)
def test_what_only_looks_like_a_tag_is_text(text: str, shown: str) -> None:
    """No word is lost to a tag that is none; what something closes is HTML, and made harmless."""
    assert shown in markup.render(text, "a.md", "").html.replace("\n</p>z", " </p>z")
