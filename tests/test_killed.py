"""A build that is killed at any moment leaves whole pages, and nothing that the next one can't mend by itself."""

from __future__ import annotations

import json
import random
import shutil
import time
from pathlib import Path

import edits
import pytest
import synthetic
import web
from conftest import SiteFolder
from killing import Files, again, before_each_step, clean, kill_after, kill_at

BASE = "https://example.org/"
QUICK, ALL = 6, 10_000
"""How many moments to be killed at are tried, spread evenly: in the quick run, and at leisure."""
MOMENTS = pytest.mark.parametrize("tries", [QUICK, pytest.param(ALL, marks=pytest.mark.torture)])


def begin(site: SiteFolder) -> None:
    """A small site."""
    synthetic.fill(site, 12)
    site.write("content/map.png", "PNG one")
    site.brief("leaving.md", "See [that](/moving.md).\n", title="Leaving", tags="[Quenn]", aliases="[/gone/]")
    site.brief("moving.md", "![Map](map.png)\n", title="Moving", tags="[Quenn, Belmar]")


def update(site: SiteFolder) -> None:
    """Edits of every kind: briefs come, go, change and move; so do tags, old addresses and pictures."""
    site.brief("2022-02-01-coming.md", "See [it](/moving.md#vort).\n", date=None, tags="[Tarrow]", source="Noster")
    (site.root / "content/leaving.md").unlink()
    site.brief(
        "moving.md",
        "## Vort\n\nText.\n",
        title="Moving",
        slug="moved",
        aliases="[/2022/01/25/moving/]",
        tags="[Dunqua]",
    )
    site.brief("2022-02-02-later.md", "![Map](map.png)\n", date=None, tags="[Tarrow, Belmar]")
    site.write("content/map.png", "PNG two")
    synthetic.write(site, 5, body="Another text.\n")


def undo_the_arrivals(site: SiteFolder) -> None:
    """Delete what `update` added."""
    (site.root / "content/2022-02-01-coming.md").unlink()
    (site.root / "content/2022-02-02-later.md").unlink()


def assert_whole(now: Files, old: Files, new: Files) -> None:
    """Every public file is the old or the new one."""
    manifest = now.get(".briefing.json")
    assert manifest is None or json.loads(manifest)["version"]
    for path, data in now.items():
        if data is not None and not path.startswith("."):
            assert data in (old.get(path), new.get(path)), path
    for path in old.keys() & new.keys():
        assert path in now


