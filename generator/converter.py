"""The Markdown converter: Python-Markdown with the extensions that a digest needs. The one door to it."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor

_COMPARED = {(3, 11, 3, "final", 0)}
"""The versions of Markdown that `hotpath` is deduced from and compared with; any other is used as it is."""
_LIST = r"\{(?::|(?=[ ]*(?:#\w|\.[^\W\d]|[\w-]+=)))[ ]*([^\}\n ][^\n]*)\}"
_ATTRIBUTE_LISTS = {"HEADER_RE": f"[ ]+{_LIST}[ ]*$", "BLOCK_RE": rf"\n[ ]*{_LIST}[ ]*$", "INLINE_RE": f"^{_LIST}"}
"""Attribute lists begin `{:`, `{#`, `{.` or `{key=`. To the library any braces are: `{so}` would vanish."""


@cache
def converter(raw_html: str) -> markdown.Markdown:
    """The process's converter for one way to treat raw HTML; call `reset` before each text."""
    made = markdown.Markdown(
        output_format="html",
        extensions=[  # themselves, not by name: a name is looked up in all packages that are installed
            TableExtension(),
            FootnoteExtension(BACKLINK_TEXT="↩"),
            AttrListExtension(),
            DefListExtension(),
            AbbrExtension(),
            FencedCodeExtension(),
            SaneListExtension(),
            TocExtension(slugify=slugify_unicode),
        ],
    )
    lists = made.treeprocessors["attr_list"]
    assert isinstance(lists, AttrListTreeprocessor)
    vars(lists).update({name: re.compile(pattern) for name, pattern in _ATTRIBUTE_LISTS.items()})
    made.treeprocessors.register(Tables(made), "briefing-tables", 6)
    if raw_html == "escape":
        made.preprocessors.deregister("html_block")
        made.inlinePatterns.deregister("html")
    if markdown.__version_info__ in _COMPARED:
        from generator import hotpath

        hotpath.install(made)
    return made


class Tables(Treeprocessor):
    """Makes of tables what a page can have.

    The `style` by which the extension aligns cells becomes a class, which a strict CSP allows. A head of empty cells,
    which a screen reader would name, is none (WCAG 2.2, 1.3.1), nor is the empty row that a mere head gets.
    """

    def run(self, root: Element) -> None:
        """Change the tables in `root`."""
        for table in root.iter("table"):
            for part in table.findall("*"):
                if len(table) > 1 and len(part) == 1 and not any(len(cell) or cell.text for cell in part[0]):
                    table.remove(part)
            for cell in table.iter():
                style = cell.attrib.get("style", "")
                if cell.tag in ("th", "td") and style.startswith("text-align: "):
                    del cell.attrib["style"]
                    cell.set("class", "align-" + style[12:].rstrip(";"))
