"""Work in other processes gives what it would give here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from generator import pool


@pytest.fixture(autouse=True)
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads of a test runner hold no lock that a process forked here would wait for."""
    monkeypatch.setattr(pool, "_can_fork", lambda: True)


def squares(chunk: list[int]) -> list[int]:
    """What each number of a chunk makes."""
    return [number * number for number in chunk]


@pytest.mark.parametrize(("count", "jobs"), [(0, 2), (3, 1), (3, 2), (500, 2)])
def test_work_is_spread_and_comes_back_in_order(count: int, jobs: int) -> None:
    """However much there is to do and whoever does it, results come in the order of the items."""
    found = pool.spread(squares, iter(range(count)), count, jobs, 100)
    assert [number for chunk in found for number in chunk] == squares(list(range(count)))


def test_work_beside_is_done_in_another_process() -> None:
    """With several jobs, work goes on in a process of its own while this one does something else."""
    assert pool.beside(os.getpid, 2)() != os.getpid()


def test_one_job_is_one_process() -> None:
    """Who asks for one job gets no second process."""
    assert pool.beside(os.getpid, 1)() == os.getpid()


def test_what_fails_beside_is_raised_where_it_is_awaited(capfd: pytest.CaptureFixture[str]) -> None:
    """An error of work done beside is no traceback of another process: it is raised here."""
    result = pool.beside(lambda: int("x"), 2)
    with pytest.raises(ValueError, match="invalid literal"):
        result()
    assert capfd.readouterr() == ("", "")


def test_work_beside_does_not_hear_of_interrupts() -> None:
    """Ctrl-C is for the process that the work is done for: another one would tidy up after it a second time."""
    blocked = pool.beside(lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ()), 2)()
    assert signal.SIGINT in blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_work_beside_that_nobody_waits_for_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives up leaves no process behind, and no open pipe, however large the result is."""
    children: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: children.append(child := fork()) or child)
    before = os.dup(0)
    os.close(before)
    pool.beside(lambda: bytes(10_000_000), 2)
    pool.abandon()
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)
    after = os.dup(0)
    os.close(after)
    assert after == before  # the lowest descriptor that is free


def test_work_beside_ends_with_a_process_that_is_killed() -> None:
    """Of a build that was killed no process stays, which would hold its locks: the next build need not wait."""
    code = "import os; from generator import pool; pool.beside(lambda: bytes(10_000_000), 2); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20)  # waits for all that hold its output
