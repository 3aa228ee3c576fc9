"""Front matter as text: values written as YAML, the way people write it."""

from __future__ import annotations

from typing import Any

import yaml


class _Writer(yaml.SafeDumper):
    """Writes front matter as people do: lists in one line, the rest in blocks, dates without quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what occurs twice out twice."""
        return True


_Writer.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for sign, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Writer.add_representer(
    list, lambda writer, items: writer.represent_sequence("tag:yaml.org,2002:seq", items, not _nested(items))
)


def _nested(items: list[Any]) -> bool:
    return any(isinstance(item, dict | list) for item in items)


def written(values: dict[str, Any]) -> str:
    """The YAML of front matter with these values (texts, numbers, truths, lists, mappings), in their order.

    A text that YAML would take for something else, or that has its signs in it, is put in quotes.
    """
    return yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=10**9, default_flow_style=False)


def scalar(value: str | list[str]) -> str:
    """One text, or one list of texts, as it is written after `key: `, in one line."""
    return written({"k": value})[3:].strip()
