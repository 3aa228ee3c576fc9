"""Others can publish by what we write: identical bytes keep their times, so that rsync sends only what changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY, SiteFolder, copy_of_sample

from generator import manifest, urls

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed: apt-get install rsync")
RECIPES = re.findall(
    r"^rsync (.*) output/ (?:user@host:)?\S+$", (REPOSITORY / "docs" / "publishing.md").read_text("utf-8"), re.M
)


def sent(folder: Path, target: Path, *options: str) -> set[str]:
    """The files that rsync sends from one folder to the other."""
    command = ["rsync", *options, "--out-format=%n", f"{folder}/", f"{target}/"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {
        line
        for line in done.stdout.splitlines()
        if line and not line.endswith("/") and not line.startswith("deleting ")
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = (file for file in folder.rglob("*") if file.is_file() and file.name != ".gitignore")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def test_only_changed_files_travel(tmp_path: Path) -> None:
    """After an edit of one brief, rsync by times sends the files that the build wrote, the manifest, and no others."""
    site, target = copy_of_sample(tmp_path / "site"), tmp_path / "server"
    options = RECIPES[-1].split()
    assert "-rt" in options
    site.build()
    assert sent(site.output, target, *options) == files(site.output).keys()
    assert sent(site.output, target, *options) == set()
    brief = min((site.root / "content").rglob("2022/**/*.md"))
    brief.write_text(brief.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    written = {urls.output_path(url) for url in site.build().written}
    assert 0 < len(written) < len(files(site.output)) / 4
    assert sent(site.output, target, *options) == written | {manifest.FILE}
    assert files(target) == files(site.output)


def test_a_fresh_checkout_sends_as_little(tmp_path: Path) -> None:
    """The two turns of docs/publishing.md, by checksums, send only what changed from a folder that was built anew."""
    site, target = copy_of_sample(tmp_path / "site"), tmp_path / "server"
    first, second = (recipe.split() for recipe in RECIPES[:2])
    site.build()
    sent(site.output, target, *first)
    assert sent(site.output, target, *second) == set()
    shutil.rmtree(site.output)
    site.brief("more.md", date="2022-02-01", title="More")
    site.build(cache=False)
    new = files(site.output).keys() - files(target).keys()
    changed = {path for path, data in files(target).items() if files(site.output).get(path) != data}
    assert sent(site.output, target, *first) == new
    assert sent(site.output, target, *second) == changed
    assert files(target) == files(site.output)


def test_the_manifest_is_what_the_document_says(site: SiteFolder) -> None:
    """docs/publishing.md names every key of the manifest, and its digests begin those of `sha256sum`."""
    site.brief("a.md")
    site.build()
    text = (REPOSITORY / "docs" / "publishing.md").read_text("utf-8")
    known = manifest.load(site.output)[0]
    assert known is not None
    names = {*manifest.Manifest.__struct_fields__, *manifest.Entry.__struct_fields__} - {"version"}
    assert [name for name in names if f"`{name}`" not in text] == []
    assert [name for name in manifest.Basis.__struct_fields__ if f'"{name}"' not in text] == []
    done = subprocess.run(["sha256sum", site.output / "index.html"], capture_output=True, text=True, check=True)
    assert done.stdout[:32] == known.files["index.html"].digest
