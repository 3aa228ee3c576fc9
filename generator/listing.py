"""What is not public: drafts, what is scheduled, what expired. Told by the one visibility function."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any, Literal

import msgspec

from generator import build, dates, documents, identity, memo, visibility
from generator import config as configuration
from generator.build import Settings, parse
from generator.errors import Problem, errors, printable
from generator.model import Brief, Value
from generator.stopwatch import Stopwatch
from generator.visibility import Moment, visible

State = Literal["", "drafts", "scheduled", "expired"]
VERSION = 1
"""The version of the JSON's form; it grows when a reader of an older one could misread it."""


class Item(Value, frozen=True):
    """A brief of a list: its file from the site's root, and when it appears, expired, or is dated (a draft)."""

    path: str
    title: str
    at: datetime | None


class Listing(Value, frozen=True):
    """The briefs of one state, nearest first, and the mistakes that keep others out of every list."""

    kind: State
    briefs: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()


def read(settings: Settings, kind: State) -> Listing:
    """The briefs and pages of a site that are in the state `kind` at the settings' moment. Raises Refusal."""
    config = configuration.load(settings.config, settings.base_url, settings.root)

    def look(cache: memo.Memo) -> tuple[documents.Contents, tuple[Brief, ...]]:
        contents, options = build.read(settings, cache), config.parsing
        parser = identity.parser(options)
        return contents, tuple(cache.map(parse, contents.documents, options, parser, settings.jobs, Stopwatch()))

    contents, briefs = memo.using(settings.remembered, (), look)
    listing = chosen(briefs, kind, settings.now, dates.zone(config.timezone))
    problems = sorted({*contents.problems, *listing.problems})
    return msgspec.structs.replace(listing, problems=tuple(problems))


def chosen(briefs: Iterable[Brief], kind: State, now: datetime, zone: tzinfo) -> Listing:
    """Those of `briefs` whose state at `now` is `kind`, nearest to `now` first; their moments are in `zone`."""
    briefs = tuple(briefs)
    items = [
        Item("content/" + brief.path, brief.title, at.astimezone(zone) if (at := _at(brief, kind, now)) else None)
        for brief in briefs
        if not errors(brief.problems) and state(brief, now) == kind
    ]
    items.sort(key=lambda item: (item.at is None, abs((item.at or now) - now), item.path))
    return Listing(kind, tuple(items), errors(problem for brief in briefs for problem in brief.problems))


def state(brief: Brief, now: datetime) -> State:
    """What keeps a brief without errors from readers at `now`: "" if nothing does."""
    if visible(brief, Moment(now)):
        return ""
    if not visible(brief, Moment(now, drafts=True, future=True)):
        return "expired"
    return "scheduled" if visible(brief, Moment(now, future=True)) else "drafts"


def _at(brief: Brief, kind: State, now: datetime) -> datetime | None:
    if kind == "scheduled":
        return visibility.transition(brief, Moment(now))
    return brief.expires if kind == "expired" else brief.date


def lines(listing: Listing) -> list[str]:
    """A line for each brief: when (in the site's time zone), its file, its title."""
    return [
        f"{item.at:%Y-%m-%d %H:%M}  {item.path}  {printable(item.title)}"
        if item.at
        else f"{'undated':16}  {item.path}  {printable(item.title)}"
        for item in listing.briefs
    ]


def as_json(listing: Listing) -> bytes:
    """The list for programs, as docs/report.md describes it."""
    data: dict[str, Any] = {
        "version": VERSION,
        "list": listing.kind,
        "briefs": [msgspec.to_builtins(item) for item in listing.briefs],
        "problems": [msgspec.to_builtins(problem) for problem in listing.problems],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
