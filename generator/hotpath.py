"""Python-Markdown's hot path: the same HTML from the same objects, without the work that provably does nothing.

A processor whose regular expression needs a certain text is not asked about a block or a run of text that lacks
it. A pass in search of a certain sign is left out where there is none. The simplest links and emphasis are read by
one expression. Whatever is not exactly of a class named here is treated as ever.

The library's objects know each other, block processors their parser and so on: so `install` gives them their faster
class in place. All this follows from the source of certain versions, which `converter` names; the tests compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, blockparser, blockprocessors, inlinepatterns, preprocessors, serializers, treeprocessors
from markdown.extensions import abbr, attr_list, def_list, fenced_code, footnotes, sane_lists, tables
from markdown.util import ETX, STX, AtomicString

from generator import serializer
from generator.mended import BREAK_RE, Reference


def install(md: Markdown) -> None:
    """Make `md` faster. Call it once, after all that is to be registered has been."""
    items: list[Any] = [md.parser, *md.preprocessors, *md.inlinePatterns, *md.treeprocessors]
    for item in items:
        item.__class__ = _FASTER.get(type(item), type(item))
    for item in items:
        if isinstance(item, _Blocks | _Inline):
            item.prepare()
    if md.serializer is serializers.to_html_string:
        md.serializer = serializer.html
    vars(md)["is_block_level"] = lru_cache(1000)(md.is_block_level)  # it searches a long list, for each element


def _with(stock: Any, *texts: str) -> Any:
    """A pre- or treeprocessor that hands on at once what has none of the texts, without which `stock` does nothing."""

    class Faster(stock):  # type: ignore[misc]
        def run(self, given: Any) -> Any:
            source = "\n".join(given) if isinstance(given, list) else "".join(given.itertext())
            found = any(text[0] in source and text in source for text in texts)  # one character is found faster
            return super().run(given) if found else given

    return Faster


class _Whitespace(preprocessors.NormalizeWhitespace):
    """Where there is nothing that the stock one changes, it still adds two empty lines."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        lines = source.split("\n")
        if any(sign in source for sign in (STX, ETX, "\r", "\t")) or any(map(str.isspace, lines)):
            return super().run(lines)
        return [*lines, "", ""]


_SIGNS: dict[type, str] = {
    blockprocessors.EmptyBlockProcessor: "\n",
    blockprocessors.ListIndentProcessor: " ",
    def_list.DefListIndentProcessor: " ",
    blockprocessors.CodeBlockProcessor: " ",
    tables.TableProcessor: "|",
    blockprocessors.HashHeaderProcessor: "#",
    blockprocessors.SetextHeaderProcessor: "=-",
    blockprocessors.HRProcessor: "-_*",
    blockprocessors.UListProcessor: "*+-",
    sane_lists.SaneUListProcessor: "*+-",
    def_list.DefListProcessor: ":",
    blockprocessors.BlockQuoteProcessor: ">",
    footnotes.FootnoteBlockProcessor: "[",
    abbr.AbbrBlockprocessor: "*",
    blockprocessors.ReferenceProcessor: "[",
}
"""What a processor takes has one of its signs: a bar anywhere, a space at the start of the block, any other at the
start of a line, after any spaces; and a line's end there is an empty line."""
_ALL_SIGNS = frozenset("".join(_SIGNS.values()))


class _Blocks(blockparser.BlockParser):
    """Asks only those processors about a block that could take it, by its signs."""

    def prepare(self) -> None:
        signs_of = _SIGNS if self.md.tab_length > 0 else {}
        asked = [(processor, signs_of.get(type(processor))) for processor in self.blockprocessors]
        self.able: Callable[[frozenset[str]], list[Any]] = cache(
            lambda signs: [processor for processor, needed in asked if needed is None or not signs.isdisjoint(needed)]
        )

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            signs = _ALL_SIGNS  # of a huge block, which may come here once for each of its lines
            if len(block) < 5000:
                starts = {line.lstrip(" ")[:1] or "\n" for line in block.split("\n")}
                signs &= starts | {block[:1], "|" if "|" in block else ""}
            for processor in self.able(signs):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class _Link(inlinepatterns.LinkInlineProcessor):
    """Reads `[text](address)` at once where no other bracket, quote, `<` or placeholder is in it."""

    SIMPLE = re.compile(rf"\[([^][]*+)\]\(\s*+([^()<\"'{STX}]*+)\)")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        simple = self.SIMPLE.match(data, m.start())
        if simple is None:
            return super().handleMatch(m, data)
        link = Element("a", {"href": simple[2].strip()})
        link.text = simple[1]
        return link, m.start(), simple.end()


class _Emphasis(inlinepatterns.DelimiterProcessor):
    """Reads `*text*` and `**text**` at once where no other delimiter is in it.

    Asterisks that no space follows open; the next as many that follow no space close, whatever else they might be.
    So there is nothing to weigh, and nothing is left to remember.
    """

    SIMPLE = re.compile(r"(?<!\*)(\*\*?)(?![\s*])([^*_]*[^*_\s])\1(?!\*)")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        star = self.delimiters.get("*")
        stock = star and not star.smart and star.tags == ("strong", "em") and self.delimiters.keys() == {"*", "_"}
        simple = self.SIMPLE.match(data, m.start()) if stock and not self.regions else None
        if simple is None:
            return super().handleMatch(m, data)
        element = Element("em" if simple[1] == "*" else "strong")
        element.text = simple[2]
        return element, m.start(), simple.end()


