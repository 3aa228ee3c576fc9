"""Runs a program and tells how long the whole process took and how much memory it needed."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: time from start to exit, processor time of all its processes, and the largest one's peak memory."""

    seconds: float
    processor: float
    megabytes: float


class Failed(Exception):
    """The program exited with an error; the message is the end of what it printed."""


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Sample:
    """Run `command` in `folder` and measure it. What earlier programs wrote is on disk before it starts."""
    os.sync()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            text = output.read()[-2000:].decode(errors="replace")
            raise Failed(f"{command[0]} exited with {process.returncode}\n{text}")
    # Linux gives the peak of the largest process, the children it waited for among them, in kilobytes.
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
