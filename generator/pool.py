"""Work spread over forked processes, which inherit all that it needs: nothing is sent to them.

They are no `ProcessPoolExecutor`: that one waits for ever for the rest of a message from a process killed halfway, as
happens where memory is short, and under Python 3.11.2 for one that those killed did not read (python/cpython#94777).
Here each process has a pipe of its own, which ends with it; what it leaves undone is done by whoever waits for it.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

_CHUNK = 64
"""Things done between two messages: some 50 ms of work."""


def workers(jobs: int) -> int:
    """How many processes may share work if `jobs` are asked for (0: one a core); none where it is done here."""
    count = jobs or cores()
    return count if count > 1 and hasattr(os, "fork") and threading.active_count() == 1 else 0


def spread(work: Callable[[range], Result], count: int, jobs: int, enough: int) -> Iterator[Result]:
    """What `work` makes of each range of the numbers below `count`, in order.

    Processes begin with it now: as many as `workers` says if there is `enough` to do, else one. Without any it is done
    here, when it is asked for. So is work that fails there: its error is raised where somebody hears it.
    """
    ranges = [range(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    wanted = min(workers(jobs), len(ranges) if count >= enough else min(len(ranges), 1))
    if not wanted:
        return map(work, ranges)
    processes: list[_Process[Result]] = []
    with suppress(OSError):  # there may be no more processes or memory: what those would do is done here
        processes.extend(_Process(work, ranges[first::wanted]) for first in range(wanted))
    return _in_order(work, ranges, processes, wanted)


def beside(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Begin `work` in a process of its own, and go on; gives what waits for its result."""
    results = spread(lambda _: work(), 1, jobs, 2)

    def result() -> Result:
        (made,) = results
        return made

    return result


def abandon() -> None:
    """End the processes whose work nobody waits for any more. They write nothing that counts by itself."""
    while _begun:
        _begun[-1].end()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_order(
    work: Callable[[range], Result], ranges: list[range], processes: list[_Process[Result]], wanted: int
) -> Iterator[Result]:
    for number, numbers in enumerate(ranges):
        try:
            result = processes[number % wanted].result()
        except (IndexError, EOFError, OSError, pickle.UnpicklingError):  # it was never begun, failed, or was killed
            result = work(numbers)
        yield result
    for process in processes:
        process.end()


class _Process(Generic[Result]):
    """A forked process that does its share of the ranges in order, and tells each result when it has it."""

    def __init__(self, work: Callable[[range], Result], share: list[range]) -> None:
        reader, writer = os.pipe()
        with _deaf():
            try:
                self._id = os.fork()
            except OSError:
                os.close(reader)
                os.close(writer)
                raise
            if self._id == 0:
                _do(work, share, reader, writer)
            self._pipe = os.fdopen(reader, "rb")
            _begun.append(self)
        os.close(writer)

    def result(self) -> Result:
        """The next result. Raises EOFError, OSError or UnpicklingError if there will be none."""
        made: Result = pickle.load(self._pipe)
        return made

    def end(self) -> None:
        """End it, whatever it is doing."""
        if self in _begun:
            _begun.remove(self)
            self._pipe.close()
            with suppress(ProcessLookupError, ChildProcessError):  # somebody else has seen it end
                os.kill(self._id, signal.SIGKILL)
                os.waitpid(self._id, 0)


_begun: list[_Process[Any]] = []


def _do(work: Callable[[range], Any], share: list[range], reader: int, writer: int) -> None:
    """All that a forked process does. Nothing of its parent's is closed or said twice, whatever happens."""
    try:
        os.close(reader)  # else it would wait for ever, with its parent's locks, when that one was killed
        gc.freeze()  # what is there now will not be collected, so its pages are not copied for the collector's marks
        gc.enable()
        with os.fdopen(writer, "wb") as pipe:
            for numbers in share:
                pickle.dump(work(numbers), pipe, protocol=5)
                pipe.flush()
    finally:
        os._exit(0)


@contextmanager
def _deaf() -> Iterator[None]:
    """A process begun meanwhile does not hear of Ctrl-C, which a terminal sends to it too: this one ends it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
