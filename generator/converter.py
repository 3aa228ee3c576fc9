"""The Markdown converter: Python-Markdown with the extensions that a digest needs. The one door to it."""

from __future__ import annotations

from functools import cache

import markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import slugify_unicode

from generator.mended import Headings, Mended

_COMPARED = {(3, 11, 3, "final", 0)}
"""The versions of Markdown that `hotpath` is deduced from and compared with; any other is used as it is."""


@cache
def converter(raw_html: str) -> markdown.Markdown:
    """The process's converter for one way to treat raw HTML; call `reset` before each text."""
    made = markdown.Markdown(
        output_format="html",
        extensions=[  # themselves, not by name: a name is looked up in all packages that are installed
            TableExtension(),
            FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="↩ {}"),  # no words: a text is in any language
            AttrListExtension(),
            DefListExtension(),
            AbbrExtension(),
            FencedCodeExtension(),
            SaneListExtension(),
            Headings(slugify=slugify_unicode),
            Mended(),
        ],
    )
    if raw_html == "escape":
        made.preprocessors.deregister("html_block")
        made.inlinePatterns.deregister("html")
    if markdown.__version_info__ in _COMPARED:
        from generator import hotpath

        hotpath.install(made)
    return made
