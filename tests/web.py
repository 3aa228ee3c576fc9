"""A site on loopback, a real Chromium, and the links of a built site."""

from __future__ import annotations

import base64
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from generator import urls

CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A picture of one point (GIF)."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder below a path, and nothing beside it; writes no log."""

    def __init__(self, *args: Any, below: str, **options: Any) -> None:
        self.below = below
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        """The file for a URL path; one that isn't there for paths outside of the site."""
        inside = path.startswith(self.below)
        return super().translate_path(path.removeprefix(self.below) if inside else "/outside-of-the-site")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def listening(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port of loopback, each of whose requests `handler` answers; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve(folder: Path, below: str = "/") -> Iterator[str]:
    """Serve `folder` on a free port of loopback, at the path `below`; gives the base URL."""
    with listening(partial(Quiet, directory=str(folder), below=below)) as address:
        yield address + below


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium: the system's, else Playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM))
        try:
            yield chromium
        finally:
            chromium.close()


def file_of(url: str) -> str:
    """The file below output/ that answers a URL from the site's root."""
    path = unquote(urlsplit(url).path).lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def html_links(text: str, page: str) -> Iterator[str]:
    """All addresses in an HTML text, made absolute; `page` is the text's own."""
    for node in LexborHTMLParser(text).css("[href], [src]"):
        for name in ("href", "src"):
            value = node.attributes.get(name)
            if value is not None:
                yield urljoin(page, value.strip())


def inside(addresses: Iterator[str], base_url: str) -> set[str]:
    """Those of `addresses` that lie in the site, from its root and without fragments."""
    found = (urldefrag(address).url for address in addresses)
    return {"/" + address.removeprefix(base_url) for address in found if address.startswith(base_url)}


def file_links(file: Path, path: str, base_url: str) -> set[str]:
    """The addresses inside the site that a built file names, be it a page, a feed or a sitemap."""
    if file.suffix not in (".html", ".xml", ".json", ".txt") or path.startswith("."):
        return set()
    text = file.read_text("utf-8")
    if file.suffix == ".html":
        return inside(html_links(text, base_url + urls.of_file(path)[1:]), base_url)
    return inside(iter(re.findall(re.escape(base_url) + r"[^\s\"'<>&\\]*", text)), base_url)
