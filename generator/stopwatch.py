"""How long each stage takes, and how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable

Listener = Callable[[str, int, int], None]
"""Is told a stage, how many of its items are done, and how many there are."""


Clerk = Callable[[str, float, str], None]
"""Is told a stage that is over, how many seconds it took, and what it had to do."""


class Stopwatch:
    """Seconds spent in each stage, in `laps`; `listener` hears of progress within one, `clerk` of each that is over."""

    def __init__(self, listener: Listener | None = None, clerk: Clerk | None = None) -> None:
        self.laps: dict[str, float] = {}
        self._listener, self._clerk = listener, clerk
        self._last = time.perf_counter()

    def lap(self, stage: str, what: str = "") -> None:
        """Note the time since the last lap as that of `stage`; `what` says what it had to do, with counts."""
        now = time.perf_counter()
        self.laps[stage] = now - self._last
        if self._clerk:
            self._clerk(stage, self.laps[stage], what)
        self._last = now

    def progress(self, stage: str, done: int, count: int) -> None:
        """Tell the listener that `done` of `count` items of `stage` are done."""
        if self._listener:
            self._listener(stage, done, count)
