"""What was published and from what: the manifest, and the pure decision what is stale, and why.

The manifest lies in the output folder, as it describes it: `.briefing.json`. It says nothing that is not
public, and is the same for the same site on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from generator import digest, urls
from generator.model import Page, Reason, Value

FILE = ".briefing.json"
PENDING = ".briefing.pending.json"
"""Names the files that a build is about to write; it is there only while one publishes, or after one was killed."""
VERSION = 2
WHY = ("new", "generator", "configuration", "template", "content", "missing", "changed on disk")
"""Why a page is made, in the order in which the reasons are looked for."""


class Entry(Value, frozen=True):
    """One published file: the template and the digest of the context it was made of, its own digest and size.

    An empty `context` means that its making was begun and not seen to end.
    """

    template: str
    context: str
    digest: str
    size: int


BEGUN = Entry("", "", "", 0)


class Basis(Value, frozen=True, omit_defaults=True):
    """What all pages share: digests of the program, the configuration, and each template with all it is made of.

    A site is a `preview` if it shows what is not public yet.
    """

    generator: str = ""
    configuration: str = ""
    templates: Mapping[str, str] = {}
    preview: bool = False


class Manifest(Value, frozen=True):
    """The files of a published site, by path below the output folder."""

    version: int = VERSION
    basis: Basis = Basis()
    files: Mapping[str, Entry] = {}


class _Written(Value, frozen=True):
    """A manifest as a file: what has no version and no files is something else."""

    version: int
    files: Mapping[str, Entry]
    basis: Basis = Basis()


def read(data: bytes) -> Manifest:
    """The manifest in some bytes; of another version's only the paths are believed. Raises ValueError."""
    try:
        found = msgspec.json.decode(data, type=_Written)
    except (ValueError, RecursionError):  # no JSON, or another; nested without end
        raise ValueError("it is no manifest") from None
    known = found.version == VERSION
    return (
        Manifest(basis=found.basis, files=found.files) if known else Manifest(files=dict.fromkeys(found.files, BEGUN))
    )


def load(folder: Path) -> tuple[Manifest | None, str]:
    """The manifest in a folder and its digest; None if there is none that can be read.

    Of another version's only the paths are believed, so that everything is made anew and nothing stays behind.
    Files that a build announced, and then did not live to put into its manifest, are ours too.
    """
    manifest, made = None, ""
    with suppress(OSError, ValueError):
        data = (folder / FILE).read_bytes()
        manifest = read(data)
        made = digest.of_bytes(data) if manifest.basis.generator else ""
    with suppress(OSError, ValueError, RecursionError):
        begun = msgspec.json.decode((folder / PENDING).read_bytes(), type=list[str])
        known = manifest or Manifest()
        manifest, made = Manifest(basis=known.basis, files={**known.files, **dict.fromkeys(begun, BEGUN)}), ""
    if manifest and any(path.startswith("/") or (".." in path and ".." in path.split("/")) for path in manifest.files):
        return None, ""
    return manifest, made


def encode(manifest: Manifest) -> bytes:
    """The manifest as a file: JSON, an entry a line, in the order of the paths."""
    ordered = msgspec.structs.replace(manifest, files=dict(sorted(manifest.files.items())))
    return msgspec.json.encode(ordered).replace(b'},"', b'},\n"') + b"\n"


def outdated(
    pages: Iterable[Page],
    manifest: Manifest,
    basis: Basis,
    missing: Collection[str],
    altered: Collection[str],
) -> tuple[Reason, ...]:
    """The pages that must be made, each with the first reason that holds. All others stand as they are.

    `missing` and `altered` are paths of the manifest whose file is gone, or is not what was written.
    """
    old, files = manifest.basis, manifest.files
    others = (("generator", old.generator, basis.generator), ("configuration", old.configuration, basis.configuration))
    shared = next((name for name, was, now in others if was != now), "")
    names = old.templates.keys() | basis.templates.keys()
    touched = {name for name in names if old.templates.get(name) != basis.templates.get(name)}
    stale = []
    for page in pages:
        path = urls.output_path(page.url)
        entry = files.get(path)
        if entry is None:
            why = "new"
        elif shared:
            why = shared
        elif entry.template != page.template or page.template in touched:
            why = "template"
        elif entry.context != page.digest:
            why = "content"
        elif path in missing:
            why = "missing"
        elif path in altered:
            why = "changed on disk"
        else:
            continue
        stale.append(Reason(page, why))
    return tuple(stale)
