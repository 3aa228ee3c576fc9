"""An extension of Python-Markdown that mends what digests trip over: words in braces, brackets, bare tables, line ends.

It also makes no table of contents which nobody asked for.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.inlinepatterns import LINK_RE, ReferenceInlineProcessor, SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

BREAK_RE = r"(?<!\\)\\\n"
"""A backslash at a line's end breaks the line, as two spaces do, which nobody sees (CommonMark 0.31.2, section 6.7)."""
_DEFINED = re.compile(r":[ ]{1,3}\S")
_LIST = r"\{(?::|(?=[ ]*(?:#\w|\.[^\W\d]|[\w-]+=)))[ ]*([^\}\n ][^\n]*)\}"
_ATTRIBUTE_LISTS = {"HEADER_RE": f"[ ]+{_LIST}[ ]*$", "BLOCK_RE": rf"\n[ ]*{_LIST}[ ]*$", "INLINE_RE": f"^{_LIST}"}
"""Attribute lists begin `{:`, `{#`, `{.` or `{key=`. To the library any braces are: `{so}` would vanish."""


class Mended(Extension):
    """Changes other extensions' parts, and so comes after them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register what is mended."""
        lists = vars(md.treeprocessors["attr_list"])
        lists.update({name: re.compile(pattern) for name, pattern in _ATTRIBUTE_LISTS.items()})
        md.preprocessors.register(Definitions(md), "briefing-definitions", 15)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(BREAK_RE, "br"), "briefing-break", 185)
        md.inlinePatterns.register(Reference(LINK_RE, md), "reference", 170)
        md.treeprocessors.register(Tables(md), "briefing-tables", 6)


class Contents(TocTreeprocessor):
    """Makes the table of contents only where the text has the marker for it: nothing else asks for one."""

    def run(self, doc: Element) -> None:
        """Give each heading in `doc` its id, and put the table where it is to stand."""
        self.shown = self.marker in "".join(doc.itertext())
        tags = {element.tag for element in doc.iter()}
        if self.shown or any(map(self.header_rgx.match, tags)):
            super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """The table for nested `toc_list`, or something in its place that costs nothing."""
        return super().build_toc_div(toc_list) if self.shown else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the table `elem` where the marker stands in `root`."""
        if self.shown:
            super().replace_marker(root, elem)


class Headings(TocExtension):
    """Ids for headings, and the table of contents."""

    TreeProcessorClass = Contents


class Reference(ReferenceInlineProcessor):
    """`[text][id]`: if the id is nowhere defined, a link may begin with it (CommonMark, 6.3): `[so] [said][1]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """The link and where it begins and ends; else Nones, upon which the next bracket is looked at."""
        found = super().handleMatch(m, data)
        return (None, None, None) if found[0] is None else found


class Definitions(Preprocessor):
    """A term that follows a definition without an empty line begins the next one; else it would be a part of it."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with an empty one before each such term."""
        defined = [number for number, line in enumerate(lines) if line[:1] == ":" and _DEFINED.match(line)]
        terms = [
            number - 1
            for number, before in zip(defined[1:], defined, strict=False)
            if number - before == 2 and not lines[number - 1][:1].isspace() and lines[number - 1]
        ]
        for number in reversed(terms):
            lines[number:number] = [""]
        return lines


class Tables(Treeprocessor):
    """Makes of tables what a page can have.

    The `style` by which the extension aligns cells becomes a class, which a strict CSP allows. A head of empty cells,
    which a screen reader would name, is none (WCAG 2.2, 1.3.1), nor is an empty cell of one, nor the empty row that a
    mere head gets.
    """

    def run(self, root: Element) -> None:
        """Change the tables in `root`."""
        for table in root.iter("table"):
            for part in table.findall("*"):
                if len(table) > 1 and len(part) == 1 and not any(len(cell) or cell.text for cell in part[0]):
                    table.remove(part)
            for cell in table.iter():
                if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
                    cell.tag = "td"
                style = cell.attrib.get("style", "")
                if cell.tag in ("th", "td") and style.startswith("text-align: "):
                    del cell.attrib["style"]
                    cell.set("class", "align-" + style[12:].rstrip(";"))
