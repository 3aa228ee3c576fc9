"""Asking other sites whether the links to them still work: politely, and never in a build. The one door to httpx.

One request at a time for each host, with a pause between them; few hosts at once. What a site does not want to tell
(403, 429), and what may be better tomorrow (a time-out, 5xx), is unknown, not dead. Each address is first looked up:
this machine's own, a private network's and a cloud's metadata address are not asked, for content is not trusted.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from typing import Literal
from urllib.parse import urljoin, urlsplit

import httpx

from generator.model import Value

Fate = Literal["good", "dead", "moved", "unknown"]

_HOSTS = 8
"""How many hosts are asked at once."""
_PAUSE = 0.5
"""Seconds between two requests to one host."""
_TRIES = 3
_PATIENCE = 10.0
"""Seconds to wait for a connection, and for each part of an answer."""
_HOPS = 5
_GONE = {404, 410}
_NOT_HEAD = {400, 403, 404, 405, 406, 409, 410, 500, 501, 503}
"""Answers to HEAD after which GET is asked: many servers have never been asked a HEAD. 429 asks for fewer questions."""
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}


class Answer(Value, frozen=True, array_like=True):
    """What became of an address: its fate, why, where it moved to, and when it was asked (seconds since 1970)."""

    fate: Fate
    why: str
    moved: str = ""
    asked: float = 0.0


_NO_HOST = Answer("dead", "there is no such host")
_TOO_OFTEN = Answer("unknown", "it answers 429: it is asked too often")
"""After this a host is asked no more (RFC 6585, section 4)."""
OFFLINE = Answer("unknown", "no host can be found: is this machine offline?")
"""What every address gets if not one host is found: the fault may be on this side."""


class Prober:
    """Asks for addresses. `private` lets it ask this machine and private networks; `pause` is for tests to shorten."""

    def __init__(self, private: bool = False, pause: float = _PAUSE, patience: float = _PATIENCE) -> None:
        self.private, self.pause = private, pause
        self._client = httpx.Client(
            timeout=patience,
            follow_redirects=False,
            headers={"User-Agent": "Mozilla/5.0 (compatible; briefing-check)", "Accept": "*/*"},
        )

    def ask(
        self, urls: Iterable[str], progress: Callable[[int, int], None] = lambda done, count: None
    ) -> Mapping[str, Answer]:
        """The answer for each address. Never raises for what a site does."""
        hosts: dict[str, list[str]] = defaultdict(list)
        found: dict[str, Answer] = {}
        for url in dict.fromkeys(urls):
            try:
                hosts[(urlsplit(url).hostname or "").lower()].append(url)
            except ValueError as error:
                found[url] = Answer("unknown", str(error))
        count = sum(map(len, hosts.values()))
        with self._client, ThreadPoolExecutor(_HOSTS) as workers:
            for done in as_completed([workers.submit(self._host, group) for group in hosts.values()]):
                found |= done.result()
                progress(len(found), count)
        if all(answer == _NO_HOST for answer in found.values()):
            return dict.fromkeys(found, OFFLINE)
        return found

    def _host(self, urls: list[str]) -> dict[str, Answer]:
        """The answers of one host, one after the other."""
        found = {}
        for number, url in enumerate(urls):
            if number:
                time.sleep(self.pause)
            found[url] = self._patiently(url)
            if found[url] == _TOO_OFTEN:
                return found | dict.fromkeys(urls[number:], _TOO_OFTEN)
        return found

    def _patiently(self, url: str) -> Answer:
        """An answer; asked again, after a growing pause, while it is unknown for a reason that may pass."""
        answer = Answer("unknown", "")
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(self.pause * 2**attempt)
            answer, passing = self._once(url)
            if not passing:
                break
        return answer

    def _once(self, url: str) -> tuple[Answer, bool]:
        """An answer, and whether asking again may give another."""
        try:
            return self._follow(url)
        except _Refused as refused:
            return Answer("unknown", str(refused)), False
        except httpx.TimeoutException:
            return Answer("unknown", "it did not answer in time"), True
        except httpx.ConnectError as error:
            gone = isinstance(_cause(error), socket.gaierror) and _missing(_cause(error))
            return (_NO_HOST, False) if gone else (Answer("unknown", str(error)), True)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, UnicodeError) as error:
            return Answer("unknown", str(error) or type(error).__name__), True

    def _follow(self, url: str) -> tuple[Answer, bool]:
        """The answer at the end of all redirects."""
        here, moved, lasting = url, "", True
        for _ in range(_HOPS):
            status, location = self._request(here)
            if status not in _REDIRECTS or not location:
                return _judged(status, moved), status >= 500
            here = urljoin(here, location)
            if urlsplit(here).scheme not in ("http", "https"):
                return Answer("unknown", f"it leads to {here}"), False
            lasting = lasting and status in _FOR_GOOD
            moved = here if lasting else moved
        return Answer("unknown", f"it leads on more than {_HOPS} times"), False

    def _request(self, url: str) -> tuple[int, str]:
        """The status and the Location of an address: by HEAD, or by GET where HEAD is not understood."""
        self._permit(url)
        answer = self._client.head(url)
        if answer.status_code in _NOT_HEAD:
            time.sleep(self.pause)
            with self._client.stream("GET", url) as answer:  # the body is not read
                return answer.status_code, answer.headers.get("location", "")
        return answer.status_code, answer.headers.get("location", "")

    def _permit(self, url: str) -> None:
        """Raises _Refused for an address that is not on the open internet.

        The name is looked up once more by the request itself: a server of names that gives two answers in a row gets
        by this. What it could reach is asked for its status only, and nothing of the answer is shown.
        """
        host = urlsplit(url).hostname or ""
        if self.private:
            return
        with suppress(OSError, UnicodeError):  # what has no address is told by the request
            for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                if not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global:
                    raise _Refused("it is not on the open internet; 'external-private = true' asks it all the same")


class _Refused(Exception):
    """An address that is not asked."""


def _judged(status: int, moved: str) -> Answer:
    if status < 300:
        return Answer("moved" if moved else "good", "", moved)
    if status in _GONE:
        return Answer("dead", f"it answers {status}")
    return _TOO_OFTEN if status == 429 else Answer("unknown", f"it answers {status}")


def _cause(error: BaseException | None) -> BaseException | None:
    while error is not None and not isinstance(error, socket.gaierror):
        error = error.__cause__ or error.__context__
    return error


def _missing(error: BaseException | None) -> bool:
    """Whether a name is not there, rather than could not be looked up just now."""
    return isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN
