"""Mending what is safe to mend: each file replaced in one step, or left as it is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from generator import config as configuration
from generator import dates, documents, edits, fix, levels, rules, vocabulary
from generator.build import Settings
from generator.errors import Problem
from generator.model import Value


class Mended(Value, frozen=True):
    """One file that `--fix` mends: its path from the site's root, its bytes before and after, and the edits."""

    path: str
    before: bytes
    after: bytes
    problems: tuple[Problem, ...]


def mend(settings: Settings, write: bool) -> tuple[Mended, ...]:
    """What is safe to mend in the documents of a site, and mends it if `write`; each file whole or not at all.

    Raises Refusal if the configuration is not usable.
    """
    config = configuration.load(settings.config, settings.base_url, settings.root)
    contents = documents.read(settings.root / "content", {})
    known = {kind: vocabulary.read(kind, documents.named(contents, f"{kind}.toml")) for kind in vocabulary.KINDS}
    codes = frozenset(code for code in rules.FIXES if levels.level(config.check, code) != "off")
    house = fix.House(known, dates.zone(config.timezone), codes)
    mended = []
    for document in contents.documents:
        before = document.load()
        planned = fix.plan(before, house)
        if planned:
            path = f"content/{document.path}"
            told = tuple(_told(path, edit) for edit in planned)
            mended.append(Mended(path, before, edits.apply(before, planned), told))
    if write:
        for file in mended:
            _write(settings.root / file.path, file.after)
    return tuple(mended)


def _told(path: str, edit: edits.Edit) -> Problem:
    line, column, what, done = edit.finding
    return Problem(path, line, column, edit.code, what, done, "note")


def _write(file: Path, data: bytes) -> None:
    """Replace a file's bytes in one step, keeping its permissions; a link's target is replaced, not the link."""
    real = file.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix="~", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(real.stat().st_mode & 0o7777)
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
