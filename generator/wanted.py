"""What a key of the configuration may hold, in words: what is wrong with a value, and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from msgspec import inspect

from generator.errors import nearest

_FORMS = {"cname": ("a domain", "write it alone, without https:// and without a path: news.example.org")}
"""Texts that have a form: what they are, and how to write one."""


def fault(name: str, value: Any, kind: Any) -> tuple[str, str]:
    """What is wrong with the value of the key `name`, whose type is `kind`, and what to do."""
    return _fault(f"'{name}' is {_shown(value)}", name, value, inspect.type_info(kind))


def _fault(held: str, name: str, value: Any, wanted: inspect.Type) -> tuple[str, str]:
    if isinstance(wanted, inspect.Metadata):
        return _fault(held, name, value, wanted.type)
    if isinstance(wanted, inspect.BoolType):
        return f"{held}, not true or false", "write true or false, without quotes"
    if isinstance(wanted, inspect.IntType):
        mend = "write one, without quotes" if isinstance(value, str) else "write one of these"
        return f"{held}, not a whole number from {wanted.ge} to {wanted.le}", mend
    if isinstance(wanted, inspect.LiteralType):
        return f"{held}, which it can't be", _choice(value, wanted.values)
    if isinstance(wanted, inspect.VarTupleType):
        if not isinstance(value, list):
            return f"{held}, not a list", f"write {name} = [{_shown(value)}]"
        wrong = next((item for item in value if not _fits(item, wanted.item_type)), None)
        return _fault(f"'{name}' holds {_shown(wrong)}", name, wrong, wanted.item_type)
    if isinstance(wanted, inspect.StrType) and not isinstance(value, str):
        return f"{held}, not a text", f"put it in quotes: {_shown(str(value))}"
    if isinstance(wanted, inspect.StrType):
        what, mend = _FORMS.get(name, ("a text with something in it", "write it in quotes"))
        return f"{held}, not {what}", mend
    return f"{held}, not a table", f"write [{name}] in a line of its own, and its keys below it"


def _choice(value: Any, values: Iterable[Any]) -> str:
    """What to write of a few words, the likeliest first."""
    texts = [str(text) for text in values]
    near = "off" if value is False and "off" in texts else nearest(value, texts) if isinstance(value, str) else ""
    every = f"{', '.join(map(_shown, texts[:-1]))} or {_shown(texts[-1])}"
    return f"did you mean {_shown(near)}? It can be {every}" if near else f"write {every}"


def _fits(value: Any, wanted: inspect.Type) -> bool:
    return value in wanted.values if isinstance(wanted, inspect.LiteralType) else isinstance(value, str)


def _shown(value: Any) -> str:
    """A value as TOML has it, if it is short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
