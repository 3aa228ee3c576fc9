"""The faster Markdown: the HTML of the stock library, byte for byte."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Comment, Element, ProcessingInstruction, QName

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import serializers
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor

from generator import converter as door
from generator import header, hotpath, serializer

ROOT = Path(__file__).parent.parent
OURS = ["tables", "footnotes", "attr_list", "def_list", "abbr", "fenced_code", "sane_lists", "toc"]
OTHERS: list[dict[str, Any]] = [
    {},
    {"extensions": OURS, "output_format": "html", "tab_length": 2},
    {"extensions": ["extra", "smarty", "nl2br", "wikilinks", "admonition", "meta"], "output_format": "html"},
    {"extensions": ["md_in_html", "legacy_em", "legacy_attrs", "codehilite", "toc"], "tab_length": 8},
    {
        "extensions": ["footnotes", "toc"],
        "extension_configs": {
            "footnotes": {"USE_DEFINITION_ORDER": False, "SUPERSCRIPT_TEXT": "*[{}]*", "UNIQUE_IDS": True},
            "toc": {"permalink": True, "marker": "a", "baselevel": 3},
        },
    },
]
"""Other ways to set up the library than ours."""

SIGNS = "*_[]()!<>&`\\{}:#|-+=~ \n\t\"'a1^"
FRAGMENTS = [
    "*a*", "**b**", "***c***", "_d_", "__e__", "**", "***", "*a **b** c*", "`", "``", "`c`", "\\", "\\\\", "\\*",
    "- ", "* ", "+ ", "1. ", "٣. ", "> ", ">", "# ", "## H #", "===", "---", "* * *", "___", ": d\n", "t\n: d\n",
    "\n", "\n\n", "  \n", " ", "  ", "    ", "\n    ", "\n  ", "\n> ", "\n- ", "\n1. ", "\n# ", "\t", "\r\n", "\r",
    "[a](b)", "[a](<b c> 't')", '[a](b "t")', "[a](  b  )", "[a](", "[a[b]](c)", "[x][y]", "[y]", "![i](s)", "![y]",
    '[y]: /u "T"\n', "[^1]", "[^1]: note\n", "[^n]: *n*\n    more\n", "*[ab]: Abbr\n", "ab", "[TOC]", "\n[TOC]\n",
    "<b>", "</b>", "<div>", "</div>", "<p>x</p>", "<!-- c -->", "<?p ?>", "<http://x.y>", "<a@b.c>", "<", ">", "</",
    "&amp;", "&#123;", "&#x1f;", "&#12 ", "&", "```", "~~~", "```py\nx\n```\n", "{: .c }", "{#i}", "{", "}", "|",
    "a|b\n-|-\nc|d\n", "|:-:|", "|---|", "word", "é", "“q”", "ж", "\u2028", "\x0c", "\x85", "\x02", "\x03", "\\`",
    "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x0242\x03", "///Footnotes Go Here///", "(", ")", "[", "]", "!",
]  # fmt: skip
TEXTS = st.text(SIGNS, max_size=40) | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


@cache
def ours(raw_html: str, fast: bool) -> markdown.Markdown:
    """The converter, or what it would be without the hot path."""
    with pytest.MonkeyPatch.context() as patch:
        if not fast:
            patch.setattr(door, "_COMPARED", set())
        return door.converter.__wrapped__(raw_html)


@cache
def others() -> list[tuple[markdown.Markdown, markdown.Markdown]]:
    """Stock and fast instances of each of the other ways."""
    pairs = [(markdown.Markdown(**options), markdown.Markdown(**options)) for options in OTHERS]
    for _, fast in pairs:
        hotpath.install(fast)
    return pairs


def pairs() -> Iterator[tuple[markdown.Markdown, markdown.Markdown]]:
    """Stock and fast instances of every way."""
    for raw_html in ("sanitize", "escape"):
        yield ours(raw_html, False), ours(raw_html, True)
    yield from others()


def result(md: markdown.Markdown, text: str) -> tuple[Any, ...]:
    """All that a conversion leaves behind."""
    return md.reset().convert(text), vars(md).get("toc"), vars(md).get("toc_tokens")


def same(text: str) -> None:
    """Assert that stock and fast instances agree on a text."""
    for stock, fast in pairs():
        assert result(stock, text) == result(fast, text)


@settings(max_examples=250)
@given(TEXTS)
def test_any_text_gives_the_stock_html(text: str) -> None:
    """Whatever is written, the HTML is that of the stock library."""
    same(text)


@pytest.mark.torture
@settings(max_examples=20_000)
@given(TEXTS)
def test_very_many_texts_give_the_stock_html(text: str) -> None:
    """However long one looks, the HTML is that of the stock library."""
    same(text)


def test_the_samples_give_the_stock_html() -> None:
    """The sample digest's HTML is that of the stock library."""
    for file in sorted((ROOT / "content").rglob("*.md")):
        same(header.read(file.read_text("utf-8")).body)


