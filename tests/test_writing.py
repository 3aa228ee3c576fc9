"""docs/writing.md tells what the commands print: its journey is walked here, command by command.

`UPDATE=1 pytest tests/test_writing.py` writes what they print now into the document.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "writing.md"
MOMENT = "1643875200"
"""3 February 2022, the day of the journey."""
VOCABULARY = '\n[NATO]\naliases = ["North Atlantic Treaty Organization"]\n\n[Ukraine]\n'
_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
_SECONDS = re.compile(r"\(\d+\.\d\d s\)")


def printed(command: str, folder: Path) -> str:
    """What a command line of the document prints, in a folder."""
    program, *words = shlex.split(command)
    assert program == "briefing"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode().replace("\r\n", "\n").replace("\\", "/")


def test_the_first_brief_is_made_as_told(tmp_path: Path) -> None:
    """README's first brief works to the letter, on any day: command, file, link, build, check and message."""
    for name in ("content", "briefing.toml"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    told = (REPOSITORY / "README.md").read_text("utf-8").partition("## Your first brief")[2].partition("\n## ")[0]
    command = re.findall(r"^    \.venv/bin/(briefing new .*)$", told, re.MULTILINE)[0]
    links = re.findall(r"`(\[[^\]]+\]\([^)]+\))`", told)
    message = re.findall(r"^    (content/.*\n(?:      .*\n)+)", told, re.MULTILINE)[0]
    for moment in ("2022-02-03", "2031-11-30"):
        file = tmp_path / printed(f"{command} --now {moment}", tmp_path).strip()
        made = file.read_text("utf-8")
        assert f"```markdown\n{made.rstrip()}\n```" in told
        file.write_text(made + f"See {links[0]}.\n")
        assert "error" not in printed(f"briefing build --now {moment}", tmp_path)
        done = printed(f"briefing check --now {moment}", tmp_path)
        assert done.endswith("checked: no problems.\n"), done
        file.write_text(made.replace("date: 2022-02-03", "date: Feb 3rd"))
        assert printed(f"briefing build --now {moment}", tmp_path).startswith(message.replace("\n    ", "\n"))
        file.unlink()


def test_the_journey_is_told_as_it_is(tmp_path: Path) -> None:
    """Each command in docs/writing.md prints what stands below it, to the letter, but for the seconds it takes."""
    shutil.copytree(REPOSITORY / "tests" / "archives" / "jekyll" / "old", tmp_path / "old")
    text = DOCUMENT.read_text("utf-8")
    folder = tmp_path
    walked = text
    for block in _BLOCK.findall(text):
        told = ""
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            told += f"$ {command}\n{printed(command, folder)}"
            if command.startswith("briefing init"):
                folder = tmp_path / "digest"
                with (folder / "content/tags.toml").open("a", encoding="utf-8") as stream:
                    stream.write(VOCABULARY)
        if _SECONDS.sub("", told) != _SECONDS.sub("", block):
            walked = walked.replace(block, told)
    if os.environ.get("UPDATE"):
        DOCUMENT.write_text(walked, "utf-8")
    assert walked == text
    made = (folder / "content/2022/02/03-talks-go-on-in-geneva.md").read_text("utf-8")
    assert f"```markdown\n{made.rstrip()}\n```" in text
