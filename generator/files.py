"""Writing the files of a site's people: whole or not at all, and never over what somebody else has just written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Changed(Exception):
    """The file is not what it was when it was read."""


def create(file: Path, data: bytes) -> None:
    """Write a new file, with the folders above it. Raises FileExistsError if one is there, and OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _aside(file, data) as made:
        made.chmod(0o666 & ~_umask())
        os.link(made, file)


def replace(file: Path, data: bytes, before: bytes) -> None:
    """Replace a file's bytes, keeping its permissions; a link's target is replaced, not the link.

    Raises Changed if it does not hold `before` any more, and OSError.
    """
    real = file.resolve()
    with _aside(real, data) as made:
        made.chmod(real.stat().st_mode & 0o7777)
        if real.read_bytes() != before:
            raise Changed
        made.replace(real)


@contextmanager
def _aside(file: Path, data: bytes) -> Iterator[Path]:
    """Data in a file beside `file` that no build reads, and that is gone in the end."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:100]}.", suffix="~", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
