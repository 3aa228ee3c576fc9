"""What was worked out before, kept in .cache/briefing/. It may be thrown away at any time.

Three laws hold for it: an entry never changes; an entry depends on one document and on no other file;
all that parsing depends on is part of its key. What can't be read is discarded whole.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from binascii import crc32
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from generator import digest, locks, pool
from generator.errors import Damaged
from generator.model import Brief, Document, Options, Parsed
from generator.stopwatch import Stopwatch

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_ENOUGH = 200
"""From so many documents on, several processes parse them more quickly than one."""
VERSION = 3
"""The layout of the database; another version's is discarded."""

_TABLES = """
CREATE TABLE brief (key TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE body (digest TEXT PRIMARY KEY, html TEXT NOT NULL);
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Brief).decode

Parse = Callable[[Document, Options], Parsed]
Result = TypeVar("Result")

Unusable = (Damaged, sqlite3.DatabaseError)
"""What tells that the cache can't be used: `discard` it and build again."""


def discard(folder: Path | None) -> None:
    """Throw the cache in `folder` away."""
    for file in folder.glob("memo.sqlite*") if folder else ():
        file.unlink(missing_ok=True)


def remove_folder(folder: Path) -> None:
    """Remove the folder of a cache that was discarded."""
    for place in (folder, folder.parent):
        with contextlib.suppress(OSError):  # something else lies there too
            place.rmdir()


def using(folder: Path | None, also: Sequence[Path], work: Callable[[Memo], Result]) -> Result:
    """What `work` makes with the cache in `folder` (a passing one for None), while nobody else uses it.

    The locks that `also` names are held too, and no process that `work` began outlasts it. A cache that turns out to be
    damaged is discarded, and the work begun again.
    """

    def once() -> Result:
        with Memo(folder) as cache:
            try:
                return work(cache)
            finally:
                pool.abandon()

    with locks.held([*([folder / "lock"] if folder else ()), *also]):
        try:
            return once()
        except Unusable:
            discard(folder)
            return once()


