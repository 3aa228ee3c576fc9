"""Python-Markdown's serializer: the same HTML, but what is written for a tag is worked out once.

What only a stock serializer knows (comments, instructions, qualified names, elements without a tag) it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import serializers

_stock: Any = serializers
_escaped, _value = _stock._escape_cdata, _stock._escape_attrib_html
_VOID, _BOOLEAN = _stock.HTML_EMPTY, _stock.BOOLEAN_ATTRIBUTES["html"]


class _OddError(Exception):
    """What is left to the stock serializer."""


def html(element: Element) -> str:
    """An element with all that is in it, as HTML: as `markdown.serializers.to_html_string`."""
    parts: list[str] = []
    try:
        _write(element, parts.append)
    except (_OddError, RecursionError):
        return serializers.to_html_string(element)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    begin, end, plain = _tag(element.tag)
    attributes, text, tail = element.attrib, element.text, element.tail
    write(begin + _attributes(attributes) + ">" if attributes else plain)
    if text:
        write(_escaped(text) if "&" in text or "<" in text or ">" in text else text)
    for child in element:
        _write(child, write)
    write(end)
    if tail:
        write(tail if tail == "\n" else _escaped(tail))


@cache
def _tag(tag: object) -> tuple[str, str, str]:
    """How an element begins and ends, and how one begins that has no attributes."""
    if type(tag) is not str or tag.lower() in ("script", "style"):
        raise _OddError
    return f"<{tag}", "" if tag.lower() in _VOID else f"</{tag}>", f"<{tag}>"


def _attributes(attributes: dict[str, str]) -> str:
    made = ""
    for name, value in sorted(attributes.items()) if len(attributes) > 1 else attributes.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise _OddError
        value = _value(value)
        made += f" {name}" if name == value and name in _BOOLEAN else f' {name}="{value}"'
    return made
