"""Work spread over processes, where there is enough of it to pay for them."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 64
"""Items in one message to a worker: some 50 ms of parsing."""
_AHEAD = 3
"""Chunks under way for each worker, which bounds the memory they take."""


def spread(
    work: Callable[[list[Item]], Result], items: Iterable[Item], count: int, jobs: int, enough: int
) -> Iterator[Result]:
    """What `work` makes of each chunk of the `count` items, in order.

    `jobs` processes share the work (0: one a core), if there are at least `enough` items to pay for starting them; else
    it is done beside what this process does next.
    """
    source = iter(items)
    chunks = iter(lambda: list(islice(source, _CHUNK)), [])
    workers = jobs or cores()
    if workers == 1 or not count:
        return map(work, chunks)
    if count < enough:
        few = list(chunks)
        return _later(beside(lambda: list(map(work, few)), jobs))
    return _shared(work, chunks, workers)


def _later(result: Callable[[], list[Result]]) -> Iterator[Result]:
    yield from result()


def _shared(work: Callable[[list[Item]], Result], chunks: Iterable[list[Item]], workers: int) -> Iterator[Result]:
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(workers, mp_context=_context(), initializer=gc.enable) as executor, _awaited():
        under_way: deque[Future[Result]] = deque()
        for chunk in chunks:
            with _deaf():
                under_way.append(executor.submit(work, chunk))
            if len(under_way) >= workers * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def inherit(work: Callable[[range], Result], count: int, jobs: int, enough: int) -> Iterator[Result]:
    """What `work` makes of each range of the numbers below `count`, in order, in processes that inherit all it needs.

    Nothing is sent to them but the ranges. Where processes can't be forked, or for fewer than `enough`, it is
    done here.
    """
    workers = jobs or cores()
    if count < enough or workers == 1 or not _can_fork():
        yield work(range(count))
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    ranges = [range(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    _inherited.append(work)
    gc.freeze()  # what is there now will not be collected, so its pages are not copied for the collector's marks
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as executor, _awaited():
            with _deaf():
                results = executor.map(_call, ranges)
            yield from results
    finally:
        gc.unfreeze()
        _inherited.pop()


def beside(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Begin `work` in a forked process, and go on; gives what waits for its result.

    Where processes can't be forked, or `jobs` or the machine have one only, it is done when the result is asked for.
    So is work that fails there: its error is raised where somebody hears it.
    """
    if (jobs or cores()) == 1 or not _can_fork():
        return work
    reader, writer = os.pipe()
    with _deaf():
        child = os.fork()
        if child == 0:
            try:
                os.close(reader)  # else it would wait for ever, with the parent's locks, for a parent that was killed
                with os.fdopen(writer, "wb") as pipe:
                    pickle.dump(work(), pipe, protocol=5)
            finally:
                os._exit(0)  # whatever happened: nothing of the parent's is to be closed or said twice
    os.close(writer)
    _beside[child] = reader

    def result() -> Result:
        with os.fdopen(_beside.pop(child), "rb") as pipe:
            data = pipe.read()
        os.waitpid(child, 0)
        try:
            made: Result = pickle.loads(data)
        except (EOFError, pickle.UnpicklingError):
            return work()
        return made

    return result


_beside: dict[int, int] = {}
"""The processes that were begun beside this one and not waited for yet, each with the pipe that its result comes by."""
_inherited: list[Callable[[range], Any]] = []


def _call(numbers: range) -> Any:
    return _inherited[-1](numbers)


def abandon() -> None:
    """End the processes whose work nobody waits for any more. They write nothing that counts by itself."""
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()
    while _beside:
        child, reader = _beside.popitem()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)


@contextmanager
def _awaited() -> Iterator[None]:
    """Work in processes, which end with whoever waits for it: at once if that one gives up."""
    try:
        yield
    except BaseException:
        abandon()
        raise


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear of Ctrl-C, which a terminal sends to them too: this one ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if not _can_fork():
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # where it is started it lets the signal in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> BaseContext:
    """Forked workers start at once with all that is loaded; beside threads only fresh ones are safe."""
    import multiprocessing

    return multiprocessing.get_context("fork" if _can_fork() else "spawn")


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1
