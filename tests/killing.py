"""Builds that are killed: at the n-th change of the output folder, or at any moment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any

import edits
import pytest
from conftest import NOW, SiteFolder

Files = dict[str, bytes | None]

STEPS = ("replace", "rename", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "truncate")
"""The functions of `os` that change a folder; all of pathlib and shutil goes through them."""


@contextmanager
def before_each_step(folder: Path, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` before each change of the output folder `folder` or of what is laid aside for it."""

    def watched(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def step(*arguments: Any, **options: Any) -> Any:
            if any(folder.name in os.fsdecode(path) for path in arguments if isinstance(path, str | Path)):
                act()
            return original(*arguments, **options)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, watched(getattr(os, name)))
        yield


def kill_at(site: SiteFolder, number: int) -> bool:
    """Build in a process that is killed just before its step `number`; false if it ended before that."""
    child = os.fork()
    if not child:
        left = number

        def act() -> None:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        with suppress(BaseException), before_each_step(site.output, act):
            status = 0 if site.build(jobs=1).ok else 1
        os._exit(status)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def kill_after(site: SiteFolder, seconds: float) -> bool:
    """Build in a program that is killed after that time; false if it ended before that."""
    words = [
        sys.executable,
        "-m",
        "generator",
        "build",
        "-q",
        "-j",
        "2",
        "-C",
        str(site.root),
        "--now",
        NOW.isoformat(),
    ]
    with subprocess.Popen(words) as program:
        try:
            assert program.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            program.kill()
            return True
    return False


def clean(site: SiteFolder, to: Path) -> Files:
    """What a clean build of the same sources gives, at `to`."""
    shutil.copytree(site.root, to, ignore=shutil.ignore_patterns("output", ".output*", ".cache"))
    twin = SiteFolder.__new__(SiteFolder)
    twin.root, twin.output = to, to / "output"
    assert twin.build(jobs=1).ok
    return edits.files(twin.output)


def again(site: SiteFolder, to: Path) -> SiteFolder:
    """A copy of a site with all that was built, its cache too."""
    shutil.copytree(site.root, to)
    twin = SiteFolder.__new__(SiteFolder)
    twin.root, twin.output = to, to / "output"
    return twin
