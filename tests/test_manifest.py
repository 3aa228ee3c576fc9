"""What was published and from what; what is stale, and why."""

from pathlib import Path

import msgspec
import pytest

from generator import manifest
from generator.manifest import Basis, Entry, Manifest
from generator.model import Page

PAGE = Page("/a/", "brief.html", "context", "content/a.md")
ENTRY = Entry("brief.html", "context", "bytes", 5)
BASIS = Basis("program", "configuration", {"brief.html": "template"})
OLD = Manifest(basis=BASIS, files={"a/index.html": ENTRY})


@pytest.mark.parametrize(
    ("page", "basis", "missing", "altered", "reason"),
    [
        (PAGE, BASIS, (), (), None),
        (msgspec.structs.replace(PAGE, url="/b/"), BASIS, (), (), "new"),
        (PAGE, msgspec.structs.replace(BASIS, generator="newer"), (), (), "generator"),
        (PAGE, msgspec.structs.replace(BASIS, configuration="other"), (), (), "configuration"),
        (PAGE, msgspec.structs.replace(BASIS, templates={"brief.html": "other"}), (), (), "template"),
        (msgspec.structs.replace(PAGE, template="special.html"), BASIS, (), (), "template"),
        (PAGE, msgspec.structs.replace(BASIS, templates={**BASIS.templates, "x.html": "other"}), (), (), None),
        (msgspec.structs.replace(PAGE, digest="other"), BASIS, (), (), "content"),
        (PAGE, BASIS, ("a/index.html",), (), "missing"),
        (PAGE, BASIS, (), ("a/index.html",), "changed on disk"),
        (msgspec.structs.replace(PAGE, digest="other"), BASIS, ("a/index.html",), (), "content"),
    ],
)
def test_a_page_is_made_for_a_reason(
    page: Page, basis: Basis, missing: tuple[str], altered: tuple[str], reason: str | None
) -> None:
    """A page is stale exactly if what it is made of differs or its file is not as it was; the reason is a value."""
    found = [reason.why for reason in manifest.outdated([page], OLD, basis, missing, altered)]
    assert found == ([reason] if reason else [])
    assert reason is None or reason in manifest.WHY


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    """A manifest survives the disk, and is the same file for the same site."""
    (tmp_path / manifest.FILE).write_bytes(manifest.encode(OLD))
    assert manifest.load(tmp_path)[0] == OLD
    files = {"z": ENTRY, "a": ENTRY}
    one = manifest.encode(Manifest(files=files))
    assert one == manifest.encode(Manifest(files=dict(reversed(files.items()))))
    assert [line.count(b'"template"') for line in one.splitlines()][-2:] == [1, 1]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff"]
    + [manifest.encode(Manifest(files={path: ENTRY})) for path in ("../x", "a/../../x", "/etc/x")],
)
def test_a_manifest_that_cant_be_believed_is_none(tmp_path: Path, data: bytes) -> None:
    """What is not a manifest, or names files outside the folder, is none: nothing is deleted on its word."""
    (tmp_path / manifest.FILE).write_bytes(data)
    assert manifest.load(tmp_path)[0] is None
    assert manifest.load(tmp_path / "nowhere")[0] is None


def test_of_another_versions_manifest_only_the_paths_are_believed(tmp_path: Path) -> None:
    """After a change of the program everything is made anew, and nothing of the old stays behind."""
    (tmp_path / manifest.FILE).write_bytes(manifest.encode(msgspec.structs.replace(OLD, version=999)))
    found = manifest.load(tmp_path)[0]
    assert found is not None
    assert list(found.files) == ["a/index.html"]
    assert [reason.why for reason in manifest.outdated([PAGE], found, BASIS, (), ())] == ["generator"]
