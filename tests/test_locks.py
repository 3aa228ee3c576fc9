"""One build at a time, whoever is killed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator import locks

ORPHAN = """
import os, sys, time
from pathlib import Path
from generator import locks, pool

lock, ended = map(Path, sys.argv[1:])
parent, begun = os.getpid(), ended.with_name("begun")

def work(numbers):
    begun.touch()
    while os.getppid() == parent:
        time.sleep(0.01)
    time.sleep(0.3)
    ended.touch()

with locks.held([lock]):
    pool.spread(work, 1, 2, 1)
    while not begun.exists():
        time.sleep(0.01)
    os.kill(parent, 9)
"""


def test_who_comes_next_waits_for_what_a_killed_build_left(tmp_path: Path) -> None:
    """A process that a killed build had begun may still be writing: its lock is not free before that one has ended."""
    lock, ended = tmp_path / "lock", tmp_path / "ended"
    subprocess.run([sys.executable, "-c", ORPHAN, lock, ended], timeout=20, check=False)
    assert not ended.exists()
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
