"""A document as rules see it: its source with exact places, its prose without code and addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator import fields, header, markup, toil
from generator.config import Config
from generator.errors import place
from generator.header import Node
from generator.levels import Check
from generator.model import Brief

HIDDEN = "\x01"
"""Stands for a sign of code where blanks tell something; no text that is parsed or imported can hold it."""
_FENCED = re.compile(r"^(`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_VERBATIM = re.compile(r"<!--|<(pre|code|script|style|kbd|samp)\b[^>]*>", re.IGNORECASE)
_VERBATIM_BLOCK = re.compile(r"^ {0,3}(?:<!--|<(pre|script|style)\b[^>]*>)", re.IGNORECASE | re.MULTILINE)
"""Where HTML begins that is not read: in a line, and at its start, where not even backticks are code."""
_TICKS = re.compile(r"`+|\n(?=[ \t]*\n)")
"""Runs of backticks, and ends of paragraphs, which no code span passes."""
_CONTAINER = re.compile(r" {0,3}(?:[-*+][ \t]|\d+\.[ \t]|\[\^[^\]]+\]:|:[ \t])")
_ADDRESS = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
    r"|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$"
    r"|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|https?://[^\s<>]+|\{:[^{}\n]*\}",
    re.MULTILINE,
)


class Finding(NamedTuple):
    """What a rule found: where (from 1), what is wrong, what to do."""

    line: int
    column: int
    what: str
    mend: str = ""


class Text(NamedTuple):
    """One document: its brief, its lines, its front matter by field, and the text after it.

    `code` is the text with code blanked out (of verbatim HTML all but its first tag), `words` with addresses and tags
    blanked out too: both are as long as `body`, so that a place in one is a place in all.
    """

    brief: Brief
    lines: tuple[str, ...]
    nodes: Mapping[str, Node]
    body: str
    first: int
    code: str
    words: str
    check: Check
    base_url: str
    language: str
    raw_html: str

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset` of the body."""
        return place(self.body, offset, self.first)

    def within(self, node: Node, needle: str) -> tuple[int, int]:
        """Line and column where `needle` stands in a value of the front matter; else where the value begins."""
        return place_of(needle, self.lines, (node.line, node.column), 20)


def place_of(needle: str, lines: Sequence[str], at: tuple[int, int], most: int) -> tuple[int, int]:
    """Line and column of `needle` in `most` lines from the place `at` on; that place if it isn't there."""
    for number in range(at[0], min(at[0] + most, len(lines) + 1)):
        found = lines[number - 1].find(needle, at[1] - 1 if number == at[0] else 0)
        if found >= 0:
            return number, found + 1
    return at


def text(data: bytes, brief: Brief, config: Config) -> Text | None:
    """A document as rules see it; None for one that could not be read, or not in time, which a build tells."""
    try:
        source = normal(data)
        head = header.read(source)
    except UnicodeDecodeError:
        return None
    except header.BadHeader as error:
        if not error.lenient:
            return None
        head = error.lenient
    if toil.too_dense(head.body) is not None:
        return None
    nodes: dict[str, Node] = {}
    for key, node in head.nodes.items():
        name = fields.SPELLINGS.get(key.lower())
        if name and node.value is not None:
            nodes.setdefault(name, node)
    code = without_code(head.body)
    words = _ADDRESS.sub(lambda match: blanked(match[0]), code)
    lines = tuple(source.split("\n"))
    language, raw_html = brief.lang or config.language, config.markup.raw_html
    texts = (head.body, head.body_line, code, words)
    return Text(brief, lines, nodes, *texts, config.check, config.base_url, language, raw_html)


def normal(data: bytes) -> str:
    """A file's text as `parse` reads it. Raises UnicodeDecodeError."""
    found = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return markup.without_controls(found)


