"""Moving an archive in: another program's posts become briefs, and keep their old addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace

from generator import (
    archive,
    archive_files,
    dates,
    defaults,
    dialects,
    files,
    forwarding,
    loose,
    moving,
    naming,
    proof,
    shortcodes,
    urls,
)
from generator import config as configuration
from generator.archive import Archive, Read
from generator.archive_eleventy import Eleventy
from generator.archive_hexo import Hexo
from generator.archive_hugo import Hugo
from generator.archive_jekyll import Jekyll
from generator.archive_pelican import Pelican
from generator.assemble import address
from generator.config import Config
from generator.documents import MAX_BYTES
from generator.errors import Problem, Refusal, errors, many
from generator.loose import Loose, Note
from generator.model import Value
from generator.moving import Moved
from generator.proof import Proven
from generator.relinking import Linker

Kind = Literal["jekyll", "hugo", "hexo", "eleventy", "pelican"]
PROGRAMS: dict[Kind, Callable[[Sequence[str], Read], Archive]] = {
    "jekyll": Jekyll,
    "hugo": Hugo,
    "hexo": Hexo,
    "eleventy": Eleventy,
    "pelican": Pelican,
}


class Moving(Value, frozen=True):
    """One text that was moved in: from where, to which file, which old addresses lead to it, what went to `extra`."""

    source: str
    target: str
    aliases: tuple[str, ...]
    extra: tuple[str, ...]


class Outcome(Value, frozen=True):
    """What an import did. `copied` are files by content path; errors among the `problems` are texts left out.

    `unchanged` are texts of the archive whose files are there already, as an earlier import wrote them.
    """

    moved: tuple[Moving, ...]
    copied: Mapping[str, str]
    problems: tuple[Problem, ...]
    unchanged: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[Problem, ...]:
        """What was not imported, with the reasons."""
        return errors(self.problems)


@dataclass
class _Text:
    """One text on its way."""

    loose: Loose
    moved: Moved
    old: tuple[str, ...]
    target: str
    notes: list[Note] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The old address that links named; "" if none is known."""
        return self.old[0] if self.old else ""


def run(kind: Kind, source: Path, root: Path, config_file: Path, now: datetime) -> Outcome:
    """Copy the archive in the folder `source` into content/ of the site at `root`; nothing there is overwritten.

    Raises Refusal if the configuration is not usable, or there is no text to import.
    """
    config = configuration.load(config_file)
    if not source.is_dir():
        raise Refusal(Problem(str(source), 0, 0, "no-archive", "there is no such folder", "name the old site's folder"))
    files, problems = archive_files.walk(source)
    old = PROGRAMS[kind](tuple(files), lambda path: archive_files.peek(files[path]))
    if not old.entries:
        held = {"jekyll": "_posts/", "hexo": "source/", "eleventy": "configuration"}.get(kind, "content/")
        what = f"there is no text of a {kind.capitalize()} site"
        raise Refusal(Problem(str(source), 0, 0, "no-archive", what, f"name the folder that holds its {held}"))
    return _Import(kind, old, files, root, config, config_file, now, problems).run()