_LINK, _IMAGE = inlinepatterns.LINK_RE, inlinepatterns.IMAGE_LINK_RE
_NEEDLES: dict[tuple[type, str], tuple[str, str]] = {
    (inlinepatterns.BacktickInlineProcessor, inlinepatterns.BACKTICK_RE): ("`", "`"),
    (inlinepatterns.EscapeInlineProcessor, inlinepatterns.ESCAPE_RE): ("\\", "\\"),
    (footnotes.FootnoteInlineProcessor, r"\[\^([^\]]*)\]"): ("[^", "[^"),
    (inlinepatterns.ReferenceInlineProcessor, _LINK): ("[", "["),
    (Reference, _LINK): ("[", "["),
    (_Link, _LINK): ("[", "["),
    (inlinepatterns.ImageInlineProcessor, _IMAGE): ("![", "!["),
    (inlinepatterns.ImageReferenceInlineProcessor, _IMAGE): ("![", "!["),
    (inlinepatterns.ShortReferenceInlineProcessor, _LINK): ("[", "["),
    (inlinepatterns.ShortImageReferenceInlineProcessor, _IMAGE): ("![", "!["),
    (inlinepatterns.AutolinkInlineProcessor, inlinepatterns.AUTOLINK_RE): ("<", "<"),
    (inlinepatterns.AutomailInlineProcessor, inlinepatterns.AUTOMAIL_RE): ("<", "<"),
    (inlinepatterns.SubstituteTagInlineProcessor, inlinepatterns.LINE_BREAK_RE): ("  \n", "  \n"),
    (inlinepatterns.SubstituteTagInlineProcessor, BREAK_RE): ("\\\n", "\\\n"),
    (inlinepatterns.HtmlInlineProcessor, inlinepatterns.HTML_RE): ("<", "<"),
    (inlinepatterns.HtmlInlineProcessor, inlinepatterns.ENTITY_RE): ("&", "&"),
    (_Emphasis, r"\*|_"): ("*", "_"),
}
"""Texts of which a pattern can't match without one; any other pattern is always tried."""


class _Inline(treeprocessors.InlineProcessor):
    """Tries a pattern only on a text that has what it needs. (The odd names are the stock class's private ones.)"""

    def prepare(self) -> None:
        patterns: list[Any] = list(self.inlinePatterns)
        needles = [_NEEDLES.get((type(pattern), pattern.pattern), ("", "")) for pattern in patterns]
        self.rows = [(number, *needles[number], pattern) for number, pattern in enumerate(patterns)]
        signs = {needle[-1:] for pair in needles for needle in pair}
        self.busy = re.compile("" if "" in signs else f"[{STX}{re.escape(''.join(signs))}]").search
        self.excluding = any(pattern.ANCESTOR_EXCLUDES for pattern in patterns)

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """The stock algorithm, but texts without needles stay, and ancestors are not kept if nothing asks for them."""
        self.active = [row for row in self.rows if not row[1] or self._defined(row[3])]
        if self.excluding or ancestors is not None:
            return super().run(tree, ancestors)
        self.stashed_nodes = {}
        queue = [tree]
        for parent in queue:
            found = []
            for child in parent:
                text, tail = child.text, child.tail
                if text and self.busy(text) and not isinstance(text, AtomicString):
                    child.text = None
                    found.append((child, self._nodes(text, child)))
                    queue += found[-1][1]
                if tail and self.busy(tail):
                    child.tail = None
                    position = list(parent).index(child) + 1
                    parent[position:position] = self._nodes(tail, child, False)
                if len(child):
                    queue.append(child)
            for child, nodes in found:
                child[:0] = nodes
        return tree

    def _defined(self, pattern: Any) -> bool:
        """Whether there may be anything that the pattern refers to: else it changes nothing."""
        if isinstance(pattern, inlinepatterns.ReferenceInlineProcessor):
            return bool(self.md.references)
        return not isinstance(pattern, footnotes.FootnoteInlineProcessor) or bool(pattern.footnotes.footnotes)

    def _nodes(self, text: str, parent: Element, is_text: bool = True) -> list[Element]:
        stock: Any = super()
        data = self._InlineProcessor__handleInline(text)
        return [node for node, _ in stock._InlineProcessor__processPlaceholders(data, parent, is_text)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        stock: Any = super()
        for number, needle, other, pattern in () if isinstance(data, AtomicString) else self.active:
            matched, start = number >= patternIndex and (needle in data or other in data), 0
            while matched:
                data, matched, start = stock._InlineProcessor__applyPattern(pattern, data, number, start)
        return data


class _Unescape(treeprocessors.UnescapeTreeprocessor):
    """An escaped character stands between two marks."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


_FASTER: dict[type, type] = {
    preprocessors.NormalizeWhitespace: _Whitespace,
    preprocessors.HtmlBlockPreprocessor: _with(preprocessors.HtmlBlockPreprocessor, "<", "&#"),
    fenced_code.FencedBlockPreprocessor: _with(fenced_code.FencedBlockPreprocessor, "```", "~~~"),
    blockparser.BlockParser: _Blocks,
    treeprocessors.InlineProcessor: _Inline,
    inlinepatterns.LinkInlineProcessor: _Link,
    inlinepatterns.DelimiterProcessor: _Emphasis,
    attr_list.AttrListTreeprocessor: _with(attr_list.AttrListTreeprocessor, "{"),
    treeprocessors.UnescapeTreeprocessor: _Unescape,
}
"""The class that takes the place of a stock one. Without `<` and `&#`, all that the HTML parser reads is data and
named references, and it hands on both; fences are three signs; attribute lists have braces."""
