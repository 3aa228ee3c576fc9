"""Rings when something below a site's folder changed. It does not say what: a build finds that out by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

_CHANGES = frozenset(("created", "modified", "moved", "deleted", "closed"))
"""What rings. Watchdog tells of files opened and read too: a build itself opens and reads them."""

_SAVE, _CHECKOUT, _MANY = 0.02, 0.3, 40
"""Seconds of silence after which a save is over, and after which many are: from so many rings on."""


class Doorbell(FileSystemEventHandler):
    """Watches `folders` of `root`, whole, and single `files`, wherever they are.

    A folder that is not there yet is watched from when it appears. `hear` is told each path that rings.
    """

    def __init__(self, root: Path, folders: Iterable[str], files: Iterable[Path], hear: Callable[[Path], None]) -> None:
        self._hear = hear
        self._root, self._folders, self._files = root, tuple(folders), frozenset(files)
        self._rung = threading.Event()
        self._rings = 0
        self._watches: dict[str, tuple[ObservedWatch, int]] = {}
        self._observer = Observer()

    def start(self) -> None:
        """Watch from now on."""
        for folder in {self._root, *(file.parent for file in self._files)}:
            self._observer.schedule(self, str(folder))
        self._observer.start()
        self._watch()

    def stop(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self.ring()

    def ring(self) -> None:
        """Ring, as a change does."""
        self._rings += 1
        self._rung.set()

    @property
    def rung(self) -> bool:
        """Whether it rang since somebody last waited for it."""
        return self._rung.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the bell, and then until it is silent again; False if it stays silent for `timeout` seconds.

        One save is over after a blink; who checks out a thousand files is given time to come to the end of them.
        """
        if not self._rung.is_set():
            self._rings = 0  # rings during a build count on: who saves on and on is left to come to an end
        if not self._rung.wait(timeout):
            return False
        while self._rung.is_set():
            self._rung.clear()
            self._rung.wait(_SAVE if self._rings < _MANY else _CHECKOUT)
        self._watch()
        return True

    def dispatch(self, event: FileSystemEvent) -> None:
        """Ring for a change of what is watched; editors' own files, hidden or ending in `~`, are none."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for path in map(Path, filter(None, (str(event.src_path), str(event.dest_path)))):
            if path in self._files or self._inside(path):
                self.ring()
                self._hear(path)

    def _inside(self, path: Path) -> bool:
        parts = path.relative_to(self._root).parts if path.is_relative_to(self._root) else ()
        hidden = path.name.endswith("~") or any(part.startswith(".") for part in parts)
        return bool(parts) and parts[0] in self._folders and not hidden

    def _watch(self) -> None:
        """Watch the folders that are there; one that went and came back is another one."""
        for name in self._folders:
            folder = self._root / name
            there = folder.stat().st_ino if folder.is_dir() else 0
            watch, known = self._watches.get(name, (None, 0))
            if there == known:
                continue
            if watch:
                self._observer.unschedule(watch)
                del self._watches[name]
            if there:
                self._watches[name] = (self._observer.schedule(self, str(folder), recursive=True), there)
                self.ring()
