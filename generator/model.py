"""The values that the pipeline hands on. All are immutable; a stage takes values and gives values.

Document -> Brief -> Card -> Site -> Page -> Report
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

import msgspec

from generator.changes import Changes
from generator.errors import Level, Problem

Kind = Literal["brief", "page"]
Place = tuple[int, int]
"""Line and column in a file, both from 1."""


class Value(msgspec.Struct, frozen=True):
    """What all values have in common: they can't be changed."""


class Data(Value, frozen=True):
    """A value that is data through and through: nothing in it carries a digest of its own."""

    plain: ClassVar[bool] = True


class Document(Value, frozen=True):
    """One content file. `path` is relative to content/, in POSIX form; `digest` is that of its bytes.

    `read` gives the bytes for that path: a file that is known not to have changed is never opened.
    """

    path: str
    digest: str
    read: Callable[[str], bytes]

    def load(self) -> bytes:
        """The bytes."""
        return self.read(self.path)


class Options(Value, frozen=True):
    """All that parsing depends on beside the document."""

    timezone: str
    raw_html: str = "sanitize"
    site_id: str = ""


class Citation(Data, frozen=True):
    """Where a brief's news came from, as the writer gave it: a name, an address, or both."""

    name: str
    url: str = ""


class Correction(Data, frozen=True):
    """One thing that was put right after publication."""

    date: dt.datetime
    text: str


class Link(Value, frozen=True):
    """A link from a text to another file of content/, with the place where the text says so."""

    target: str
    place: Place


class Brief(Value, frozen=True, array_like=True):
    """One parsed document, drawn from that document and the parser's options alone.

    Names of tags, sources and stories are as the writer spelt them. `body` is the digest by which the
    HTML text can be had; `marks` are its `places`, encoded; `day` is the date in the site's time zone; `id` is that of
    its entry in feeds. `head` is the digest of what lists may show of it, but for those names.
    A brief with errors among its `problems` has empty fields where it has no better."""

    path: str
    kind: Kind = "brief"
    title: str = ""
    date: dt.datetime | None = None
    day: dt.date | None = None
    timed: bool = False
    slug: str = ""
    summary: str = ""
    sources: tuple[Citation, ...] = ()
    tags: tuple[str, ...] = ()
    updated: dt.datetime | None = None
    updated_timed: bool = False
    publish_at: dt.datetime | None = None
    expires: dt.datetime | None = None
    draft: bool = False
    story: str = ""
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    lang: str = ""
    image: str = ""
    image_alt: str = ""
    authors: tuple[str, ...] = ()
    pin: bool = False
    id: str = ""
    template: str = ""
    extra: dict[str, object] = {}
    prefix: str = ""
    body: str = ""
    links: tuple[Link, ...] = ()
    marks: bytes = b"\x80"
    problems: tuple[Problem, ...] = ()
    head: str = ""
    digest: str = ""

    @property
    def places(self) -> dict[str, Place]:
        """Where each field stands in its file. Few ask, so that it is decoded when somebody does."""
        return msgspec.msgpack.decode(self.marks, type=dict[str, Place])

    def problem(self, field: str, code: str, what: str, mend: str = "", level: Level = "error") -> Problem:
        """A problem at the place of `field` in this brief's file (the file's start if it isn't there)."""
        line, column = self.places.get(field, (1, 1))
        return Problem("content/" + self.path, line, column, code, what, mend, level)


class Parsed(Value, frozen=True):
    """A brief and its HTML text, which travels apart from it."""

    brief: Brief
    html: str


class Label(Data, frozen=True):
    """A tag or story as a brief shows it: its name and the URL of its page ("" if it has none)."""

    name: str
    url: str


class Credit(Data, frozen=True):
    """A source as a brief shows it: its name, the URL of its page here, and the address of the original."""

    name: str
    url: str
    original: str


