"""Links of texts that move: to the files that other texts became, and to pictures that come along."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator import archive
from generator.errors import place
from generator.loose import Note

_LINKS = re.compile(
    r"""(?P<before>\]\(\s*<?|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?|\b(?:src|href|poster)\s*=\s*["'])"""
    r"""(?P<url>(?:[^()\s<>"']|\([^()\s]*\))+)""",
    re.MULTILINE,
)
_PELICAN = re.compile(r"(?:\{|\|)(filename|static|attach|tag|category|author|index|photo)(?:\}|\|)/?(.*)")
_FILE = re.compile(r"\.(?!html?$|md$|php$|xml$|aspx?$)[A-Za-z0-9]{2,5}$")


class Linker:
    """Finds what an address of the old site is now.

    `posts` gives the content path of each moved text by its path in the archive, `addresses` by its old address;
    `assets` the archive's files by address; `copies` fills with the files that texts show, by content path.
    """

    def __init__(
        self, posts: Mapping[str, str], addresses: Mapping[str, str], assets: Mapping[str, str], home: str
    ) -> None:
        self.posts, self.addresses, self.assets = dict(posts), dict(addresses), assets
        self.targets = set(posts.values())
        self.homes = (home.rstrip("/") + "/",) if "//" in home else ()
        self.names: dict[str, str] = {}
        for path, target in posts.items():
            stem = path.rpartition(".")[0]
            for name in (
                path,
                stem,
                posixpath.basename(path),
                posixpath.basename(stem),
                posixpath.basename(posixpath.dirname(path)),
            ):
                self.names.setdefault(name, target)
        self.files = {file: address for address, file in reversed([*assets.items()])}
        self.copies: dict[str, str] = {}

    def forget(self, targets: set[str]) -> None:
        """Take back that there are texts at these content paths."""
        self.targets -= targets
        for known in (self.posts, self.addresses, self.names):
            for key in [key for key, target in known.items() if target in targets]:
                del known[key]

    def named(self, name: str, target: str) -> str:
        """The address, from `target`, of the text that a shortcode names; "" if there is none."""
        path, mark, rest = name.strip("/ ").partition("#")
        found = self.names.get(path) or self.names.get(path.removeprefix("content/"))
        if found is None:
            found = next((self.posts[file] for file in self.posts if file.endswith("/" + path)), None)
        return _relative(found, target) + mark + rest if found else ""

    def text(self, body: str, first_line: int, source: str, old: str, target: str) -> tuple[str, list[Note]]:
        """A text with its links set right, and notes on those that lead nowhere."""
        notes: list[Note] = []

        def put(match: re.Match[str]) -> str:
            found, fault = self.link(match["url"], source, old, target)
            if fault:
                at = place(body, match.start("url"), first_line)
                notes.append(
                    Note(
                        *at, "dead-link", fault, "it stays as it is" if found == match["url"] else f"written as {found}"
                    )
                )
            return match["before"] + found

        return _LINKS.sub(put, body), notes

    def link(self, url: str, source: str, old: str, target: str) -> tuple[str, str]:
        """What an address in the text `source` is in the content file `target`, and what is wrong with it."""
        if special := _PELICAN.fullmatch(url):
            return self._pelican(special[1], special[2], source, target, url)
        for home in self.homes:
            if (url + "/").startswith(home):
                url = "/" + url[len(home) :]
        if not url or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[#?{]", url):
            return url, ""
        try:
            path = urlsplit(url).path
        except ValueError:
            return url, ""
        rest = url[len(path) :]
        if not url.startswith("/"):
            if posixpath.normpath(posixpath.join(posixpath.dirname(target), unquote(path))) in self.targets:
                return url, ""  # a shortcode was here
            near = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(path)))
            if near in self.posts:
                return _relative(self.posts[near], target) + rest, ""
            if near in self.files:
                return self._copy(near, target, url) or url, ""
            whole = archive.path(urljoin(old or "/", path))
        else:
            whole = archive.path(path)
        for form in (whole, whole.rstrip("/") + "/", whole.rstrip("/") + ".html", whole.rstrip("/")):
            if form in self.addresses:
                return _relative(self.addresses[form], target) + rest, ""
        if whole in self.assets:
            return self._copy(self.assets[whole], target, url) or quote(whole) + rest, ""
        found = url if url.startswith("/") and not path.endswith((".md", ".markdown")) else _plain(whole) + rest
        wanted = found != url or _FILE.search(path)
        return found, f"'{url}' leads to nothing in the archive" if wanted else ""

    def _pelican(self, kind: str, path: str, source: str, target: str, url: str) -> tuple[str, str]:
        path, mark, rest = path.partition("#")
        if kind in ("filename", "static", "attach", "photo"):
            near = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(path)))
            root = source.partition("/")[0] + "/" + unquote(path)
            for file in (near, root, unquote(path)):
                if file in self.posts:
                    return _relative(self.posts[file], target) + mark + rest, ""
                if file in self.files and (copied := self._copy(file, target, url)):
                    return copied, ""
        return _plain(path), f"'{url}' leads to nothing in the archive"

    def _copy(self, file: str, target: str, url: str) -> str:
        """The address, from `target`, of a file that comes along at its old address; "" if it can't."""
        path = self.files[file].lstrip("/")
        if any(part.startswith(".") for part in path.split("/")) or path.endswith((".md", ".markdown", "~")):
            return ""
        self.copies[path] = file
        return _relative(path, target)


def _plain(path: str) -> str:
    """A path that is no content file's, and has no part that leads up."""
    path = "/" + "/".join(part for part in path.split("/") if part not in ("", ".", "..")) + "/" * path.endswith("/")
    return quote(re.sub(r"\.(md|markdown)$", "/", path)).replace("//", "/")


def _relative(path: str, target: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(target) or "."))
