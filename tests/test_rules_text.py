"""Rules over one text: what each tells of it, and where, and what it leaves alone."""

from __future__ import annotations

import re

import pytest
from texts import CONFIG, PATH

from generator import markup, prose, rules
from generator.errors import Problem
from generator.model import Brief


def told(code: str, body: str) -> list[Problem]:
    """What the rule `code` finds in a text without front matter."""
    text = prose.text(body.encode(), Brief(PATH), CONFIG)
    return [problem for problem in rules.of_text(text) if problem.code == code] if text else []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('<iframe src="https://zantic.example/film"></iframe>\n', [1]), ("a <Font> b\n\nc <font> d\n", [1]),
        ("<script>\nTODO\n</script>\n", [1]), ("[a](javascript:x)\n\n[b](sms:1)\n", [1, 3]),
        ("<ftp://zantic.example>\n", [1]), ("[a](<C:/a.txt>)\n", [1]),
        ("[a]\n\n[a]: ftp://zantic.example/a\n", [3]), ('<a title="b" href="data:x">c</a>\n', [1]),
        ("<b>a</b> <br/> <details open><summary>b</summary></details>\n", []),
        ("`<iframe>` a < b <c@zantic.example>\n", []), ("a <String> b\n\n<path> d `</path>`\n", []),
        ("a `<style>` b\n<iframe></iframe> `</style>`\n", [2]), ("<pre>\n`</pre>\n<iframe></iframe>`\n", [3]),
        ("```\n<iframe>\n```\n\n    [a](sms:1)\n", []), ("a[^1]\n\n[^1]: Note:a\n", []),
        ("[a](mailto:b@zantic.example)\n", []),
        ("<https://zantic.example/a:b> [a](/b:c) [a](HTTPS://zantic.example/)\n", []), ("<!-- <iframe> -->\na\n", []),
    ],
)  # fmt: skip
def test_only_what_readers_miss_is_told(text: str, lines: list[int]) -> None:
    """HTML that is made harmless by taking it away, and links that lead nowhere any more, are told, and no other."""
    assert [problem.line for problem in told("left-out", text)] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[a][b]\n\n[c] [a][c]\n\n[c]: /d\n", [1]), ("[`a`][] [`b`][]\n\n[`a`]: /c\n", [1, 3]),
        ("[`a`][a]\n\n[a]: /c\n", []),
        ("[b][`a`]\n\n[a]: /c\n", [1]), ("`[a][b]` \\[a][b]\n\n    [a][b]\n", []), ("a[^1] b[^2]\n\n[^2]: c\n", [1]),
    ],
)  # fmt: skip
def test_a_link_that_is_none_is_told(text: str, lines: list[int]) -> None:
    """Links by names that are defined nowhere, or that code keeps from being found, are told as they were written."""
    found = told("unrendered-link", text)
    assert sorted(problem.line for problem in found) == lines
    assert not any("[ " in problem.what for problem in found)


@pytest.mark.parametrize(
    ("code", "text", "lines"),
    [
        ("list-blank-line", "a:\n- `b`\n\n- `c`\n- `d` e\n", [2]), ("list-blank-line", "- `a`\n- `b`\n    - c\n", []),
        ("shallow-nesting", "- a\n\n  b\n\n  c\n", [3]), ("shallow-nesting", "- a\n\n    b\n\nc\n\n  d\n", []),
        ("shallow-nesting", "  - a\n\n    b\n\n  c\n", []), ("shallow-nesting", "- a\n\n [b]: /c\n", []),
         ("shallow-nesting", "- a\n  b\n\n\n\n   c\n", [6]),
        ("indented-fence", "- a\n\n  ```js\n  b\n  ```\n\n> ~~~\n> c\n> ~~~\n", [3, 7]),
        ("indented-fence", "a\n\n    ```\n    b\n", []),
        ("indented-fence", "```md\n- a\n  ~~~\n```\n\n- `b` ```c```\n", []),
        ("heading-space", "a\n#b c\n\n> ##d\n", [2, 4]),
        ("heading-space", "a #b\n\\#c\n\n    #d\n\n# e\n\n `#f`\n#\n", []),
    ],
)  # fmt: skip
def test_what_python_markdown_reads_otherwise_is_told(code: str, text: str, lines: list[int]) -> None:
    """Lists, paragraphs in them, fences and headings that readers see otherwise than typed are told, and no others."""
    assert [problem.line for problem in told(code, text)] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<div>\n\n- a\n- b\n\n</div>\n", [3]), ("<details>\n<summary>a</summary>\n**b c** **d**\n</details>\n", [3]),
        ("a\n<div>[b](/c)</div>\n\n<p>![b](/c)\n\n# d\n", [2, 4]), ("<div><div>a</div>\n\n## b\n</div>\n", [3]),
        ("<div>a</div>\n\n**b**\n", []), ("<hr>\n\n- a\n", []), ("<hr class='>'/>\n\n- a\n", []), ("<b>\n\n- a\n", []),
        ("<div>a * b - c ** d</div>\n", []), ("<div><code>**a**</code></div>\n", []), ("<pre>\n- a\n</pre>\n", []),
        ("```\n<div>\n- a\n</div>\n```\n", []), ("a <div>**b**</div>\n", []), ("<div>#a [b] \\[c](d)</div>\n", []),
    ],
)  # fmt: skip
def test_markdown_that_is_not_read_is_told(text: str, lines: list[int]) -> None:
    """Each element of HTML with Markdown in it is told once, where it stands, if readers see it as typed."""
    assert [problem.line for problem in told("markdown-in-html", text)] == lines
    shown = re.sub("<[^>]*>", "", markup.render(text, "a.md", "").html)
    assert not lines or re.search(r"\*\*\w|\]\(|^(?:-|#+) ", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- a\n  - b\n", [2]), ("1. a\n   - b\n", [2]), ("- a\n    - b\n      - c\n", [3]), ("- a\n\n  - b\n", [3]),
        ("- a\n  - b\n    - c\n", [2, 3]), ("- a\n  - b\n  - c\n- d\n  - e\n", [2, 5]), ("- a\n        - b\n", [2]),
        ("- a\n - b\n    - c\n", []), ("- a\n    - b\n        - c\n    - d\n- e\n", []), ("  - a\n  - b\n", []),
        ("- a\n - b\n", []), ("- a\n\nWords.\n\n  - b\n", []), ("```\n- a\n  - b\n```\n", []), ("- a\n\t- b\n", []),
        ("- a\n  b - c\n", []),
    ],
)  # fmt: skip
def test_only_what_markdown_does_not_nest_is_told(text: str, lines: list[int]) -> None:
    """A list in a list that is shown on another level than it seems to be on is told, and no other."""
    assert [problem.line for problem in told("shallow-nesting", text)] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n- b\n", [2]), ("a\n1. b\n", [2]), ("> a\n> - b\n", [2]), ("# a\nb\n* c\n", [3]),
        ("# a\n- b\n", []), ("- a\nb\n- c\n", []), ("a\n\n- b\n", []), ("a\n2022. b\n", []), ("a\n* * *\nb\n", []),
        ("a\n-b\n", []), ("[^1]: a\n    - b\n\nx[^1]\n", []), ("| a |\n| - |\n", []), ("a\n: b\n", []),
        ("```\na\n- b\n```\n", []),
    ],
)  # fmt: skip
def test_only_a_list_that_is_none_is_told(text: str, lines: list[int]) -> None:
    """A list that Markdown takes for a part of a paragraph is told, and no other."""
    assert [problem.line for problem in told("list-blank-line", text)] == lines
