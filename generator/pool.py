"""Work spread over processes, where there is enough of it to pay for them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

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

    with ProcessPoolExecutor(workers, mp_context=_context()) as executor:
        under_way: deque[Future[Result]] = deque()
        for chunk in chunks:
            under_way.append(executor.submit(work, chunk))
            if len(under_way) >= workers * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Forked workers start at once with all that is loaded; beside threads only fresh ones are safe."""
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")
