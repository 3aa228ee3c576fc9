"""The cache: it may be thrown away at any time, and never lies."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import SiteFolder
from texts import OPTIONS, document

from generator import build, check, listing, locks, memo
from generator.model import Document, Options, Parsed
from generator.parse import parse
from generator.stopwatch import Stopwatch

pytestmark = pytest.mark.usefixtures("cold")

TEXT = "---\ntitle: Zorvia\ndate: 2022-01-25 09:30\nextra: {a: [1, x], b: true}\n---\n\n# Head\n\nWords.\n"


class Counted:
    """`parse`, and how often it was asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, one: Document, options: Options) -> Parsed:
        self.count += 1
        return parse(one, options)


@pytest.fixture
def work() -> Iterator[Counted]:
    """A counted parser."""
    yield Counted()


def briefs(folder: Path | None, work: Counted, *documents: Document, parser: str = "p") -> tuple[object, ...]:
    """What a cache in `folder` makes of documents."""
    with memo.Memo(folder) as cache:
        return tuple(cache.map(work, documents, OPTIONS, parser, 1, Stopwatch()))


def test_what_is_remembered_equals_what_is_parsed(tmp_path: Path, work: Counted) -> None:
    """What comes from the cache can't differ from what comes fresh."""
    fresh = briefs(tmp_path, work, document(TEXT))
    assert briefs(tmp_path, work, document(TEXT)) == fresh == briefs(None, work, document(TEXT))
    assert work.count == 2


@pytest.mark.parametrize(
    ("other", "parser"),
    [(document(TEXT + "x"), "p"), (document(TEXT, "2022/01/26-other.md"), "p"), (document(TEXT), "q")],
)
def test_whatever_parsing_depends_on_is_part_of_the_key(
    tmp_path: Path, work: Counted, other: Document, parser: str
) -> None:
    """Another text, path or parser is parsed anew."""
    briefs(tmp_path, work, document(TEXT))
    briefs(tmp_path, work, other, parser=parser)
    assert work.count == 2


def test_an_undone_edit_is_remembered(tmp_path: Path, work: Counted) -> None:
    """What a document was before is kept for a while: an undone edit is often redone."""
    for text in (TEXT, TEXT + "x", TEXT):
        briefs(tmp_path, work, document(TEXT, "kept.md"), document(text))
    assert work.count == 3


def test_the_html_of_a_text_can_be_had_by_its_digest(tmp_path: Path, work: Counted) -> None:
    """A body travels apart from its brief, and comes back whole."""
    with memo.Memo(tmp_path) as cache:
        (made,) = cache.map(work, [document(TEXT)], OPTIONS, "p", 1, Stopwatch())
        assert cache.body(made.body) == parse(document(TEXT), OPTIONS).html
        with pytest.raises(memo.Damaged):
            cache.body("0" * 32)


@pytest.mark.parametrize("junk", [b"", b"junk" * 2000, b"SQLite format 3\0" + b"\0" * 500])
def test_a_cache_that_is_none_is_discarded(tmp_path: Path, work: Counted, junk: bytes) -> None:
    """What can't be read is thrown away whole, and the work done again."""
    (tmp_path / "memo.sqlite").write_bytes(junk)
    assert len(briefs(tmp_path, work, document(TEXT))) == 1
    briefs(tmp_path, work, document(TEXT))
    assert work.count == 1


def test_a_changed_record_is_never_believed(tmp_path: Path, work: Counted) -> None:
    """A record that is not what was stored is damage, not a brief."""
    import sqlite3

    briefs(tmp_path, work, document(TEXT))
    database = sqlite3.connect(tmp_path / "memo.sqlite")
    record = database.execute("SELECT record FROM brief").fetchone()[0]
    database.execute("UPDATE brief SET record = ?", (record.replace(b"Zorvia", b"Zorvja"),))
    database.commit()
    database.close()
    with pytest.raises(memo.Unusable):
        briefs(tmp_path, work, document(TEXT))


def test_an_index_of_what_is_not_there_is_damage(tmp_path: Path, work: Counted) -> None:
    """A file whose index names a brief that its table has lost is not believed."""
    import sqlite3

    def changed(*statements: str) -> None:
        database = sqlite3.connect(tmp_path / "memo.sqlite", isolation_level=None)
        for statement in ("PRAGMA writable_schema = ON", *statements):
            database.execute(statement)
        database.close()

    rename = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = 'brief'"
    hide = "UPDATE sqlite_master SET type = '{}' WHERE name = 'sqlite_autoindex_brief_1'"
    briefs(tmp_path, work, document(TEXT))
    changed(rename.format("PRIMARY KEY", ""), hide.format("trigger"))
    changed("DELETE FROM brief", rename.format("key TEXT ", "key TEXT PRIMARY KEY"), hide.format("index"))
    with pytest.raises(memo.Unusable):
        briefs(tmp_path, work, document(TEXT))


def test_states_are_kept_by_name(tmp_path: Path) -> None:
    """A state comes back as what it was, and not as what it does not fit."""
    with memo.Memo(tmp_path) as cache:
        cache.keep({"a": {"x": 1}})
        assert cache.recall("a", dict[str, int]) == {"x": 1}
        assert cache.recall("a", list[str]) is None
        assert cache.recall("b", dict[str, int]) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forked processes here")
def test_a_forked_process_only_reads(tmp_path: Path, work: Counted) -> None:
    """A process that renders reads texts and states, in any order, and what it would keep is nobody's."""
    with memo.Memo(tmp_path) as cache:
        (brief,) = cache.map(work, [document(TEXT)], OPTIONS, "p", 1, Stopwatch())
        cache.keep({"a": 1})
        if (child := os.fork()) == 0:
            with suppress(BaseException):
                cache.body(brief.body)
                cache.keep({"a": 2})
                os._exit(cache.recall("a", int) or 0)
            os._exit(99)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
        assert cache.recall("a", int) == 1


@pytest.mark.parametrize("there", ["file", "folder"])
def test_a_place_that_cant_be_written_to_is_no_trouble(tmp_path: Path, work: Counted, there: str) -> None:
    """Where no cache can be kept, the work is done without one."""
    if there == "file":
        (tmp_path / "cache").write_text("x")
    else:
        (tmp_path / "cache" / "memo.sqlite").mkdir(parents=True)
    assert len(briefs(tmp_path / "cache", work, document(TEXT))) == 1


def test_removing_leaves_strangers_files(tmp_path: Path, work: Counted) -> None:
    """The cache takes away only what is its own."""
    folder = tmp_path / ".cache" / "briefing"
    briefs(folder, work, document(TEXT))
    (tmp_path / ".cache" / "other").write_text("x")
    memo.discard(folder)
    memo.remove_folder(folder)
    assert [file.name for file in tmp_path.rglob("*")] == [".cache", "other"]


def test_the_cache_is_opened_only_by_who_holds_its_lock(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build, a check, a list and an explanation hold the lock while they use the cache: nobody else does then."""
    opened = list[Path]()

    class Watched(memo.Memo):
        def __init__(self, folder: Path | None) -> None:
            assert folder
            with locks.tried(folder / "lock") as free:
                assert not free
            opened.append(folder)
            super().__init__(folder)

    monkeypatch.setattr(memo, "Memo", Watched)
    site.brief("2022-01-25-a.md", source="Zantic Post")
    uses: list[Callable[[], object]] = [
        site.build,
        lambda: check.check(site.settings(), external=True),
        lambda: listing.read(site.settings(), "drafts"),
        lambda: build.explain(site.settings(), "/"),
    ]
    for use in uses:
        opened.clear()
        use()
        assert opened
