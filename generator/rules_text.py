"""Rules over one text: what is missing, too long, left over, or shown otherwise than it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator import markup
from generator.converter import converter
from generator.prose import Finding, Text, folded, found, without_code_blocks

_PLACEHOLDER = re.compile(r"\b(?:FIXME|TODO|TK(?:TK)*)\b")
_SIGNIFICANT = re.compile(r"[^\W\d_][\w’'-]*")
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]]+)\]\[([^\[\]\n]*)\]")
_GAP = re.compile(r"(?<!\\)\[[^\[\]\n]+\] +\((?:https?://|/|\.\.?/)[^)\s]*\)")
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:", re.MULTILINE)
_FOOTNOTE = re.compile(r"(?<!\\)\[(\^[^\[\]\s]+)\](?!:)")
_ITEM = re.compile(r"( *)(?:[-*+]|\d+\.)[ \t]+\S")
_START = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})$")
_APART = re.compile(r" {0,3}(?:#|<|\||\[\^?[^\]]+\]:|:[ \t]|\*\[)|[ \t]{4}")
_INDENTED_FENCE = re.compile(r"(?:[ \t]+|(?: {0,3}> ?)+[ \t]*)(`{3,}|~{3,})(?!.*`)")
_HASH = re.compile(r"^(?: {0,3}> ?)*((#{1,6})[^\s#]\S{0,30})", re.MULTILINE)
_QUOTED = re.compile(r"^(?: {0,3}> ?)+")
_HTML = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>")
_SCHEME = re.compile(
    r"\]\(\s*<?([a-zA-Z][a-zA-Z0-9+.-]*):|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*<?([a-zA-Z][a-zA-Z0-9+.-]*):(?=\S)"
    r"|<([fF][tT][pP][sS]?):|<(?:a|img)\s[^<>]*?(?:href|src)\s*=\s*[\"']?([a-zA-Z][a-zA-Z0-9+.-]*):",
    re.MULTILINE,
)
"""The scheme of an address: of a link, of one defined by a label, of one between angle brackets, of one in HTML."""
_IMAGE = re.compile(r"(?<!\\)!\[\s*\](?=[(\[])")
_IMG = re.compile(r"<img\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_ALT = re.compile(r"\salt\s*=", re.IGNORECASE)
_ELEMENT = re.compile(r"^ {0,3}<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])", re.MULTILINE)
_TYPED = re.compile(
    r"^[ \t]*(?:(?:[-*+]|\d{1,9}\.)[ \t]+(?=[^\s>])|#{1,6}[ \t]+(?=[^\s<>]))"
    r"|^[ \t]*\|(?=.*\|[ \t]*$)|(?<![\\*\w])\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*)|(?<!\\)!?\[[^\[\]\n]*\]\([^()\s]+\)",
    re.MULTILINE,
)
"""What is Markdown for certain: the mark of an item or a heading, a row of a table, strong words, a link."""
_WRITTEN = re.compile(r"(?:(?<=\()|(?<=<)|(?<=[\"'])|(?<=\]: )|(?<=\]:))https?://[^\s<>\"')]+")
_DOUBLE, _SINGLE = (re.compile('["“”„]'), re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])"))


_IN_WORDS = "write HTML there (<strong>, <ul>, <a href>), or take <{}> and what closes it away"


def missing_source(text: Text) -> Iterator[Finding]:
    """A brief says where its news came from."""
    written = [node.value for name in ("source", "source_url") if (node := text.nodes.get(name))]
    if text.brief.kind == "brief" and not text.brief.sources and not any(written):  # a build tells what is wrong there
        mend = "add 'source:' with a name and a url"
        yield Finding(1, 1, "the brief names no source", mend)


def empty_text(text: Text) -> Iterator[Finding]:
    """A brief says something: comments are no text, a picture is."""
    if text.brief.kind == "brief" and not re.sub(r"<!--.*?-->", "", text.body, flags=re.DOTALL).strip():
        yield Finding(text.first, 1, "the brief has no text", "write it below the front matter, or make it a draft")


def missing_summary(text: Text) -> Iterator[Finding]:
    """A brief has a summary of its own."""
    if text.brief.kind == "brief" and "summary" not in text.nodes:
        yield Finding(1, 1, "the brief has no summary of its own", "add 'summary: ...', a sentence or two")


def _long(text: Text, field: str, limit: int) -> Iterator[Finding]:
    node = text.nodes.get(field)
    length = len(" ".join(node.value.split())) if node and isinstance(node.value, str) else 0
    if node and limit and length > limit:
        mend = f"shorten it to {limit}, or raise '{field}-length' in [check] of briefing.toml"
        yield Finding(node.line, node.column, f"the {field} has {length} characters", mend)


def long_title(text: Text) -> Iterator[Finding]:
    """A title is at most `title-length` characters long."""
    yield from _long(text, "title", text.check.title_length)


def long_summary(text: Text) -> Iterator[Finding]:
    """A summary is at most `summary-length` characters long."""
    yield from _long(text, "summary", text.check.summary_length)


def placeholder(text: Text) -> Iterator[Finding]:
    """No TK (journalists' "to come"), TODO or FIXME is left."""
    for at, match in found(text, _PLACEHOLDER):
        yield Finding(*at, f"'{match[0]}' is still here", "write what it stands for, or make the brief a draft")


def title_case(text: Text) -> Iterator[Finding]:
    """Titles are in the house's style. Names have capitals in both, so only a clear case is told."""
    node, style = text.nodes.get("title"), text.check.title_case
    if style == "off" or not node or not isinstance(node.value, str):
        return
    words = [word for word in _SIGNIFICANT.findall(node.value)[1:] if len(word) > 3 and not word.isupper()]
    low = [word for word in words if word.islower()]
    if style == "title" and low:
        at = text.within(node, low[0])
        yield Finding(*at, f"'{low[0]}' begins small in a title", f"write '{low[0].capitalize()}'")
    if style == "sentence" and len(words) > 3 and len(low) * 5 < len(words):
        mend = "write it as a sentence: capitals for the first word and for names"
        yield Finding(node.line, node.column, "the title has capitals throughout", mend)


def mixed_quotes(text: Text) -> Iterator[Finding]:
    """Quotation marks and apostrophes are all curly or all straight."""
    for name, pattern, straight in (("quotation mark", _DOUBLE, '"'), ("apostrophe", _SINGLE, "'")):
        seen = list(found(text, pattern))
        odd = [at for at, match in seen if match[0] == straight]
        if odd and len(odd) < len(seen):
            others = [at for at, match in seen if match[0] != straight]
            curly = len(odd) <= len(others)
            kind, mend = ("straight", "curly") if curly else ("curly", "straight")
            what = f"this {name} is {kind}, others of this text are {mend}"
            yield Finding(*min(odd if curly else others), what, f"use {mend} ones throughout")


def unrendered_link(text: Text) -> Iterator[Finding]:
    """What looks like a link or a footnote is one: Python-Markdown leaves it as typed if its label is not defined."""
    named = {match.start(): text.body[slice(*match.span(1))] for match in _DEFINED.finditer(text.code)}
    labels = set(map(folded, named.values()))
    for at, label in named.items():
        if "`" in label:
            bare = label.replace("`", "")
            what = f"'[{label}]:' has code in its name, by which no link finds it, so readers see the brackets"
            yield Finding(*text.at(at), what, f"write '[{bare}]:' here, and [{label}][{bare}] in the text")
    for match in _REFERENCE.finditer(text.code):
        label = text.body[slice(*match.span(2 if match[2] else 1))]
        if folded(label) not in labels and not label.startswith("^"):
            what = f"'[{label}]' is nowhere defined, so readers see the brackets"
            bare = label.replace("`", "")
            known = bare != label and folded(bare) in labels
            mend = f"write [text][{bare}]" if known else f"add a line '[{bare}]: https://...', or write [text](address)"
            yield Finding(*text.at(match.start()), what, mend)
    for match in _FOOTNOTE.finditer(text.code):
        if folded(match[1]) not in labels:
            what = f"the footnote '[{match[1]}]' is nowhere defined, so readers see the brackets"
            yield Finding(*text.at(match.start()), what, f"add a line '[{match[1]}]: ...'")
    for match in _GAP.finditer(text.code):
        what = "a space stands between a link's text and its address, so readers see both"
        yield Finding(*text.at(match.start()), what, "remove the space")


def _lines(text: Text) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers, those of code empty: code within a line is seen as it was typed."""
    pairs = zip(text.code.split("\n"), text.body.split("\n"), strict=True)
    for number, (code, body) in enumerate(pairs, text.first):
        yield number, body if code[: len(body) - len(body.lstrip()) + 1].strip() else code


def list_blank_line(text: Text) -> Iterator[Finding]:
    """A list has an empty line before it: Python-Markdown takes it for part of the paragraph else."""
    begins, paragraph = True, False
    for number, line in _lines(text):
        bare = _QUOTED.sub("", line)
        if not bare.strip() or _APART.match(bare) or _RULE.match(bare):
            begins, paragraph = not bare.strip() or bare.lstrip().startswith("#"), False
        elif paragraph and _START.match(bare):
            what = "a list begins right after a paragraph, so it is shown as part of it"
            yield Finding(number, len(line) - len(bare.lstrip()) + 1, what, "put an empty line before it")
            paragraph = False
        elif begins:
            begins, paragraph = False, not _ITEM.match(bare)


def shallow_nesting(text: Text) -> Iterator[Finding]:
    """What belongs to an item of a list is indented by four: Python-Markdown puts it elsewhere else."""
    above: list[int] = []
    told: set[int] = set()
    base, empty = 0, False
    for number, line in _lines(text):
        wide, column = line.expandtabs(4), len(line) - len(line.lstrip()) + 1
        item, indent = _ITEM.match(wide), len(wide) - len(wide.lstrip())
        if item and (above or indent < 4):
            base = base if above else indent
            while above and above[-1] + 1 >= indent:
                above.pop()
            told = told if above else set()  # each depth is told once for each item of the outermost list
            if above and (indent - base) // 4 != len(above) and indent not in told:
                told.add(indent)
                what = f"this list in a list is indented by {indent}, so it is shown on another level"
                yield Finding(number, column, what, f"indent it by {base + 4 * len(above)} spaces")
            above.append(indent)
        elif line.strip() and empty and not item:
            if above and base < indent < 4 and not told and not _DEFINED.match(line):
                what = f"this paragraph is indented by {indent}, so it ends the list instead of going on in it"
                yield Finding(number, column, what, "indent it by 4 spaces, or by none")
            above = above if indent >= 4 else []
        empty = not line.strip()


def indented_fence(text: Text) -> Iterator[Finding]:
    """A fence of code stands at the left margin: Python-Markdown reads it nowhere else, in no list and no quotation."""
    opened = ""
    for number, line in enumerate(without_code_blocks(text.body).split("\n"), text.first):
        fence = _INDENTED_FENCE.match(line)
        if fence and not opened:
            what = "a fence makes code at the left margin alone, so readers see this one as words"
            mend = "put it there; in a list or a quotation, indent the code by four more instead, after an empty line"
            yield Finding(number, fence.start(1) + 1, what, mend)
        if fence and (not opened or fence[1].startswith(opened)):
            opened = "" if opened else fence[1]


def heading_space(text: Text) -> Iterator[Finding]:
    """A space follows the signs of a heading: without one, a word like #this at a line's start becomes a heading."""
    for match in _HASH.finditer(text.code):
        what = f"'{match[1]}' at the start of a line makes it a heading"
        mend = f"write a space after the {'#' * len(match[2])}, or a backslash before, if it is none"
        yield Finding(*text.at(match.start(1)), what, mend)


def left_out(text: Text) -> Iterator[Finding]:
    """A text holds no HTML and no address that pages do not carry: what readers would miss is told."""
    seen = set[str]()
    closed = markup.closings(text.code) if "<" in text.code else {}
    for match in _HTML.finditer(text.code) if text.raw_html == "sanitize" else ():
        name = match[1].lower()
        typed = name not in markup.LEFT_OUT and closed.get(name, -1) < match.start()  # it stands as it was typed
        if name not in seen and name not in markup.TAGS and not typed:
            seen.add(name)
            what = f"'<{match[1]}>' is no HTML that a text may hold, so it is left out"
            mend = "say it in Markdown, or link to what it shows; a plain < is written &lt;"
            yield Finding(*text.at(match.start()), what, mend)
    for match in _SCHEME.finditer(text.code) if text.raw_html != "trust" else ():
        scheme = next(filter(None, match.groups()))
        if scheme.lower() not in markup.SCHEMES:
            what = f"an address that begins with '{scheme}:' is left out"
            mend = "use one that begins with https:, http:, mailto: or tel:"
            yield Finding(*text.at(match.start(match.lastindex or 0)), what, mend)


def markdown_in_html(text: Text) -> Iterator[Finding]:
    """Within an element of HTML all is HTML: Python-Markdown reads no Markdown there, CommonMark does at times."""
    end = 0
    for element in _ELEMENT.finditer(text.code) if text.raw_html != "escape" else ():
        name = element[1].lower()
        if element.start() < end or not converter("sanitize").is_block_level(name):
            continue
        end = _closed(text.code, element.start(), name)
        typed = _TYPED.search(text.code, element.end(), end)
        if typed:
            sign = " ".join(typed[0].split())
            what = f"'{sign}' stands in HTML, where no Markdown is read, so readers see it as typed"
            yield Finding(*text.at(typed.end() - len(typed[0].lstrip())), what, _IN_WORDS.format(name))


def _closed(code: str, start: int, name: str) -> int:
    """Where an element that begins at `start` ends; the end of the text if nothing closes it."""
    depth = 0
    tags = re.compile(rf"<(/?){name}(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>", re.IGNORECASE)
    for tag in tags.finditer(code, start):
        depth += -1 if tag[1] else not tag[0].endswith("/>") and name != "hr"
        if depth <= 0:
            return tag.end()
    return len(code)


def missing_alt(text: Text) -> Iterator[Finding]:
    """A picture says what it shows (WCAG 2.2, 1.1.1); one that only adorns has alt="" in HTML."""
    mend = "write what it shows: ![The bridge at dawn](bridge.jpg)"
    for match in _IMAGE.finditer(text.code):
        yield Finding(*text.at(match.start()), "the picture has no alternative text", mend)
    for match in _IMG.finditer(text.code):
        if not _ALT.search(match[0]):
            mend = 'add alt="what it shows", or alt="" if it only adorns'
            yield Finding(*text.at(match.start()), "the picture has no alternative text", mend)
    image = text.nodes.get("image")
    if image and "image_alt" not in text.nodes:
        mend = "add 'image_alt: ...', what it shows"
        yield Finding(image.line, image.column, "the lead picture has no alternative text", mend)


def absolute_own_link(text: Text) -> Iterator[Finding]:
    """Links inside the site do not name its domain: they would leave a preview, and break when it moves."""
    own = urlsplit(text.base_url)
    host = (own.hostname or "").removeprefix("www.")
    for match in _WRITTEN.finditer(text.code):
        try:
            parts = urlsplit(match[0])
            same = (parts.hostname or "").removeprefix("www.") == host
        except ValueError:
            continue
        path = parts.path or "/"
        if same and (path + "/").startswith(own.path):
            inside = "/" + path.removeprefix(own.path.rstrip("/")).lstrip("/")
            inside += f"#{parts.fragment}" if parts.fragment else ""
            mend = f"write '{inside}', or link to the brief's file"
            yield Finding(*text.at(match.start()), f"'{match[0]}' leads to this very site", mend)
