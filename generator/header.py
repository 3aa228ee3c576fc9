"""Front matter to nodes: every value as it was written, with its place in the writer's file.

YAML is read by python-frontmatter with a handler that composes PyYAML's C events into nodes, so that
no scalar is ever guessed at (`NO`, `12:30` and `0123` stay texts) and every mark is kept. TOML and
Pelican-style headers come in through handlers of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, cast

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from generator import tomlfile, yaml_faults
from generator.errors import place

try:
    from yaml import CSafeLoader as Loader

    FAST_YAML = True
except ImportError:  # the wheel for this machine was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

    FAST_YAML = False

_DEPTH = 20
"""How deep front matter may nest; the deepest documented key needs three levels."""
_TEXT = ("!", "tag:yaml.org,2002:str")
"""Tags that say that a value is a text, as all values are here (YAML 1.1, section 3.3.2)."""
_SHORT = 50  # texts of a list that an alias may stand for
_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""What YAML takes for a line's end and no editor does: it comes with texts that are pasted from elsewhere."""
_KEY = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:(?=\s)", re.MULTILINE)
_FIELDS = 100
"""Of front matter that is no YAML as a whole, so many fields are read by themselves."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Node(NamedTuple):
    """One value: a text, None, a list of nodes, or a dict of nodes by key; and where it stands (from 1).

    `plain` is true of a text that stood without quotes, `at` is where its key stands.
    """

    value: Any
    line: int
    column: int
    plain: bool = False
    at: tuple[int, int] = (1, 1)


class Fault(NamedTuple):
    """What is wrong with a header, before it is known whose: place, code, what is wrong, what to do."""

    line: int
    column: int
    code: str
    what: str
    mend: str


class BadHeader(Exception):
    """Front matter that can't be read; carries all faults found.

    Where it can be told all the same what is meant (of keys that are said twice the last, for an alias its text),
    `nodes` has that, and `lenient` the whole document; else `parts` has the fields that can be read by themselves.
    """

    def __init__(
        self, *faults: Fault, nodes: dict[str, Node] | None = None, parts: dict[str, Node] | None = None
    ) -> None:
        super().__init__(faults)
        self.faults, self.nodes, self.parts = faults, nodes, parts or {}
        self.lenient: Header | None = None


class Header(NamedTuple):
    """Nodes by key, the text after the front matter, and the line that text starts on."""

    nodes: dict[str, Node]
    body: str
    body_line: int


def read(text: str, line: int = 1) -> Header:
    """Split a document, which begins at `line`, into front matter and text.

    A document without front matter has no nodes. Raises BadHeader.
    """
    start = text[: len(text) - len(text.lstrip())]
    first = line + start.count("\n")
    for kind in (Yaml, Toml, Headers):
        handler = kind(first)
        if handler.detect(text.lstrip()):
            try:
                metadata, _ = frontmatter.parse(text, handler=handler)
            except BadHeader as error:
                if error.nodes is not None:
                    error.lenient = Header(error.nodes, handler.body, handler.body_line)
                raise
            return Header(cast(dict[str, Node], metadata), handler.body, handler.body_line)
    return Header({}, text, 1)


class _Handler(BaseHandler):
    """A python-frontmatter handler that remembers where the parts of its document stand."""

    fence = ""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.line = first_line + 1
        self.body, self.body_line = "", 1

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and the text after it. Raises BadHeader if nothing closes the front matter."""
        fences = cast(re.Pattern[str], self.FM_BOUNDARY).finditer(text)
        opening, closing = next(fences, None), next(fences, None)
        if opening is None or closing is None:
            mend = f"add a line {self.fence} after it"
            if re.search(rf"^[ \t]+{re.escape(self.fence)}", text, re.MULTILINE):
                mend = f"begin each line {self.fence} at the left margin"
            raise BadHeader(Fault(self.line - 1, 1, "unclosed-front-matter", "the front matter is not closed", mend))
        self.body = text[closing.end() + 1 :]
        self.body_line = self.line - 1 + text.count("\n", 0, closing.end()) + 1
        return text[opening.end() + 1 : closing.start()], self.body

    def syntax(self, line: int, column: int, what: str, mend: str) -> BadHeader:
        """A syntax error at a place that counts from 1 within the front matter."""
        return BadHeader(Fault(self.line + line - 1, column, "front-matter-syntax", what, mend))


