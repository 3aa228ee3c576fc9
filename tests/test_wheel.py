"""What is published on the package index is all that a site needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY

PARTS = ("generator", "themes", "docs", "pyproject.toml", "README.md", "LICENSE")


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program in an environment without this one's packages; gives what it printed."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(words, cwd=cwd, env=kept, check=False, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the repository."""
    source = tmp_path_factory.mktemp("source")
    for name in PARTS:
        path = REPOSITORY / name
        skipped = shutil.ignore_patterns("__pycache__")
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=skipped)
        else:
            shutil.copy(path, source / name)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", source / "dist", source, cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


def test_the_wheel_holds_the_program_and_its_theme(wheel: Path) -> None:
    """The wheel carries every module, the whole built-in theme and the files of a new site, and nothing beside them."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {f"generator/{path.name}" for path in (REPOSITORY / "generator").glob("*.py")}
    files = (REPOSITORY / "generator" / "site").rglob("*")
    skeleton = {path.relative_to(REPOSITORY).as_posix() for path in files if path.is_file()}
    theme = {f"generator/themes/{path.relative_to(REPOSITORY / 'themes')}" for path in themes()}
    assert len(skeleton) > 8
    assert modules | theme | skeleton | {"generator/checks.md"} <= names
    assert not [name for name in names if not name.startswith(("generator/", "briefing_digest-"))]


def themes() -> list[Path]:
    """The files of all built-in themes."""
    return [path for path in (REPOSITORY / "themes").rglob("*") if path.is_file() and path.name[0] != "."]


def test_the_installed_wheel_builds_a_site(wheel: Path, tmp_path: Path) -> None:
    """Installed with its dependencies into an empty environment, the command builds a site in any folder."""
    venv.create(tmp_path / "v", with_pip=False)
    scripts = tmp_path / "v" / ("Scripts" if os.name == "nt" else "bin")
    python = shutil.which("python", path=str(scripts))
    assert python
    run(sys.executable, "-m", "pip", "-q", "--python", python, "install", wheel, cwd=tmp_path)
    site = tmp_path / "somewhere else"
    (site / "content").mkdir(parents=True)
    (site / "briefing.toml").write_text('title = "Orbel"\nbase_url = "https://example.org/"\n')
    (site / "content/one.md").write_text("---\ntitle: Zantic\ndate: 2022-01-25\ntags: [Vesk]\n---\n\nSome **words**.\n")
    command = shutil.which("briefing", path=str(scripts))
    assert command
    printed = run(command, "build", "--now", "2022-03-01", cwd=site)
    assert "1 brief" in printed
    assert "<strong>words</strong>" in (site / "output/2022/01/25/one/index.html").read_text("utf-8")
    run(command, "init", "new", "--title", "Orbel", "--base-url", "https://example.org/", cwd=tmp_path)
    assert "2 briefs" in run(command, "build", "--strict", cwd=tmp_path / "new")
    assert "bad-date" in run(command, "explain", "bad-date", cwd=tmp_path)
    where = run(python, "-c", "import generator.theme as t; print(t.BUILT_IN)", cwd=site)
    assert Path(where.strip()).is_relative_to(tmp_path / "v")
