"""One build at a time: of one site, and into one output folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def held(files: Sequence[Path]) -> Iterator[None]:
    """Hold the lock that each of `files` stands for; waits for whoever holds one, always in the given order.

    The files are made, and removed while they are still held: whoever waited for one notices that it is gone,
    and makes it anew. A folder that can't be written to is passed over: nothing is published from or to there.
    """
    with ExitStack() as stack:
        for file in files:
            lock = FileLock(file)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                lock.acquire()
            except OSError:
                continue
            stack.callback(_let_go, lock, file)
        yield


@contextmanager
def tried(file: Path) -> Iterator[bool]:
    """Hold the lock that `file` stands for, if nobody else does: whether nobody does. As `held`, but never waits."""
    lock = FileLock(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    except OSError:
        yield True
        return
    try:
        yield True
    finally:
        _let_go(lock, file)


def _let_go(lock: FileLock, file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    finally:
        lock.release()