def without_code(body: str, sign: str = " ") -> str:
    """A Markdown text in which `sign` stands for each sign of code, of comments and of what is verbatim HTML."""
    made = without_code_blocks(body, sign)
    made = _without(made, _spans(made), sign)
    return _without(made, _raw(made, _VERBATIM), sign)


def without_code_blocks(body: str, sign: str = " ") -> str:
    """A Markdown text in which `sign` stands for each sign of code, comments and verbatim HTML of whole lines."""
    made = _FENCED.sub(lambda match: blanked(match[0], sign), body)
    return _indented(_without(made, _raw(made, _VERBATIM_BLOCK), sign), sign)


def _without(body: str, spans: Iterable[tuple[int, int]], sign: str) -> str:
    """A text in which `sign` stands for each sign of the spans, which are in order."""
    kept, last = [], 0
    for start, end in spans:
        kept += [body[last:start], blanked(body[start:end], sign)]
        last = end
    return "".join([*kept, body[last:]])


def _raw(body: str, begins: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where comments and what is verbatim HTML begin and end; of the latter, the tags stay."""
    unclosed, at = set[str](), 0
    while opening := begins.search(body, at):
        tag, at = (opening[1] or "").lower(), opening.end()
        closing = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE)
        end = None if tag in unclosed else closing.search(body, at)
        if end:
            yield (at, end.start()) if tag else (opening.start(), end.end())
            at = end.end()
        else:
            unclosed.add(tag)  # nor is any that begins later
            at = opening.start() + 1


def _spans(body: str) -> Iterator[tuple[int, int]]:
    """Where the code spans of a text begin and end: at runs of equally many backticks in one paragraph."""
    runs: list[tuple[int, tuple[int, int]]] = []
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    paragraph = last = 0
    for match in _TICKS.finditer(body):
        kind = (paragraph, len(match[0]))
        if match[0] == "\n":
            paragraph += 1
        else:
            runs.append((match.start(), kind))
            alike[kind].append(match.start())
    for start, kind in runs:
        closing = bisect_right(alike[kind], start)
        if start >= last and body[start - 1 : start] != "\\" and closing < len(alike[kind]):
            last = alike[kind][closing] + kind[1]
            yield start, last


def _indented(body: str, sign: str) -> str:
    """Lines indented by four after an empty one are code, unless they belong to a list or a footnote."""
    made = []
    empty, inside, code = True, False, False
    for line in body.split("\n"):
        indented = line.startswith(("    ", "\t"))
        if not line.strip(f" \t{sign}"):
            empty = True
        elif indented and (code or empty) and not inside:
            line, code, empty = sign * len(line), True, False
        else:
            inside = bool(_CONTAINER.match(line)) or (inside and (indented or not empty))
            empty = code = False
        made.append(line)
    return "\n".join(made)


def parts(text: Text) -> Iterator[tuple[str, Node | None]]:
    """The texts that readers see: values of the front matter with their nodes, and the body's words with None."""
    nodes = [text.nodes.get(name) for name in ("title", "summary", "image_alt")]
    corrections = text.nodes.get("corrections")
    items = corrections.value if corrections and isinstance(corrections.value, list) else ()
    nodes += [item.value.get("text") for item in items if isinstance(item.value, dict)]
    yield from ((node.value, node) for node in nodes if node and isinstance(node.value, str))
    yield text.words, None


def found(text: Text, pattern: re.Pattern[str]) -> Iterator[tuple[tuple[int, int], re.Match[str]]]:
    """Each match of `pattern` in what readers see, with its place."""
    for part, node in parts(text):
        for match in pattern.finditer(part):
            yield text.within(node, match[0]) if node else text.at(match.start()), match


def folded(label: str) -> str:
    """A link's name as others are compared with it (CommonMark 0.31.2, section 4.7)."""
    return " ".join(label.casefold().split())


def blanked(text: str, sign: str = " ") -> str:
    """A text of the same lines in which `sign` stands for each sign."""
    return re.sub(r"[^\n]", sign, text)
