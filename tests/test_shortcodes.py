"""Liquid and Hugo's shortcodes: what Markdown can say is said in Markdown, the rest is named."""

from __future__ import annotations

import pytest

from generator import shortcodes, wordpress


def link(name: str) -> str:
    """The address of the one text that there is."""
    return "../01/one.md" if name.strip("/") in ("one", "one.md", "2019-01-01-one") else ""


PAGE = {"lead": "What *it* is", "tags": []}
"""Values of the front matter."""


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> {{ page.lead }}", "> What *it* is"),
        ("{{ site.baseurl }}/a.png", "/a.png"),
        ("{{site.url}}{{site.baseurl}}/a", "/a"),
        ("{{ '/a.png' | relative_url }}", "/a.png"),
        ('{{ "/a.png" | prepend: site.baseurl }}', "/a.png"),
        ("[x]({% post_url 2019-01-01-one %})", "[x](../01/one.md)"),
        ("{%- link one.md -%}", "../01/one.md"),
        ("{% highlight python linenos %}\nx\n{% endhighlight %}", "```python\nx\n```"),
        ("a {% highlight %}x{% endhighlight %} b", "a \n```\nx\n```\n b"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ('{% include figure\n image_path="/a.png"\n alt="A" caption="B" %}', "![A](/a.png)\n\n*B*"),
        ('{% include figure.liquid loading="eager" path="assets/a.jpg" title="T" class="z" %}', "![T](/assets/a.jpg)"),
        (
            '{% include image.html url="https://x.example/a.png" description="D" %}',
            "![D](https://x.example/a.png)\n\n*D*",
        ),
        (
            '{% include youtube.html id="abc" %}',
            "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)",
        ),
        ('{% include video id="1" provider="vimeo" %}', "[https://vimeo.com/1](https://vimeo.com/1)"),
        ("{% include JB/setup %}\nA", "\nA"),
        ('{% include toc title="Contents" %}', "[TOC]"),
        ("{% youtube abc %}", "[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)"),
    ],
)
def test_liquid_that_markdown_can_say(text: str, made: str) -> None:
    """Addresses, links between posts, code and films become Markdown, without a remark."""
    assert shortcodes.liquid(text, 1, link, PAGE) == (made, [])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('{{< figure src="a b.png" alt="A [b]" >}}', "![A b](a%20b.png)"),
        (r'{{< figure src="a.png" caption="<em>A</em> \"b\"" />}}', '![A "b"](a.png)\n\n*<em>A</em> "b"*'),
        ("{{< figure src=a.png caption='Words' link=\"/x\" >}}", "[![Words](a.png)](/x)\n\n*Words*"),
        ('{{< figure src="a.png" title="A" caption="b" alt="c" >}}', "![c](a.png)\n\n**A** *b*"),
        ('{{< figure src="a.png" caption="b" attr="Who" attrlink="/w" >}}', "![b](a.png)\n\n*b* [Who](/w)"),
        ('{{< figure src="a.png" title="A" attr="Who" >}}', "![A](a.png)\n\n**A** Who"),
        ('{{% ref "one.md" %}}', "../01/one.md"),
        ('{{< relref path="one" >}}', "../01/one.md"),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}", "```go\nx\n```"),
        ("{{< gist who 12 >}}", "[https://gist.github.com/who/12](https://gist.github.com/who/12)"),
        ('{{< tweet user="a" id="1" >}}', "[https://x.com/a/status/1](https://x.com/a/status/1)"),
        ("{{</* figure */>}}", "{{< figure >}}"),
        ("{{</* note */>}}\nx\n{{</* /note */>}}", "{{< note >}}\nx\n{{< /note >}}"),
        ("{{% notice warning %}}\nBe *so*.\n\nx\n{{% /notice %}}\n\nb", "> **Warning**\n>\n> Be *so*.\n>\n> x\n\nb"),
        (
            '   {{% admonition type="note" %}}\n   a\n     b\n   {{% /admonition %}}',
            "   > **Note**\n   >\n   > a\n   >   b\n",
        ),
        ('{{< hint info "Look" >}}\nx\n{{< / hint >}}', "> **Look**\n>\n> x\n"),
        ("{{< tip >}}x{{< /tip >}}\n{{< details >}}\ny\n{{< /details >}}", "> **Tip**\n>\n> x\n\n> y\n"),
        ("{{< note >}}\n{{< ref one >}}\n{{< /note >}}\n\n", "> **Note**\n>\n> ../01/one.md\n\n"),
    ],
)
def test_shortcodes_that_markdown_can_say(text: str, made: str) -> None:
    """Pictures, references, code, films, posts and what is set apart become Markdown, without a remark."""
    assert shortcodes.hugo(text, 1, link) == (made, [])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "Words:\n\n    :::python\n    x = 1\n\n      y\n\nMore.\n",
            "Words:\n\n```python\nx = 1\n\n  y\n```\n\nMore.\n",
        ),
        ("    :::c++ hl\n    x\n", "```c++\nx\n```\n"),
        ("\t:::sh\n\tx", "```sh\nx\n```\n"),
        ("- a\n\n        :::sh\n        x\n\n- b\n", "- a\n\n        x\n\n- b\n"),
        ("    :::md\n    ```\n    x\n", "    ```\n    x\n"),
        ("Words\n    :::no\n    code\n", "Words\n    :::no\n    code\n"),
        ("    ::: \n    x\n", "    ::: \n    x\n"),
    ],
)
def test_the_language_of_code_is_not_a_line_of_it(text: str, made: str) -> None:
    """Code that a Pelican post heads with `:::` and its language is code in that language."""
    assert shortcodes.highlighted(text) == made


