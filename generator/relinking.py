"""Links of texts that move: to the files that other texts became, and to pictures that come along."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator import archive, prose, urls
from generator.errors import place
from generator.loose import Note

_LINKS = re.compile(
    r"""(?:\]\(\s*|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)(?:<(?P<angled>[^<>\n]+)>"""
    r"""|(?P<file>[{|](?:filename|static|attach|photo|tag|category)[}|][^()<>"'\n]*[^()<>"'\s])"""
    r"""|(?P<spaced>(?<=\()[^()<>"'\s]+(?: +[^()<>"'\s]+)+)(?=\s*(?:\)|"[^"\n]*"\s*\)|'[^'\n]*'\s*\)))"""
    r"""|(?P<plain>(?:[^()\s<>"']|\([^()\s]*\))+))"""
    r"""|\b(?:src|href|poster)\s*=\s*(?:"(?P<double>[^"<>\n]+)"|'(?P<single>[^'<>\n]+)')"""
    r"""|<[a-zA-Z](?:[^<>"']|"[^"<>]*"|'[^'<>]*')*?\s(?:src|href|poster)=(?P<unquoted>[^\s"'<>=`\\]+)""",
    re.MULTILINE,
)
_PELICAN = re.compile(r"(?:\{|\|)(filename|static|attach|tag|category|author|index|photo)(?:\}|\|)/?(.*)")
_FILE = re.compile(r"\.(?!html?$|md$|php$|xml$|aspx?$)[A-Za-z0-9]{2,5}$")


class Linker:
    """Finds what an address of the old site is now.

    `posts` gives the content path of each moved text by its path in the archive, `addresses` by its old address;
    `assets` the archive's files by address; `copies` fills with the files that texts show, by content path.
    `tags` may be set to the names that the old site's tags have here, `titles` to those of the texts by content path.
    """

    def __init__(
        self, posts: Mapping[str, str], addresses: Mapping[str, str], assets: Mapping[str, str], home: str
    ) -> None:
        self.posts, self.addresses, self.assets = dict(posts), dict(addresses), assets
        self.targets = set(posts.values())
        host = re.match(r"\s*(?:https?:)?//([^/?#\s]+)", home)
        self.host = re.compile(rf"(?:https?:)?//{re.escape(host[1])}(?=[/?#]|$)", re.IGNORECASE) if host else None
        self.base = archive.path(home[host.end() :] if host else home).rstrip("/") + "/"
        self.names: dict[str, str] = {}
        self.tags: Mapping[str, str] = {}
        self.titles: Mapping[str, str] = {}
        for path, target in posts.items():
            stem = path.rpartition(".")[0]
            for name in (path, stem, stem.removesuffix("/index")):
                parts = name.split("/")
                for first in range(len(parts)):
                    self.names.setdefault("/".join(parts[first:]), target)
        self.files = {file: address for address, file in reversed([*assets.items()])}
        self.copies: dict[str, str] = {}

    def forget(self, targets: set[str]) -> None:
        """Take back that there are texts at these content paths."""
        self.targets -= targets
        for known in (self.posts, self.addresses, self.names):
            for key in [key for key, target in known.items() if target in targets]:
                del known[key]

    def named(self, name: str, target: str) -> str:
        """The address, from `target`, of the text or file that a shortcode names; "" if there is none."""
        path, mark, rest = name.strip("/ ").partition("#")
        path = path.rstrip("/")
        if not path and rest:
            return mark + rest
        if found := self.names.get(path):
            return _relative(found, target) + mark + rest
        return self._copy(self.assets["/" + path], target) if "/" + path in self.assets else ""

    def title(self, name: str) -> str:
        """The title of the text that a shortcode names; the name if there is none."""
        return self.titles.get(self.names.get(name.strip("/ "), ""), name)

    def text(
        self, body: str, given: str, first_line: int, source: str, old: str, target: str
    ) -> tuple[str, list[Note]]:
        """A text with its links set right, and notes on those that lead nowhere.

        Links in code stay. The notes tell places in the text as it was `given`, from `first_line` on.
        """
        notes: list[Note] = []
        made: list[str] = []
        last = 0
        seen: Counter[str] = Counter()
        for match in _LINKS.finditer(prose.without_code(body, prose.HIDDEN)):
            kind = str(match.lastgroup)
            url = match[kind]
            found, fault = (url, "") if prose.HIDDEN in url else self.link(url, source, old, target)
            made += [body[last : match.start(kind)], found]
            last = match.end(kind)
            if fault:
                mend = "it stays as it is" if found == url else f"written as {found}"
                start = given.find(url, seen[url])
                seen[url] = start + len(url)
                notes.append(Note(*place(given, max(start, 0), first_line), "dead-link", fault, mend))
        return "".join([*made, body[last:]]), notes

    def link(self, url: str, source: str, old: str, target: str) -> tuple[str, str]:
        """What an address in the text `source` is in the content file `target`, and what is wrong with it."""
        if special := _PELICAN.fullmatch(url):
            return self._pelican(special[1], special[2], source, target, url)
        given, url = url, self._from_root(url)
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
            for folder in (posixpath.dirname(source), source.rpartition(".")[0]):  # Hexo's posts have one of their own
                near = posixpath.normpath(posixpath.join(folder, unquote(path)))
                if near in self.posts:
                    return _relative(self.posts[near], target) + rest, ""
                if near in self.files:
                    return self._copy(near, target) or url, ""
            whole = archive.path(urljoin(old or "/", path))
        else:
            whole = archive.path(path)
        for form in (whole, whole.rstrip("/") + "/", whole.rstrip("/") + ".html", whole.rstrip("/")):
            if form in self.addresses:
                return _relative(self.addresses[form], target) + rest, ""
        if whole in self.assets:
            return self._copy(self.assets[whole], target) or quote(whole) + rest, ""
        if urls.is_web_address(given):
            return given, f"'{given}' leads to nothing in the archive"
        found = url if url.startswith("/") and not path.endswith((".md", ".markdown")) else _plain(whole) + rest
        wanted = found != url or _FILE.search(path)
        return found, f"'{url}' leads to nothing in the archive" if wanted else ""

    def _from_root(self, url: str) -> str:
        """An address at the old site as one from the root, without the folder that the whole site was in."""
        rest = self.host.sub("", url, count=1) if self.host and self.host.match(url) else url
        rest = rest if rest or not url else "/"
        known = archive.path(rest) in self.addresses or archive.path(rest) in self.assets
        if known or not f"{rest}/".startswith(self.base):
            return rest if known else url  # else another site at the same host
        return "/" + rest[len(self.base) :]

    def _pelican(self, kind: str, path: str, source: str, target: str, url: str) -> tuple[str, str]:
        path, mark, rest = path.partition("#")
        if kind in ("filename", "static", "attach", "photo"):
            near = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(path)))
            root = source.partition("/")[0] + "/" + unquote(path)
            for file in (near, root, unquote(path)):
                if file in self.posts:
                    return _relative(self.posts[file], target) + mark + rest, ""
                if file in self.files and (copied := self._copy(file, target)):
                    return copied, ""
        elif kind in ("tag", "category") and (name := self.tags.get(unquote(path))):
            return f"/tags/{urls.slugify(name)}/", ""
        elif kind == "index":
            return "/" + mark + rest, ""
        return _plain(path), f"'{url}' leads to nothing in the archive"

    def _copy(self, file: str, target: str) -> str:
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
