"""Work spread over processes, where there is enough of it to pay for them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

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

    `jobs` processes share the work (0: one a core), if there are at least `enough` items to pay for
    starting them; else it is done here.
    """
    source = iter(items)
    chunks = iter(lambda: list(islice(source, _CHUNK)), [])
    workers = jobs or cores()
    if count < enough or workers == 1:
        yield from map(work, chunks)
        return
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


_inherited: list[Callable[[range], Any]] = []


def _call(numbers: range) -> Any:
    return _inherited[-1](numbers)


def abandon() -> None:
    """End the processes whose work nobody waits for any more. They write nothing that counts by itself."""
    for process in multiprocessing.active_children():
        process.kill()


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


def _context() -> multiprocessing.context.BaseContext:
    """Forked workers start at once with all that is loaded; beside threads only fresh ones are safe."""
    return multiprocessing.get_context("fork" if _can_fork() else "spawn")


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
