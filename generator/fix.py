"""What `check --fix` mends: names, dates, keys, tracking parameters, spaces; and not a byte beside them.

The edits of a file are made all or none: its front matter is read again with them, and must mean what it meant
before, under the names and in the forms that were asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any, NamedTuple

from generator import addresses, dateforms, edits, fields, header, markup, prose, toil
from generator.edits import Edit, Source
from generator.header import Node
from generator.vocabulary import Sort, Vocabulary, fold

_SAFE = re.compile(r"[^\W_](?:[\w ./’&()+-]*[\w./’)+])?")
"""What YAML takes as a plain text anywhere."""
_SCALARS = ("date", "updated", "publish_at", "expires")
_HEADERS, _TOML, _YAML = range(3)


class House(NamedTuple):
    """What files are mended to: the vocabularies, the zone of dates without one, and the rules that are not off."""

    vocabularies: Mapping[Sort, Vocabulary]
    zone: tzinfo
    codes: frozenset[str]


class _Change(NamedTuple):
    node: Node
    new: str
    code: str
    what: str
    mend: str
    shift: int = 0


def plan(data: bytes, house: House) -> tuple[Edit, ...]:
    """The edits that mend a document. None for what can't be read: a build tells what is wrong with it."""
    chosen = _plan(data, house)
    return chosen if not chosen or not _plan(edits.apply(data, chosen), house) else ()


def _plan(data: bytes, house: House) -> tuple[Edit, ...]:
    try:
        source = Source(data)
        normal = prose.normal(data)
        head = header.read(normal)
    except (UnicodeDecodeError, header.BadHeader):
        return ()
    if toil.too_dense(head.body) is not None:
        return ()
    if len(normal) + source.text.count("\r\n") != len(source.text):
        return ()  # control signs were taken out: places are not to be trusted
    wanted = [edit for edit in _header(source, head, house) if edit] if head.nodes else []
    wanted += _tracking(source, head)
    verbatim = prose.without_code(head.body, prose.HIDDEN).split("\n")
    below = list(_spaces(source, head.body_line, len(verbatim) + head.body_line, verbatim))
    above = list(_spaces(source, 1, head.body_line))
    for attempt in ([*wanted, *below, *above], [*wanted, *below], wanted):  # a space can mean more than it seems
        chosen = [edit for edit in attempt if edit.code in house.codes]
        if _means_the_same(data, head, chosen, house):
            return tuple(sorted(chosen))
    return ()


def _means_the_same(data: bytes, head: header.Header, chosen: list[Edit], house: House) -> bool:
    """Whether a document with these edits says what it said: value by value, and its text as readers see it."""
    try:
        after = header.read(prose.normal(edits.apply(data, chosen)))
        same = head.body == after.body or _shown(head.body) == _shown(after.body)
    except (ValueError, header.BadHeader):
        return False
    before = {_name(key, house): node for key, node in head.nodes.items()}
    now = {_name(key, house): node for key, node in after.nodes.items()}
    if before.keys() != now.keys() or len(now) != len(after.nodes):
        return False
    return same and all(
        _settled(node, name, house) == _settled(now[name], name, house) for name, node in before.items()
    )


def _shown(body: str) -> str:
    """A text as readers see it, but for spaces and for parameters of addresses. Raises TooDeep, a ValueError."""
    return "".join(addresses.clean_all(markup.render(body, "x.md", "x-").html).split())


def _name(key: str, house: House) -> str:
    return fields.SPELLINGS.get(key.lower(), key) if "key-alias" in house.codes else key


def _settled(node: Node, name: str, house: House) -> Any:
    """A value as it is once everything in it is mended."""
    name = fields.SPELLINGS.get(name.lower(), name)
    changes = {id(change.node): change.new for change in _changes(name, node, house)}

    def plain(inner: Node) -> Any:
        if isinstance(inner.value, list):
            items = [plain(item) for item in inner.value]
            return [item for at, item in enumerate(items) if item not in items[:at]] if name == "tags" else items
        if isinstance(inner.value, dict):
            return {key: plain(item) for key, item in inner.value.items()}
        return changes.get(id(inner), inner.value)

    return plain(node)


