"""The most important law: whatever was edited, an incremental build equals a clean one, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import edits
import pytest
from conftest import NOW, SiteFolder
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from generator import build, documents
from generator.errors import Refusal

MOMENTS = (NOW, datetime(2022, 2, 1, tzinfo=UTC), datetime(2022, 3, 6, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))
PATH = st.sampled_from(edits.PATHS)


class Edits(RuleBasedStateMachine):
    """A site under random edits; after each one it is built, and built anew elsewhere by so many processes."""

    jobs = 2

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="edits-"))
        (self.folder / "site").mkdir()
        self.site = SiteFolder(self.folder / "site", edits.CONFIGS[0])
        self.briefs: dict[str, tuple[str, dict[str, Any]]] = {}
        self.options: dict[str, Any] = {"now": NOW}
        self.good: tuple[dict[str, bytes | None], dict[str, Any]] = {}, self.options
        self.kept = documents.FRESH, build.ENOUGH
        documents.FRESH = 20_000_000  # else no file were old enough to stay unread
        build.ENOUGH = 2  # else there were too few pages for two processes

    def teardown(self) -> None:
        documents.FRESH, build.ENOUGH = self.kept
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        for name, choices in edits.FILES.items():
            if choices[0] is not None:
                self.site.write(name, choices[0].encode())
        for path in edits.PATHS[:-1]:
            self.put(path, "Plain words.\n", {"title": path, "tags": "[Vesk, mordin ale]", "source": "Gollen Post"})

    def put(self, path: str, body: str, fields: dict[str, Any]) -> None:
        if path in edits.DATED:
            fields = {**fields, "date": edits.DATED[path]}
        self.briefs[path] = body, fields
        self.site.brief(path, body, **fields)

    @rule(
        path=PATH,
        body=st.sampled_from(edits.BODIES),
        fields=st.fixed_dictionaries(edits.FIELDS),
    )
    def write(self, path: str, body: str, fields: dict[str, Any]) -> None:
        self.put(path, body, fields)

    @rule(data=st.data(), path=PATH, field=st.sampled_from(["body", *edits.FIELDS]))
    def change(self, data: st.DataObject, path: str, field: str) -> None:
        body, fields = self.briefs.get(path, ("Plain words.\n", {"title": path}))
        if field == "body":
            self.put(path, data.draw(st.sampled_from(edits.BODIES)), fields)
        else:
            self.put(path, body, {**fields, field: data.draw(edits.FIELDS[field])})

    @rule(path=PATH, to=st.sampled_from((None, *edits.PATHS)))
    def move(self, path: str, to: str | None) -> None:
        """Rename or delete a brief."""
        text = self.briefs.pop(path, None)
        (self.site.root / "content" / path).unlink(missing_ok=True)
        if text and to:
            self.put(to, *text)

    @rule(data=st.data(), name=st.sampled_from(sorted(edits.FILES)))
    def file(self, data: st.DataObject, name: str) -> None:
        """A vocabulary, a template, a static file, the site's theme or an attachment."""
        self.place(name, data.draw(st.sampled_from(edits.FILES[name])))

    def place(self, name: str, text: str | None) -> None:
        if text is None:
            (self.site.root / name).unlink(missing_ok=True)
        else:
            self.site.write(name, text.encode())

    @rule(text=st.sampled_from(edits.CONFIGS))
    def configure(self, text: str) -> None:
        self.site.write("briefing.toml", text)

    @rule(now=st.sampled_from(MOMENTS), drafts=st.booleans(), future=st.booleans())
    def at(self, now: datetime, drafts: bool, future: bool) -> None:
        self.options = {**self.options, "now": now, "drafts": drafts, "future": future}

    @rule(path=PATH, seconds=st.integers(0, 2_000_000_000), sly=st.booleans())
    def touch(self, path: str, seconds: int, sly: bool) -> None:
        file = self.site.root / "content" / path
        if file.exists() and sly:
            edits.same_size(file)
        elif file.exists():
            os.utime(file, (seconds, seconds))

    @rule(which=st.integers(0, 10_000), how=st.sampled_from(edits.DAMAGES), where=st.floats(0, 1))
    def damage_output(self, which: int, how: str, where: float) -> None:
        found = sorted(file for file in self.site.output.rglob("*") if file.is_file() and file.name[0] != ".")
        if found:
            edits.damage(found[which % len(found)], how, where)

    @rule(how=st.sampled_from(("delete", "empty", "truncate", "flip", "foreign", "folder")), where=st.floats(0, 1))
    def damage_cache(self, how: str, where: float) -> None:
        file = self.site.root / ".cache/briefing/memo.sqlite"
        if file.exists() and how == "foreign":
            edits.foreign(file)
        elif file.exists():
            edits.damage(file, how, where)

    @rule()
    def foreign_manifest(self) -> None:
        file = self.site.output / ".briefing.json"
        if file.exists():
            file.write_text(json.dumps(json.loads(file.read_text()) | {"version": 99}))

    @rule(name=st.sampled_from(sorted(edits.MISTAKES)))
    def mistake(self, name: str) -> None:
        self.site.write(name, edits.MISTAKES[name])

    @invariant()
    def equals_a_clean_build(self) -> None:
        if not self.compare():  # what was edited can't be published: mend it
            sources, self.options = self.good
            for name in edits.difference(sources, self.read()):
                (self.site.root / name).unlink(missing_ok=True)
                if (text := sources.get(name)) is not None:
                    self.site.write(name, text)
            self.briefs = {path: text for path, text in self.briefs.items() if f"content/{path}" in sources}
            assert self.compare()
        self.good = self.read(), self.options

    def compare(self) -> bool:
        """Build, and build cleanly on a copy; whether both published. What can't be published changes nothing."""
        before = edits.files(self.site.output)
        built = self.build(self.site)
        copy = self.folder / "copy"
        copy.mkdir()
        twin = SiteFolder(copy)
        for name, text in self.read().items():
            twin.write(name, text or b"")
        clean = self.build(twin, self.jobs)
        after, wanted = edits.files(self.site.output), edits.files(twin.output)
        shutil.rmtree(copy)
        assert built[1:] == clean[1:]
        if clean[0] is None or not clean[0].ok:
            assert wanted == {}
            assert edits.difference(after, before) == []
            return False
        assert edits.difference(after, wanted) == []
        again = self.site.build(**self.options)
        assert (again.written, again.pruned) == ({}, ())
        return True

    def build(self, site: SiteFolder, jobs: int = 1) -> tuple[Any, ...]:
        try:
            report = site.build(jobs=jobs, **self.options)
        except Refusal as refusal:
            return None, refusal.problems
        return report, report.problems, report.pages, report.briefs, report.next_transition

    def read(self) -> dict[str, bytes | None]:
        """All that a build of this site reads."""
        found = edits.files(self.site.root)
        names = (name for name in found if not name.startswith((".", "output")) and found[name] is not None)
        return {name: found[name] for name in names}


