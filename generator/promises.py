"""What others may link to and count on: which addresses of a published site are promises, and which of these may go.

A page that a writer put there stays, leads on by a redirect, or expires (W3C, 'Cool URIs don't change'); a feed of the
whole site shares stays. A list of briefs with its feeds goes with the last brief in it, and pictures, styles and what
hosts read go with what shows them: no redirect could lead on from there. Who compares with a published site and who
keeps a list of its addresses ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from generator import urls
from generator.assemble import address
from generator.model import Brief

_OWN = re.compile(r"/404\.html|/static/.*|/\d{4}/\d\d/\d\d/edition\.html", re.DOTALL)
_FEED = re.compile(r"(/|.*/)feed\.(xml|json)", re.DOTALL)
_LIST = re.compile(
    r"/(tags|sources|stories)/[^/]+/(page/\d+/|feed\.(xml|json))?|/corrections/page/\d+/"
    r"|/\d{4}/(\d\d/){0,2}"
)
"""Topics, their older parts and their feeds; older corrections; years, months and days."""


def linkable(url: str) -> bool:
    """Whether others link to an address or subscribe to it: a page or a feed, no email or file that pages show."""
    return not _OWN.fullmatch(url) and bool(urls.is_page(url) or _FEED.fullmatch(url))


def listing(url: str) -> bool:
    """Whether an address is that of a list of briefs, or its feed: nobody's own, it is there while it has briefs."""
    return _LIST.fullmatch(url) is not None


def owners(briefs: Iterable[Brief]) -> Mapping[str, Brief]:
    """The briefs and standing pages, public or not, by each address that they have, old ones too."""
    return {url: brief for brief in briefs for url in (*brief.aliases, address(brief))}


def expired(brief: Brief | None, now: datetime) -> bool:
    """Whether a brief's time is over, and that of its addresses with it."""
    return brief is not None and brief.expires is not None and brief.expires <= now


def may_go(url: str, owner: Brief | None, now: datetime) -> bool:
    """Whether nothing need answer at `url`, which was public and belongs to the brief `owner`, if to any."""
    return expired(owner, now) or listing(url) or not linkable(url)
