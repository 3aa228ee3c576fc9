"""Reading content/: every file in a fixed order, unopened where its metadata show that it did not change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from generator import digest, pictures
from generator.errors import Problem, Refusal, printable
from generator.model import Asset, Document, Value

MAX_BYTES = 2 * 1024 * 1024
"""A larger file is no brief: it would hold a build up for minutes."""
FRESH = 2_000_000_000
"""A file changed this short a time (in ns) before it was looked at may change again without a trace:
some file systems keep times in steps of two seconds. Git calls such entries racy."""

_MARKDOWN = (".md", ".markdown")


class Seen(Value, frozen=True, array_like=True):
    """A file's metadata when it was last read, and the digest of its bytes then; width and height of a picture."""

    size: int
    mtime: int
    ctime: int
    inode: int
    digest: str
    picture: tuple[int, int]


class Contents(Value, frozen=True):
    """What lies in content/: documents in the order of their paths, all other files, and what is wrong there.

    `others` maps content paths to files, as they will be published if a text shows them; `seen` is for the
    next reading; `digest` covers every path and every byte.
    """

    documents: tuple[Document, ...]
    others: Mapping[str, Asset]
    seen: Mapping[str, Seen]
    problems: tuple[Problem, ...]
    digest: str


def read(root: Path, remembered: Mapping[str, Seen]) -> Contents:
    """All of the folder `root`. A file that is as `remembered` is not opened. Hidden files are passed over."""
    documents: list[Document] = []
    others: dict[str, Asset] = {}
    seen: dict[str, Seen] = {}
    digests: list[tuple[str, str]] = []
    problems: list[Problem] = []
    settled = time.time_ns() - FRESH
    below = partial(_below, root)
    for path, entry in _walk(root, problems):
        try:
            known = _see(entry, remembered.get(path))
            if known is None:
                what = f"the file has {entry.stat().st_size / 1024 / 1024:.1f} MB"
                mend = f"a brief has at most {MAX_BYTES // 1024 // 1024} MB"
                problems.append(Problem("content/" + path, 0, 0, "too-large", what, mend))
                continue
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        if known.mtime < settled and known.ctime < settled:
            seen[path] = known
        digests.append((path, known.digest))
        if path.lower().endswith(_MARKDOWN):
            documents.append(Document(path, known.digest, below))
        else:
            others[path] = Asset("/" + path, entry.path, known.digest, "content/" + path, known.picture)
    made = digest.of((digests, [str(problem) for problem in problems]))
    return Contents(tuple(documents), others, seen, tuple(problems), made)


def _see(entry: os.DirEntry[str], known: Seen | None) -> Seen | None:
    """A file's metadata and digest; what is `known` of it if it has not changed since. None if it is too large."""
    stat = entry.stat()
    if (
        known
        and known.mtime == stat.st_mtime_ns
        and known.ctime == stat.st_ctime_ns
        and known.inode == stat.st_ino
        and known.size == stat.st_size
    ):
        return known
    if stat.st_size > MAX_BYTES and entry.name.lower().endswith(_MARKDOWN):
        return None
    made = digest.of_file(entry.path)
    return Seen(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, made, pictures.size(entry.path))


def named(contents: Contents, path: str) -> bytes:
    """The bytes of the file at a content path; none if it isn't there."""
    asset = contents.others.get(path)
    return _bytes(asset.file) if asset else b""


def load(content: Path, name: str) -> bytes:
    """The bytes of one file in the folder `content`, whatever else lies there; none if it isn't there."""
    file = content / name
    return file.read_bytes() if file.is_file() else b""


def _below(root: Path, path: str) -> bytes:
    """The bytes of a document that was there when content/ was looked through. Raises Refusal."""
    try:
        return _bytes(f"{root}/{path}")
    except FileNotFoundError:
        what = "it was removed while it was to be read"
        raise Refusal(Problem("content/" + path, 0, 0, "unreadable", what, "build again")) from None
    except OSError as error:
        raise Refusal(_unreadable(path, error)) from None


def _bytes(file: str) -> bytes:
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - for each of thousands of files
        return stream.readall()


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Content path and entry of each regular file, folders and files in one alphabetical order."""
    real = os.path.realpath(root)
    waiting = _entries(root, "", problems)
    while waiting:
        path, entry = waiting.pop()
        if not path.isprintable():
            what = "the file's name has signs that can't be shown"
            problems.append(Problem("content/" + printable(path), 0, 0, "bad-file-name", what, "rename the file"))
        elif entry.is_symlink() and (problem := _link_problem(entry, path, real)):
            problems.append(problem)
        elif entry.is_dir():
            waiting += _entries(entry.path, path + "/", problems)
        elif entry.is_file():
            yield path, entry
        else:
            what = "this is neither a file nor a folder"
            problems.append(Problem("content/" + path, 0, 0, "bad-file", what, "remove it"))


def _entries(folder: Path | str, prefix: str, problems: list[Problem]) -> list[tuple[str, os.DirEntry[str]]]:
    """What lies in a folder but for hidden files and editors' copies, in backward order of the names."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".") and not entry.name.endswith("~")]
    except OSError as error:
        problems.append(_unreadable(prefix, error))
        return []
    return [(prefix + entry.name, entry) for entry in sorted(found, key=lambda entry: entry.name, reverse=True)]


def _link_problem(entry: os.DirEntry[str], path: str, real: str) -> Problem | None:
    """What is wrong with a symbolic link: only one to a file inside content/ is followed."""
    try:
        target = os.path.realpath(entry.path, strict=True)
    except OSError:
        what = "the symbolic link leads nowhere, or to itself"
    else:
        if not target.startswith(real + os.sep) and target != real:
            what = "the symbolic link leads out of content/"
        elif entry.is_dir():
            what = "the symbolic link leads to a folder of content/, which would be read twice"
        else:
            return None
    return Problem("content/" + path, 0, 0, "symlink", what, "put the file itself here")


def _unreadable(path: str, error: OSError) -> Problem:
    if not path and isinstance(error, FileNotFoundError):
        return Problem("content/", 0, 0, "unreadable", "there is no such folder", "make it: briefs are files in it")
    what = f"it can't be read: {error.strerror or error}"
    return Problem("content/" + path, 0, 0, "unreadable", what, "check the file and its permissions")