class Yaml(_Handler):
    """YAML between lines of `---`."""

    FM_BOUNDARY: re.Pattern[str] = re.compile(r"^(?:-{3,}|(?<!\A)\.\.\.)[ \t]*$", re.MULTILINE)
    fence = "---"

    def load(self, fm: str) -> dict[str, Node]:
        """Nodes by key. Raises BadHeader for what is no mapping, and for anchors, aliases and tags."""
        try:
            root = self._compose(fm := fm.translate(_BREAKS))
        except BadHeader as error:
            raise self._apart(fm, error) from None
        if self.faults:
            told = not self.lost and all(fault.code in ("duplicate-key", "yaml-feature") for fault in self.faults)
            nodes = root.value if told and root and isinstance(root.value, dict) else None
            raise BadHeader(*self.faults, nodes=nodes)
        if root is None or root.value is None:
            return {}
        if not isinstance(root.value, dict):
            kind = "a list" if isinstance(root.value, list) else "a text"
            raise self.syntax(
                1, 1, f"the front matter is {kind}, not fields", "write one 'key: value' a line, with the space"
            )
        return root.value

    def _apart(self, fm: str, whole: BadHeader) -> BadHeader:
        """All that is wrong with front matter that is no YAML as a `whole`: each field is read by itself."""
        faults: list[Fault] = []
        parts: dict[str, Node] = {}
        begins = [key.start() for key in _KEY.finditer(fm)][:_FIELDS]
        for start, end in pairwise([*begins, len(fm)]):
            field = Yaml(self.line - 1 + fm.count("\n", 0, start))
            try:
                root = field._compose(fm[start:end])
            except BadHeader as error:
                faults += error.faults
            else:
                faults += field.faults
                parts |= root.value if root and isinstance(root.value, dict) and not field.faults else {}
        return BadHeader(*(faults or whole.faults), parts=parts)

    def _compose(self, fm: str) -> Node | None:
        self.faults: list[Fault] = []
        self.anchors: dict[str, Any] = {}
        self.lost = False  # whether there is an alias, or a tag, of which it can't be told what it stands for
        self.lines = fm.split("\n")
        try:
            return self._document(iter(Loader(fm).get_event, None))  # yaml.parse asks twice for each event
        except yaml.MarkedYAMLError as error:
            problem = error.problem or "this is not YAML"
            marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
            mark: Any = marks[1] if marks[1] and yaml_faults.BEGUN.search(problem) else marks[0] or marks[1]
            line, column = place(fm, mark.index) if mark else (1, 1)
            if "nesting" in problem:  # libyaml has a limit of its own since 0.2.6
                raise _too_deep(self.line + line - 1, column) from None
            text = "".join(self.lines[line - 1 : line])
            raise self.syntax(line, column, *yaml_faults.told(problem, text, text[column - 1 : column])) from None
        except yaml.reader.ReaderError as error:
            found = yaml.reader.Reader.NON_PRINTABLE.search(fm)
            line, column = place(fm, found.start() if found else 0)
            what = f"the sign U+{ord(fm[found.start()]) if found else 0:04X} can't stand in YAML"
            raise self.syntax(line, column, what, "remove it") from error
        except yaml.YAMLError as error:
            raise self.syntax(1, 1, str(error).partition("\n")[0], "remove what YAML can't hold") from None

    def _document(self, events: Iterator[Any]) -> Node | None:
        root = None
        for event in events:
            if root is not None and isinstance(event, yaml.DocumentStartEvent):
                raise self.syntax(_line(event), 1, "a second document starts here", "close with ---")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        mark = event.start_mark
        line, column = self.line + mark.line, mark.column + 1
        if depth > _DEPTH or event.anchor or getattr(event, "tag", None):
            self._refuse(event, line, column, depth)
        if isinstance(event, yaml.ScalarEvent):
            plain, text = not (event.style or event.tag), event.value
            if not text.isprintable():
                text = _CONTROL.sub("", text)
            return Node(None if plain and text in ("", "~", "null") else text, line, column, plain)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self._node(item, events, depth + 1))
                if items[-1].plain and item.end_mark.line > item.start_mark.line:
                    self._whole(item.start_mark.line + 1, item.end_mark.line + 1)
            if event.anchor and len(items) <= _SHORT and all(isinstance(item.value, str) for item in items):
                self.anchors[event.anchor] = items
            return Node(items, line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self._mapping(events, depth), line, column)
        return Node(self.anchors.get(event.anchor), line, column)

    def _mapping(self, events: Iterator[Any], depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        firsts: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                self.faults.append(Fault(key.line, key.column, "bad-key", "a key must be a text", "write 'key: value'"))
                continue
            if key.value in fields:
                first = firsts.setdefault(key.value, fields[key.value].at[0])
                what = f"'{key.value}' is said twice, first in line {first}"
                self.faults.append(Fault(key.line, key.column, "duplicate-key", what, "keep one of them"))
            fields[key.value] = Node(value.value, value.line, value.column, value.plain, (key.line, key.column))
        return fields

    def _whole(self, start: int, end: int) -> None:
        """Refuse an item of a list one of whose later lines begins as an item does: that is indented too far."""
        for number, line in enumerate(self.lines[start:end], start):
            if line.lstrip().startswith("- "):
                what, mend = "this item is indented further than the one before it", "indent all items of a list alike"
                at = (self.line + number, len(line) - len(line.lstrip()) + 1)
                self.faults.append(Fault(*at, "front-matter-syntax", what, mend))

    def _refuse(self, event: Any, line: int, column: int, depth: int) -> None:
        if depth > _DEPTH:
            raise _too_deep(line, column)
        if isinstance(event, yaml.AliasEvent):
            what, mend = f"'*{event.anchor}' is a YAML alias", "write the value out, or put the text in quotes"
            self.lost = self.lost or event.anchor not in self.anchors
        elif event.anchor:
            if isinstance(event, yaml.ScalarEvent):
                self.anchors[event.anchor] = _CONTROL.sub("", event.value)
            what, mend = f"'&{event.anchor}' is a YAML anchor", "remove it, or put the text in quotes"
        elif getattr(event, "tag", None) not in (None, *_TEXT):
            what, mend = f"'{event.tag}' is a YAML tag", "remove it, or put the text in quotes"
            self.lost = self.lost or event.tag.startswith("!")
        else:
            return
        self.faults.append(Fault(line, column, "yaml-feature", what, mend))


def _too_deep(line: int, column: int) -> BadHeader:
    return BadHeader(Fault(line, column, "yaml-nesting", "values are nested too deeply", "flatten them"))


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


class Toml(_Handler):
    """TOML between lines of `+++`."""

    FM_BOUNDARY: re.Pattern[str] = re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE)
    fence = "+++"

    def load(self, fm: str) -> dict[str, Node]:
        """Nodes by key. Raises BadHeader."""
        try:
            data = tomlfile.read(fm)
        except tomlfile.BadToml as error:
            raise self.syntax(error.line, error.column, error.what, error.mend) from None
        self.places = tomlfile.places(fm)
        root: dict[str, Node] = self._node(data, ()).value
        return root

    def _node(self, value: Any, path: tuple[str, ...]) -> Node:
        line, column = self.places.get(path) or self.places.get(path[:1]) or (1, 1)
        at = (self.line + line - 1, column)
        if isinstance(value, dict):
            value = {key: self._node(item, (*path, key)) for key, item in value.items()}
        elif isinstance(value, list):
            value = [self._node(item, path) for item in value]
        else:
            value = ("false", "true")[value] if isinstance(value, bool) else _CONTROL.sub("", str(value))
        return Node(value, *at, plain=True, at=at)


