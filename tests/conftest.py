"""What all tests share: a site in a temporary folder that can be written, built and looked at."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
import web
from hypothesis import HealthCheck, settings

import generator.templates
from generator import urls
from generator.build import Settings, build
from generator.config import Config
from generator.model import Report
from generator.templates import Memory, Templates
from generator.theme import Theme

NOW = datetime(2022, 3, 1, 12, tzinfo=UTC)
CONFIG = 'title = "Test Digest"\nbase_url = "https://example.org/"\n'

# What the commands read from their surroundings. A test says for itself whether it runs in CI, in which colours and
# when: what it promises holds on a desk and in CI alike.
for _name in ("CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "COLUMNS", "VISUAL", "EDITOR"):
    os.environ.pop(_name, None)

settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("any-machine")  # a machine with much to do is no fault of the program's


class Warm(Templates):
    """Templates that are compiled once in a run of the tests, not once for each site that a test makes."""

    known: ClassVar[dict[str, Any]] = {}

    def __init__(self, theme: Theme, config: Config, memory: Memory, jobs: int = 1) -> None:
        self.site = memory
        super().__init__(theme, config, self, jobs)

    def recall(self, name: str, kind: Any) -> Any:
        """What any site has kept under `name`; what it depends on is in the name, or in the value and looked at."""
        found = self.site.recall(name, kind)
        if found is None and name in self.known:
            found = self.known[name]
            self.site.keep({name: found})
        return found

    def keep(self, states: Mapping[str, object]) -> None:
        """Keep values for this site and all that come."""
        self.known.update(states)
        self.site.keep(states)


@pytest.fixture(scope="session", autouse=True)
def warm() -> Iterator[None]:
    """Spare tests that are not about it the compiling of templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generator.templates, "Templates", Warm)
        yield


@pytest.fixture
def cold(warm: None) -> Iterator[None]:
    """Let each site compile its templates itself, as it does for people: for tests of what caches must not change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generator.templates, "Templates", Templates)
        yield


class SiteFolder:
    """A site's folder: files in, a report and a built site out."""

    def __init__(self, root: Path, config: str = CONFIG) -> None:
        self.root = root
        self.output = root / "output"
        self.write("briefing.toml", config)
        (root / "content").mkdir()

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file below the site's root; its folders are made."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def brief(self, path: str, body: str = "Some words.\n", **fields: Any) -> Path:
        """Write content/`path`; `fields` are front matter, each value as it stands in YAML."""
        fields = {"title": "A title", "date": "2022-01-25", **fields}
        lines = "".join(f"{key}: {value}\n" for key, value in fields.items() if value is not None)
        return self.write(f"content/{path}", f"---\n{lines}---\n\n{body}")

    def settings(self, **options: Any) -> Settings:
        """What `briefing build` in this folder asks for, at a fixed moment; done by one process.

        To fork one that has loaded all this takes longer than what it would do for a small site.
        """
        options = {"now": NOW, "jobs": 1, "config": self.root / "briefing.toml", "output": self.output, **options}
        return Settings(root=self.root, **options)

    def build(self, **options: Any) -> Report:
        """Build the site."""
        return build(self.settings(**options))

    def page(self, url: str) -> str:
        """The text of the file that answers `url`."""
        return (self.output / urls.output_path(url)).read_text("utf-8")

    def tree(self) -> dict[str, str]:
        """A digest of every file in output/, by path."""
        files = (file for file in self.output.rglob("*") if file.is_file())
        return {str(file.relative_to(self.output)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """An empty site in a temporary folder."""
    (tmp_path / "site").mkdir()
    return SiteFolder(tmp_path / "site")


@pytest.fixture
def new_site(tmp_path: Path) -> Callable[..., SiteFolder]:
    """Makes further sites, each in a folder of its own."""

    def make(name: str, config: str = CONFIG) -> SiteFolder:
        (tmp_path / name).mkdir()
        return SiteFolder(tmp_path / name, config)

    return make


REPOSITORY = Path(__file__).parent.parent


def copy_of_sample(root: Path) -> SiteFolder:
    """The repository's own digest, copied to `root`, so that its output and cache are left alone."""
    root.mkdir()
    folder = SiteFolder(root, (REPOSITORY / "briefing.toml").read_text("utf-8"))
    for name in ("content", "templates", "static"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, root / name, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The repository's own digest, built once; for looking at only."""
    folder = copy_of_sample(tmp_path_factory.mktemp("sample") / "site")
    assert folder.build().ok
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium, started once."""
    with web.browser() as started:
        yield started
