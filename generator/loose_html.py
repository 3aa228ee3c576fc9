"""Whole HTML pages as posts: the title and the `meta` elements are their front matter, as Pelican has it."""

from __future__ import annotations

import contextlib
import re
from html.parser import HTMLParser

from generator.header import Node

_BODY = re.compile(r"<body\b[^<>]{0,999}>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_WHOLE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.DOTALL | re.IGNORECASE)


def read(text: str) -> tuple[dict[str, Node], str, int] | None:
    """Nodes by key, the text between the body's tags and its first line; None for what is no whole page."""
    if not _WHOLE.match(text):
        return None
    head = _Head()
    with contextlib.suppress(AssertionError):  # what HTMLParser says of declarations that it doesn't know
        head.feed(text)
    body = _BODY.search(text)
    start = body.start(1) if body else 0
    inner = body[1] if body else text
    line = 1 + text.count("\n", 0, start + len(inner) - len(inner.lstrip("\n")))
    return head.nodes, inner.strip("\n"), line


class _Head(HTMLParser):
    """Collects the title and what the `meta` elements say, until the body begins."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: dict[str, Node] = {}
        self.title, self.done = False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a `meta` element, and where the title begins."""
        self.title = tag == "title" and not self.done
        self.done = self.done or tag == "body"
        given = {key: value or "" for key, value in attrs}
        name, value = given.get("name", "").lower(), given.get("content") or given.get("contents", "")
        if tag == "meta" and name and not self.done:
            self._note(name, value)

    def handle_endtag(self, tag: str) -> None:
        """The title ends."""
        self.title = False

    def handle_data(self, data: str) -> None:
        """The words of the title."""
        if self.title and data.strip():
            self._note("title", data)

    def _note(self, name: str, value: str) -> None:
        line, column = self.getpos()
        known = self.nodes.get(name)
        if known:  # said again: one more tag, one more author
            value = f"{known.value},{value}"
        self.nodes[name] = Node(" ".join(value.split()), line, column + 1, True, (line, column + 1))
