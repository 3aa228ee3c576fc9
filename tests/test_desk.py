"""The command as a whole: help worth reading, completion, and no cost for who only builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SiteFolder
from test_cli import run

from generator import cli, guide


def test_the_help_has_every_command_in_its_place() -> None:
    """`briefing --help` groups all commands in the order of a day, before the options, with examples."""
    text = run("--help").stdout.decode()
    places = [text.index(f"\n{title}:") for title, names in guide.DAY if set(names) & set(cli.briefing.commands)]
    assert places == sorted(places)
    assert text.index("Examples:") < text.index("Options:")
    assert all(f"\n  {name} " in text for name in cli.briefing.commands)
    assert all(command in text for command, _ in guide.EXAMPLES)


@pytest.mark.parametrize("name", cli.briefing.commands)
def test_each_command_explains_itself(name: str) -> None:
    """`briefing COMMAND --help` says what it does, and what each option means."""
    assert run(name, "--help").returncode == 0
    command = cli.briefing.commands[name]
    assert command.help
    assert all(getattr(option, "help", "x") for option in command.params if option.param_type_name == "option")


def test_every_example_is_a_command_that_there_is() -> None:
    """The examples of the help name commands and options that exist."""
    for command, _ in guide.EXAMPLES:
        name = command.split()[1]
        known = {option for parameter in cli.briefing.commands[name].params for option in parameter.opts}
        assert {word for word in command.split() if word.startswith("-")} <= known


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_had(shell: str) -> None:
    """`briefing completion SHELL` prints a script that asks `briefing` itself."""
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"_BRIEFING_COMPLETE={shell}_complete" in done.stdout.decode()


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_completes_commands_and_their_words() -> None:
    """What bash gets for a word begun is what the command knows."""
    script = run("completion", "bash").stdout.decode()
    folder = str(Path(sys.executable).parent)
    ask = "COMP_WORDS=(briefing list s); COMP_CWORD=2; _briefing_completion briefing; echo ${COMPREPLY[@]}"
    environment = {**os.environ, "PATH": folder + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(["bash", "-c", f"{script}\n{ask}"], capture_output=True, env=environment, check=True)
    assert done.stdout.decode().split() == ["scheduled"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
def test_zsh_completes_also_where_nothing_is_set_up(tmp_path: Path) -> None:
    """In an empty account the script switches completion on by itself, and says nothing."""
    script = run("completion", "zsh").stdout.decode()
    done = subprocess.run(
        ["zsh", "-fc", f"{script}\necho $_comps[briefing]"],
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert (done.stdout, done.stderr) == (b"_briefing_completion\n", b"")


def test_a_build_pays_for_no_other_command() -> None:
    """Importing the command line imports none of what its other commands need."""
    code = "import sys, generator.cli; print(*sorted(name for name in sys.modules if name.startswith('generator.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert set(done.stdout.split()) == {f"generator.{name}" for name in ("cli", "desk", "errors", "guide", "options")}


def test_a_build_with_nothing_to_do_pays_for_no_stage(site: SiteFolder) -> None:
    """Where all stands as it is, nothing is loaded that parses, assembles, plans, compares or renders."""
    site.brief("2022-01-25-a.md")
    code = "import sys; from generator import cli; cli._run(); print(*sorted(sys.modules))"
    command = [sys.executable, "-c", code, "build", "-q", "-j", "1", "-C", str(site.root), "--now", "2022-03-01"]
    first, second = (subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in range(2))
    stages = {f"generator.{name}" for name in ("parse", "assemble", "plan", "compare", "templates", "vocabulary")}
    assert stages | {"jinja2", "nh3"} <= set(first.split())
    assert not {"markdown", "jinja2", "nh3", "yaml", *stages} & set(second.split())
