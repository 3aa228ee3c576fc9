"""The preview server: the last good build over HTTP on this machine, and news of each build to the browsers."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from generator import config as configuration
from generator import live, locks, places, urls
from generator.build import Settings
from generator.errors import Problem, Refusal
from generator.preview import Preview, State

PORTS = 100
"""How many ports from the given one on are tried."""
_ALIVE = 15
"""Seconds after which a silent stream says that it is still there."""


class Site:
    """The ASGI application over one output folder: pages with the preview's script, files, and the stream of events."""

    def __init__(self, folder: Path, below: str) -> None:
        self.folder, self.below = folder.resolve(), below
        self.state = State("")
        self._ended = False
        self._streams: set[asyncio.Queue[State | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.app = Starlette(
            routes=[
                Route(live.EVENTS, self.events),
                Route(live.LIVE, lambda _: FileResponse(live.SCRIPT, headers=_NO_STORE)),
                Route("/{path:path}", self.page),
            ]
        )

    def tell(self, state: State | None) -> None:
        """Send a state to all browsers, from any thread; None ends their streams, and later ones at once."""
        self.state, self._ended = state or self.state, state is None
        if self._loop and not self._loop.is_closed():
            for queue in tuple(self._streams):
                self._loop.call_soon_threadsafe(queue.put_nowait, state)

    async def events(self, request: Request) -> Response:
        """The state now and each later one, as server-sent events (WHATWG HTML, section 9.2)."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[State | None] = asyncio.Queue()
        self._streams.add(queue)
        queue.put_nowait(None if self._ended else self.state)
        return StreamingResponse(self._stream(queue), media_type="text/event-stream", headers=_NO_STORE)

    async def _stream(self, queue: asyncio.Queue[State | None]) -> AsyncIterator[bytes]:
        try:
            while True:
                try:
                    state = await asyncio.wait_for(queue.get(), _ALIVE)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if state is None:
                    return
                yield b"data: " + msgspec.json.encode(state) + b"\n\n"
        finally:
            self._streams.discard(queue)

    async def page(self, request: Request) -> Response:
        """The file that answers a path, as a web host would: a folder's index.html, or else the page 404.html."""
        path = request.url.path
        if not path.startswith(self.below):
            at_home = path in ("/", self.below[:-1])
            return RedirectResponse(self.below) if at_home else PlainTextResponse("Not found.\n", 404)
        wanted = request.path_params["path"][len(self.below) - 1 :]
        file = self._file(wanted)
        if file is None:
            return self._html(self.folder / "404.html", 404)
        if file.is_dir():
            if not path.endswith("/"):
                return RedirectResponse(path + "/")
            return self._html(file / "index.html", 200)
        if file.suffix == ".html":
            return self._html(file, 200)
        return FileResponse(file, headers=_NO_STORE, media_type=_TYPES.get(file.suffix))

    def _file(self, wanted: str) -> Path | None:
        """The file or folder of a site's path; None if there is none in the output folder that is meant for readers."""
        if "\0" in wanted or wanted.startswith("/") or any(part.startswith(".") for part in wanted.split("/")):
            return None
        try:
            file = (self.folder / wanted).resolve()
            shown = (file / "index.html").resolve() if file.is_dir() else file
            inside = file.is_relative_to(self.folder) and shown.is_relative_to(self.folder)
            return file if inside and shown.is_file() else None
        except (OSError, ValueError, RuntimeError):  # a name that no file can have, or a loop of links
            return None

    def _html(self, file: Path, status: int) -> Response:
        text = file.read_text("utf-8") if file.is_file() else _NOTHING
        return HTMLResponse(live.page(text, self.state.serial), status, headers=_NO_STORE)


_NOTHING = "<!doctype html><title>Preview</title><p>There is nothing here yet.</p></body>"
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
_TYPES = {".xml": "application/xml", ".json": "application/json", ".webmanifest": "application/manifest+json"}


class Guard:
    """Answers only who asks for this machine by a name that it has, and pages of its own (against DNS rebinding)."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app, self.names = app, {"localhost", socket.gethostname().lower(), host.strip("[]").lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403 (421 if it was meant for another host)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = None
        host = headers.get("host", "")
        if not self._known(host):
            refusal = PlainTextResponse("This server answers only to its own name.\n", 421)
        elif headers.get("origin", "http://" + host) != "http://" + host:
            refusal = PlainTextResponse("This server answers only to its own pages.\n", 403)
        elif scope["method"] not in ("GET", "HEAD"):
            refusal = PlainTextResponse("There is nothing to change here.\n", 405, headers={"Allow": "GET, HEAD"})
        await (refusal or self.app)(scope, receive, send)

    def _known(self, host: str) -> bool:
        """Whether a Host header names this machine. An address in numbers is no name that others could redirect."""
        try:
            name = urlsplit("//" + host).hostname or ""
            return name.lower() in self.names or bool(ipaddress.ip_address(name))
        except ValueError:
            return False


class Server(uvicorn.Server):
    """A server that ends its streams when it is told to stop, so that it stops at once."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: what still streams is ended first. What is then cut off all the same is no error to speak of."""
        self._ending()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)


def _below(settings: Settings) -> str:
    """The path that the site lives under, with its final slash. Raises Refusal if the configuration is not usable."""
    return urls.base_path(configuration.load(settings.config, settings.base_url, settings.root).base_url) + "/"


def loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket on `port` of `host`, or on the next free one. Raises OSError if there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + PORTS, 65536)):
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(128)
        except OSError:
            found.close()
            if number + 1 == min(port + PORTS, 65536):
                raise
        else:
            return found
    raise OSError(f"there is no port {port}")


def serve(settings: Callable[[], Settings], host: str, port: int, show: bool, say: Callable[[str, bool], None]) -> None:
    """Build the site, serve it, and build it again at each change, until interrupted.

    `settings` gives what to build at the present moment; `show` opens a browser. Raises Refusal if no port can be had,
    if the configuration is not usable, or if another preview shows this folder: each would undo what the other builds.
    """
    chosen = settings()
    below = _below(chosen)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)  # the place of the lock goes by it
    with locks.tried(places.served(chosen.output)) as alone:
        if not alone:
            what = "another 'briefing serve' shows this site, from the same folder"
            mend = "look at that one, or end it, or give this one a folder of its own with -o"
            raise Refusal(Problem(os.path.relpath(chosen.output, chosen.root), 0, 0, "served", what, mend))
        _serve(settings, chosen, below, host, port, show, say)


def _serve(
    settings: Callable[[], Settings],
    chosen: Settings,
    below: str,
    host: str,
    port: int,
    show: bool,
    say: Callable[[str, bool], None],
) -> None:
    site = Site(chosen.output, below)
    preview = Preview(settings, site.tell, say)
    try:
        socket_ = listen(host, port)
    except OSError as error:
        what, mend = error.strerror or str(error), "name another --host, or another --port to begin with"
        raise Refusal(Problem(f"{host}:{port}", 0, 0, "system", what, mend)) from None
    preview.start()
    site.state = preview.state
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{socket_.getsockname()[1]}{below}"
    say(f"Serving {address} from {os.path.relpath(chosen.output)}; Ctrl-C ends it.", True)
    config = uvicorn.Config(
        Guard(site.app, host), log_level="warning", lifespan="off", timeout_graceful_shutdown=1, server_header=False
    )
    if show:
        webbrowser.open(address)
    try:
        Server(config, lambda: site.tell(None)).run(sockets=[socket_])
    except KeyboardInterrupt:
        pass
    finally:
        preview.stop()
        socket_.close()
