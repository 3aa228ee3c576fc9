"""Work in other processes gives what it would give here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from generator import pool


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The threads of a test runner hold no lock that a process forked here would wait for."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    yield
    pool.abandon()


def free() -> int:
    """The lowest file descriptor that is free."""
    descriptor = os.dup(0)
    os.close(descriptor)
    return descriptor


def squares(numbers: range) -> list[int]:
    """What each number makes."""
    return [number * number for number in numbers]


@pytest.mark.parametrize(("count", "jobs"), [(0, 2), (3, 1), (3, 2), (500, 1), (500, 2), (500, 3)])
@pytest.mark.parametrize("enough", [1, 1000])
def test_work_is_spread_and_comes_back_in_order(count: int, jobs: int, enough: int) -> None:
    """However much there is to do and whoever does it, results come in the order of the numbers."""
    found = pool.spread(squares, count, jobs, enough)
    assert [number for numbers in found for number in numbers] == squares(range(count))


@pytest.mark.parametrize(("enough", "processes"), [(500, 3), (501, 1)])
def test_work_is_shared_if_there_is_enough(enough: int, processes: int) -> None:
    """Each process does its share, and none of it is done here."""
    found = {*pool.spread(lambda _: os.getpid(), 500, 3, enough)}
    assert (len(found), os.getpid() in found) == (processes, False)


def test_what_killed_processes_leave_undone_is_done_here() -> None:
    """A process that is killed, as where memory is short, takes nothing with it: whoever waits does the rest."""
    here = os.getpid()

    def work(numbers: range) -> int:
        if os.getpid() != here and numbers.start > 200:
            os.kill(os.getpid(), signal.SIGKILL)
        return numbers.start

    assert list(pool.spread(work, 640, 2, 1)) == list(range(0, 640, 64))


@pytest.mark.parametrize("begun", [0, 1])
def test_where_no_more_processes_can_be_begun_others_do_the_work(monkeypatch: pytest.MonkeyPatch, begun: int) -> None:
    """A limit on processes, or on memory, is no reason not to build; no descriptor stays open for want of one."""
    left, fork = [begun], os.fork

    def scarce() -> int:
        if not left[0]:
            raise BlockingIOError("Resource temporarily unavailable")
        left[0] -= 1
        return fork()

    monkeypatch.setattr(os, "fork", scarce)
    before = free()
    found = {*pool.spread(lambda numbers: (numbers.start, os.getpid()), 500, 2, 1)}
    assert sorted(start for start, _ in found) == list(range(0, 500, 64))
    assert len({process for _, process in found}) == 1 + begun
    assert free() == before


class Fatal:
    """What kills a process that tells it to another one."""

    def __reduce__(self) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def test_half_a_message_is_none() -> None:
    """A process that is killed in the middle of a long result leaves nobody waiting for the rest."""
    long, _ = next(pool.spread(lambda _: (bytes(10_000_000), Fatal()), 1, 2, 1))
    assert len(long) == 10_000_000


@pytest.mark.parametrize(("jobs", "threads", "workers"), [(1, 1, 0), (3, 1, 3), (3, 2, 0)])
def test_who_shares_the_work(monkeypatch: pytest.MonkeyPatch, jobs: int, threads: int, workers: int) -> None:
    """As many processes as are asked for; beside threads, whose locks a forked process would inherit, none."""
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert pool.workers(jobs) == workers


def test_work_beside_is_done_in_another_process() -> None:
    """With several jobs, work goes on in a process of its own while this one does something else; it ends with it."""
    before = free()
    assert pool.beside(os.getpid, 2)() != os.getpid()
    assert free() == before


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
    before = free()
    pool.beside(lambda: bytes(10_000_000), 2)
    pool.abandon()
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)
    assert free() == before


def test_work_beside_ends_with_a_process_that_is_killed() -> None:
    """Of a build that was killed no process stays, which would hold its locks: the next build need not wait."""
    code = "import os; from generator import pool; pool.beside(lambda: bytes(10_000_000), 2); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20)  # waits for all that hold its output
