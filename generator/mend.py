"""Mending what is safe to mend: each file replaced in one step, or left as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from generator import config as configuration
from generator import dates, documents, edits, files, fix, levels, rules, vocabulary
from generator.build import Settings
from generator.errors import Problem
from generator.model import Value


class Mended(Value, frozen=True):
    """One file that `--fix` mends: its path from the site's root, its bytes before and after, and the edits.

    `missed` is what was wrong if it could not be mended; it has no edits then.
    """

    path: str
    before: bytes
    after: bytes
    problems: tuple[Problem, ...]
    missed: tuple[Problem, ...] = ()


def mend(settings: Settings, write: bool) -> tuple[Mended, ...]:
    """What is safe to mend in the documents of a site, and mends it if `write`; each file whole or not at all.

    Raises Refusal if the configuration is not usable.
    """
    config = configuration.load(settings.config, settings.base_url, settings.root)
    contents = documents.read(settings.root / "content", {})
    known = vocabulary.read_all(partial(documents.named, contents))
    codes = frozenset(code for code in rules.FIXES if levels.level(config.check, code) != "off")
    house = fix.House(known, dates.zone(config.timezone), codes)
    mended = []
    for document in contents.documents:
        before = document.load()
        planned = fix.plan(before, house)
        if planned:
            path = f"content/{document.path}"
            told = tuple(_told(path, edit) for edit in planned)
            made = Mended(path, before, edits.apply(before, planned), told)
            mended.append(_written(settings.root, made) if write else made)
    return tuple(mended)


def _written(root: Path, made: Mended) -> Mended:
    """Write a mended file, unless somebody has just saved it: that one stays as it is, and is mended next time."""
    try:
        files.replace(root / made.path, made.after, made.before)
    except files.Changed:
        what = "somebody has just saved this file, so it was not mended"
        told = Problem(made.path, 0, 0, "not-mended", what, "run the command again", "warning")
        return msgspec.structs.replace(made, after=made.before, problems=(), missed=(told,))
    return made


def _told(path: str, edit: edits.Edit) -> Problem:
    line, column, what, done = edit.finding
    return Problem(path, line, column, edit.code, what, done, "note")