class _Import:
    """One import: reads all texts, gives each its place, then writes them."""

    def __init__(
        self,
        kind: Kind,
        old: Archive,
        files: Mapping[str, Path],
        root: Path,
        config: Config,
        config_file: Path,
        now: datetime,
        problems: list[Problem],
    ) -> None:
        self.kind, self.old, self.files, self.config, self.now = kind, old, files, config, now
        self.content, self.zone = root / "content", dates.zone(config.timezone)
        self.options, self.config_name = config.parsing, config_file.name
        self.problems = problems + [Problem(path, 0, 0, "not-imported", why) for path, why in old.passed]
        self.claims = naming.claimed(self.content, self.options)
        self.linker: Linker
        self.tags: Mapping[str, str] = {}
        self.outlets: Mapping[str, str] = {}
        self.tales: Mapping[str, str] = {}

    def run(self) -> Outcome:
        texts = self._texts()
        posts = {text.moved.entry.path: text.target for text in texts}
        addresses = {old: text.target for text in reversed(texts) for old in reversed(text.old)}
        self.linker = Linker(posts, addresses, self.old.assets, self.old.home)
        self.linker.titles = {text.target: text.moved.values["title"] for text in texts}
        for text in texts:
            if text.moved.entry.day:
                self.linker.names.setdefault(f"{text.moved.entry.day}-{text.moved.entry.name}", text.target)
        values = [text.moved.values for text in texts]
        self.tags = naming.settled("tags", self.content, [tag for value in values for tag in value["tags"]])
        outlets = [name for value in values for name in naming.outlets(value.get("source"))]
        self.outlets = naming.settled("sources", self.content, outlets)
        self.tales = naming.settled("stories", self.content, [value["story"] for value in values if "story" in value])
        self.linker.tags = self.tags
        ready = self._ready(texts)
        for text, made in ready:
            self.claims.setdefault(urls.claim(address(made.brief)), text.target)
        for text, _ in ready:
            self.claims.setdefault(urls.claim(urls.alias(text.first)), text.target)
        moved: list[Moving] = []
        unchanged: list[str] = []
        for text, made in ready:
            owner = self.claims[urls.claim(address(made.brief))]
            if owner != text.target:
                self._skip(text.moved.entry.path, "same-url", f"content/{owner} has the address {address(made.brief)}")
                continue
            made.values["aliases"] = aliases = self._aliases(text, address(made.brief))
            composed = proof.composed(made.values, made.body).encode()
            done = self._write(text, composed)
            if done == "unchanged":
                unchanged.append(text.moved.entry.path)
            elif done == "written":
                extra = tuple(made.values["extra"])
                moved.append(Moving(text.moved.entry.path, "content/" + text.target, tuple(aliases), extra))
        self.problems += self._other_zone(texts)
        for text in texts:
            notes = () if text.moved.entry.path in unchanged else (*text.moved.notes, *text.notes)
            self.problems += [_problem(text.moved.entry.path, note) for note in notes]
        return Outcome(tuple(moved), self._copied(), tuple(sorted(set(self.problems))), tuple(unchanged))

    def _other_zone(self, texts: Iterable[_Text]) -> list[Problem]:
        """A warning if times without an offset mean other moments in this site than in the old one."""
        said = [text.moved.said for text in texts]
        naive = sum(isinstance(at, datetime) and at.tzinfo is None for at in said)
        theirs, ours = self.old.timezone, self.config.timezone
        if not naive or theirs in ("", ours):
            return []
        times = f"{many(naive, 'time')} without an offset"
        what = f"the old site is in {theirs}, this one in {ours}: {times} would mean another moment"
        mend = f'set timezone = "{theirs}" in it'
        return [Problem(self.config_name, 0, 0, "other-timezone", what, mend, "warning")]

    def _ready(self, texts: list[_Text]) -> list[tuple[_Text, Proven]]:
        """The texts that a build would take; those that link to one that it would not are seen to once more."""
        ready: dict[str, tuple[_Text, Proven]] = {}
        waiting = texts
        while waiting:
            lost = set[str]()
            for text in waiting:
                text.notes.clear()
                made = self._made(text)
                if made:
                    ready[text.target] = (text, made)
                else:
                    lost.add(text.target)
                    ready.pop(text.target, None)
            self.linker.forget(lost)
            waiting = [text for text, made in ready.values() if lost & {link.target for link in made.brief.links}]
        return list(ready.values())

    def _texts(self) -> list[_Text]:
        """All texts, each with its new file's name and its old address."""
        found: list[_Text] = []
        taken: set[str] = set()
        for entry in self.old.entries:
            try:
                size = self.files[entry.path].stat().st_size
                data = archive_files.load(self.files[entry.path]) if size <= MAX_BYTES else b""
            except OSError as error:
                self._skip(entry.path, "unreadable", f"it can't be read: {error.strerror or error}")
                continue
            if size > MAX_BYTES or not data.strip():
                self._skip(
                    entry.path, "not-a-text", "the file is empty" if size <= MAX_BYTES else "the file is too large"
                )
                continue
            read = loose.read(data)
            read = defaults.applied(read, self.old.defaults(entry))
            moved = moving.front_matter(read, entry, self.zone, self.now, self.kind)
            facts, values = moving.facts(moved), moved.values
            old = self.old.addresses(facts)
            if not old and moved.dated:
                moved.notes.append(Note(1, 1, "no-address", "its old address can't be told", "it has no alias"))
            if not moved.dated and old != self.old.addresses(replace(facts, date=facts.date + timedelta(days=400))):
                old = ()  # they were made of a date that nobody knows
            target = forwarding.target(moved, self.zone, taken)
            values["slug"] = values["slug"] or forwarding.kept(target, old)
            found.append(_Text(read, moved, old, target))
        return found

    def _made(self, text: _Text) -> Proven | None:
        """A text as it will be read, its front matter and body; None, with a problem, if no build would take it."""
        values, entry = {**text.moved.values, "extra": dict(text.moved.extra), "aliases": []}, text.moved.entry
        for tag in values["tags"]:
            if self.tags[tag] != tag:
                what = f"the tag '{tag}' is elsewhere '{self.tags[tag]}'"
                text.notes.append(Note(1, 1, "spelling", what, f"written as '{self.tags[tag]}'"))
        values["tags"] = list(dict.fromkeys(self.tags[tag] for tag in values["tags"]))
        if "story" in values:
            values["story"] = self.tales[values["story"]]
        if "source" in values:
            values["source"] = naming.renamed(values["source"], self.outlets)
        body = self._body(text)
        self._image(text, values)
        try:
            made = proof.proven(text.target, values, body, self.options, self._known)
        except proof.Unmendable as fault:
            self._skip(entry.path, "not-imported", str(fault))
            return None
        text.notes += made.notes
        return made

    def _body(self, text: _Text) -> str:
        body, notes = shortcodes.without(
            self.kind, text.loose, lambda name: self.linker.named(name, text.target), self.linker.title
        )
        text.notes += notes
        path, line = text.moved.entry.path, text.loose.body_line
        body, notes = self.linker.text(body, text.loose.body, line, path, text.first, text.target)
        text.notes += notes
        if archive.beside(path)[1] in (".html", ".htm"):
            return dialects.from_html(body)
        return dialects.translated(body, self.old.dialect) if self.old.dialect else body

    def _image(self, text: _Text, values: dict[str, Any]) -> None:
        """Take the lead picture along if it is there."""
        node = text.moved.image
        if node is None:
            return
        url = str(node.value)
        found, fault = self.linker.link(url, text.moved.entry.path, text.first, text.target)
        if urls.is_web_address(found) or (not fault and not found.startswith("/")):
            values["image"] = found
        else:
            values["extra"]["image"] = url
            text.notes.append(
                Note(node.line, node.column, "dead-link", f"there is no picture '{url}'", "moved below 'extra'")
            )

    def _known(self, target: str) -> bool:
        """Whether a link leads to a file that comes along, of a kind that may be published."""
        kind = posixpath.splitext(target)[1][1:].lower()
        if target.endswith(".md"):
            return target in self.linker.targets
        return target in self.linker.copies and kind in self.config.attachments

    def _aliases(self, text: _Text, new: str) -> list[str]:
        """The old addresses that can lead to `new`, and are nobody else's."""
        moved = text.moved
        folder = posixpath.dirname(text.first.rstrip("/")) if self.kind == "hugo" else "/"
        wanted = [(old, old) for old in text.old]
        wanted += [
            (given, archive.path(given if "//" in given else posixpath.join(folder, given)))
            for given in moved.values["aliases"]
        ]
        found, faults = forwarding.aliases(wanted, new, text.target, self.claims)
        for given, fault in faults:
            at, what = moved.places.get(given, (1, 1)), f"the old address '{given}' can't lead here: {fault}"
            moved.notes.append(Note(*at, "bad-alias", what, "left out"))
        return found

    def _write(self, text: _Text, composed: bytes) -> Literal["written", "unchanged", "left"]:
        file = self.content / text.target
        try:
            if file.is_file() and file.read_bytes() == composed:
                return "unchanged"
            files.create(file, composed)
        except FileExistsError:
            what = f"content/{text.target} is there, and not what this becomes"
            mend = "not imported; to import it anew, move that file away first"
            self.problems.append(Problem(text.moved.entry.path, 0, 0, "file-exists", what, mend))
        except OSError as error:
            self._skip(text.moved.entry.path, "unwritable", f"content/{text.target}: {error.strerror or error}")
        else:
            return "written"
        return "left"

    def _copied(self) -> dict[str, str]:
        """Copy the files that texts show; gives those copied."""
        copied: dict[str, str] = {}
        for path, source in sorted(self.linker.copies.items()):
            file = self.content / path
            try:
                data = archive_files.load(self.files[source])
                if file.exists():
                    if not file.is_file() or file.read_bytes() != data:
                        self._skip(source, "file-exists", f"there is another file content/{path}")
                    continue
                files.create(file, data)
            except OSError as error:
                self._skip(source, "not-copied", f"content/{path}: {error.strerror or error}")
                continue
            copied["content/" + path] = source
        return copied

    def _skip(self, path: str, code: str, what: str) -> None:
        self.problems.append(Problem(path, 0, 0, code, what, "not imported"))


def _problem(path: str, note: Note) -> Problem:
    return Problem(path, note.line, note.column, note.code, note.what, note.mend, "warning")
