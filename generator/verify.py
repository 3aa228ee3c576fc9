"""Building twice and comparing: the same sources and the same moment give the same bytes (reproducible-builds.org).

Once clean, in a passing folder and without a cache; once from the cache, over what earlier checks have left in their
private place, with every third file of it taken away. Whatever these differ in, the cache or a build is wrong about.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from generator import locks, manifest
from generator.build import Settings, prepared
from generator.build import build as run
from generator.errors import Problem
from generator.model import Report, Value
from generator.places import PRIVATE, private
from generator.stopwatch import Stopwatch


class Verdict(Value, frozen=True):
    """What building twice showed: how many files were compared, the paths that differ, and the clean build's report."""

    files: int
    differing: tuple[str, ...]
    report: Report

    @property
    def same(self) -> bool:
        """Whether both builds succeeded and made the same bytes."""
        return self.report.ok and not self.differing


def verify(settings: Settings, watch: Stopwatch | None = None) -> Verdict:
    """Build clean and from the cache, and compare byte by byte. Nothing is published.

    Raises Refusal as `build` does.
    """
    settings = msgspec.structs.replace(settings, against=None)
    prepared(settings)
    with tempfile.TemporaryDirectory(prefix="briefing-verify-") as passing, _place(settings, Path(passing)) as second:
        first = Path(passing) / "clean"
        clean = run(msgspec.structs.replace(settings, output=first, cache=False), watch)
        if not clean.ok:
            return Verdict(0, (), clean)
        again = msgspec.structs.replace(settings, output=second)
        run(again)
        known = manifest.load(second)[0] or manifest.Manifest()
        for path in sorted(known.files)[::3]:
            (second / path).unlink(missing_ok=True)
        cached = run(again)
        differing = compare(first, second) if cached.ok else (".",)
        return Verdict(clean.pages, differing, clean)


def compare(one: Path, other: Path) -> tuple[str, ...]:
    """The paths of all files, manifests too, that are not the same in both folders or stand in only one."""
    mine, theirs = _files(one), _files(other)
    names = sorted(mine.keys() | theirs.keys())
    return tuple(
        name
        for name in names
        if name not in mine or name not in theirs or mine[name].read_bytes() != theirs[name].read_bytes()
    )


def problems(verdict: Verdict) -> tuple[Problem, ...]:
    """The clean build's problems, and an error for each file that differs."""
    what = "built clean it is not what it is when built from the cache"
    mend = "this is a mistake in Briefing itself; 'briefing clean' gets rid of it for now"
    return (*verdict.report.problems, *(Problem(path, 0, 0, "differs", what, mend) for path in verdict.differing))


def _files(folder: Path) -> dict[str, Path]:
    return {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}


@contextmanager
def _place(settings: Settings, passing: Path) -> Iterator[Path]:
    """Where the second build lies: in the private place of checks, or in a passing one if there is no cache."""
    if not settings.cache:
        yield passing / "again"
        return
    folder = settings.root / PRIVATE
    folder.mkdir(parents=True, exist_ok=True)
    with locks.held([folder / "check.lock"]):
        yield private(settings.root, "check")
