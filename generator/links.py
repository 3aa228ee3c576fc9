"""Where the links of texts lead, and which files are published because a text shows them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from generator import urls
from generator.errors import Problem, errors, nearest
from generator.model import Asset, Brief, Link

_HINTS = 100
"""Problems after which nothing like what was meant is looked for: it takes milliseconds each."""
_CHECK = "check the path, from this file's folder"


class Links:
    """The links of one site. `attachments` and `problems` fill as links are resolved.

    `briefs` and `files` are all that may be linked to, by content path; `addresses` are the URLs of what is
    public; `kinds` the name endings of files that may be published.
    """

    def __init__(
        self,
        briefs: Mapping[str, Brief],
        addresses: Mapping[str, str],
        files: Mapping[str, Asset],
        kinds: Collection[str],
    ) -> None:
        self.briefs = {_composed(path): brief for path, brief in briefs.items()}
        self.files = {_composed(path): asset for path, asset in files.items()}
        self.addresses, self.kinds = addresses, kinds
        self.attachments: dict[str, Asset] = {}
        self.problems: list[Problem] = []

    def resolve(self, brief: Brief, shown: bool = True) -> tuple[tuple[str, str, str], ...]:
        """Target, URL ("" for one that is not public) and id prefix, or picture's size, of each link of `brief`.

        What a brief that is not `shown` links to is checked, and not published for its sake.
        """
        if not brief.links:
            return ()
        return tuple((link.target, *self._where(brief, link, shown)) for link in brief.links)

    def _where(self, brief: Brief, link: Link, shown: bool) -> tuple[str, str]:
        name = _composed(link.target)
        target = self.briefs.get(name)
        if target is not None:
            url = self.addresses.get(target.path, "")
            if not url and shown and not errors(target.problems):
                what = f"'content/{link.target}' is not public, so the link is shown as plain text"
                self._note(brief, link, "hidden-link", what, "it is a link while that is public", "warning")
            return urls.quoted(url), target.prefix
        if name not in self.files:
            what = f"there is no file 'content/{link.target}'"
            mend = self._near(name, brief.path) if len(self.problems) < _HINTS else _CHECK
            self._note(brief, link, "broken-link", what, mend)
        elif posixpath.splitext(name)[1][1:].lower() not in self.kinds:
            what = f"'content/{link.target}' is of a kind that is not published"
            self._note(brief, link, "attachment-kind", what, "add its ending to 'attachments' in briefing.toml")
        else:
            if shown:
                self.attachments[name] = msgspec.structs.replace(self.files[name], url="/" + name)
            width, height = self.files[name].size
            return urls.quoted("/" + name), f"{width}x{height}" if height else ""
        return "", ""

    def _note(
        self, brief: Brief, link: Link, code: str, what: str, mend: str, level: Literal["error", "warning"] = "error"
    ) -> None:
        self.problems.append(Problem("content/" + brief.path, *link.place, code, what, mend, level))

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        """The names in each folder, and below "" each path by its last part."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in (*self.briefs, *self.files):
            found[posixpath.dirname(path) + "/"].append(path)
            found[posixpath.basename(path)].append(path)
        return found

    def _near(self, target: str, path: str) -> str:
        """What the writer of the file at `path` may have meant, as it is written there.

        That is the one file of that name elsewhere, or one of a like name in that folder: only names are compared,
        without the day before them and the ending, since files of one folder have the rest in common.
        """
        found = self._folders.get(posixpath.basename(target), [])
        if len(found) != 1:
            beside = self._folders.get(posixpath.dirname(target) + "/", [])[:1000]
            near = nearest(_name(target), map(_name, beside))
            found = [other for other in beside if near and _name(other) == near]
        if not found:
            return _CHECK
        ending = posixpath.splitext(target)[1]
        meant = min(found, key=lambda other: not other.endswith(ending))
        written = posixpath.relpath(meant, posixpath.dirname(path)).replace(" ", "%20")
        return f"did you mean '{written}'?"


def _name(path: str) -> str:
    """What tells a file from others of its folder."""
    return re.sub(r"^[\d-]+-(?=.)", "", posixpath.splitext(posixpath.basename(path))[0])


def _composed(path: str) -> str:
    """A path as writers type it: some file systems take letters with accents apart."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)