def _changes(name: str, node: Node, house: House) -> Iterator[_Change]:
    """The values below a field that are to be another one."""
    if name in _SCALARS:
        yield from _date(node, house)
    elif name == "corrections":
        for item in node.value if isinstance(node.value, list) else [node]:
            if isinstance(item.value, dict) and "date" in item.value:
                yield from _date(item.value["date"], house)
    elif name == "tags":
        for item in node.value if isinstance(node.value, list) else [node]:
            yield from _names(item, "tags", house, commas=item is node)
    elif name == "story":
        yield from _names(node, "stories", house)
    elif name == "source_url":
        yield from _address(node, house)
    elif name == "source":
        for item in node.value if isinstance(node.value, list) else [node]:
            given = item.value if isinstance(item.value, dict) else {"name": item, "url": item}
            if "name" in given:
                yield from _names(given["name"], "sources", house)
            if "url" in given:
                yield from _address(given["url"], house)


def _date(node: Node, house: House) -> Iterator[_Change]:
    made = dateforms.house(node.value, house.zone) if isinstance(node.value, str) else ""
    if made and made != node.value and "date-form" in house.codes:
        yield _Change(node, made, "date-form", f"'{node.value}' is not the usual form of a date", f"write {made}")


def _names(node: Node, kind: Sort, house: House, commas: bool = False) -> Iterator[_Change]:
    if not isinstance(node.value, str) or "canonical-name" not in house.codes:
        return
    spellings = house.vocabularies[kind].spellings
    old, new = [], []
    parts = node.value.split(",") if commas else [node.value]
    for index, part in enumerate(parts):
        name = part.strip()
        term = spellings.get(fold(name)) if name else None
        if term and term.name != name and spellings.get(fold(term.name)) is term and not ("," in term.name and commas):
            parts[index] = part.replace(name, term.name, 1)
            old.append(name)
            new.append(term.name)
    once = [part for at, part in enumerate(parts) if part.strip() not in [other.strip() for other in parts[:at]]]
    if old or (commas and len(once) < len(parts)):
        parts = once if commas else parts
        made, what = ",".join(parts), f"'{', '.join(old)}' is another name of '{', '.join(new)}'"
        if not old:
            what, new = f"'{node.value}' says a name twice", [made.strip()]
        yield _Change(node, made, "canonical-name", what, f"write '{', '.join(new)}'")


def _address(node: Node, house: House) -> Iterator[_Change]:
    if isinstance(node.value, str) and re.match("https?://", node.value) and "tracking" in house.codes:
        made = addresses.clean(node.value)
        if made != node.value:
            shift, what = addresses.tracking(node.value)
            yield _Change(node, made, "tracking", what, "remove it: 'briefing check --fix' does", shift)


def _header(source: Source, head: header.Header, house: House) -> Iterator[Edit | None]:
    """Edits of the front matter: keys under their own names, values in their own forms."""
    text = source.text.lstrip()
    kind = _YAML if text.startswith("---") else _TOML if text.startswith("+++") else _HEADERS
    end = source.offset(head.body_line, 1)
    names = [fields.SPELLINGS.get(key.lower(), key) for key in head.nodes]
    for key, node in head.nodes.items():
        name = fields.SPELLINGS.get(key.lower())
        if name is None or names.count(name) > 1:
            continue
        if key.lower() != name:
            yield _key(source, node, key, name, kind)
        doubled = dict(_doubled(source, node, house, kind, end)) if name == "tags" else {}
        yield from doubled.values()
        for change in _changes(name, node, house):
            if id(change.node) not in doubled:
                yield _value(source, change, kind, end)


def _key(source: Source, node: Node, key: str, name: str, kind: int) -> Edit | None:
    at = source.offset(*node.at)
    written = source.text[at : at + len(key)]
    if written.lower() != key.lower() or not re.match(r"[ \t]*[:=]", source.text[at + len(key) :]):
        return None
    new = name.capitalize() if kind == _HEADERS and written[0].isupper() else name
    return source.edit(at, written, new, "key-alias", f"'{written}' is a second name of '{name}'", f"write '{name}'")


def _value(source: Source, change: _Change, kind: int, end: int) -> Edit | None:
    """The edit that makes a value another one, in the quotes that it has; None where its place is not sure."""
    old, new = change.node.value, change.new
    at = source.offset(change.node.line, change.node.column)
    if kind == _TOML:
        places = [match.start() for match in re.finditer(r"""(["'])""" + re.escape(old) + r"\1", source.text[:end])]
        if len(places) != 1:
            return None
        at = places[0]
    quote = source.text[at : at + 1]
    if kind == _HEADERS or (change.node.plain and kind == _YAML):
        return source.edit(at, old, new if kind == _HEADERS else _plain(new, old), *change[2:])
    if quote not in ('"', "'") or source.text[at + 1 + len(old) : at + 2 + len(old)] != quote:
        return None
    return source.edit(at + 1, old, _escaped(new, quote, kind), *change[2:])


