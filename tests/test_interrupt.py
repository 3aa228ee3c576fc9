"""Ctrl-C ends the command at once and with one word, whatever it is doing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import synthetic
from conftest import SiteFolder

RUN = "from generator.__main__ import main; main()"
WHILE_LOADING = f"""
import sys
class Interrupted:
    def find_spec(self, name, path, target=None):
        if name == "generator.options":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
{RUN}
"""
STOPPED = (130, "", "\nStopped.\n")
"""A terminal shows ^C first, in the line that then ends."""


def start(code: str, *arguments: str) -> "subprocess.Popen[str]":
    """The command in a process group of its own, as a shell starts it; who runs the tests may be deaf to Ctrl-C."""
    hearing = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{code}"
    command = [sys.executable, "-c", hearing, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def alive(group: int) -> int:
    """How many processes of a group still run."""
    states = (
        file.read_text().rpartition(")")[2].split() for file in Path("/proc").glob("[0-9]*/stat") if file.exists()
    )
    return sum(int(state[2]) == group and state[0] not in "ZX" for state in states)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
@pytest.mark.parametrize("later", [0, 0.3])
def test_ctrl_c_ends_all_processes_of_a_build(site: SiteFolder, later: float) -> None:
    """The terminal interrupts every process of a build; the first one ends the others, and none of them says a word."""
    synthetic.fill(site, 1500)  # enough for the interrupt to come before the end
    process = start(RUN, "build", "-C", str(site.root), "-j", "2", "-q")
    for _ in range(1000):
        if alive(process.pid) > 2:
            break
        time.sleep(0.01)
    time.sleep(later)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == STOPPED
    time.sleep(0.2)
    assert not alive(process.pid)
    assert not site.output.exists()


def test_ctrl_c_while_the_command_is_being_loaded() -> None:
    """An interrupt before the first line of a command ends it in the same way."""
    process = start(WHILE_LOADING, "--help")
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == STOPPED
