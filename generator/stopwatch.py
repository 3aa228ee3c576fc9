"""How long each stage takes, and how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable

Listener = Callable[[str, int, int], None]
"""Is told a stage, how many of its items are done, and how many there are."""


class Stopwatch:
    """Seconds spent in each stage, in `laps`; `listener` hears of progress within one."""

    def __init__(self, listener: Listener | None = None) -> None:
        self.laps: dict[str, float] = {}
        self._listener = listener
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time since the last lap as that of `stage`."""
        now = time.perf_counter()
        self.laps[stage] = now - self._last
        self._last = now

    def progress(self, stage: str, done: int, count: int) -> None:
        """Tell the listener that `done` of `count` items of `stage` are done."""
        if self._listener:
            self._listener(stage, done, count)
