"""The files of an archive that is to be moved in: which there are, and their bytes. Nothing in it is changed."""

from __future__ import annotations

import os
from pathlib import Path

from generator.errors import Problem, printable

_SKIPPED = (".git", ".hg", "node_modules", "__pycache__", ".venv", "_site")


def walk(source: Path) -> tuple[dict[str, Path], list[Problem]]:
    """Every regular file of the archive by its path, in order; and what there could not be looked at."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    real = os.path.realpath(source)

    def note(file: str | Path, what: str) -> None:
        path = Path(file).relative_to(source).as_posix()
        problems.append(Problem(printable(path), 0, 0, "not-imported", what, "not imported"))

    def unreadable(error: OSError) -> None:
        note(error.filename, f"it can't be read: {error.strerror}")

    for folder, folders, names in os.walk(source, onerror=unreadable):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in folders:
            if Path(folder, name).is_symlink():
                note(Path(folder, name), "this is a symbolic link to a folder")
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_symlink() and not os.path.realpath(file).startswith(real + os.sep):
                note(file, "this is a symbolic link that leads out of the archive")
            elif not name.isprintable():
                note(file, "its name has signs that can't be shown")
            elif file.is_file():
                found[file.relative_to(source).as_posix()] = file
    return dict(sorted(found.items())), problems


def load(file: Path) -> bytes:
    """A file's bytes."""
    return file.read_bytes()


def peek(file: Path) -> bytes:
    """A file's bytes to tell what it is; none if it can't be read, which shows when it is its turn."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
