"""A small site with a theme of its own, and every byte that it must give.

`UPDATE=1 pytest tests/test_golden.py` writes what the site gives now to golden/expected/, to be looked at before it
is committed.
"""

import os
import shutil
from pathlib import Path

import pytest
from conftest import NOW

from generator.build import Settings, build
from generator.manifest import FILE

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = GOLDEN / "expected"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the golden site, by path; the manifest, which names the program's digest, is left out."""
    root = tmp_path_factory.mktemp("golden") / "site"
    shutil.copytree(GOLDEN / "site", root)
    report = build(Settings(root=root, now=NOW, config=root / "briefing.toml", output=root / "output", strict=True))
    assert [str(problem) for problem in report.problems] == []
    files = {str(file.relative_to(root / "output")): file for file in (root / "output").rglob("*") if file.is_file()}
    found = {path: file.read_bytes() for path, file in files.items() if path != FILE}
    if os.environ.get("UPDATE"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, data in found.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(data)
    return found


SNAPSHOTS = sorted(str(file.relative_to(EXPECTED)) for file in EXPECTED.rglob("*") if file.is_file())


@pytest.mark.parametrize("path", SNAPSHOTS)
def test_a_file_is_what_it_was(made: dict[str, bytes], path: str) -> None:
    """The same site gives the same bytes, on every machine and after every change of the program."""
    assert path in made, f"{path} is an orphan: nothing makes it any more"
    assert made[path].decode() == (EXPECTED / path).read_text("utf-8")


def test_no_file_lacks_its_snapshot(made: dict[str, bytes]) -> None:
    """Whatever the site gives has its snapshot."""
    assert SNAPSHOTS
    assert sorted(made) == SNAPSHOTS


def test_an_embargoed_brief_leaves_no_trace(made: dict[str, bytes]) -> None:
    """No word of what is not yet public is in any file, nor in any file's name."""
    assert not [path for path, data in made.items() if b"hush" in (path.encode() + data).lower()]
    assert not [path for path, data in made.items() if b"yet to be told" in data.lower()]
