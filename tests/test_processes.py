"""A build in several processes is what it is in one, whatever happens to them."""

from __future__ import annotations

import os
import signal
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

import edits
import pytest
import synthetic
from conftest import SiteFolder
from killing import clean

from generator import pool
from generator.model import Page
from generator.publish import Output
from generator.templates import Templates

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forked processes here")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads of a test runner hold no lock that a process forked here would wait for."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def elsewhere(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Call `act` before each page that another process than this one renders."""
    here, render = os.getpid(), Templates.render

    def watched(self: Templates, page: Page) -> bytes:
        if os.getpid() != here:
            act()
        return render(self, page)

    monkeypatch.setattr(Templates, "render", watched)


def test_pages_of_killed_processes_are_made_all_the_same(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A build whose processes are killed, as where memory is short, publishes what any other does.

    Each has told of some pages by then, and has laid others aside of which nobody heard.
    """
    synthetic.fill(site, 250)
    pages = count()
    elsewhere(monkeypatch, lambda: next(pages) == 100 and os.kill(os.getpid(), signal.SIGKILL))
    report = site.build(jobs=2)
    assert report.ok
    assert len(report.written) > 2 * 200
    assert edits.difference(edits.files(site.output), clean(site, tmp_path / "clean")) == []


def test_what_is_found_wrong_ends_what_was_begun(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are begun before all is known to be right; if it is not, no process and no page of it stays."""
    synthetic.fill(site, 250)
    site.brief("2022-01-25-a.md")
    site.brief("2022-01-25-b.md", slug="a")
    begun, discarded = site.root / "begun", site.root / "discarded"
    abandon, discard = pool.abandon, Output.discard

    def abandoned() -> None:
        wait(begun)
        abandon()

    def observed(output: Output) -> None:
        discard(output)
        discarded.touch()
        time.sleep(0.3)

    elsewhere(monkeypatch, lambda: (begun.touch(), wait(discarded)))
    monkeypatch.setattr(pool, "abandon", abandoned)
    monkeypatch.setattr(Output, "discard", observed)
    assert [problem.code for problem in site.build(jobs=2).problems] == ["same-url"]
    assert not pool._begun
    assert [path.name for path in site.root.iterdir() if "output" in path.name] == []


def wait(file: Path) -> None:
    """Wait until a file is there."""
    for _ in range(1000):
        if file.exists():
            return
        time.sleep(0.01)
