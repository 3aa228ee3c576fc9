"""A new site: small, whole, and built without a warning."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import NOW, SiteFolder
from test_cli import run

from generator import config, init, yaml_text
from generator.errors import Refusal

FILES = {
    "briefing.toml", "README.md", ".gitignore", ".pre-commit-config.yaml", "output/.gitignore", "content/tags.toml",
    "content/sources.toml", "content/pages/about.md", "content/2022/03/01-this-site-is-open.md",
    "content/2022/03/01-how-to-write-a-brief.md", ".github/workflows/publish.yml",
}  # fmt: skip


def made(folder: Path, title: str = "My digest", **wishes: str) -> SiteFolder:
    """A new site in a folder."""
    init.create(folder, NOW, init.Wish(title, wishes.pop("base_url", "https://example.org/x"), **wishes))
    site = SiteFolder.__new__(SiteFolder)
    site.root, site.output = folder, folder / "output"
    return site


def files(folder: Path) -> set[str]:
    """The paths of all files below a folder."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    "title",
    [
        "My digest",
        'A "quoted": title',
        "back\\slash # {x}",
        "Дайджест",
        "@date@ DD-",
        "[x]",
        "YYYY/MM of DD-x",
        "100 %s",
        "{{ x }} {% y %}",
        "it's 'so'",
        "two\nlines",
        "#1 *bold*",
        "- x",
        "<b>&amp;</b>",
        "𝔻𝕒𝕚𝕝𝕪 \u202e",
        "\\1 \\g<0>",
        "12:30",
        "no",
    ],
)
def test_a_new_site_builds_without_a_warning(tmp_path: Path, title: str) -> None:
    """Whatever its title, a new site is strict-clean, drafts and the future included."""
    site = made(tmp_path / "new" / "site", title, timezone="Europe/Kyiv", language="uk")
    assert files(site.root) == FILES
    report = site.build(strict=True, drafts=True, future=True)
    assert (report.problems, report.ok, report.briefs) == ((), True, 2)
    loaded = config.load(site.root / "briefing.toml")
    title = " ".join(title.split())
    assert (loaded.title, loaded.base_url) == (title, "https://example.org/x/")
    for brief in (site.root / "content/2022").rglob("*.md"):
        assert f"source:\n  name: {yaml_text.scalar(title)}\n" in brief.read_text("utf-8"), brief.read_text("utf-8")
    assert (loaded.language, loaded.timezone) == ("uk", "Europe/Kyiv")


def test_nothing_of_the_skeleton_is_left_to_fill_in(tmp_path: Path) -> None:
    """No placeholder stays in a new site, and what is YAML in it can be read."""
    site = made(tmp_path / "site")
    for path in sorted(files(site.root)):
        text = (site.root / path).read_text("utf-8")
        assert not [word for word in ("@title@", "@date@", "YYYY", "DD-", "TODO", "dot.") if word in text + path], path
        if path.endswith((".yml", ".yaml")):
            assert yaml.safe_load(text)


def test_the_workflow_asks_for_little(tmp_path: Path) -> None:
    """The workflow may only read, but for its last job, which publishes and checks out nothing."""
    text = (made(tmp_path / "site").root / ".github/workflows/publish.yml").read_text("utf-8")
    flow = yaml.safe_load(text)
    assert flow["permissions"] == {}
    assert flow["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert flow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert flow["jobs"]["publish"]["if"] == "needs.build.outputs.publish == 'true'"
    assert "default_branch" in text
    assert all(step["uses"].startswith("actions/") for step in flow["jobs"]["publish"]["steps"])


@pytest.mark.parametrize("held", ["notes.txt", ".gitignore", "content/x.md"])
def test_nothing_is_overwritten(tmp_path: Path, held: str) -> None:
    """A folder that holds anything is refused, with what it holds; nothing is written."""
    (tmp_path / held).parent.mkdir(exist_ok=True)
    (tmp_path / held).write_text("mine")
    with pytest.raises(Refusal) as refusal:
        made(tmp_path)
    assert held.partition("/")[0] in str(refusal.value)
    assert files(tmp_path) == {held}


def test_a_fresh_repository_will_do(tmp_path: Path) -> None:
    """A folder that holds only .git is as good as empty; a file in its place is not."""
    (tmp_path / "site/.git").mkdir(parents=True)
    assert made(tmp_path / "site").build(strict=True).ok
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal):
        made(tmp_path / "file")


@pytest.mark.parametrize(
    ("wishes", "key"),
    [({"title": " "}, "title"), ({"base_url": "example.org"}, "base-url"), ({"timezone": "Kyiv"}, "timezone"),
     ({"language": "English!"}, "language")],
)  # fmt: skip
def test_a_wish_that_no_site_can_have_is_refused(tmp_path: Path, wishes: dict[str, str], key: str) -> None:
    """A title, address, language or zone that can't be is refused before anything is written."""
    with pytest.raises(Refusal) as refusal:
        made(tmp_path / "site", **wishes)
    assert f"--{key}: " in str(refusal.value)
    assert not (tmp_path / "site").exists()


def test_without_a_terminal_it_needs_the_flags(tmp_path: Path) -> None:
    """With nobody to ask, the command says which flags it lacks, and ends with 2."""
    done = run("init", tmp_path / "site")
    assert (done.returncode, b"--base-url" in done.stderr) == (2, True)
    done = run("init", "site", "--title", "T", "--base-url", "https://example.org/", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"site/briefing.toml" in done.stdout.replace(b"\\", b"/")
    assert run("build", "-s", "-C", tmp_path / "site").returncode == 0
    assert run("init", "site", "--title", "T", "--base-url", "https://example.org/", cwd=tmp_path).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    """Without flags the command asks for title and address, again if no site can have it; none takes what it offers."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "init", "site"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, b"Nightly digest\nexample.org\n\n")
        assert process.wait(60) == 0
    os.close(ours)
    loaded = config.load(tmp_path / "site/briefing.toml")
    assert (loaded.title, loaded.base_url) == ("Nightly digest", "https://example.org/")
