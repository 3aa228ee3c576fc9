"""Reading other programs' documents: front matter of any kind, however broken, without ever giving up."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from generator import header, loose_html, markup
from generator.errors import place
from generator.header import Node

_FENCED = re.compile(r"\s*(-{3,}|\+{3,})[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(
    r"\s*(?:-{3,}|\+{3,})[ \t]*\n"
    r"((?:(?:[A-Za-z_][\w .-]{0,60}?[ \t]{0,9}[:=](?:[ \t].*)?|[ \t]*[-#].*)(?:\n|\Z))*)\n?"
)
"""Front matter that nothing closes ends where its fields do."""
_UNPARTED = re.compile(
    r"(?=(?:.+\n)*?title[ \t]*:)(?>(?:[A-Za-z][\w -]{0,60}:.*\n(?:[ \t]+\S.*\n)*)+)(?=.)", re.IGNORECASE
)  # an atomic group: before Python 3.11.5, possessive ones take too much (python/cpython#106052)
"""`Title:` headers that no empty line parts from the text, which begins where they end (Python-Markdown, Meta-Data)."""
_FENCED_JSON = re.compile(r"\s*(---[ \t]*json|;;;)[ \t]*\n(.*?)\n(?:---|;;;)[ \t]*(?=\n|\Z)", re.DOTALL)
"""JSON between lines, as Eleventy has it, or as Hexo does, without its braces."""
_HALF_FENCED = re.compile(
    r"(?>(?:[A-Za-z_][\w .-]{0,60}[ \t]{0,9}:(?:[ \t].*)?\n(?:(?:[ \t]+\S|-[ \t]).*\n)*)+)(?=-{3,}[ \t]*(?:\n|\Z))"
)
"""YAML that a line ends and none begins, as Hexo has it."""
_PAIR = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]{0,9}[:=](?:[ \t]+|$)(.*)")
_AT_BEST = "read as well as can be"
_UNCLOSED = re.compile(r"""^(["'])((?:(?!\1).)+)$""")
_BLOCK = re.compile(r"[|>][+-]?\d?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")


class Note(NamedTuple):
    """Something that could not be taken over as it was: where, a code, what, and what became of it."""

    line: int
    column: int
    code: str
    what: str
    mend: str = ""


class Loose(NamedTuple):
    """A document as far as it can be read: nodes by key (in lower case), the text, its first line, and notes."""

    nodes: dict[str, Node]
    body: str
    body_line: int
    notes: tuple[Note, ...] = ()
    fenced: bool = False


def read(data: bytes) -> Loose:
    """The front matter and text of a file. Never raises: what can't be read is noted."""
    text, notes = decode(data)
    if between := _FENCED_JSON.match(text):  # an empty line stands for each of the two, so that places stay
        inner = between[2] if between[1] != ";;;" else f"{{{between[2]}}}"
        text = "\n" * between[0].count("\n", 0, between.start(2)) + inner + "\n" + text[between.end() :]
    start = text.lstrip()
    fenced = start.startswith(("---", "+++"))
    if re.match(r"\{(?![%{#])", start):
        found = _json(text)
        if isinstance(found, Loose):
            return found._replace(notes=(*notes, *found.notes), fenced=True)
        notes += [found] if found else []
    if page := loose_html.read(text):
        return Loose(*page, tuple(notes))
    line = 1
    if _HALF_FENCED.match(text):
        text, line, fenced = f"---\n{text}", 0, True
    unparted = _UNPARTED.match(text)
    try:
        head = header.read(f"{unparted[0]}\n{text[unparted.end() :]}" if unparted else text, line)
        head = head._replace(body_line=head.body_line - bool(unparted))
        return Loose(_lowered(head.nodes), head.body.lstrip("\n"), _line(head), tuple(notes), fenced)
    except header.BadHeader as error:
        twice = "the last one counts" if error.lenient else _AT_BEST
        mends = {"duplicate-key": twice, "yaml-feature": "its text was written" if error.lenient else _AT_BEST}
        for fault in error.faults:
            notes.append(Note(fault.line, fault.column, fault.code, fault.what, mends.get(fault.code, _AT_BEST)))
        if rest := error.lenient:
            return Loose(_lowered(rest.nodes), rest.body.lstrip("\n"), _line(rest), tuple(notes), fenced)
    return _by_lines(text, notes, line)


def decode(data: bytes) -> tuple[str, list[Note]]:
    """A file's text, whatever its encoding: UTF-8, else UTF-16 by its mark, else Windows' Latin letters."""
    notes = []
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        notes.append(Note(1, 1, "not-utf-8", "the file is not UTF-8", "read as Windows-1252; look at its letters"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        notes.append(Note(1, 1, "not-utf-8", "the file is in UTF-16", "written as UTF-8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = markup.without_controls(text.replace("\0", ""))
    if len(clean) < len(text):
        first = next((at for at, (old, new) in enumerate(zip(text, clean, strict=False)) if old != new), len(clean))
        what = f"there are control characters in it ({len(text) - len(clean)}), here U+{ord(text[first]):04X}"
        notes.append(Note(*place(text, first), "nul-byte" if text[first] == "\0" else "control-sign", what, "left out"))
    return clean.encode(errors="replace").decode(), notes


def node(value: Any, line: int = 1) -> Node:
    """Plain data, as JSON or TOML have it, as a node."""
    if isinstance(value, dict):
        return Node({str(key): node(item, line) for key, item in value.items()}, line, 1, False, (line, 1))
    if isinstance(value, list):
        return Node([node(item, line) for item in value], line, 1, False, (line, 1))
    if isinstance(value, bool):
        value = "true" if value else "false"
    quoted = isinstance(value, str) and value not in ("true", "false")
    return Node(None if value is None else str(value), line, 1, not quoted, (line, 1))


def _line(head: header.Header) -> int:
    return head.body_line + len(head.body) - len(head.body.lstrip("\n"))


def _lowered(nodes: dict[str, Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key, value in nodes.items():
        found.setdefault(key.strip().lower(), value)
    return found


def _json(text: str) -> Loose | Note | None:
    """JSON front matter, as Hugo has it; a note if it is broken, None if it is none."""
    start = len(text) - len(text.lstrip())
    try:
        data, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        what = f"the front matter in JSON can't be read: {error.msg[0].lower()}{error.msg[1:]}"
        mend = "left as it is, at the beginning of the text; mend it, and import the file again"
        return Note(error.lineno, error.colno, "front-matter-syntax", what, mend) if text[start:].count('":') else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    body = text[end:]
    line = 1 + text.count("\n", 0, end + len(body) - len(body.lstrip("\n")))
    return Loose(_lowered(node(data, 1 + text.count("\n", 0, start)).value), body.lstrip("\n"), line)


def _by_lines(text: str, notes: list[Note], line: int) -> Loose:
    """`key: value` lines, taken one by one from front matter that is no YAML, TOML or JSON as a whole.

    The text begins at `line`.
    """
    block = _FENCED.match(text) or _OPEN.match(text)
    inner, at = (block[block.lastindex or 1], block.start(block.lastindex or 1)) if block else ("", 0)
    end = block.end() if block else 0
    nodes: dict[str, Node] = {}
    unread: list[Node] = []
    last = ""
    for number, said in enumerate(inner.split("\n"), line + text.count("\n", 0, at)):
        pair, item = _PAIR.fullmatch(said.rstrip()), _ITEM.fullmatch(said.rstrip())
        if item and last and not isinstance(nodes[last].value, str):
            items = [*(nodes[last].value or []), Node(_unquoted(item[1]), number, 1, True)]
            nodes[last] = nodes[last]._replace(value=items)
        elif pair:
            last = pair[1].lower()
            if last in nodes:
                notes.append(Note(number, 1, "duplicate-key", f"'{last}' is said twice", "the last one counts"))
            nodes[last] = _value(pair[2], number)
        elif said[:1].isspace() and said.strip() and last and (more := _continued(nodes[last], said.strip())):
            nodes[last] = more
        elif said.strip() and not said.lstrip().startswith("#"):
            what = f"'{said.strip()[:60]}' is no field"
            notes.append(Note(number, 1, "front-matter-syntax", what, "moved below 'extra', as 'unread'"))
            unread.append(Node(said.strip(), number, 1))
    for key, read in nodes.items():
        if isinstance(read.value, str):
            nodes[key] = read._replace(value=_UNCLOSED.sub(r"\2", read.value))
    if unread:
        nodes["unread"] = Node(unread, unread[0].line, 1)
    body = text[end:]
    first = line + text.count("\n", 0, end + len(body) - len(body.lstrip("\n")))
    return Loose(nodes, body.lstrip("\n"), first, tuple(notes), True)


def _value(text: str, line: int) -> Node:
    at = (line, 1)
    flow = re.fullmatch(r"\[(?:(.*)\]\s*(?:#.*)?|([^\]]*))", text.strip())  # which nothing may close
    if flow:
        parts = [_unquoted(part) for part in (flow[1] or flow[2] or "").split(",")]
        return Node([Node(part, line, 1, True) for part in parts if part], line, 1, False, at)
    return Node(_unquoted(text) or None, line, 1, True, at)


def _continued(begun: Node, text: str) -> Node | None:
    """A value with the text of an indented line after it; None if that is not what the line is."""
    if isinstance(begun.value, str):
        return begun._replace(value=_unquoted(f"{'' if _BLOCK.fullmatch(begun.value) else begun.value} {text}"))
    if isinstance(begun.value, list) and not _PAIR.fullmatch(text):
        return begun._replace(value=[*begun.value, *_value(f"[{text}", begun.line).value])
    return None


def _unquoted(text: str) -> str:
    text = text.strip()
    quoted = re.fullmatch(r"""(["'])(.*)\1\s*(?:#.*)?""", text)
    return quoted[2] if quoted else re.sub(r"(?:^|(?<=\s))#\s.*$", "", text).strip()