class Memo:
    """The cache of one site, in `folder`, or in a temporary place if that is None or can't be written to."""

    def __init__(self, folder: Path | None) -> None:
        self._temporary = None if folder else _temporary()
        self._file = (folder or Path(self._temporary.name if self._temporary else "")) / "memo.sqlite"
        self._database = self._open()
        self._owner = self._reader = os.getpid()

    def _open(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, isolation_level=None)
            try:
                return _checked(database)
            except sqlite3.DatabaseError:
                database.close()
                discard(self._file.parent)
                return _created(sqlite3.connect(self._file, isolation_level=None))
        except (OSError, sqlite3.Error):  # a folder that can't be written to
            self._temporary = _temporary()
            self._file = Path(self._temporary.name) / "memo.sqlite"
            return _created(sqlite3.connect(self._file, isolation_level=None))

    def map(
        self, parse: Parse, documents: Sequence[Document], options: Options, parser: str, jobs: int, watch: Stopwatch
    ) -> Iterator[Brief]:
        """The brief of each document: remembered, or parsed. `parser` is the digest of what parsing depends on.

        As with `Executor.map`, other processes begin now, and are waited for when the first brief is asked for.
        """
        keys = {document.path: _key(parser, document) for document in documents}
        known = {key for (key,) in self._database.execute("SELECT key FROM brief")}
        unknown = [document for document in documents if keys[document.path] not in known]

        def work(numbers: range) -> list[_Fresh]:
            return [_parsed(parse, options, parser, unknown[number]) for number in numbers]

        found = pool.spread(work, len(unknown), jobs, _ENOUGH)
        return self._briefs(keys, len(known), len(unknown), found, watch)

    def _briefs(
        self, keys: dict[str, str], known: int, unknown: int, found: Iterator[list[_Fresh]], watch: Stopwatch
    ) -> Iterator[Brief]:
        """The brief of each path in `keys`, by its key: one of so many `known`, or `unknown` ones that are `found`."""
        paths = {key: path for path, key in keys.items()}
        rows = self._database.execute("SELECT key, record FROM brief")
        briefs = {paths[key]: _decode(_unseal(record)) for key, record in rows if key in paths}
        if len(briefs) + unknown < len(keys):
            raise Damaged  # its index knows of more than there is
        done = 0
        with self._transaction():
            for chunk in found:
                records = [(fresh.key, fresh.record) for fresh in chunk]
                self._database.executemany("INSERT OR REPLACE INTO brief VALUES (?, ?)", records)
                bodies = [(fresh.body, fresh.html) for fresh in chunk]
                self._database.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)
                done += len(chunk)
                watch.progress("parse", done, unknown)
                for fresh in chunk:
                    briefs[fresh.path], keys[fresh.path] = _decode(_unseal(fresh.record)), fresh.key
            if known + unknown > 2 * len(keys):
                self._forget(set(keys.values()), {brief.body for brief in briefs.values()})
        yield from [briefs[path] for path in keys]

    def _forget(self, keys: Collection[str], bodies: Collection[str]) -> None:
        """Drop entries that no document has, once they are the greater part: an undone edit is often redone."""
        for table, column, kept in (("brief", "key", keys), ("body", "digest", bodies)):
            gone = [row for row in self._database.execute(f"SELECT {column} FROM {table}") if row[0] not in kept]
            self._database.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)

    def body(self, text: str) -> str:
        """The HTML text that has the digest `text`. Raises Damaged."""
        html = self._stored("SELECT html FROM body WHERE digest = ?", text)
        if html is None or digest.of_bytes(html.encode()) != text:
            raise Damaged
        return str(html)

    def recall(self, name: str, kind: Any) -> Any:
        """A state kept under `name`, as a value of the type `kind`; None if there is none that fits. Raises Damaged."""
        sealed = self._stored("SELECT value FROM state WHERE name = ?", name)
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(_unseal(sealed), type=kind) if sealed else None
        return None

    def _stored(self, query: str, key: str) -> Any:
        """What `query` finds of `key`, or None; in a forked process too, which must not use its parent's connection."""
        try:
            if self._reader != os.getpid():
                self._database, self._reader = sqlite3.connect(self._file, isolation_level=None), os.getpid()
                self._database.execute("BEGIN")  # one lock for all that is read: nobody writes meanwhile
            row = self._database.execute(query, (key,)).fetchone()
        except sqlite3.Error:
            raise Damaged from None
        return row[0] if row else None

    def keep(self, states: Mapping[str, object]) -> None:
        """Keep states by name, for `recall`, in one transaction. A forked process keeps nothing."""
        if self._owner != os.getpid():
            return
        rows = [(name, _seal(msgspec.msgpack.encode(value))) for name, value in states.items()]
        with self._transaction():
            self._database.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", rows)

    @contextlib.contextmanager
    def _transaction(self) -> Any:
        self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def __enter__(self) -> Memo:
        return self

    def __exit__(self, *failure: object) -> None:
        """Let go of the file, and remove it if it was only for this build."""
        self._database.close()
        if self._temporary:
            self._temporary.cleanup()


def _temporary() -> TemporaryDirectory[str]:
    import tempfile

    return tempfile.TemporaryDirectory(prefix="briefing-")


class _Fresh(NamedTuple):
    """A brief that was parsed now: its key and sealed record, its body's digest and HTML."""

    path: str
    key: str
    record: bytes
    body: str
    html: str


def _parsed(parse: Parse, options: Options, parser: str, document: Document) -> _Fresh:
    """A document that is read now; its digest is that of what was read, whatever it was a moment ago."""
    data = document.load()
    read = Document(document.path, digest.of_bytes(data), lambda _: data)
    parsed = parse(read, options)
    record = _seal(_encode(parsed.brief))
    return _Fresh(document.path, _key(parser, read), record, parsed.brief.body, parsed.html)


def _key(parser: str, document: Document) -> str:
    return f"{parser} {document.digest} {document.path}"


def _seal(record: bytes) -> bytes:
    """A record with its checksum before it: SQLite does not notice a flipped bit."""
    return crc32(record).to_bytes(4, "big") + record


def _unseal(sealed: bytes) -> bytes:
    record = sealed[4:]
    if crc32(record) != int.from_bytes(sealed[:4], "big"):
        raise Damaged
    return record


def _checked(database: sqlite3.Connection) -> sqlite3.Connection:
    """The database if it is whole and of this version, or new. Raises DatabaseError."""
    database.execute("PRAGMA synchronous = OFF")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return _created(database)
    if version != VERSION:
        raise sqlite3.DatabaseError("another version's layout")
    for table in ("brief", "body", "state"):
        database.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    return database


def _created(database: sqlite3.Connection) -> sqlite3.Connection:
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    return database
