"""Reading content/: every file, in a fixed order, unopened where it did not change."""

import os
from pathlib import Path

import pytest

from generator import documents
from generator.errors import Refusal


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of content with a brief."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "b.md").write_text("b")
    return folder


def age(folder: Path) -> None:
    """Make every file in a folder old enough to be trusted."""
    for file in folder.rglob("*"):
        os.utime(file, ns=(1_600_000_000_000_000_000, 1_600_000_000_000_000_000))


def codes(folder: Path) -> list[tuple[str, str]]:
    """Path and code of each problem."""
    return [(problem.path, problem.code) for problem in documents.read(folder, {}).problems]


def test_files_come_in_one_order(content: Path) -> None:
    """Documents come in the order of their paths, whatever the file system's."""
    for name in ("z.md", "a/x.MD", "a/x.markdown", "A.md", "ж.md"):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(name)
    found = [document.path for document in documents.read(content, {}).documents]
    assert found == ["A.md", "a/x.MD", "a/x.markdown", "b.md", "z.md", "ж.md"]


def test_other_files_are_attachments_and_hidden_ones_nothing(content: Path) -> None:
    """What is not Markdown lies beside the briefs; hidden files and editors' copies are passed over."""
    for name in ("map.png", "tags.toml", ".hidden.md", "b.md~", ".git/config"):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text("x")
    found = documents.read(content, {})
    assert list(found.others) == ["map.png", "tags.toml"]
    assert [document.path for document in found.documents] == ["b.md"]
    assert documents.named(found, "tags.toml") == b"x"
    assert documents.named(found, "sources.toml") == b""


def test_a_document_is_its_bytes(content: Path) -> None:
    """A document's digest is that of its bytes, wherever and whenever they lie."""
    first = documents.read(content, {}).documents[0]
    age(content)
    assert documents.read(content, {}).documents[0].digest == first.digest
    assert first.load() == b"b"
    (content / "b.md").write_text("c")
    assert documents.read(content, {}).documents[0].digest != first.digest


def test_a_file_that_is_removed_meanwhile_is_named(content: Path) -> None:
    """A document that is gone when it is to be read refuses the build in words, by its path in the site."""
    (content / "a.md").write_text("x")
    document = documents.read(content, {}).documents[0]
    (content / "a.md").unlink()
    with pytest.raises(Refusal, match=r"^content/a\.md: error\[unreadable\]: it was removed .*; build again$"):
        document.load()


def test_an_unchanged_file_is_not_opened(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, times and inode all as remembered, and not too fresh to tell, means unread."""
    monkeypatch.setattr(documents, "FRESH", -(10**20))
    seen = documents.read(content, {}).seen
    assert list(seen) == ["b.md"]
    (content / "b.md").chmod(0o600)
    seen = documents.read(content, {}).seen
    monkeypatch.setattr(documents.digest, "of_file", lambda file: pytest.fail(f"{file} was opened"))
    assert documents.read(content, seen).documents[0].digest == seen["b.md"].digest


def test_a_fresh_file_is_not_remembered(content: Path) -> None:
    """A file that changed a moment ago may change again without a trace, so it is read again."""
    assert documents.read(content, {}).seen == {}


def test_a_file_of_the_same_size_and_time_is_seen_to_differ(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit that keeps size and modification time is noticed all the same."""
    monkeypatch.setattr(documents, "FRESH", -(10**20))
    age(content)
    before = documents.read(content, {})
    (content / "b.md").write_text("c")
    age(content)
    assert documents.read(content, before.seen).documents[0].digest != before.documents[0].digest


def test_a_large_file_is_no_brief(content: Path) -> None:
    """A file too large to be a brief is an error, and is not read; an attachment may be large."""
    with (content / "b.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (content / "b.md").rename(content / "large.md")
    assert codes(content) == [("content/large.md", "too-large")]
    (content / "large.md").rename(content / "film.mp4")
    assert codes(content) == []


def test_symbolic_links_stay_inside(content: Path, tmp_path: Path) -> None:
    """Only a link to a file of content/ is followed: one out of it, to a folder or in a loop is an error."""
    (tmp_path / "secret.md").write_text("secret")
    (content / "sub").mkdir()
    (content / "out.md").symlink_to(tmp_path / "secret.md")
    (content / "up").symlink_to(tmp_path)
    (content / "loop.md").symlink_to("loop.md")
    (content / "sub" / "around").symlink_to("..")
    (content / "gone.md").symlink_to("nothing.md")
    (content / "same.md").symlink_to("b.md")
    names = ("gone.md", "loop.md", "out.md", "sub/around", "up")
    assert codes(content) == [(f"content/{name}", "symlink") for name in names]
    assert [document.path for document in documents.read(content, {}).documents] == ["b.md", "same.md"]


def test_a_pipe_is_not_waited_for(content: Path) -> None:
    """What is neither a file nor a folder is an error, and not opened."""
    os.mkfifo(content / "pipe.md")
    assert codes(content) == [("content/pipe.md", "bad-file")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xff.md", "\\udcff.md"),
        (b"a\nb.md", "a\\nb.md"),
        (b"\x1b[31m.md", "\\x1b[31m.md"),
    ],
)
def test_a_name_that_cant_be_shown_is_an_error(content: Path, name: bytes, shown: str) -> None:
    """A file name of control characters or of no encoding is an error that shows it escaped."""
    Path(os.fsdecode(os.fsencode(content) + b"/" + name)).write_text("x")
    assert codes(content) == [(f"content/{shown}", "bad-file-name")]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A site without content/ is told so."""
    assert codes(tmp_path / "content") == [("content/", "unreadable")]


def test_deep_folders_are_no_trouble(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However deep folders nest, they are read, or told to be too deep."""
    monkeypatch.chdir(content)
    for _ in range(1100):
        Path("d").mkdir()
        os.chdir("d")
    try:
        documents.read(content, {})
    finally:
        for _ in range(1100):
            os.chdir("..")
            Path("d").rmdir()
