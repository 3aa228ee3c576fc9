"""One build at a time, whoever is killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator import locks

ORPHAN = """
import os, sys, time
from pathlib import Path
from generator import locks, pool

lock, begun, go, ended = map(Path, sys.argv[1:])
parent = os.getpid()

def work(numbers):
    begun.touch()
    while not go.exists():
        time.sleep(0.01)
    ended.touch()

with locks.held([lock]):
    pool.spread(work, 1, 2, 1)
    while not begun.exists():
        time.sleep(0.01)
    os.kill(parent, 9)
"""


def test_who_comes_next_waits_for_what_a_killed_build_left(tmp_path: Path) -> None:
    """A process that a killed build had begun may still be writing: its lock is not free before that one has ended."""
    lock, begun, go, ended = (tmp_path / name for name in ("lock", "begun", "go", "ended"))
    subprocess.run([sys.executable, "-c", ORPHAN, lock, begun, go, ended], timeout=20, check=False)
    with locks.tried(lock) as free:
        assert not free
    go.touch()
    with locks.held([lock]):
        assert ended.exists()


@pytest.fixture(params=[True, False], ids=["here", "windows"])
def lock(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock in a folder that isn't there yet, as systems with and without `fcntl` take it."""
    if not request.param:
        monkeypatch.setattr(locks, "fcntl", None)
    return tmp_path / "folder" / "lock"


def test_a_lock_is_held_by_one(lock: Path) -> None:
    """While one holds a lock nobody else gets it; then anybody does, and nothing of it stays."""
    with locks.held([lock]), locks.tried(lock) as free:
        assert not free
    with locks.tried(lock) as free:
        assert free
    assert list(lock.parent.iterdir()) == []


def test_whoever_waits_gets_it_next(lock: Path) -> None:
    """Of many that want a lock each gets it, one at a time, though each removes the file that they wait for."""
    inside, most, done = [0], [0], []

    def use() -> None:
        with locks.held([lock]):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.002)
            done.append(1)
            inside[0] -= 1

    threads = [threading.Thread(target=use) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (most, len(done)) == ([1], 20)


def test_a_place_that_cant_be_written_to_needs_no_lock(tmp_path: Path) -> None:
    """Nothing is published from or to there."""
    (tmp_path / "file").touch()
    with locks.held([tmp_path / "file" / "lock"]), locks.tried(tmp_path / "file" / "lock") as free:
        assert free


def test_the_folder_of_a_lock_may_go_while_somebody_waits(tmp_path: Path) -> None:
    """Who waited while everything was cleared away takes the lock in a folder made anew."""
    lock = tmp_path / "folder" / "lock"
    waited = threading.Event()

    def wait() -> None:
        with locks.held([lock]), locks.tried(lock) as free:
            if not free:
                waited.set()

    thread = threading.Thread(target=wait)
    with locks.held([lock]):
        thread.start()
        time.sleep(0.2)
        lock.unlink()
        lock.parent.rmdir()
    thread.join(20)
    assert waited.is_set()
