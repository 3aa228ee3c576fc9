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
    "expires", "publish_at", "source", "story", "build", "_build", "headless",
}  # fmt: skip
"""Fields that are taken from there: all else, such as layouts, says nothing of a post."""
_OFF = ("never", "false", "link", "local")
_HIDING = {
    "headless": ("true",), "render": _OFF, "list": _OFF, "permalink": ("false",),
    "eleventyexcludefromcollections": ("true",),
}  # fmt: skip
"""What keeps a page off lists, or from being made (Hugo's 'Build options'; Eleventy's 'Permalinks', 'Collections')."""


def applied(read: Loose, values: Mapping[str, Any]) -> Loose:
    """A document with the `values` that it does not have itself; its categories come on top of theirs, as in Jekyll."""
    known = {key.lower(): value for key, value in values.items() if value is not None}
    down = {key: loose.node(value) for key, value in known.items() if RENAMED.get(key, key) in _HANDED_DOWN}
    nodes = {**down, **read.nodes}
    if "categories" in down:
        own = nodes["categories"] if "categories" in read.nodes else Node([], 1, 1)
        nodes["categories"] = own._replace(value=[*_items(down["categories"]), *_items(own)])
    return _hidden(read._replace(nodes=nodes))


def _hidden(read: Loose) -> Loose:
    """A document as a draft if no page was made of it, or it was listed nowhere."""
    unlisted = "eleventyexcludefromcollections" if "date" in read.nodes else ""  # lists of posts have no other pages
    for key in ("build", "_build", "headless", "permalink", unlisted):
        node = read.nodes.get(key, Node({}, 1, 1))
        switches = node.value if isinstance(node.value, dict) else {key: node}
        if any(str(switch.value).lower() in _HIDING.get(name, ()) for name, switch in switches.items()):
            what = f"'{key}' kept it off the old site's pages"
            note = loose.Note(node.line, node.column, "imported-as-draft", what, "imported as a draft")
            return read._replace(nodes={**read.nodes, "draft": loose.node(True)}, notes=(*read.notes, note))
    return read


def _items(node: Node) -> list[Node]:
    """The items of a list; the words of a text."""
    if isinstance(node.value, str):
        return [node._replace(value=word) for word in node.value.split()]
    return node.value if isinstance(node.value, list) else []