@pytest.mark.parametrize(
    "text", ["{% include x.html %}", "{{ page.title }}", "{{ page.tags }}", "{% post_url gone %}", "{% for x in y %}"]
)
def test_other_liquid_stays_and_is_named(text: str) -> None:
    """What Markdown can't say stays as it is, with its place in the file."""
    made, notes = shortcodes.liquid(f"Words\n  {text}\n", 7, link, PAGE)
    assert made == f"Words\n  {text}\n"
    assert [(note.line, note.column, note.code) for note in notes] == [(8, 3, "template-code")]


@pytest.mark.parametrize("text", ["{{< unknown >}}", '{{% notice "x" %}}', "{{< ref gone >}}", "{{< /unknown >}}"])
def test_other_shortcodes_stay_and_are_named(text: str) -> None:
    """A shortcode that nobody knows, or that leads nowhere, stays as it is, with its place in the file."""
    made, notes = shortcodes.hugo(f"Words\n  {text}\n", 7, link)
    assert made == f"Words\n  {text}\n"
    assert [(note.line, note.column, note.code) for note in notes] == [(8, 3, "template-code")]


def test_a_liquid_comment_is_not_published() -> None:
    """What the old site's readers did not see is not shown to the new one's; lines keep their numbers."""
    text = "Ships.\n{%- comment -%}\nNot to be named.\n{% endcomment %}\nLeft.\n"
    assert shortcodes.liquid(text, 1, lambda name: "", {}) == ("Ships.\n\n\n\nLeft.\n", [])


@pytest.mark.parametrize(
    "text",
    ["{% include figure.html path=page.img %}", '{% include figure image_path="{{ x }}.png" %}', "{% include video %}",
     '{% include card.html path="a.png" %}', "{% include %}"],
)  # fmt: skip
def test_what_an_include_makes_is_not_guessed(text: str) -> None:
    """One whose picture or film is only known when it runs, or that is the theme's own, stays, with a remark."""
    made, notes = shortcodes.liquid(text, 1, link, PAGE)
    assert made == text
    assert notes


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('[caption id="a" caption="Words"]![A](a.png)[/caption]', "![A](a.png)\n\n*Words*"),
        ('[caption id="a" width="1"][![A](a.png)](b.png) W\nmore[/caption]', "[![A](a.png)](b.png)\n\n*W more*"),
        ('[caption id="a"]<img src="a.png" /> Words[/caption]', '<img src="a.png" /><br>\n<em>Words</em>'),
        (r'\[caption id="a\_1"\]![A](a.png) Words\[/caption\]', "![A](a.png)\n\n*Words*"),
        ('A [caption id="a"]![A](a.png) Words[/caption] b', "A ![A](a.png)\n\n*Words*\n\n b"),
        ('[caption id="a"]![A](a.png)[/caption]', "![A](a.png)"),
        ("[caption]Words[/caption]", "Words"),
        ("`[caption]Words[/caption]`", "`[caption]Words[/caption]`"),
        ("[caption]Words", "[caption]Words"),
        ('[sourcecode language="python"]\nx\n\n  y\n[/sourcecode]', "```python\nx\n\n  y\n```"),
        ("[code]\nx\n[/code]\nA [code] b", "```\nx\n```\nA [code] b"),
        ("[youtube=https://x.example/1&w=2]", "[https://x.example/1&w=2](https://x.example/1&w=2)"),
        ("[embed]https://x.example/1[/embed]", "[https://x.example/1](https://x.example/1)"),
    ],
)  # fmt: skip
def test_wordpress_left_shortcodes(text: str, made: str) -> None:
    """Captions stand below their pictures, code is fenced, films are links; in code nothing is touched."""
    assert wordpress.without(text) == made
