"""A first look at a brief that was just saved: its page, before the whole site is built.

However large the archive is, the page that a writer looks at is there in a few milliseconds. The build that follows
makes it again with everything else, and is right where a first look is not: it leaves alone whatever is not simply a
change of the brief's own words.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from generator import assemble, digest, publish
from generator.build import Planned
from generator.contexts import LEAF
from generator.errors import errors
from generator.model import Document, Page, Parsed
from generator.parse import parse
from generator.templates import Passing, Templates

_BLINK = 0.01
"""Seconds in which an editor writes a file, and writes it again."""
_AT_ONCE = 5
"""More files than a person saves at once are left to the build."""


class Glances:
    """Makes pages of briefs that were saved, in a thread of its own. `made` is called after each one."""

    def __init__(self, root: Path, output: Path, made: Callable[[], None]) -> None:
        self._content, self._output, self._made = root / "content", output, made
        self._heard: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True, name="glances")
        self._templates: Templates | None = None
        self._pages: dict[str, Page] = {}

    def start(self) -> None:
        """Look at files from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._heard.put(None)

    def hear(self, path: Path) -> None:
        """Something happened to a file, it seems."""
        self._heard.put(path)

    def follow(self, planned: Planned) -> None:
        """Go by a new plan of the site: that of the last build."""
        pages = {page.origin: page for page in planned.pages if page.template and page.order == LEAF and page.listed}
        old = self._templates
        if old is None or (old.theme.digest, old.config) != (planned.theme.digest, planned.config):
            self._templates = Templates(planned.theme, planned.config, Passing())
        self._pages = pages

    def _work(self) -> None:
        while (path := self._heard.get()) is not None:
            time.sleep(_BLINK)
            paths = {path}
            while not self._heard.empty():
                path = self._heard.get()
                if path is None:
                    return
                paths.add(path)
            if len(paths) <= _AT_ONCE and [path for path in sorted(paths) if self._look(path)]:
                self._made()

    def _look(self, path: Path) -> bool:
        """Make the page of the brief in a file; whether it is there now."""
        templates = self._templates
        if templates is None or not path.is_relative_to(self._content):
            return False
        name = path.relative_to(self._content).as_posix()
        known = self._pages.get("content/" + name)
        if known is None:
            return False
        try:
            data = path.read_bytes()
            document = Document(name, digest.of_bytes(data), lambda _: data)
            page = changed(known, parse(document, templates.config.parsing))
            if page is None:
                return False
            publish.show(self._output, page.url, templates.render(page))
        except Exception:  # the build that follows tells what is wrong
            return False
        return True


def changed(page: Page, parsed: Parsed) -> Page | None:
    """The page of a brief with the words it has now; None if more than words changed, or something is wrong."""
    brief = parsed.brief
    context: Mapping[str, Any] = page.context
    card, head, body = context.get("brief"), context["page"], context["body"]
    known = {target for target, _, _ in body.links}
    if card is None or errors(brief.problems) or not {link.target for link in brief.links} <= known:
        return None
    same = (brief.slug, brief.day, brief.lang or card.lang)
    if same != (card.url.rstrip("/").rpartition("/")[2], card.day, card.lang):
        return None
    card = msgspec.structs.replace(
        card,
        title=brief.title,
        summary=brief.summary,
        changed=assemble.changed(brief),
        updated=brief.updated,
        updated_timed=brief.updated_timed,
        corrected=bool(brief.corrections),
        image_alt=brief.image_alt,
        authors=brief.authors,
        digest="",
    )
    body = msgspec.structs.replace(body, text=brief.body, load=lambda _: parsed.html)
    head = msgspec.structs.replace(head, title=brief.title, description=brief.summary)
    fresh = {**context, "brief": card, "page": head, "body": body, "corrections": brief.corrections}
    return msgspec.structs.replace(page, context=fresh)