def test_a_corpus_gives_the_stock_html(monkeypatch: pytest.MonkeyPatch) -> None:
    """A benchmark's briefs give the HTML of the stock library."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    for brief in importlib.import_module("briefs").Corpus(300):
        assert result(ours("sanitize", True), brief.body) == result(ours("sanitize", False), brief.body)


def test_what_is_quick_is_quick_for_the_reason_given() -> None:
    """The converter is the fast one for a version that has been compared."""
    assert any(type(item).__module__ == hotpath.__name__ for item in ours("sanitize", True).treeprocessors)


def test_an_unknown_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """For any other version of the library, nothing is installed nor even imported."""
    monkeypatch.setattr(markdown, "__version_info__", (3, 99, 0, "final", 0))
    monkeypatch.setitem(sys.modules, "generator.hotpath", None)
    made = door.converter.__wrapped__("sanitize")
    items = [made.parser, *made.preprocessors, *made.inlinePatterns, *made.treeprocessors]
    assert not any(type(item).__module__ == hotpath.__name__ for item in items)
    assert "is_block_level" not in vars(made)


def test_what_is_not_exactly_stock_is_asked_as_ever() -> None:
    """A pattern or processor of a class that is not the stock one keeps its class and sees every text."""

    class Shout(InlineProcessor):
        def handleMatch(self, m: Any, data: str) -> Any:
            return m[0].upper(), m.start(), m.end()

    class Braces(AttrListTreeprocessor):
        pass

    md = markdown.Markdown(extensions=OURS)
    md.inlinePatterns.register(Shout("w[a-z]+", md), "shout", 185)
    md.treeprocessors.register(Braces(md), "attr_list", 8)
    hotpath.install(md)
    assert type(md.treeprocessors["attr_list"]) is Braces
    assert md.convert("a word *wide*") == "<p>a WORD <em>WIDE</em></p>"


def suite(folder: Path) -> Path:
    """The library's source distribution of the version at hand, unpacked; skips the test if it can't be had."""
    name = f"markdown-{markdown.__version__}"
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", str(folder)]
    if subprocess.run([*command, f"markdown=={markdown.__version__}"], capture_output=True, check=False).returncode:
        pytest.skip("the library's source distribution can't be downloaded")
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / name


RUNNER = """
import json, sys, unittest
import markdown
from generator import hotpath

texts, init, convert = [], markdown.Markdown.__init__, markdown.Markdown.convert

def made(self, **options):
    init(self, **options)
    hotpath.install(self)

def noted(self, source):
    texts.append(str(source))
    return convert(self, source)

markdown.Markdown.__init__, markdown.Markdown.convert = made, noted
run = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.discover("tests", top_level_dir="."))
failed = [test.id().rpartition(".")[2] for test, _ in (*run.failures, *run.errors)]
print(json.dumps({"run": run.testsRun, "failed": failed, "texts": texts}))
"""
LATE = {"testInlineProcessorAdvancesSearchIndex", "testInlineProcessorDoesntCrashWithWrongAtomicString"}
"""Tests of the library that register a pattern after the hot path has been installed, which is not allowed."""


@pytest.mark.torture
def test_the_librarys_own_tests_pass(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Python-Markdown's own tests pass with the hot path, and all their texts give the stock HTML in every way."""
    folder = suite(tmp_path_factory.mktemp("markdown"))
    run = subprocess.run([sys.executable, "-c", RUNNER], cwd=folder, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["run"] > 1000
    assert set(told["failed"]) == LATE
    files = [file.read_text("utf-8") for file in sorted((folder / "tests").rglob("*.txt"))]
    for text in dict.fromkeys((*files, *told["texts"])):
        if len(text) < 50_000:  # the longer ones are there to be slow
            same(text)


def odd(tag: Any, text: str = "a & b") -> Element:
    """An element that the library's parser would not make, in one that it would."""
    parent, child = Element("p"), Element("b")
    child.tag, child.text, child.tail = tag, text, "c < d &amp; e"
    parent.text, parent.tail = "f > g", "\n"
    parent.append(child)
    return parent


@pytest.mark.parametrize(
    "tag", ["b", "BR", "img", "script", "Style", "{x}y", Comment, ProcessingInstruction, QName("{x}y"), None]
)
def test_any_element_is_written_as_ever(tag: Any) -> None:
    """Elements of all kinds, void ones too, and texts in all places give the stock serializer's HTML."""
    assert serializer.html(odd(tag)) == serializers.to_html_string(odd(tag))


@pytest.mark.parametrize(
    "attributes",
    [
        {"href": "a?b=1&c=2&amp;d", "class": 'x "y" <z>', "id": "n\nm"},
        {"checked": "checked", "class": "class", "download": "download"},
        {"CHECKED": "CHECKED", "title": ""},
        {"a": None},
        {QName("{x}y"): "z"},
        {"a": QName("{x}y")},
    ],
)
def test_any_attribute_is_written_as_ever(attributes: Any) -> None:
    """Values are escaped, boolean ones shortened and odd ones left to the stock serializer."""
    element = odd("i")
    element.attrib.update(attributes)
    assert serializer.html(element) == serializers.to_html_string(element)


def test_depth_does_not_matter() -> None:
    """Elements may lie in each other deeper than functions may."""
    outer = inner = Element("div")
    for _ in range(5000):
        inner.append(Element("div"))
        inner = inner[0]
    assert serializer.html(outer) == serializers.to_html_string(outer)