def _doubled(source: Source, node: Node, house: House, kind: int, end: int) -> Iterator[tuple[int, Edit | None]]:
    """Edits that take out of a list of tags what stands in it before, under whatever name; by the tag's identity."""
    seen, before = set[str](), -1
    for item in node.value if isinstance(node.value, list) and "canonical-name" in house.codes else ():
        start, stop = _span(source, item, kind, end)
        name = next((change.new for change in _names(item, "tags", house)), item.value)
        if not isinstance(name, str) or start < 0:
            return
        line = source.line(item.line)
        if name in seen and re.fullmatch(r"\s*,\s*", source.text[before:start]):
            first, last = before, stop
        elif name in seen and re.fullmatch(r"\s*-\s+" + re.escape(source.text[start:stop]) + r"\s*", line):
            first, last = source.starts[item.line - 1], source.starts[item.line]
        else:
            seen.add(name)
            before = stop
            continue
        shift = 0 if "\n" in source.text[first:start] else start - first
        what = f"'{name}' stands in the list before" + (f", and '{item.value}' is it" if item.value != name else "")
        yield id(item), source.edit(first, source.text[first:last], "", "canonical-name", what, "take it out", shift)
        before = stop


def _span(source: Source, node: Node, kind: int, end: int) -> tuple[int, int]:
    """Where a text of the front matter begins and ends, its quotes included; -1 where that is not sure."""
    text = source.text
    if kind == _TOML:
        found = list(re.finditer(r"""(["'])""" + re.escape(str(node.value)) + r"\1", text[:end]))
        return found[0].span() if len(found) == 1 else (-1, -1)
    at = source.offset(node.line, node.column)
    match = re.compile(r"""(["']?)""" + re.escape(str(node.value)) + r"\1").match(text, at)
    return match.span() if match and node.plain is not bool(match[1]) else (-1, -1)


def _plain(new: str, old: str) -> str:
    """A text as YAML can have it without quotes, if it needs none: it has no strange sign that the old one had not."""
    strange = set(re.findall(r"[^\w ./+-]", new)) - set(re.findall(r"\W", old))
    return new if _SAFE.fullmatch(new) or not strange else json.dumps(new, ensure_ascii=False)


def _escaped(new: str, quote: str, kind: int) -> str:
    if quote == '"':
        return json.dumps(new, ensure_ascii=False)[1:-1]
    return new.replace("'", "''") if kind == _YAML else new


def _tracking(source: Source, head: header.Header) -> Iterator[Edit]:
    """Edits of the text that take tracking parameters from its addresses."""
    code = prose.without_code(head.body)
    for number, line in enumerate(code.split("\n"), head.body_line):
        for start, address in addresses.found(line):
            made = addresses.clean(address)
            if made != address:
                shift, what = addresses.tracking(address)
                mend = "remove it: 'briefing check --fix' does"
                found = source.edit(source.offset(number, start + 1), address, made, "tracking", what, mend, shift)
                if found:
                    yield found


def _spaces(source: Source, first: int, last: int, shown: list[str] | None = None) -> Iterator[Edit]:
    """Spaces at the ends of the lines `first` to `last`, but for those that break a line in Markdown.

    `shown` has the lines with signs of code marked: spaces in code stay.
    """
    for number in range(first, min(last, len(source.starts) + 1)):
        line = source.line(number)
        bare = line.rstrip(" \t")
        if bare == line:
            continue
        if shown is not None:
            following = shown[number - first + 1] if number - first + 1 < len(shown) else ""
            breaks = bare and line.expandtabs(4).endswith("  ") and following.strip(" \t")
            here = shown[number - first]
            code = prose.HIDDEN in here[len(bare) :] or (here.endswith(prose.HIDDEN) and len(here) <= len(bare))
            if breaks or code or (number == first and not bare):  # the first line makes what is below it code
                continue
        at = source.offset(number, len(bare) + 1)
        found = source.edit(at, line[len(bare) :], "", "trailing-space", "the line ends in spaces", "remove them")
        if found:
            yield found
