"""One build at a time: of one site, and into one output folder.

A lock belongs to a process and to those forked from it. It is free when the last of them has ended: what a killed build
leaves behind may still be writing for a moment. (The package filelock lets go of a lock in a forked process, so it is
used only where none is forked.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(files: Sequence[Path]) -> Iterator[None]:
    """Hold the lock that each of `files` stands for; waits for whoever holds one, always in the given order.

    The files are made, and removed while they are still held: whoever waited for one notices that it is gone,
    and makes it anew. A folder that can't be written to is passed over: nothing is published from or to there.
    """
    with ExitStack() as stack:
        for file in files:
            try:
                release = _taken(file, wait=True)
            except OSError:
                continue
            assert release
            stack.callback(_let_go, release, file)
        yield


@contextmanager
def tried(file: Path) -> Iterator[bool]:
    """Hold the lock that `file` stands for, if nobody else does: whether nobody does. As `held`, but never waits."""
    try:
        release = _taken(file, wait=False)
    except OSError:
        yield True
        return
    try:
        yield release is not None
    finally:
        if release:
            _let_go(release, file)


def _taken(file: Path, wait: bool) -> Callable[[], object] | None:
    """Take a lock; gives what releases it, or None if somebody else has it. Raises OSError."""
    if not fcntl:
        return _taken_there(file, wait)
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)  # who held it may have removed the folder too
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _stands(file, descriptor):
                return partial(os.close, descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _stands(file: Path, descriptor: int) -> bool:
    """Whether a file is still the one that was opened: who held its lock before removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _taken_there(file: Path, wait: bool) -> Callable[[], object] | None:
    from filelock import FileLock, Timeout

    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    try:
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        return None
    return lock.release


def _let_go(release: Callable[[], object], file: Path) -> None:
    try:
        with suppress(PermissionError):  # Windows lets nobody remove what is open
            file.unlink(missing_ok=True)
    finally:
        release()
