"""Other programs' Markdown: what they showed as lists, code and links is shown so here."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator import markup
from generator.dialects import Program, translated

COMMON = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shape(result: str) -> list[str]:
    """The lists, code blocks, quotations and words of an HTML text, in order; paragraphs are left out."""
    result = re.sub(
        r"</?(?:p|code|em|strong|div|details)\b[^>]*>|<!--.*?-->", " ", re.sub(r"(</?h)[1-6]", r"\1", result)
    )
    parts = re.findall(r"</?(?:ul|ol|li|pre|blockquote|table|hr|h)\b|(?:(?<=>)|^)[^<>]+", result)
    return [word for part in parts for word in html.unescape(part).split()]


@pytest.mark.parametrize(
    "text",
    [
        "1. one\n2. two\n  * another list\n  * goes on\n\nWords.\n",
        "- one\n  - inner\n- two\n1. other\n",
        "Words.\n- one\n- two\n  - inner\n    - innermost\n\n  More of two.\n- three\n",
        "1. one\n2. two\n   - inner\n10. ten\n    - inner\n",
        "1) one\n2) two\n",
        "- one\n  ```js title=x\n  a  = 1\n\n    b\n  ```\n  After.\n- two\n",
        "1. one\n\n   ```\n   a\n   ```\n\n2. two\n",
        "- one\n  - inner\n\n- two\n\n      code\n",
        "* one\ngoes on\n* two\n  goes on\n  - inner\n  goes on\n",
        "> Words:\n> ```\n> code\n> ```\n> - one\n>   - inner\n>\n",
        "- one\n\n  > quoted\n\n- two\n",
        "In 2019 it was so,\n2024. was no list\n",
        "Words\n|a|b|\n|-|-|\n|`x\\|y`|d|\n",
        "```python title=x\n- no list\n```\n",
        "~~~\nnever closed\n",
        "  ```\n  a\n  ```\n",
        "- one\n\n\n- two\n\n- # Head\n- #hashtag\n",
        "#hashtag\n\n# Head\n",
        "- one\n\t- inner\n\t\t- innermost\n",
        "* * *\n\n- - -\n\nWords\n***\n",
        "    code\n    - no item\n\nWords\n",
        "- one\n  > quoted\n  > on\n- two\n",
        "- one\n- ```\n  code\n  ```\n- two\n",
        "one\ntwo\n===\n\nthree\nfour\n---\n\nfive\n---\n",
        "> one\n# Head\n\n> two\n- three\n\n> four\n***\n> five\n>\nWords\n",
        " # Head\n  ## Head ##  \n---\n***\n---\n\none\n---\ntwo\nthree\n---\nfour\n",
        "[one]: /two\nthree\n===\n\n[one]\n",
        "> one\n\n> two\n\nWords\n\n> three\n",
        "## Head\n<details>\n\nWords\n\n- one\n  - inner\n\n</details>\n",
        "Words\n<div>\n\n<h3>Head</h3>\n\n- one\n\n</div>\n",
    ],
)
def test_blocks_are_those_of_commonmark(text: str) -> None:
    """Lists in lists, code in lists and quotations, and what begins in a paragraph are as the reference has them."""
    assert shape(markup.render(translated(text, "hugo"), "a.md", "").html) == shape(COMMON.render(text))


MORE = (
    ["", "Another paragraph."],
    ["", "```js", "code", "", "  more", "```"],
    ["", "    code"],
    ["", "> quoted", "> on"],
    [],
    [""],
)


@st.composite
def lists(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a list as CommonMark has it: each item's text is indented as far as the first of it."""
    mark = draw(st.sampled_from(["-", "*", "1.", "12."] if depth else ["-", "+", "3."]))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        inner = [draw(st.sampled_from(["word", "*two* words", "`a - b`"]))]
        if draw(st.booleans()):
            inner.append("goes on")
        if depth < 3 and draw(st.booleans()):
            inner += draw(lists(depth + 1))
        else:
            inner += draw(st.sampled_from(MORE))
        lines += [f"{mark} {inner[0]}", *((" " * (len(mark) + 1) + line).rstrip() for line in inner[1:])]
    return lines


