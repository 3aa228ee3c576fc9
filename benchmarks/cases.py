"""What is measured: what happens to a site before each build, the same to every tool's."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefs import Brief, Corpus
from tools import Tool


@dataclass
class Change:
    """An edit of a corpus: briefs that are written (anew), a tag's old and new name, a word for the theme."""

    briefs: list[Brief] = field(default_factory=list)
    renamed: tuple[str, str] | None = None
    theme: str = ""

    def apply(self, tool: Tool, root: Path) -> None:
        """Make the edit in a tool's site."""
        if self.theme:
            tool.touch_theme(root, self.theme)
        if self.renamed:
            tool.rename(root, *self.renamed, self.briefs)
        else:
            for brief in self.briefs:
                tool.put(root, brief)


class Edits:
    """Makes the edits of one size's corpus. Each is of other briefs than those before, and all of them last."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus, self.next, self.added = corpus, corpus.size // 2, corpus.size
        self.tags: dict[str, str] = {}

    def _brief(self, number: int, **values: str) -> Brief:
        brief = replace(self.corpus.brief(number), **values)
        return replace(brief, tags=tuple(self.tags.get(tag, tag) for tag in brief.tags))

    def nothing(self) -> Change:
        """No edit at all."""
        return Change()

    def body(self) -> Change:
        """Another text in one brief that has a summary, so that no list shows it."""
        self.next += 1
        while not self.corpus.brief(self.next).summary:
            self.next += 1
        return Change([self._brief(self.next, body=self.corpus.another_body(self.next))])

    def title(self) -> Change:
        """Another title of one brief, at the same address."""
        self.next += 1
        return Change([self._brief(self.next, title=self.corpus.brief(self.next).title + " anew")])

    def addition(self) -> Change:
        """One brief more, of some day in the years that the corpus covers."""
        self.added += 1
        return Change([self._brief(self.added - 1)])

    def tag(self) -> Change:
        """Another name for a tag of middling frequency: some hundred briefs have it."""
        count = len(self.corpus.tags)
        old = self.corpus.tags[count // 4 + len(self.tags)]
        having = [number for number in range(self.corpus.size) if old in self.corpus.head(number).tags]
        self.tags[old] = f"{old} Anew"
        return Change([self._brief(number) for number in having], renamed=(old, self.tags[old]))

    def theme(self) -> Change:
        """One more word in the template that all pages share."""
        self.next += 1
        return Change(theme=f"edition {self.next}")


@dataclass(frozen=True)
class Case:
    """A situation: how a built site is brought into it, and which edit comes on top."""

    name: str
    edit: Callable[[Edits], Change] = Edits.nothing
    before: Callable[[Tool, Path], None] = lambda tool, root: None


def put_away(folder: Path, root: Path) -> None:
    """Move a folder of the site `root`, or all of it, out of the way, beside it, to be deleted when all is measured.

    For minutes after files were deleted, ext4 looks at each of their inodes whenever a file is made (`recently_deleted`
    in fs/ext4/ialloc.c): builds would take up to twice as long as on a machine where nothing was.
    """
    away = root.with_name("put away")
    away.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(away / str(time.time_ns()))


def _bare(tool: Tool, root: Path) -> None:
    """As nobody has built it."""
    for folder in (tool.output, *tool.kept):
        put_away(root / folder, root)


def _copied(tool: Tool, root: Path) -> None:
    """As a runner gets it: a new clone, with output and cache unpacked beside it, every time and inode new."""
    clone = root.with_name(root.name + " clone")
    shutil.copytree(root, clone, copy_function=shutil.copyfile)
    put_away(root, root)
    clone.rename(root)


def _copied_without_output(tool: Tool, root: Path) -> None:
    """The same with the cache only."""
    put_away(root / tool.output, root)
    _copied(tool, root)


CASES = {
    "cold": Case("cold", before=_bare),
    "nothing": Case("nothing to do"),
    "body": Case("one body edited", Edits.body),
    "title": Case("one title edited", Edits.title),
    "added": Case("one brief added", Edits.addition),
    "tag": Case("one tag renamed", Edits.tag),
    "theme": Case("theme touched", Edits.theme),
    "checkout": Case("fresh checkout, cache and output restored, one body edited", Edits.body, _copied),
    "cache-only": Case("fresh checkout, cache restored", Edits.nothing, _copied_without_output),
}
