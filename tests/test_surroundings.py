"""The same site is the same bytes wherever it is built."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import edits
import pytest
import synthetic
from conftest import NOW, SiteFolder


def command(root: Path, *options: str, cwd: Path, **environment: str) -> None:
    """Run `briefing build` as a program, with the same hash seed unless another is given."""
    subprocess.run(
        [sys.executable, "-m", "generator", "build", "--now", NOW.isoformat(), *options],
        env=os.environ | {"PYTHONHASHSEED": "0"} | environment,
        cwd=cwd,
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site that is worth sharing out between processes, built."""
    root = tmp_path_factory.mktemp("large") / "site"
    root.mkdir()
    site = SiteFolder(root)
    synthetic.fill(site, 200)
    site.write("content/tags.toml", '[Belmar]\naliases = ["Dunqua"]\n')
    site.write("content/north/map.png", "PNG")
    for number, tag in enumerate(edits.TAGS):
        fields = {"tags": f"[{tag}]", "source": "Gollen Post", "image": "map.png", "lang": ("uk", "en")[number % 2]}
        site.brief(f"north/лурм-{number}.md", "## Vort\n\nПерше. Second[^a].\n\n[^a]: İı\n", **fields)
    command(root, cwd=root)
    return site


@pytest.mark.parametrize(
    "surroundings",
    [
        pytest.param(
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, id="eastern-zone-C-locale-hash-seed"
        ),
        pytest.param(
            {
                "TZ": "America/Los_Angeles",
                "LC_ALL": "tr_TR.UTF-8",
                "LANGUAGE": "uk",
                "PYTHONOPTIMIZE": "1",
                "umask": "77",
            },
            id="western-zone-Turkish-locale-optimised-umask",
        ),
        pytest.param({"options": "-j 1", "times": "changed"}, id="one-process-file-times"),
        pytest.param({"options": "-j 2", "cwd": "elsewhere", "PYTHONHASHSEED": "2"}, id="two-processes-elsewhere"),
        pytest.param({"options": "--no-cache"}, id="no-cache"),
    ],
)
def test_surroundings_change_nothing(surroundings: dict[str, str], large: SiteFolder, tmp_path: Path) -> None:
    """Another time zone, locale, hash seed, umask, directory, number of processes or file times change no byte."""
    root = tmp_path / "deep" / "копія"
    shutil.copytree(large.root, root, ignore=shutil.ignore_patterns("output", ".cache"))
    if "times" in surroundings:
        dice = random.Random(0)
        for file in sorted(root.rglob("*")):
            os.utime(file, (dice.randrange(2**31), dice.randrange(2**31)))
    options = ["-C", str(root), *surroundings.get("options", "").split()]
    if "cwd" in surroundings:
        options = ["-C", "../копія", "-c", "../копія/briefing.toml", "-o", "../копія/output"]
    environment = {name: value for name, value in surroundings.items() if name.isupper()}
    before = os.umask(int(surroundings.get("umask", "22"), 8))
    try:
        command(root, *options, cwd=root if "cwd" in surroundings else tmp_path, **environment)
    finally:
        os.umask(before)
    assert edits.difference(edits.files(root / "output"), edits.files(large.output)) == []
