"""Names that many texts use, each in one spelling: what an import writes for tags and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator import documents, urls, vocabulary
from generator.assemble import address
from generator.model import Options
from generator.parse import parse


def settled(kind: vocabulary.Sort, content: Path, uses: Iterable[str]) -> Mapping[str, str]:
    """Each name as it is to be written: as the vocabulary in `content` spells it, or as most do.

    Names whose pages would have one address become one.
    """
    known = vocabulary.read(kind, documents.load(content, f"{kind}.toml"))
    counts = Counter(uses)
    naming = vocabulary.settle(known, counts.elements())
    owners = {term.slug.casefold(): term.name for term in known.terms}
    names: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        term = naming.terms[name]
        names[name] = owners.setdefault(term.slug.casefold(), term.name)
    return names


def claimed(content: Path, options: Options) -> dict[str, str]:
    """The addresses that the texts in `content` have or had, in the form of `urls.claim`, with their content paths."""
    known: dict[str, str] = {}
    for document in documents.read(content, {}).documents:
        brief = parse(document, options).brief
        for url in (address(brief), *brief.aliases):
            known.setdefault(urls.claim(url), document.path)
    return known


def outlets(source: Any) -> list[str]:
    """The names in a `source`: a text, a mapping with a name, or a list of these."""
    if isinstance(source, list):
        return [name for item in source for name in outlets(item)]
    name = source.get("name") if isinstance(source, dict) else source
    return [name] if isinstance(name, str) and name and not urls.is_web_address(name) else []


def renamed(source: Any, names: Mapping[str, str]) -> Any:
    """A `source` with its names as they are to be written."""
    if isinstance(source, list):
        return [renamed(item, names) for item in source]
    if isinstance(source, dict):
        return {key: names.get(str(item), item) if key == "name" else item for key, item in source.items()}
    return names.get(str(source), source)
