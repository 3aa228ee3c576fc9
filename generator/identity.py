"""Who made this: digests of the program itself, so that what an older one made is never mistaken for new."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator import digest

_HERE = Path(__file__).parent
_PARSING = (
    "markdown",
    "nh3",
    "python_frontmatter",
    "pyyaml",
    "python_slugify",
    "text_unidecode",
    "unidecode",
    "tzdata",
    "msgspec",
)
_RENDERING = ("jinja2", "markupsafe", "babel", "css_inline", "tzdata", "msgspec", "imagesize")
_PARSERS = (
    "body",
    "changes",
    "converter",
    "dates",
    "digest",
    "errors",
    "fields",
    "header",
    "hotpath",
    "markup",
    "mended",
    "model",
    "parse",
    "paths",
    "serializer",
    "toil",
    "tomlfile",
    "urls",
    "yaml_faults",
)

_METADATA = (".dist-info", ".egg-info")
"""What the names of a distribution's metadata end in: they begin with its own name and its version (PEP 376)."""


def parser(options: object) -> str:
    """The digest of all that parsing depends on: its modules, its libraries' versions, its options."""
    return digest.of((_code(_PARSERS), _versions(_PARSING), options))


def generator() -> str:
    """The digest of all that rendering depends on beside the theme and the configuration."""
    return digest.of((_code(tuple(sorted(file.stem for file in _HERE.glob("*.py")))), _versions(_RENDERING)))


def measuring() -> str:
    """The digest of what reads the sizes of pictures."""
    return digest.of((_code(("pictures",)), _installed("imagesize")))


def has_fast_yaml() -> bool:
    """Whether PyYAML was installed with its loader in C (looked up, not loaded)."""
    found = find_spec("yaml")
    folders = found.submodule_search_locations if found else None
    return any(any(Path(folder).glob("_yaml.*")) for folder in folders or ())


@cache
def _code(modules: tuple[str, ...]) -> str:
    """The digest of some modules' texts: those that run do not change."""
    return digest.of_files((module, _HERE / f"{module}.py") for module in modules)


def _versions(names: Iterable[str]) -> list[str]:
    return [sys.version.partition(" ")[0], *(f"{name} {_installed(name)}" for name in names)]


@cache
def _distributions() -> dict[str, str]:
    """Versions by distribution name, read off the names of metadata: far quicker than opening them."""
    found: dict[str, str] = {}
    for folder in reversed(sys.path):
        with suppress(OSError):  # a folder that is not there, or an archive, which none of ours comes from
            for entry in os.listdir(folder or "."):  # noqa: PTH208 - names are all that is wanted
                if entry.endswith(_METADATA):
                    name, _, version = entry.rpartition(".")[0].partition("-")
                    found[name.lower().replace(".", "_")] = version
    return found


def _installed(name: str) -> str:
    return _distributions().get(name, "")
