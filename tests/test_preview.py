"""When the preview builds, and which of what a build says it tells."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import SiteFolder

from generator import doorbell, preview


def test_a_file_in_the_midst_of_being_saved_is_no_mistake(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build finds wrong is told only if nothing was saved meanwhile: editors empty a file and then write it."""
    file, told, said = site.brief("a.md"), list[preview.State](), list[str]()
    whole = file.read_bytes()
    desk = preview.Preview(site.settings, told.append, lambda line, _: said.append(line))

    def build(settings: Any, **options: Any) -> Any:
        file.write_bytes(b"")
        report = built(settings, **options)
        file.write_bytes(whole)
        desk.bell.ring()
        return report

    built = preview.build
    monkeypatch.setattr(preview, "build", build)
    desk.once()
    assert (told, said) == ([], [])
    monkeypatch.undo()
    desk.once()
    assert [state.problems for state in told] == [""]
    file.write_bytes(b"")
    preview.Preview(site.settings, told.append, lambda line, _: said.append(line)).once()
    assert "the file is empty" in told[-1].problems


@pytest.mark.parametrize(("silent", "patient"), [(False, True), (True, False)])
def test_who_saves_on_during_a_build_is_left_to_come_to_an_end(tmp_path: Path, silent: bool, patient: bool) -> None:
    """Saves that go on while builds run count as one burst, whose end is waited for; a silence ends it."""
    bell = doorbell.Doorbell(tmp_path, [], [], print)
    for _ in range(doorbell._MANY - 1):
        bell.ring()
    bell.wait()
    if silent:
        assert not bell.wait(0.01)
    bell.ring()
    started = time.monotonic()
    bell.wait()
    assert (time.monotonic() - started >= doorbell._CHECKOUT) == patient