def moments(site: SiteFolder, tries: int) -> list[int]:
    """Numbers of steps of the build that `site` is due for: the first, the last ones, and some between."""
    steps: list[int] = []
    with before_each_step(site.output, lambda: steps.append(1)):
        assert site.build(jobs=1).ok
    count = len(steps)
    assert count > 20
    return sorted({1, *range(count - 3, count + 1), *range(2, count, max(1, count // tries))})


@MOMENTS
def test_a_killed_update_is_mended_by_the_next_build(tries: int, site: SiteFolder, tmp_path: Path) -> None:
    """Wherever an update is killed, all public files are whole, and the next build equals a clean one."""
    begin(site)
    assert site.build(jobs=1).ok
    old = edits.files(site.output)
    update(site)
    new = clean(site, tmp_path / "clean")
    for number in moments(again(site, tmp_path / "counted"), tries):
        copy = again(site, tmp_path / f"killed-{number}")
        assert kill_at(copy, number)
        assert_whole(edits.files(copy.output), old, new)
        assert copy.build(jobs=1).ok
        assert edits.difference(edits.files(copy.output), new) == []
        assert not [path.name for path in copy.root.iterdir() if path.name.startswith(".output")]


@MOMENTS
def test_what_a_killed_update_added_leaves_no_orphan(tries: int, site: SiteFolder, tmp_path: Path) -> None:
    """A page that a killed update added is removed by the next build if its source is gone by then."""
    begin(site)
    assert site.build(jobs=1).ok
    update(site)
    undone = again(site, tmp_path / "undone")
    undo_the_arrivals(undone)
    wanted = clean(undone, tmp_path / "clean")
    for number in moments(again(site, tmp_path / "counted"), tries):
        copy = again(site, tmp_path / f"killed-{number}")
        assert kill_at(copy, number)
        undo_the_arrivals(copy)
        assert copy.build(jobs=1).ok
        assert edits.difference(edits.files(copy.output), wanted) == []


@MOMENTS
@pytest.mark.parametrize("keeper", [False, True], ids=["no-folder", "folder-with-gitignore"])
def test_a_killed_first_build_shows_nothing(keeper: bool, tries: int, site: SiteFolder, tmp_path: Path) -> None:
    """Wherever a first build is killed, the site is there whole or not at all, and the next build completes it."""
    begin(site)
    if keeper:
        site.write("output/.gitignore", "*\n")
    new = clean(site, tmp_path / "clean") | ({".gitignore": b"*\n"} if keeper else {})
    for number in moments(again(site, tmp_path / "counted"), tries):
        copy = again(site, tmp_path / f"killed-{number}")
        assert kill_at(copy, number)
        there = edits.files(copy.output)
        assert there.keys() <= {".gitignore"} or edits.difference(there, new) == []
        assert copy.build(jobs=1).ok
        assert edits.difference(edits.files(copy.output), new) == []


def run_of_kills(site: SiteFolder, tmp_path: Path, count: int, seed: int) -> None:
    """First builds and updates, in turns, killed at random moments; each is mended by the next build."""
    dice = random.Random(seed)
    synthetic.fill(site, 60)
    begin(site)
    start = time.perf_counter()
    assert not kill_after(site, 100)
    whole = time.perf_counter() - start
    old = edits.files(site.output)
    changed = again(site, tmp_path / "changed")
    update(changed)
    new = clean(changed, tmp_path / "clean")
    fresh = tmp_path / "fresh"
    shutil.copytree(changed.root, fresh, ignore=shutil.ignore_patterns("output", ".cache"))
    changed.root = fresh
    for number in range(count):
        for first in (True, False):
            copy = again(changed if first else site, tmp_path / f"killed-{number}-{first}")
            if not first:
                update(copy)
            kill_after(copy, whole * dice.random())
            there = edits.files(copy.output)
            assert (first and there in ({}, new)) or not first
            if not first:
                assert_whole(there, old, new)
            assert copy.build(jobs=1).ok
            assert edits.difference(edits.files(copy.output), new) == []
            shutil.rmtree(copy.root)


def test_sigkill_at_a_few_random_moments(site: SiteFolder, tmp_path: Path) -> None:
    """SIGKILL at random moments of first builds and updates leaves whole pages and a build that mends itself."""
    run_of_kills(site, tmp_path, 4, 1)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(8))
def test_sigkill_at_many_random_moments(seed: int, site: SiteFolder, tmp_path: Path) -> None:
    """SIGKILL at many random moments of first builds and updates leaves whole pages and a build that mends itself."""
    run_of_kills(site, tmp_path, 100, 1000 + seed)


def dead_links(output: Path, kept: set[str]) -> dict[str, set[str]]:
    """The dead links that a reader can come to who is on one of the pages `kept`, by the page they stand on."""
    found: dict[str, set[str]] = {}
    waiting, seen = list(kept), set(kept)
    while waiting:
        path = waiting.pop()
        for url in web.file_links(output / path, path, BASE):
            target = web.file_of(url)
            if not (output / target).is_file():
                found.setdefault(path, set()).add(url)
            elif target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def test_no_link_is_dead_while_an_update_runs(site: SiteFolder, tmp_path: Path) -> None:
    """At every step of an update, no link is dead that readers come to from a page that stays."""
    begin(site)
    assert site.build(jobs=1).ok
    old = edits.files(site.output)
    update(site)
    new = clean(site, tmp_path / "clean")
    kept = {path for path in old.keys() & new.keys() if old[path] is not None}
    dead: list[dict[str, set[str]]] = []
    with before_each_step(site.output, lambda: dead.append(dead_links(site.output, kept))):
        assert site.build(jobs=1).ok
    assert len(dead) > 20
    assert [step for step in dead if step] == []
