"""Work in other processes gives what it would give here."""

from __future__ import annotations

import os

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
