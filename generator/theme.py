"""Themes: where templates and static files are found, and what each template is made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from generator import digest
from generator.errors import Problem, Refusal, suggestion
from generator.model import Asset, Value

BUILT_IN = next(
    folder for folder in (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes") if folder.is_dir()
)
"""Where the themes lie that come with the program: in the wheel, or in a checkout."""

LATER = ("story.html", "corrections.html", "news-sitemap.xml", "search.html", "search.json", "email.html",
         "email.txt")  # fmt: skip
"""Templates that a theme without a parent may lack: it then has no pages of that kind."""
_FINGERPRINT = 10
"""Hexadecimal digits of a static file's digest in its URL."""


class Source(Value, frozen=True):
    """One folder of templates and files: the site's own ("" as its theme) or a theme's."""

    theme: str
    folder: Path


class Theme:
    """A site's templates and static files: the site's own, then the theme's, then those of its parents.

    `files` has every template by name, and by `!theme/name` for each theme's own; `static` every static file.
    """

    def __init__(self, root: Path, name: str, language: str) -> None:
        """Raises Refusal if the theme or a parent of it is missing or its theme.toml is wrong."""
        self.root, self.language = root, language
        self.sources = (Source("", root), *_chain(root, name))
        self.files = self._templates()
        self.static = self._static()

    def _templates(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for source in self.sources:
            for name, file in _files(source.folder / "templates"):
                found.setdefault(name, file)
                if source.theme:
                    found[f"!{source.theme}/{name}"] = file
        return found

    def _static(self) -> dict[str, Asset]:
        found: dict[str, Asset] = {}
        for source in self.sources:
            for name, file in _files(source.folder / "static"):
                made = digest.of_bytes(file.read_bytes())
                path, dot, ending = name.rpartition(".")
                url = f"/static/{path if dot else name}.{made[:_FINGERPRINT]}{dot}{ending if dot else ''}"
                found.setdefault(name, Asset(url, str(file), made, self.shown(file)))
        return found

    def words(self, language: str) -> list[bytes]:
        """The gettext catalogues for a language, `i18n/<language>.po`: the parents' first, the site's own last."""
        names = dict.fromkeys((language.partition("-")[0], language))
        files = (source.folder / "i18n" / f"{name}.po" for source in reversed(self.sources) for name in names)
        return [file.read_bytes() for file in files if file.is_file()]

    @property
    def lacking(self) -> frozenset[str]:
        """Those of `LATER` that it lacks."""
        return frozenset(LATER).difference(self.files)

    @cached_property
    def shared(self) -> str:
        """The digest of what any template may use: static files' addresses and texts, and the language's words."""
        return digest.of(({name: asset.digest for name, asset in self.static.items()}, self.words(self.language)))

    def shown(self, file: Path) -> str:
        """A file's path as messages name it: from the site's root if it lies there."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The digest of each template's file."""
        known = {file: digest.of_bytes(file.read_bytes()) for file in set(self.files.values())}
        return {name: known[file] for name, file in self.files.items()}

    @cached_property
    def digest(self) -> str:
        """The digest of all that the theme is made of."""
        return digest.of((dict(self.own), self.shared))

    def closures(self, references: Mapping[str, tuple[str, ...] | None]) -> dict[str, str]:
        """For each template, the digest of all that it is made of: see law 1, purity.

        That is the file with all it extends, includes, imports or has as a fragment, and what all share.
        `references` are by the digest of a template's file.
        """
        return {name: digest.of((self.shared, self._reached(name, references))) for name in self.files}

    def _reached(self, name: str, references: Mapping[str, tuple[str, ...] | None]) -> list[tuple[str, str]]:
        reached, waiting = dict[str, str](), [name]
        while waiting:
            current = waiting.pop()
            if current not in reached and current in self.own:
                reached[current] = self.own[current]
                names = references[self.own[current]]
                waiting.extend(self.files if names is None else names)
        return sorted(reached.items())


def _chain(root: Path, name: str) -> tuple[Source, ...]:
    """A theme and its parents, each from the site's themes/ or else from those that come with the program."""
    chain: list[Source] = []
    while name:
        if name in (source.theme for source in chain):
            what, mend = "the theme is its own ancestor", "name another 'parent', or none"
            raise Refusal(Problem(f"themes/{name}/theme.toml", 0, 0, "theme", what, mend))
        folders = (root / "themes" / name, BUILT_IN / name)
        folder = next((folder for folder in folders if (folder / "theme.toml").is_file()), None)
        if folder is None:
            there = {file.parent.name for place in (root / "themes", BUILT_IN) for file in place.glob("*/theme.toml")}
            what = f"there is no theme '{name}'"
            mend = suggestion(name, there) or "there are " + ", ".join(sorted(there))
            raise Refusal(Problem("briefing.toml", 0, 0, "no-theme", what, mend))
        chain.append(Source(name, folder))
        name = _parent(folder / "theme.toml")
    return tuple(chain)


def _parent(file: Path) -> str:
    try:
        parent = tomllib.loads(file.read_text("utf-8")).get("parent", "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        path, mend = f"themes/{file.parent.name}/theme.toml", "docs/themes.md shows such a file"
        raise Refusal(Problem(path, 0, 0, "theme", str(error), mend)) from None
    return parent if isinstance(parent, str) else ""


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted((file.relative_to(folder).as_posix(), file) for file in found)
