"""The only writer of output/. Pages are laid aside first; nothing is published unless all of them could be made.

A first build is moved in whole. An update replaces each file atomically in the pages' order, so that what is
linked to is there before what links to it, and new pages before all; then it removes what is no longer wanted;
the manifest comes last.
A list of all files touched is written before the first of them, so that a build that was killed leaves nothing
that the next one does not know to be ours.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from pathlib import Path

import msgspec

from generator import digest, manifest, places, pool, stamps, urls
from generator.errors import Problem
from generator.manifest import Basis, Entry, Manifest
from generator.model import Built, Page
from generator.stamps import Stamp, State

_FRESH = 50_000_000
"""Nanoseconds within which a change of a file could leave its times as they are (the kernel's clock tick)."""


class Output:
    """One output folder: what was published there, what state it is in, and where new pages are laid aside."""

    def __init__(self, folder: Path, root: Path, remembered: Mapping[str, Stamp] | None, jobs: int = 1) -> None:
        """Raises Refusal if `folder` is not one that a site may be published to.

        With several `jobs` the folder is looked through in another process: it is asked for metadata by thousands.
        """
        places.refuse(folder, root)
        self.folder = folder.resolve()
        self.aside = places.aside(self.folder)
        self._recover()
        found, self.digest = manifest.load(self.folder)
        if (
            found is None and (self.folder / manifest.FILE).is_file() and remembered
        ):  # damaged: the cache knows our files too
            found = Manifest(files=dict.fromkeys(remembered, manifest.BEGUN))
        if found is None:
            places.refuse_strangers(self.folder)
        self.manifest = found or Manifest()
        self.first = found is None
        look = partial(stamps.inspect, f"{self.folder}{os.sep}", self.manifest.files, remembered or {})
        self._remembered, self._looked = remembered or {}, pool.beside(look, jobs)

    @cached_property
    def _state(self) -> State:
        return self._looked()

    @property
    def missing(self) -> AbstractSet[str]:
        """Files of the manifest that are gone."""
        return self._state.missing

    @property
    def altered(self) -> AbstractSet[str]:
        """Files of the manifest that are not what we wrote."""
        return self._state.altered

    @cached_property
    def stamps(self) -> dict[str, Stamp]:
        """The metadata of all files that are as we wrote them."""
        known = {**self._remembered, **self._state.fresh}
        for path in (known.keys() - self.manifest.files.keys()) | self.missing | self.altered:
            known.pop(path, None)
        return known

    @property
    def intact(self) -> bool:
        """Whether every file that the manifest names is there, as it was written."""
        return not self.missing and not self.altered

    def _recover(self) -> None:
        """Clear away what a killed build left; what it had taken out of the folder comes back."""
        if self.aside.is_dir():
            for name in places.KEPT:
                if (self.aside / name).exists() and not (self.folder / name).exists():
                    self.folder.mkdir(parents=True, exist_ok=True)
                    (self.aside / name).rename(self.folder / name)
            shutil.rmtree(self.aside)
        places.glance(self.folder).unlink(missing_ok=True)

    def strangers(self, pages: Iterable[Page]) -> tuple[Problem, ...]:
        """A problem for each page in whose place, or in a folder's on the way to it, lies what we did not write."""
        if self.first:
            return ()
        found = []
        for page in pages:
            path = urls.output_path(page.url)
            if path not in self.stamps and (obstacle := self._obstacle(path)):
                what = f"'{self.folder.name}/{obstacle}' is in the way: Briefing did not write it"
                mend = "move it out of the output folder"
                found.append(Problem(page.origin, *page.place, "strangers-file", what, mend))
        return tuple(found)

    def _obstacle(self, path: str) -> str:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            place = self.folder / above
            if above not in self.manifest.files and os.path.lexists(place) and (place.is_symlink() or place.is_file()):
                return above
        below = (self.folder / path).rglob("*") if (self.folder / path).is_dir() else ()
        names = (file.relative_to(self.folder).as_posix() for file in below if file.is_symlink() or not file.is_dir())
        return next((name for name in names if name not in self.manifest.files), "")

    def unwanted(self, pages: Iterable[Page]) -> tuple[str, ...]:
        """Paths that we wrote and that no page of `pages` has any more."""
        wanted = {urls.output_path(page.url) for page in pages}
        return tuple(path for path in self.manifest.files if path not in wanted)

    def lay_aside(self, url: str, data: bytes) -> Built:
        """Keep a page's bytes for `commit`; bytes that are published already are not written again."""
        path = urls.output_path(url)
        made = digest.of_bytes(data)
        entry = self.manifest.files.get(path)
        same = entry is not None and entry.digest == made and path in self.stamps
        if not same:
            place = self._place_aside(path)
            _make_folders(os.path.dirname(place))  # noqa: PTH120 - for each of thousands of pages
            _write(place, data)
        return Built(path, made, len(data), not same)

    def _place_aside(self, path: str) -> str:
        """Where a page is laid aside: a first build in the folders that it will be moved with, an update in one."""
        name = path if self.first else digest.of_bytes(path.encode())
        return f"{self.aside}/{name}"

    def discard(self) -> None:
        """Forget what was laid aside."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def commit(self, pages: Collection[Page], built: Iterable[Built], basis: Basis) -> tuple[str, ...]:
        """Publish what was laid aside, and remove what no page of `pages` is. Returns the paths removed."""
        old = self.manifest.files
        fresh = {item.path: item for item in built}
        files = {}
        for page in pages:
            path = urls.output_path(page.url)
            item = fresh.get(path)
            files[path] = Entry(page.template, page.digest, item.digest, item.size) if item else old[path]
        staged = [path for path, item in fresh.items() if item.staged]
        written = sorted(staged, key=old.__contains__)  # what is new comes first: nothing leads there yet
        pruned = self.unwanted(pages)
        new = Manifest(basis=basis, files=files)
        if self.first:
            self._move_in(written, new)
        elif written or pruned:
            self._announce(written)
            self._replace(written, pruned)
            self._write_manifest(new)
        elif new != self.manifest:
            self._write_manifest(new)
        self.discard()
        self.manifest = new
        self._stamp(written)
        return pruned

    def _move_in(self, written: list[str], new: Manifest) -> None:
        """Publish a first build: the folder appears whole, or, where it can't be renamed, file by file."""
        self.aside.mkdir(parents=True, exist_ok=True)
        kept = [name for name in places.KEPT if (self.folder / name).exists()]
        try:
            if ".git" in kept or self.aside.parent == self.folder:
                raise OSError("the folder itself must stay")
            data = manifest.encode(new)
            (self.aside / manifest.FILE).write_bytes(data)
            for name in kept:
                (self.folder / name).rename(self.aside / name)
            if self.folder.is_dir():
                shutil.copystat(self.folder, self.aside)
            self.aside.rename(self.folder)
            self.digest = digest.of_bytes(data)
        except OSError:
            for name in kept:
                if (self.aside / name).exists():
                    (self.aside / name).rename(self.folder / name)
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.aside / manifest.FILE).unlink(missing_ok=True)
            self._announce(written)
            self._replace(written, ())
            self._write_manifest(new)

    def _replace(self, written: Iterable[str], pruned: Iterable[str]) -> None:
        for path in written:
            aside, target = self._place_aside(path), f"{self.folder}/{path}"
            try:
                os.replace(aside, target)  # noqa: PTH105 - for each of thousands of files
            except OSError:
                self._make_way(path)
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                Path(aside).replace(target)
        for path in pruned:
            self._remove(path)

    def _make_way(self, path: str) -> None:
        """Remove an old file of ours where a folder is to be, and an old folder where a file is to be."""
        for above in list((self.folder / path).parents)[: path.count("/")]:
            if above.is_file():
                above.unlink()
        if (self.folder / path).is_dir():
            shutil.rmtree(self.folder / path)  # nothing in it is a stranger's: see `strangers`

    def _remove(self, path: str) -> bool:
        """Remove a file of ours, and folders that it leaves empty. What lies behind a symbolic link is not ours."""
        file = self.folder / path
        if file.parent.resolve() != file.parent:
            return False
        there = file.is_file()
        if there:
            file.unlink()
        self._remove_empty(file.parent)  # also if a build that was killed had come as far as the file
        return there

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:  # not empty
                return
            folder = folder.parent

    def _announce(self, written: list[str]) -> None:
        """Say which files are about to be written, so that the next build knows them for ours if this one dies."""
        self.aside.mkdir(parents=True, exist_ok=True)
        (self.aside / manifest.PENDING).write_bytes(msgspec.json.encode(written))
        (self.aside / manifest.PENDING).replace(self.folder / manifest.PENDING)

    def _write_manifest(self, value: Manifest) -> None:
        self.aside.mkdir(parents=True, exist_ok=True)
        data = manifest.encode(value)
        self.digest = digest.of_bytes(data)
        (self.aside / manifest.FILE).write_bytes(data)
        (self.aside / manifest.FILE).replace(self.folder / manifest.FILE)
        (self.folder / manifest.PENDING).unlink(missing_ok=True)

    def _stamp(self, written: Iterable[str]) -> None:
        """Remember the metadata of what was written, so that the next build need not read it."""
        now = time.time_ns()
        self.stamps = {path: stamp for path, stamp in self.stamps.items() if path in self.manifest.files}
        for path in written:
            stat = os.lstat(self.folder / path)
            if stat.st_ctime_ns < now - _FRESH:
                self.stamps[path] = Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

    def remove_folder(self) -> None:
        """Remove all that we wrote, and the folder itself."""
        self.clean()
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def clean(self) -> int:
        """Remove all that the manifest says we wrote, and the manifest. Returns how many files there were."""
        count = 0
        for path in self.manifest.files:
            count += self._remove(path)
        for name in (manifest.FILE, manifest.PENDING):
            (self.folder / name).unlink(missing_ok=True)
        self.discard()
        return count


def _write(path: str, data: bytes) -> None:
    """As `Path.write_bytes`, for each of thousands of pages."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _make_folders(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102 - for each of thousands of folders
    except FileExistsError:
        pass
    except FileNotFoundError:
        above = os.path.dirname(path)  # noqa: PTH120
        if above == path:
            raise
        _make_folders(above)
        _make_folders(path)


def show(folder: Path, url: str, data: bytes) -> None:
    """Put a page in the place of the published one, in a preview, until the next build makes it. Raises OSError."""
    aside = places.glance(folder.resolve())
    aside.write_bytes(data)
    aside.replace(folder / urls.output_path(url))
