"""A text that moves in is read as a build will read it, and mended until a build takes it, if that can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator import digest, yaml_text
from generator.errors import errors
from generator.loose import Note
from generator.model import Brief, Document, Options
from generator.parse import parse

_ORDER = ("title", "slug", "date", "updated", "publish_at", "expires", "draft", "lang", "source", "source_url", "tags",
          "story", "summary", "authors", "image", "image_alt", "pin", "corrections", "aliases", "extra")  # fmt: skip
_TRIES = 100
"""How often a text is read again, as long as each time something in it is mended."""


class Unmendable(Exception):
    """A text that no build would take; says why."""


class Proven(NamedTuple):
    """A text that a build takes: how it reads, its front matter, its body, and what was changed for it."""

    brief: Brief
    values: dict[str, Any]
    body: str
    notes: list[Note]


def composed(values: Mapping[str, Any], body: str) -> str:
    """A brief's text: its front matter in our order, without what is empty, and its body."""
    chosen = {name: values[name] for name in _ORDER if values.get(name) not in (None, "", [], {}, (), False)}
    return f"---\n{yaml_text.written(chosen)}---\n\n{body.rstrip()}\n"


def proven(path: str, values: Mapping[str, Any], body: str, options: Options, known: Callable[[str], bool]) -> Proven:
    """A text for the content file `path` that a build takes. `known` says whether a link may lead to a content path.

    Fields that can't be go below `extra`; links that lead nowhere are written from the site's root. Raises Unmendable.
    """
    values = {**values, "extra": dict(values.get("extra") or {})}
    notes: list[Note] = []
    what = ""
    for _ in range(_TRIES):
        brief = _read(path, composed(values, body), options)
        faults = errors(brief.problems)
        wrong = {link.place for link in brief.links if not known(link.target)}
        wrong |= {(problem.line, problem.column) for problem in faults if problem.code == "broken-link"}
        if not faults and not wrong:
            return Proven(brief, values, body, notes)
        what = "; ".join(problem.what for problem in faults) or "a link in it leads nowhere, and can't be mended"
        before = (values.keys() - {"extra"}, body)
        body = _rooted(body, composed(values, "").count("\n") - 1, wrong - {brief.places.get("image")})
        if body != before[1]:
            notes.append(
                Note(1, 1, "dead-link", "it has links to what can't be published", "written from the site's root")
            )
        names = {place: name for name, place in brief.places.items()}
        for place in (*((problem.line, problem.column) for problem in faults), *wrong):
            name = names.get(place, "")
            if name not in ("", "title", "date") and name in values:
                values["extra"][name] = values.pop(name)
                notes.append(Note(1, 1, "bad-value", f"'{name}' can't be taken over: {what}", "moved below 'extra'"))
        if before == (values.keys() - {"extra"}, body):
            break
    raise Unmendable(what)


def _read(path: str, text: str, options: Options) -> Brief:
    data = text.encode()
    return parse(Document(path, digest.of_bytes(data), lambda _: data), options).brief


def _rooted(body: str, above: int, places: set[Any]) -> str:
    """A body whose addresses at `places` of the file start at the site's root: no file is looked for then."""
    lines = body.split("\n")
    for line, column in sorted(places, reverse=True):
        number = line - 1 - above
        if 0 <= number < len(lines) and (number, column) > (0, 1):  # that is said of what stands nowhere
            before, after = lines[number][: column - 1], lines[number][column - 1 :]
            after = re.sub(r"^[./]*([^)\s>\"']*?)\.(?:md|markdown)(?=[)\s>\"'#]|$)", r"\1/", after)
            lines[number] = before + "/" + after.lstrip("./")
    return "\n".join(lines)
