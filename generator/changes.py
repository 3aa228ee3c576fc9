"""What a publication changes for readers, as values: pages, feeds, totals, each with its reason."""

from __future__ import annotations

import msgspec


class Change(msgspec.Struct, frozen=True):
    """One page that is not what it was: its URL, why, and its title ("" if it has none)."""

    url: str
    why: str
    title: str = ""


class News(msgspec.Struct, frozen=True):
    """What a feed tells its readers that it did not tell before: its URL, and the URLs of the new entries."""

    url: str
    entries: tuple[str, ...]


class Redirect(msgspec.Struct, frozen=True):
    """An address that leads on, and where to."""

    url: str
    target: str


class Total(msgspec.Struct, frozen=True):
    """All files of a site and their bytes, before and after."""

    files_before: int
    files: int
    bytes_before: int
    bytes: int


class Changes(msgspec.Struct, frozen=True):
    """What differs between a published site and the one that takes its place; lists are in the order of the URLs.

    `against` says what the site was compared with. `public` are briefs that readers see for the first time, `expired`
    those that they see no more because their time is over, `gone` removed addresses from which nothing leads on,
    `redirects` those that led nowhere else yet.
    """

    against: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    public: tuple[Change, ...]
    expired: tuple[Change, ...]
    gone: tuple[str, ...]
    redirects: tuple[Redirect, ...]
    feeds: tuple[News, ...]
    total: Total
