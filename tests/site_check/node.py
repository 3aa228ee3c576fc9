"""The checkers that come from npm: pinned, and installed into .cache/ when they are first asked for."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PINNED = {"axe-core": "4.14.1", "lighthouse": "13.5.0", "vnu-jar": "26.9.27"}
FOLDER = Path(__file__).parent.parent.parent / ".cache" / "node"


def available(package: str) -> bool:
    """Whether the package is there, or can be had."""
    return _home(package).is_dir() or shutil.which("npm") is not None


def package(name: str) -> Path:
    """The folder of a package, which is installed if it isn't there; npm's scripts never run."""
    home = _home(name)
    found = home / "node_modules" / name
    if not found.is_dir():
        home.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error")
        command = ("npm", "install", *quiet, "--prefix", str(home), f"{name}@{PINNED[name]}")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return found


def _home(name: str) -> Path:
    return FOLDER / f"{name}-{PINNED[name]}"
