"""Where a site may be published to, where its pages are laid aside, and who has to wait for whom."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from generator.errors import Problem, Refusal

_ASIDE = ".briefing.new"
_LOCK, _SERVED = ".briefing-lock", ".briefing-served"
PRIVATE = Path(".cache", "briefing")
PURPOSES: tuple[Literal["check", "preview", "public"], ...] = ("check", "preview", "public")
"""Below a site's folder: where it is built for its writers alone, and what for."""
KEPT = {".gitignore", ".gitkeep", ".git"}
"""What may lie in an output folder beside what we wrote: it keeps the folder in a repository."""


def refuse(folder: Path, root: Path) -> None:
    """Raises Refusal for a folder that must never be published to, whatever it holds."""
    real, project = folder.resolve(), root.resolve()
    if real == Path(real.anchor):
        what = "the output folder is the root of the file system"
    elif real == Path.home().resolve():
        what = "the output folder is your home folder"
    elif real == project or real in project.parents:
        what = "the output folder is the project itself, or holds it"
    elif project / PRIVATE not in real.parents and any(
        real.is_relative_to(project / name) for name in ("content", "themes", "templates", "static", ".git", ".cache")
    ):
        what = "the output folder lies among the sources"
    elif folder.exists() and not folder.is_dir():
        what = "the output folder is a file"
    elif aside(real).exists() and not aside(real).is_dir():
        what = f"'{aside(real)}' is in the way: pages are laid aside there"
    else:
        return
    raise Refusal(Problem(str(folder), 0, 0, "bad-output", what, "name another one with -o"))


def aside(folder: Path) -> Path:
    """Where pages for `folder` are laid aside: beside it, or in it if that is another file system or not ours."""
    above = next(parent for parent in folder.parents if parent.is_dir())
    if folder.is_dir() and (folder.stat().st_dev != above.stat().st_dev or not os.access(above, os.W_OK)):
        return folder / _ASIDE
    return folder.parent / f".{folder.name}.briefing-new"


def glance(folder: Path) -> Path:
    """Where one page for the preview in `folder` is laid aside, before it takes the published one's place."""
    return aside(folder).with_suffix(".glance")


def private(root: Path, purpose: Literal["check", "preview", "public"]) -> Path:
    """The output folder for one purpose that nobody but the site's writers sees."""
    return root / PRIVATE / purpose


def lock(folder: Path) -> Path:
    """The file whose lock a process holds while it publishes to `folder`: beside it, or in it as pages are."""
    real = folder.resolve()
    above = next((parent for parent in real.parents if parent.is_dir()), real)
    return real / _LOCK if real.is_dir() and not os.access(above, os.W_OK) else above / f".{real.name}{_LOCK}"


def served(folder: Path) -> Path:
    """The file whose lock a preview holds for as long as it shows what lies in `folder`."""
    made = lock(folder)
    return made.with_name(made.name.removesuffix(_LOCK) + _SERVED)


def refuse_strangers(folder: Path) -> None:
    """Raises Refusal for a folder that holds files and no manifest of ours."""
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    strange = [name for name in names if name not in KEPT and name not in (_ASIDE, _LOCK, _SERVED)]
    if strange:
        some = ", ".join(strange[:3]) + (", ..." if len(strange) > 3 else "")
        what = f"the output folder holds what Briefing did not write ({some})"
        raise Refusal(Problem(str(folder), 0, 0, "bad-output", what, "name an empty folder with -o"))
