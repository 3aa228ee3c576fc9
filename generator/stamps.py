"""Whether published files are as they were written, told by their metadata where those are as remembered."""

from __future__ import annotations

import os
from collections.abc import Mapping

from generator import digest
from generator.manifest import Entry
from generator.model import Value


class Stamp(Value, frozen=True, array_like=True):
    """A published file's metadata when it was last known to be what we wrote."""

    size: int
    mtime: int
    ctime: int
    inode: int


class State(Value, frozen=True):
    """Which files of the manifest are gone, which are not what we wrote, and stamps of those with other metadata."""

    missing: set[str]
    altered: set[str]
    fresh: dict[str, Stamp]


def inspect(base: str, files: Mapping[str, Entry], remembered: Mapping[str, Stamp]) -> State:
    """The state of the files of a manifest, which lie below `base`; what is as `remembered` is not read."""
    state = State(set(), set(), {})
    for path, entry in files.items():
        try:
            stat = os.lstat(base + path)
        except (OSError, ValueError):  # a manifest that was written by hand may name what no file can be called
            state.missing.add(path)
            continue
        known = remembered.get(path)
        if known and (known.mtime, known.ctime, known.inode, known.size) == (
            stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_size
        ):  # fmt: skip
            continue
        if stat.st_size == entry.size and digest.of_file(base + path) == entry.digest:
            state.fresh[path] = Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        else:
            state.altered.add(path)
    return state
