"""Markdown as Jekyll's kramdown and others' CommonMark read it, written as Python-Markdown reads it.

What they show as a list in a list, as code in a list, as struck out or as a link would else stand there as it was typed
(CommonMark 0.31.2; GitHub Flavored Markdown 0.29; kramdown's syntax). All that both read alike stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator import markup, toil
from generator.converter import converter
from generator.dialect_signs import Program as Program
from generator.dialect_signs import signs

_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])( {1,4}(?! )| (?= )|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_FENCE = re.compile(r"(`{3,}|~{3,})(?!.*`)[ \t]*(\{.*\}[ \t]*$|[\w#.+-]*)")
_STARTS = re.compile(rf">|{_FENCE.pattern}|{_HEADING.pattern}|{_RULE.pattern}")
_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|\|[ \t]*:?-+:?[ \t]*\|[ \t]*")
_LINE = re.compile(r"[|+:=\- \t]+")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_NAMED = re.compile(r"\[[^\]]+\]:")
_NO_PARAGRAPH = re.compile(rf"[<|]|{_NAMED.pattern}")
_HTML = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)")
_OPEN_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*$")
_WRAPPERS = "div|section|article|aside|main|center|details|figure|header|footer|nav|p|span|blockquote|h[1-6]"
"""Elements that may stand around Markdown."""
_WRAPPER = re.compile(rf"</?(?:{_WRAPPERS})\b[^<>]*>", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:</(?:{_WRAPPERS})\s*>\s*)+", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]*>[ \t]*|[ \t]*</summary\s*>", re.IGNORECASE)
_HEAD = re.compile(r"<h([1-6])\b[^<>]*>[ \t]*(.*\S)[ \t]*</h\1\s*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"<[^<>]*\smarkdown\s*=\s*[\"']?(?:1|block|span)\b", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:(?!:)[^{}]*\}[ \t]*")
_OPTIONS = re.compile(r"\{:[:/][^{}]*\}[ \t]*")
_COMMENT = re.compile(
    r"^\{::comment\}[ \t]*$(?:(?!^\{::comment\}).)*?^\{:/(?:comment)?\}[ \t]*$", re.DOTALL | re.MULTILINE
)
_IN_NOTE = (4, "^")
"""A footnote that is open, as an item of a list is: its text is indented by four."""
_LONG_TAG = 2000
"""Characters from which on a tag that nothing closes is text."""
_DEEP = 9
"""In how many quotations lists are looked for."""


def translated(text: str, program: Program) -> str:
    """The text of a post of `program`, as Python-Markdown reads it; as it is if that would be kept busy by it."""
    if toil.too_dense(text) is not None:
        return text
    if program == "jekyll":
        text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    return signs(*_blocks(text.split("\n"), program), program)


def from_html(text: str) -> str:
    """A text in HTML: in an element of its own if Python-Markdown would else find Markdown in it."""
    boxed = f"<div>\n{text.strip()}\n</div>\n"
    try:
        bare, whole = (markup.render(form, "", "").html for form in (text, boxed))
    except markup.TooDeep:
        return boxed
    return text if "".join(f"<div>{bare}</div>".split()) == "".join(whole.split()) else boxed


def _blocks(lines: Iterable[str], program: Program, quotes: int = 0) -> tuple[str, set[int]]:
    """Lines with their lists and code as they are to be, and the numbers of those (from 0) that are code or HTML.

    They stand in so many `quotes`.
    """
    blocks = _Blocks(program, quotes)
    for line in lines:
        blocks.read(line)
    return blocks.finished()


class _Blocks:
    """Writes a text anew, line by line: what belongs to an item of a list is indented by four for each list.

    `open` has the items that are open, from the outermost: the column where the text begins, and how the mark ends.
    """

    def __init__(self, program: Program, quotes: int) -> None:
        self.program, self.quotes = program, quotes
        self.made: list[str] = []
        self.verbatim: set[int] = set()
        self.open: list[tuple[int, str]] = []
        self.before = "blank"  # the line before: blank, text, item, heading, quote, code, or something else
        self.began = 0  # in so many lists is the first line after the last empty one
        self.level = 0  # in so many lists is the last line of text
        self.table = False  # whether the lines before are a table's
        self.rows, self.headed = 0, False  # of a table so far, and whether its head is told from its body
        self.fence, self.margin, self.nested = "", 0, 0  # of code: its fence, the fence's column, in so many blocks
        self.tag, self.depth, self.first = "", 0, 0  # of HTML: its element, how often that is open, its first line
        self.paragraph = 0  # its first line
        self.cut = ""  # what there is so far of a tag that goes on in the next line
        self.unwrapped = False  # whether elements around Markdown were left out
        self.quoted: list[str] = []

    def finished(self) -> tuple[str, set[int]]:
        """The text, and the numbers of the lines (from 0) that are code or HTML."""
        self._end_quote()
        if self.fence and not self.nested:
            self.made.append(self.fence)
        return "\n".join(self.made), self.verbatim

    def read(self, line: str) -> None:
        """Take the next line."""
        bare = line.lstrip()
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        if self.quoted and not bare.startswith(">"):
            self._end_quote()
        if self.fence:
            self._code(line, bare, indent)
        elif self.tag and not self._ends_markup(bare):
            self._markup(line)
        elif not bare or (self.unwrapped and _CLOSING.fullmatch(bare)):
            self._put("", "blank")
        else:
            self._block(line, bare, indent)

    def _block(self, line: str, bare: str, indent: int) -> None:
        """A line that is neither in code nor in HTML nor empty."""
        inside = sum(column <= indent for column, _ in self.open)
        further = indent - (self.open[inside - 1][0] if inside else 0)
        item = None if _RULE.match(bare) else _ITEM.match(bare)
        attributes = self.program == "jekyll" and (_ATTRIBUTES.fullmatch(bare) or _OPTIONS.fullmatch(bare))
        item = item if item and self._may_begin(item, inside, further) else None
        note = not inside and further < 4 and _NOTE.match(bare)
        starts = (
            item or attributes or note or _STARTS.match(bare) or (self.open[:1] == [_IN_NOTE] and _NAMED.match(bare))
        )
        if self.before == "quote" and (starts or self.made[-1].strip() == ">"):
            self._put("", "blank")  # else it would be a part of the quotation
        if self.before in ("text", "item", "quote") and inside < len(self.open) and not starts:
            self._text("    " * len(self.open), bare)  # it goes on where the line before was
            return
        closes = inside < len(self.open)
        goes_on = item and closes and self.open[inside][1] == item[1][-1]
        begins = not goes_on and (closes or self.before == "text") if item else closes and not attributes
        if (begins and self.before in ("text", "item")) or (inside < self.began and self.before != "blank"):
            self._put("", "blank")  # else it would be a part of what is before
        del self.open[inside:]
        lead = "    " * len(self.open)
        heading = self.before == "text" and bool(_UNDERLINE.fullmatch(bare))
        if further >= 4 and self.before in ("blank", "code"):
            self._put(lead + " " * further + bare, "code")
        elif (fence := _FENCE.match(bare)) and further < 4:
            self._open_fence(fence, indent)
        elif bare[0] == ">" and self.quotes < _DEEP:
            self._part_quote()
            self.quoted.append(bare)
        elif item:
            self._begin(item, bare, indent)
        elif further < 4 and (heading or _RULE.match(bare)):
            self._rule(lead, bare, heading)
        elif note:
            self._text(lead, bare)
            self.open.append(_IN_NOTE)
        elif attributes:
            self._attributes(bare, closes)
        elif (
            (tag := _HTML.match(bare))
            and (not self.open or self.before == "blank")
            and converter("sanitize").is_block_level(tag[1])
        ):
            self.tag, self.first = tag[1].lower(), len(self.made)
            self._markup(line)
            if self.program == "jekyll" and _MARKDOWN.match(bare):
                self._unwrap()
        else:
            self._text(lead if self.open or _HEADING.match(bare) else line[: len(line) - len(bare)], bare)

    def _text(self, lead: str, bare: str, kind: str = "text") -> None:
        """A line of a paragraph, a heading, or a row of a table: a heading has a space after its signs."""
        if bare.startswith("#"):
            bare = bare.rstrip() if _HEADING.match(bare) else "\\" + bare
        elif kind == "text" and self.open and (item := _ITEM.match(bare)) and item[1][-1] != ")":
            bare = f"{item[1][:-1]}\\{bare[item.end(1) - 1 :]}"  # it would begin a list
        elif bare.startswith("|") or (self.table and self.before != "blank"):
            bare = _SPAN.sub(lambda span: span[0].replace("\\|", "|"), bare)
        above = "".join(self.made[-2:-1])
        if _DELIMITERS.fullmatch(bare) and not self.open and self.before != "blank" and above and "|" not in above:
            self.made.insert(-1, "")  # a table that begins in a paragraph
        self.table = self.before != "blank" and (self.table or bool(_DELIMITERS.fullmatch(bare)))
        if self.program == "hexo" and kind == "text" and self.before in ("text", "item") and not self.table:
            self._break()
        self.level = len(self.open)
        if self.program == "jekyll" and bare.startswith("|") and not self._row(lead, bare):
            return
        self._put(lead + bare, {"#": "heading", "|": "table"}.get(bare[:1], "text") if kind == "text" else kind)

    def _rule(self, lead: str, bare: str, heading: bool) -> None:
        """A line that parts two texts, or makes a `heading` of the paragraph above, which is put in one line for it.

        (CommonMark 0.31.2, sections 4.1 and 4.3.)
        """
        if heading:
            lines = self.made[self.paragraph :]
            if self.program != "jekyll" and not self.open and not _NO_PARAGRAPH.match(lines[0].lstrip()):
                self.made[self.paragraph :] = [" ".join(line.strip() for line in lines)]
        elif self.before not in ("blank", "text", "item"):
            self._put("", "blank")
        self._put(lead + bare, "other")

    def _break(self) -> None:
        """Make the end of the last line seen, as Hexo's renderer does (its `breaks`), unless it is within a tag."""
        tag = _OPEN_TAG.search(self.cut + self.made[-1])
        self.cut = tag[0] + "\n" if tag and len(tag[0]) < _LONG_TAG else ""
        if not self.cut:
            self.made[-1] = self.made[-1].removesuffix("\\") + "  "

    def _row(self, lead: str, bare: str) -> bool:
        """Whether a row of a table is to be shown: kramdown's tables may have no head, and lines between their rows."""
        self.rows, self.headed = (self.rows + 1, self.headed) if self.before == "table" else (1, False)
        line = _LINE.fullmatch(bare)
        if line and (self.headed or self.rows == 1):
            return False
        if self.rows == 2 and not line:
            cells = "|" * max(2, bare.count("|"))
            self.made[-1:-1] = [lead + " ".join(cells), lead + "-".join(cells)]
        self.headed = self.headed or self.rows == 2
        return True

    def _may_begin(self, item: re.Match[str], inside: int, further: int) -> bool:
        """Whether an item may stand here: in the middle of a paragraph only the first one of a list may, if any."""
        kind = item[1][-1]
        if (kind == ")" and self.program == "jekyll") or (further >= 4 and self.before != "item"):
            return False
        beside = self.open[inside][1] if inside < len(self.open) else ""
        first = bool(item[2]) and item[1] in (*"-*+", "1.", "1)")
        return first or beside == kind or self.before not in ("text", "item")

    def _begin(self, item: re.Match[str], bare: str, indent: int) -> None:
        lead, column = "    " * len(self.open), indent + len(item[1]) + max(len(item[2]), 1)
        mark, words = item[1].replace(")", ".") + (item[2] or " "), bare[item.end() :]
        fence = _FENCE.match(words)
        if (fence or not words) and self.before != "blank":
            self._put("", "blank")  # else it would underline the item before
        self.open.append((column, item[1][-1]))
        self._text(lead + mark, "" if fence else words, "item")
        if fence:
            self._open_fence(fence, column)

    def _open_fence(self, fence: re.Match[str], indent: int) -> None:
        """In lists and quotations code has no fence for Python-Markdown, which takes it by its indentation.

        What follows a list in an item is taken for the inner item's if it is as far indented: so code is put there.
        """
        self.fence, self.margin = fence[1], indent
        self.nested = max(len(self.open), self.level) + 1 if self.open else bool(self.quotes)
        if not self.nested:
            self._put(fence[1] + fence[2].rstrip(), "code")
        elif self.before != "blank":
            self._put("", "blank")

    def _code(self, line: str, bare: str, indent: int) -> None:
        signs = bare.rstrip()
        inner = " " * max(indent - self.margin, 0) + bare if self.margin or self.nested else line
        if len(signs) >= len(self.fence) and signs == len(signs) * self.fence[0] and indent - self.margin < 4:
            self._put("" if self.nested else self.fence, "blank" if self.nested else "code")
            self.fence = ""
        else:
            self._put("    " * self.nested + inner if bare else "", "code")

    def _part_quote(self) -> None:
        """Part a quotation from what is before: from an item's text by an empty line, from another one by a comment."""
        if self.open and self.before in ("text", "item"):
            self._put("", "blank")
        elif not self.open and not self.quotes and self.before == "blank":
            above = next(filter(None, reversed(self.made)), "")
            if above.startswith(">"):
                self._put("<!-- -->", "other")
                self._put("", "blank")

    def _end_quote(self) -> None:
        """Write a quotation, which is a text of its own."""
        if self.quoted:
            lines, lead = [line[1:].removeprefix(" ") for line in self.quoted], "    " * len(self.open)
            self.quoted = []
            made, verbatim = _blocks(lines, self.program, self.quotes + 1)
            self.verbatim |= {len(self.made) + number for number in verbatim}
            for line in made.split("\n"):
                self._put(f"{lead}> {line}" if line else f"{lead}>", "quote")

    def _markup(self, line: str) -> None:
        """HTML lasts until its first element is closed."""
        self.depth += len(re.findall(rf"<{self.tag}(?=[\s/>]|$)", line, re.IGNORECASE))
        self.depth -= len(re.findall(rf"</{self.tag}\s*>|<{self.tag}\b[^<>]*/>", line, re.IGNORECASE))
        self.verbatim.add(len(self.made))
        self._put(line, "other" if line.strip() else "blank")
        if self.depth <= 0 or self.tag == "hr":
            self.tag, self.depth = "", 0

    def _ends_markup(self, bare: str) -> bool:
        """Whether a line is Markdown though an element is open: in CommonMark it is, after an empty line (4.6)."""
        wraps = self.program != "jekyll" and self.before == "blank" and _WRAPPER.fullmatch(f"<{self.tag}>")
        if not bare or bare[0] == "<" or not wraps:
            return False
        self._unwrap()
        return True

    def _unwrap(self) -> None:
        """Leave out what stands around Markdown: Python-Markdown would take all in it for HTML."""
        for number in range(self.first, len(self.made)):
            line = _HEAD.sub(lambda head: f"{int(head[1]) * '#'} {head[2]}", self.made[number].strip())
            self.made[number] = _WRAPPER.sub("", _SUMMARY.sub("**", line)).strip()
            self.verbatim.discard(number)
        self.tag, self.depth, self.unwrapped = "", 0, True
        self.before = "text" if self.made[-1] else "blank"

    def _attributes(self, bare: str, closes: bool) -> None:
        """Attributes of a block: kept where Python-Markdown knows whose they are."""
        if bare.removeprefix("{:").lstrip().startswith("toc") and self.before == "item":
            self.made[-1] = "[TOC]"
            self._put("", "blank")
        elif closes:
            return  # they are the whole list's
        elif self.made and _ATTRIBUTES.fullmatch(self.made[-1].lstrip()):
            self.made[-1] = self.made[-1].rstrip().removesuffix("}") + bare.removeprefix("{:")
        elif _OPTIONS.fullmatch(bare) or self.before not in ("heading", "text"):
            self._put("", "blank")
        elif self.before == "heading":
            self.made[-1] += f" {bare}"
            self._put("", "blank")
        else:
            self._put("    " * len(self.open) + bare, "text")

    def _put(self, line: str, kind: str) -> None:
        if kind == "blank":
            self.cut = ""
        if kind == "text" != self.before:
            self.paragraph = len(self.made)
        if self.before == "blank":
            self.began = len(self.open) - (kind == "item")
        if kind == "code":
            self.verbatim.add(len(self.made))
        self.made.append(line)
        self.before = kind