@settings(max_examples=500)
@given(lists())
def test_any_lists_in_lists_are_those_of_commonmark(lines: list[str]) -> None:
    """However deep lists nest, and however far their items are indented, each item is in the list that it was in."""
    text = "\n".join(lines)
    assert shape(markup.render(translated(text, "hugo"), "a.md", "").html) == shape(COMMON.render(text))


@pytest.mark.parametrize("program", ["jekyll", "hugo"])
@pytest.mark.parametrize(
    "text",
    [
        "# Head\n\n*Words* `code`, [x](y.md), <https://example.org/>.\n\n- one\n    - inner\n\n        code\n\n- two\n",
        "> quoted\n> on\n\n1. one\n1. two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
        "```python\n- ~~x~~ https://example.org/\n```\n\n<div>\n~~x~~ https://example.org/\n- x\n</div>\n",
        "Words[^1].\n\n[^1]: A note.\n\n[ref]: https://example.org/ref\n\nterm\n: what\n",
        "`~~x~~` `- [ ] x` <b title='~~x~~'>x</b> a\\*b\n",
    ],
)
def test_what_both_read_alike_stays(text: str, program: Program) -> None:
    """A text that Python-Markdown reads as the other program does is not touched."""
    assert translated(text, program) == text


@pytest.mark.parametrize(
    ("program", "text", "made"),
    [
        ("hugo", "~~gone~~ and ~~`so`~~, ~ ~~ a ~~", "<del>gone</del> and <del>`so`</del>, ~ ~~ a ~~"),
        ("hugo", "- [ ] open\n- [x] done\n", "- ☐ open\n- ☑ done\n"),
        ("hugo", "one\\\ntwo\\\\\nthree\\", "one  \ntwo\\\\\nthree\\"),
        ("jekyll", "one\\\\\ntwo", "one  \ntwo"),
        ("hugo", r"\$5 \<b> \& \* \~", "$5 &lt;b> &amp; \\* &#126;"),
        ("jekyll", r"\$5 \& \:", r"$5 \& :"),
        ("hugo", "Array<a, b> or a<b>c</b>", "Array&lt;a, b> or a<b>c</b>"),
        ("hugo", "See https://example.org/a_(b).", "See <https://example.org/a_(b)>."),
        ("hugo", "(www.example.org/x)", "([www.example.org/x](http://www.example.org/x))"),
        ("hugo", "[a https://example.org/ b](x) `https://example.org/`", None),
        ("hugo", '<a href="x">https://example.org/</a> {{< a https://example.org/ >}}', None),
        ("jekyll", "https://example.org/", None),
        ("jekyll", "## Head\n{: #id}\n", "## Head {: #id}\n\n"),
        ("jekyll", "{: .note}\nWords\n{: .lead}\n", "\nWords\n{: .lead}\n"),
        ("jekyll", "* TOC\n{:toc}\n", "[TOC]\n\n"),
        ("jekyll", "- one\n{: .wide}\n- two\n\n{::options x /}\n", "- one\n- two\n\n"),
        ("jekyll", "{::comment}\nhidden\n{:/comment}\n{::nomarkdown}", "\n\n\n"),
        ("hugo", "{: .note}\n{::x}", None),
        ("hugo", r"$$ a \, b ~~c~~ \$ $$", None),
        ("jekyll", "$$a \\$ <b$$ and\n\n$$\n1 \\, 2\n$$\n", None),
        ("jekyll", "$$a_1 *b* \\{ \\\\$$ *c*", "$$a\\_1 \\*b\\* \\\\{ \\\\\\$$ *c*"),
        (
            "jekyll",
            "| 1 | 2 |\n|---|---|\n| 3 | 4 |\n|---|---|\n| 5 | 6 |\n",
            "| 1 | 2 |\n|---|---|\n| 3 | 4 |\n| 5 | 6 |\n",
        ),
        (
            "jekyll",
            "|---|---|\n| 1 | 2 |\n| 3 | 4 |\n|===|===|\n| 5 | 6 |\n",
            "| | |\n|-|-|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n",
        ),
        ("jekyll", "Words\n{: .a}\n{: #b}\n", "Words\n{: .a #b}\n"),
        ("hugo", "| 1 | 2 |\n| 3 | 4 |\n", None),
        ("hugo", "a | b\n-|-\n`x \\| y` | z\n\n`x \\| y`\n", "a | b\n-|-\n`x | y` | z\n\n`x \\| y`\n"),
        (
            "hugo",
            "[`a` b] [`A` b][] [`a` b][c] [`d`](e) [`f`] [`a` b]:\n\n[`a` b]: /x\n",
            "[`a` b][a b] [`A` b][A b] [`a` b][c] [`d`](e) [`f`] [`a` b][a b]:\n\n[a b]: /x\n",
        ),
        (
            "hugo",
            "[a][`B`\nc] [`b`\nc] [d] [e] ![d]\n[f](g)\n\n[`b` c]: /x\n[d]: /y\n",
            "[a][B\nc] [`b`\nc][b c] [d][] [e] ![d][]\n[f](g)\n\n[b c]: /x\n[d]: /y\n",
        ),
        ("hugo", "Ask a.b@example.org.\n", "Ask <a.b@example.org>.\n"),
        ("hugo", "x@example.org/a <b@example.org> [c](mailto:d@example.org) <mailto:e@example.org> e@f `g@h.i`", None),
        ("hugo", '"https://example.org/"', None),
        ("hugo", "1 <2 https://example.org/ > x", "1 <2 <https://example.org/> > x"),
        ("hexo", '"https://example.org/".', '"<https://example.org/>".'),
        (
            "hexo",
            "one\\\ntwo\n\n<img src='/a.png'\nalt=\"a > b\">\nc < d\ne",
            "one  \ntwo\n\n<img src='/a.png'\nalt=\"a > b\">  \nc < d  \ne",
        ),
        ("jekyll", "one\\\ntwo \\~", "one  \ntwo &#126;"),
        ("hugo", "[^1]: Note:\n    - a\n    - b\n[c]: d\n", "[^1]: Note:\n\n    - a\n    - b\n\n[c]: d\n"),
        ("hugo", "a | b\n--|--\n1 | 2\n--|--\n3 | 4\n", None),
        ("hugo", "Words\na | b\n--|--\n1 | 2\n", "Words\n\na | b\n--|--\n1 | 2\n"),
        (
            "hugo",
            "<details>\n<summary>Who?</summary>\n\n- *a*\n  - b\n\n</details>\n",
            "\n**Who?**\n\n- *a*\n    - b\n\n\n",
        ),
        ("hugo", "<details>\n<summary> `a`\nb </summary>\n\nc\n</details>\n", "\n**`a`\nb**\n\nc\n\n"),
        ("hugo", "<div>\n\n<p>\n*a*\n</p>\n\n</div>\n", None),
        ("hugo", "<table>\n\n<tr><td>*a*</td></tr>\n\n~~a~~\n</table>\n", None),
        ("hugo", "<pre>\n\n~~a~~\n\n</pre>\n", None),
        ("hugo", "- a\n\n      <b ~~c~~\n", "- a\n\n        <b ~~c~~\n"),
        ("jekyll", '<div markdown="1">\n*a*\n</div>\n\n<div>\n\n*b*\n</div>\n', "\n*a*\n\n\n<div>\n\n*b*\n</div>\n"),
        ("hugo", "[" * 60_000, None),
    ],
)
def test_what_is_said_in_a_line(program: Program, text: str, made: str | None) -> None:
    """Struck out words, tasks, breaks, escapes, bare addresses and attributes are what they were; code never is."""
    assert translated(text, program) == (text if made is None else made)


@settings(max_examples=200)
@given(st.text("-*>#`~|\\[]()<:{} \n\tab1.", max_size=120), st.sampled_from(["jekyll", "hugo"]))
def test_any_text_can_be_read(text: str, program: Program) -> None:
    """Whatever is written, it is read, and no word of it is lost."""
    made = translated(text, program)
    if program == "hugo":
        assert re.findall("[ab]", made) == re.findall("[ab]", text)