def explore(**options: Any) -> None:
    """Try sequences of edits; a failure is reported as the shortest one that fails."""
    chosen = settings(suppress_health_check=list(HealthCheck), **options)
    run_state_machine_as_test(Edits, settings=chosen)  # type: ignore[no-untyped-call]


def files(machine: Edits) -> Iterator[None]:
    """Each text of each file beside the briefs, and each file's absence."""
    for name, texts in edits.FILES.items():
        for text in (*texts[1:], texts[0]):
            machine.place(name, text)
            yield


def fields(machine: Edits) -> Iterator[None]:
    """Each text, and the values of each field, in different briefs."""
    paths = cycle(edits.PATHS)
    for body in edits.BODIES:
        machine.put(next(paths), body, {"tags": "[Vesk]"})
    yield
    for field, values in edits.CHOICES.items():
        for value in dict.fromkeys(values):
            path = next(paths)
            machine.put(path, "Other words.\n", {**machine.briefs.get(path, ("", {}))[1], field: value})
            if field in ("slug", "aliases"):
                yield  # one after the other: at the same time they would clash
        yield


def damages(machine: Edits) -> Iterator[None]:
    """Each way to spoil what was built and what is remembered."""
    for number, how in enumerate(edits.DAMAGES):
        machine.damage_output(number * 7, how, 0.5)
        yield
        machine.damage_cache(how, 0.5)
        yield
    machine.damage_cache("foreign", 0)
    yield
    machine.foreign_manifest()
    yield


def settings_of_builds(machine: Edits) -> Iterator[None]:
    """Each configuration, and each moment with and without what is not public yet."""
    for text in (*edits.CONFIGS, edits.CONFIGS[0]):
        machine.configure(text)
        yield
    for now in MOMENTS:
        for preview in (True, False):
            machine.at(now, preview, preview)
            yield


def mistakes(machine: Edits) -> Iterator[None]:
    """Each mistake, mended after it was reported."""
    for name in edits.MISTAKES:
        machine.mistake(name)
        yield


@pytest.mark.parametrize("edit", [files, fields, damages, settings_of_builds, mistakes])
def test_each_kind_of_edit(edit: Callable[[Edits], Iterator[None]], request: pytest.FixtureRequest) -> None:
    """After each single kind of edit an incremental build gives what a clean one on another machine gives."""
    if edit not in (fields, settings_of_builds):  # these touch neither templates nor the cache
        request.getfixturevalue("cold")
    machine = Edits()
    machine.jobs = 1  # those of random sequences are two
    try:
        machine.begin()
        machine.equals_a_clean_build()
        for _ in edit(machine):
            machine.equals_a_clean_build()
    finally:
        machine.teardown()


@pytest.mark.usefixtures("cold")
def test_an_incremental_build_equals_a_clean_one() -> None:
    """After any sequence of edits an incremental build gives what a clean one on another machine gives."""
    explore(max_examples=3, stateful_step_count=8, derandomize=True)


@pytest.mark.usefixtures("cold")
@pytest.mark.torture
def test_many_incremental_builds_equal_clean_ones() -> None:
    """After any of a great many sequences of edits an incremental build gives what a clean one gives."""
    explore(max_examples=60, stateful_step_count=30)
