"""Front matter that another program's configuration hands down to its posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import loose
from generator.header import Node
from generator.loose import Loose
from generator.moving import RENAMED

_HANDED_DOWN = {
    "categories", "category", "tags", "authors", "summary", "url", "draft", "published", "status", "lang", "image",
    "expires", "publish_at", "source", "story",
}  # fmt: skip
"""Fields that are taken from there: all else, such as layouts, says nothing of a post."""


def applied(read: Loose, values: Mapping[str, Any]) -> Loose:
    """A document with the `values` that it does not have itself; its categories come on top of theirs, as in Jekyll."""
    known = {key.lower(): value for key, value in values.items() if value is not None}
    down = {key: loose.node(value) for key, value in known.items() if RENAMED.get(key, key) in _HANDED_DOWN}
    nodes = {**down, **read.nodes}
    if "categories" in down:
        own = nodes["categories"] if "categories" in read.nodes else Node([], 1, 1)
        nodes["categories"] = own._replace(value=[*_items(down["categories"]), *_items(own)])
    return read._replace(nodes=nodes)


def _items(node: Node) -> list[Node]:
    """The items of a list; the words of a text."""
    if isinstance(node.value, str):
        return [node._replace(value=word) for word in node.value.split()]
    return node.value if isinstance(node.value, list) else []
