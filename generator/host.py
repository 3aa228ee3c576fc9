"""Files that hosts read beside the pages: `_headers`, `_redirects`, `.nojekyll`, `CNAME`; and which pages have twins.

They follow from the configuration, the theme and the aliases alone: a new brief changes none of them (law 11).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator import twins, urls
from generator.config import Config
from generator.contexts import INDEX, Frame, Head, page
from generator.model import Page, Site

HEADERS, REDIRECTS, NOJEKYLL, CNAME = "/_headers", "/_redirects", "/.nojekyll", "/CNAME"


def pages(frame: Frame, config: Config, site: Site, found: list[Page]) -> Iterator[Page]:
    """The files that the configuration asks for, beside the pages `found`; all compressed twins too."""
    host = config.host
    if host.headers:  # its policy is read off the 404 page, so it sees what that page sees
        head = Head(urls.NOT_FOUND, "Page not found")
        yield _file(page(frame, "host/headers", head, "_headers"), HEADERS)
    if host.redirects:
        lines = tuple(
            sorted(
                (alias, text.url)
                for text in (*site.texts, *site.pages)
                for alias in text.brief.aliases
                if alias != text.url
            )
        )
        yield _file(page(frame, "host/redirects", Head(REDIRECTS, ""), "_redirects", redirects=lines), REDIRECTS)
    if host.nojekyll:
        yield _file(page(frame, "host/nojekyll", Head(NOJEKYLL, ""), ".nojekyll"), NOJEKYLL)
    if host.cname:
        yield _file(page(frame, "host/cname", Head(CNAME, ""), "CNAME", name=host.cname), CNAME)
    for kind in sorted(set(host.compress)):
        yield from (twins.twin(known, kind) for known in found if twins.worthwhile(known))


def _file(made: Page, url: str) -> Page:
    return msgspec.structs.replace(made, url=url, order=INDEX, listed=False)
