"""Building again and again while a writer works: the last good site stays, and what is wrong is told."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from itertools import count

from generator import live
from generator import report as reports
from generator.build import Settings, build
from generator.doorbell import Doorbell
from generator.errors import Level, Problem, Refusal
from generator.excerpts import Excerpts
from generator.glance import Glances
from generator.model import Value

LOOK_AGAIN = 1.0
"""Seconds after the last build at which one more looks for what the bell may have missed."""

_COLLECT = 100
"""Builds after which garbage is looked for: their values make next to none, and looking stops everything."""


class State(Value, frozen=True):
    """What browsers are told: the number of the last good build, and the overlay of problems, if there are any."""

    serial: str
    problems: str = ""


class Preview:
    """Builds a site whenever its doorbell rings. `tell` hears of each new state; `say` prints for the terminal, and is
    told whether a line is news only, or of a problem.

    `settings` gives what to build at the present moment.
    """

    def __init__(
        self, settings: Callable[[], Settings], tell: Callable[[State], None], say: Callable[[str, bool], None]
    ) -> None:
        self._settings, self._tell, self._say = settings, tell, say
        chosen = settings()
        self._root = chosen.root
        self.glances = Glances(chosen.root, chosen.output, self._glanced)
        self.bell = Doorbell(
            chosen.root, ("content", "themes", "templates", "static"), [chosen.config], self.glances.hear
        )
        self._builds = count(1)
        self.state = State(self._serial())
        self._shown: list[tuple[Level, list[str]]] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True, name="builder")

    def start(self) -> None:
        """Build once, here, and from now on whenever something changes, in a thread of its own."""
        self.once()
        sys.setswitchinterval(0.0005)  # seconds after which a build lets a first look have its turn
        self.glances.start()
        self.bell.start()
        self._thread.start()

    def stop(self) -> None:
        """Build no more. What is being built is waited for a second: it may be killed at any moment."""
        self._stopping.set()
        self.bell.stop()
        self.glances.stop()
        self._thread.join(1)

    def once(self) -> None:
        """Build, and tell what came of it if it is anything new."""
        try:
            report = build(self._settings(), follow=self.glances.follow)
        except Refusal as refusal:
            report = reports.refused(refusal)
        except OSError as error:
            what, mend = error.strerror or str(error), "once this is mended, the next save builds again"
            problem = Problem(str(error.filename or "."), 0, 0, "system", what, mend)
            report = reports.refused(Refusal(problem))
        except Exception as error:  # whatever it is, the next save must find the preview alive
            what = f"{type(error).__name__}: {error}".partition("\n")[0]
            report = reports.refused(
                Refusal(Problem(".", 0, 0, "internal", what, "this is a mistake in Briefing itself"))
            )
        if not report.ok and self.bell.rung:  # a file in the midst of being saved, it may be: the next build is due
            return
        excerpts = Excerpts(self._root)
        shown = [(problem.level, excerpts.told(problem)) for problem in report.problems]
        changed = report.ok and bool(report.written or report.pruned)
        if not changed and shown == self._shown:
            return
        for _, lines in shown if shown != self._shown else ():
            self._say("\n".join(lines), False)
        self._say(f"{time.strftime('%H:%M:%S')}  {reports.summary(report)}", True)
        self._shown = shown
        self.state = State(
            self._serial() if changed else self.state.serial,
            "" if report.ok else live.overlay(shown),
        )
        self._tell(self.state)

    def _glanced(self) -> None:
        """A page was put in place ahead of its build."""
        self.state = State(self._serial(), self.state.problems)
        self._tell(self.state)

    def _work(self) -> None:
        looked, rounds = False, count(1)
        while True:
            rung = self.bell.wait(None if looked else LOOK_AGAIN)
            if self._stopping.is_set():
                return
            looked = not rung
            self.once()
            if next(rounds) % _COLLECT == 0:
                gc.collect()

    def _serial(self) -> str:
        return f"{os.getpid()}-{next(self._builds)}"