class Card(Value, frozen=True):
    """All of a brief that a list, a feed's head or a link from another brief may see.

    Its `digest` covers every field: pages that show the card are stale exactly when it changes.
    Down to `extra` it says what its brief says, under the same names. `changed` is the latest of `date`, `updated` and
    the corrections. `state` is "" for a public brief, else "draft" or "scheduled" (only in previews).
    """

    title: str
    date: dt.datetime
    day: dt.date
    timed: bool
    updated: dt.datetime | None
    updated_timed: bool
    summary: str
    image_alt: str
    authors: tuple[str, ...]
    pin: bool
    id: str
    extra: dict[str, object]
    url: str
    changed: dt.datetime
    sources: tuple[Credit, ...]
    tags: tuple[Label, ...]
    story: Label | None
    corrected: bool
    lang: str
    dir: str
    image: str
    state: str
    digest: str = ""


class Edition(Value, frozen=True):
    """A day and its briefs, newest first."""

    day: dt.date
    url: str
    cards: tuple[Card, ...]
    digest: str


class Group(Value, frozen=True):
    """Briefs that share a tag, a source or a story: the group's own data and its cards, newest first."""

    name: str
    slug: str
    url: str
    description: str
    homepage: str
    cards: tuple[Card, ...]


class Text(Value, frozen=True):
    """What the page of a brief or a standing page shows beside its card. Its `digest` stands for all of it."""

    brief: Brief
    title: str
    url: str
    links: tuple[tuple[str, str, str], ...]
    digest: str
    card: Card | None = None


class Asset(Value, frozen=True):
    """A file that is published as it is: its URL, where it lies, its digest and who asked for it.

    `size` are the width and height of a picture, 0 if they are not known.
    """

    url: str
    file: str
    digest: str
    origin: str
    size: tuple[int, int] = (0, 0)


class Site(Value, frozen=True):
    """Everything visible at one moment. `cards` and the groups are newest first, names in alphabetical order.

    The desk has `running` stories if their vocabulary names any.

    `news` are the cards of the last days; `attachments` are the files that a visible text shows; `next_transition` is
    the moment at which something becomes public or expires, with the content path of what does; `until` the next one
    at which only a brief stops being news, or a problem goes away: a change that was dated ahead.
    """

    cards: tuple[Card, ...]
    texts: tuple[Text, ...]
    pages: tuple[Text, ...]
    editions: tuple[Edition, ...]
    tags: tuple[Group, ...]
    sources: tuple[Group, ...]
    stories: tuple[Group, ...]
    running: bool
    news: tuple[Card, ...]
    attachments: tuple[Asset, ...]
    next_transition: tuple[dt.datetime, str] | None
    until: dt.datetime | None
    problems: tuple[Problem, ...]


class Page(Value, frozen=True, array_like=True):
    """One file of the site to be: its URL, the template that makes it and all that the template may see.

    `digest` is that of both. `order` says when it is published: leaves (0) before lists (1) before feeds and
    sitemaps (2). `listed` says whether the sitemap names it. `origin` names the file or rule that asked for the
    page, for messages. A page without a template is a copy of its context's `file`.
    """

    url: str
    template: str
    digest: str
    origin: str
    order: int = 1
    changed: dt.datetime | None = None
    listed: bool = True
    place: Place = (0, 0)
    context: Mapping[str, object] = {}


class Reason(Value, frozen=True):
    """Why a page is made: `why` is one of `manifest.WHY`."""

    page: Page
    why: str


class Built(Value, frozen=True):
    """A page that was made: its path below the output folder, its bytes' digest and size.

    `staged` says whether the bytes were laid aside to be published; they were not if they are there already.
    """

    path: str
    digest: str
    size: int
    staged: bool


class Explanation(Value, frozen=True):
    """Why a page would be made now ("" if it stands as it is, "removed" if it goes), and was made last."""

    template: str
    now: str
    last: str


class Report(Value, frozen=True):
    """What a build did. `pages` and `briefs` are how many there are, `written` maps URLs to reasons.

    `pruned` are paths, `timings` seconds by stage. A build that published nothing is not `ok`.
    """

    problems: tuple[Problem, ...]
    next_transition: tuple[dt.datetime, str] | None
    pages: int
    briefs: int
    unchanged: int
    written: Mapping[str, str] = {}
    pruned: tuple[str, ...] = ()
    timings: Mapping[str, float] = {}
    ok: bool = True
    changes: Changes | None = None