class Headers(_Handler):
    """`Title: ...` lines up to the first empty one, as Pelican and MultiMarkdown have them."""

    FM_BOUNDARY: re.Pattern[str] = re.compile(r"(?=[A-Za-z])(?:[A-Za-z][\w -]*:.*(?:\n[ \t]+\S.*)*(?:\n|\Z))+(?=\n|\Z)")
    _FIELD = re.compile(r"^([A-Za-z][\w -]*)(?:\t[ \t]*)?:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)

    def detect(self, text: str) -> bool:
        """Whether the text starts with a block of headers among which is a title."""
        block = self.FM_BOUNDARY.match(text)
        return block is not None and re.search(r"^title[ \t]*:", block[0], re.IGNORECASE | re.MULTILINE) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The headers and the text after them."""
        block = self.FM_BOUNDARY.match(text)
        end = block.end() if block else 0
        self.line -= 1
        self.body, self.body_line = text[end:], self.line + text.count("\n", 0, end)
        return text[:end], self.body

    def load(self, fm: str) -> dict[str, Node]:
        """Nodes by key, in lower case. Raises BadHeader for a key that is said twice."""
        fields: dict[str, Node] = {}
        faults = []
        for match in self._FIELD.finditer(fm):
            key, value = match[1].rstrip().lower(), " ".join(_CONTROL.sub("", match[2]).split())
            at = place(fm, match.start(1), self.line)
            if key in fields:
                faults.append(Fault(*at, "duplicate-key", f"'{key}' is said twice", "keep one of them"))
            fields[key] = Node(value or None, *place(fm, match.start(2), self.line), plain=True, at=at)
        if faults:
            raise BadHeader(*faults, nodes=fields)
        return fields
