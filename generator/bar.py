"""A progress bar for builds that take long enough to wonder. Loads rich only when it is drawn."""

from __future__ import annotations

import time
from typing import Any

_PATIENCE = 1.0
"""Seconds before a bar is drawn: most builds are over by then."""


class Bar:
    """Shows the stage, how many of its items are done, and how many a second; use as a context manager."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._progress: Any = None
        self._tasks: dict[str, Any] = {}

    def tell(self, stage: str, done: int, count: int) -> None:
        """Draw that `done` of `count` items of `stage` are done."""
        if self._progress is None and time.perf_counter() - self._start < _PATIENCE:
            return
        if self._progress is None:
            self._progress = _drawn()
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=count)
        self._progress.update(self._tasks[stage], completed=done, refresh=True)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._progress is not None:
            self._progress.stop()


def _drawn() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:.0f}/s")

    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), Rate())
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False
    )  # its thread would keep us from forking
    progress.start()
    return progress
