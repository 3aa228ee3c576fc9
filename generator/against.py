"""What a build is compared with: the manifest of a published site, from a file, a folder or the web.

The manifest is public and small, so it can be had from wherever the site is served: `URL/.briefing.json`.
"""

from __future__ import annotations

import time
from pathlib import Path

from generator import errors, manifest
from generator.compare import Against
from generator.manifest import Manifest

LIVE = "live"
"""Stands for the site's own address, `base_url`."""
_PATIENCE = 15.0
"""Seconds to wait for a server's next word; it has four times as many for all of them."""
_LIMIT = 512 * 1024 * 1024
"""Bytes that a manifest may have: a million files have about 200 MB."""


def load(given: str, base_url: str) -> Against:
    """What `given` names: a manifest's file, the folder of a built site, its URL, or `live` for `base_url`.

    A site that is not there yet counts as empty: with a note if its server says so (404 or 410, RFC 9110), with a
    warning if it is a folder, whose name may be mistyped. What can't be read or reached is a warning, and nothing is
    compared then. Never raises for what is wrong with it.
    """
    name = base_url if given == LIVE else given
    remote = name.lower().startswith(("http://", "https://"))
    try:
        data = _fetched(name) if remote else _read(Path(name))
        known = Manifest() if data is None else manifest.read(data)
    except (OSError, ValueError) as error:
        return _failed(name, str(error) or type(error).__name__)
    if data is None:
        note = _problem(name, "there is no published site yet; all of it is new", "note")
        slip = _problem(name, f"the folder holds no {manifest.FILE}, so all counts as new", "warning")
        return Against(name, known, (note if remote else slip,))
    return Against(name, known)


def published(folder: Path) -> Against:
    """What lies in an output folder now; nothing, if nothing was published there."""
    return Against(str(folder), manifest.load(folder)[0] or Manifest())


def _read(place: Path) -> bytes | None:
    """The bytes of a manifest's file, or of the one in a folder; None if nothing was published there."""
    if not place.exists():
        raise FileNotFoundError("there is no such file or folder")
    file = place / manifest.FILE if place.is_dir() else place
    return file.read_bytes() if file.exists() else None


def _fetched(url: str) -> bytes | None:
    """The manifest of the site at `url`, or the one at `url` itself; None if the server has none."""
    import http.client
    import urllib.error
    import urllib.request

    address = url if url.endswith(".json") else url.rstrip("/") + "/" + manifest.FILE
    request = urllib.request.Request(address, headers={"User-Agent": "briefing", "Cache-Control": "no-cache"})
    until, data = time.monotonic() + 4 * _PATIENCE, bytearray()
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            while (part := answer.read1(1 << 20)) and len(data) <= _LIMIT:
                data += part
                if time.monotonic() > until:
                    raise OSError("the server takes too long to answer")
    except urllib.error.HTTPError as error:
        with error:
            if error.code in (404, 410):
                return None
        raise OSError(f"the server answers {error.code}") from None
    except http.client.HTTPException as error:
        raise OSError(f"the server's answer can't be read ({type(error).__name__})") from None
    except urllib.error.URLError as error:
        raise OSError(getattr(error.reason, "strerror", None) or str(error.reason)) from None
    if len(data) > _LIMIT:
        raise OSError("it is too large to be a manifest")
    return bytes(data)


def _failed(name: str, why: str) -> Against:
    return Against(name, None, (_problem(name, f"nothing can be compared with it: {why}", "warning"),))


def _problem(name: str, what: str, level: errors.Level) -> errors.Problem:
    mend = (
        ""
        if level == "note"
        else "name a built site's folder, its manifest or its URL after --against, or leave it out"
    )
    return errors.Problem(errors.printable(name), 0, 0, "against", what, mend, level)
