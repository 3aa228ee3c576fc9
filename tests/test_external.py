"""Asking other sites: what each answer means, how politely, and what is never asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

import pytest
import web
from conftest import NOW, SiteFolder

from generator.check import check
from generator.errors import Problem
from generator.external import OFFLINE, Answer, Prober


class Server(BaseHTTPRequestHandler):
    """A site whose paths say how it answers, and that keeps what it was asked."""

    asked: ClassVar[list[str]] = []
    busy: ClassVar[list[int]] = []
    together: ClassVar[list[int]] = []

    def do_HEAD(self) -> None:
        """Answer by the path: /404, /head405, /to/301/there, ..."""
        Server.asked.append(f"{self.command} {self.path}")
        Server.busy.append(1)
        Server.together.append(len(Server.busy))
        parts = self.path.split("?")[0].strip("/").split("/")
        status = int(parts[0][-3:]) if parts[0][-3:].isdigit() else 200
        if parts[0].startswith("head") and self.command == "GET":
            status = 200
        if parts[0] == "sometimes":
            status = 200 if len(Server.asked) > 2 else 503
        if parts[0] == "slow":
            threading.Event().wait(0.5)
        if parts[0] == "to":
            status = int(parts[1])
        self.send_response(status)
        if parts[0] == "to":
            self.send_header("Location", "/" + "/".join(parts[2:]))
        if parts[0] == "loop":
            self.send_header("Location", "/loop301")
        if parts[0].startswith("loop"):
            self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        threading.Event().wait(0.002)  # long enough for another request to be seen, if there is one
        Server.busy.pop()
        self.end_headers()  # sends the answer: the next request may be here before this line ends

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """The address of a site on loopback."""
    Server.asked.clear()
    Server.together.clear()
    with web.listening(Server) as address:
        yield address


def ask(*urls: str, private: bool = True, patience: float = 5) -> list[Answer]:
    """The answers for addresses, without the pauses that other people's sites are owed."""
    found = Prober(private, pause=0.001, patience=patience).ask(urls)
    return [found[url] for url in urls]


@pytest.mark.parametrize(
    ("path", "fate"),
    [
        ("/", "good"), ("/404", "dead"), ("/410", "dead"), ("/403", "unknown"), ("/429", "unknown"),
        ("/401", "unknown"),
        ("/500", "unknown"), ("/head405", "good"), ("/head403", "good"), ("/head404", "good"), ("/head501", "good"),
        ("/to/302/x", "good"), ("/to/307/404", "dead"), ("/to/301/x", "moved"), ("/to/308/to/301/x", "moved"),
        ("/to/301/404", "dead"), ("/loop301", "unknown"), ("/sometimes", "good"), ("/304", "unknown"),
    ],
)  # fmt: skip
def test_what_an_answer_means(host: str, path: str, fate: str) -> None:
    """Gone is dead; what a site does not tell, or what may pass, is unknown; moved for good is a note."""
    assert ask(host + path)[0].fate == fate


def test_where_a_page_moved_is_told(host: str) -> None:
    """As far as redirects are for good, their end is the new address."""
    assert ask(host + "/to/301/to/308/x")[0].moved == host + "/x"
    assert ask(host + "/to/301/to/302/x")[0].moved == host + "/to/302/x"


def test_head_comes_before_get(host: str) -> None:
    """Only where HEAD is not understood a page is asked for, and its text is not read."""
    ask(host + "/", host + "/head405")
    assert Server.asked == ["HEAD /", "HEAD /head405", "GET /head405"]


def test_a_host_is_asked_one_thing_at_a_time(host: str) -> None:
    """However many addresses of a host there are, one request is under way; and each is made once."""
    urls = [f"{host}/x{number}/a" for number in range(20)]
    ask(*urls, *urls)
    assert set(Server.together) == {1}
    assert len(Server.asked) == 20


def test_what_may_pass_is_asked_again(host: str) -> None:
    """A failure is asked for three times in all, a refusal once."""
    ask(host + "/500")
    assert Server.asked.count("HEAD /500") == 3
    ask(host + "/403")
    assert Server.asked.count("HEAD /403") == 1


def test_who_is_asked_too_often_is_left_alone(host: str) -> None:
    """After 429 a host is asked no more; what it did not come to is unknown, not dead."""
    answers = ask(host + "/", host + "/429", host + "/404", host + "/x")
    assert [answer.fate for answer in answers] == ["good", "unknown", "unknown", "unknown"]
    assert Server.asked == ["HEAD /", "HEAD /429"]


def test_no_answer_in_time_is_unknown(host: str) -> None:
    """A host that is slow, closed or nonsense is unknown; a name that there is not is dead."""
    assert ask(host + "/slow", patience=0.05)[0].fate == "unknown"
    assert ask("http://127.0.0.1:9/x")[0].fate == "unknown"
    strange = ("http://", "http://[::1", "http://a b/", "http://\udc00/")
    assert {answer.fate for answer in ask(*strange)} <= {"unknown", "dead"}


def test_a_name_that_is_gone_is_dead(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that there is not is dead; but if no host at all is found, this machine may be offline."""

    def look_up(name: str, *rest: object, **options: object) -> object:
        if name == "zantic.example":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return find(name, *rest, **options)  # type: ignore[arg-type]

    find = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert [answer.fate for answer in ask("http://zantic.example/", host + "/")] == ["dead", "good"]
    assert ask("http://zantic.example/")[0].fate == "unknown"


@pytest.mark.parametrize("number", ["", "[::1]", "169.254.169.254", "10.0.0.1", "localhost", "0x7f.1"])
def test_private_addresses_are_not_asked(host: str, number: str) -> None:
    """This machine, private networks and metadata addresses are asked only if the configuration says so."""
    url = host.replace("127.0.0.1", number) if number else host
    (answer,) = ask(url + "/", private=False)
    assert (answer.fate, Server.asked) == ("unknown", [])
    assert "open internet" in answer.why


def test_no_redirect_leads_to_a_private_address(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address on the way is looked at, not only the first."""
    permitted = list[str]()
    permit = Prober._permit

    def first_only(self: Prober, url: str) -> None:
        permitted.append(url)
        if len(permitted) > 1:
            permit(self, url)

    monkeypatch.setattr(Prober, "_permit", first_only)
    assert ask(host + "/to/302/x", private=False)[0].fate == "unknown"
    assert Server.asked == ["HEAD /to/302/x"]


def found(site: SiteFolder, **options: object) -> list[Problem]:
    """What `check --external` finds."""
    return list(check(site.settings(**options), external=True).problems)


def test_a_check_asks_for_sources_and_links(site: SiteFolder, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each outbound address is asked for once, told where it stands, and believed for a while."""
    monkeypatch.setattr(Prober.__init__, "__defaults__", (False, 0.001, 5.0))
    config = 'title = "T"\nbase_url = "https://example.org/"\n[check]\nexternal-private = true\n'
    site.write("briefing.toml", config)
    source = f"{{name: Z, url: '{host}/404'}}"
    site.brief("2022-01-25-a.md", f"[x]({host}/404#a) [y]({host}/to/301/b) [z](/archive/)\n", source=source)
    site.brief("2022-01-26-b.md", f"`{host}/410` <{host}/403>\n", date="2022-01-26", source="Z")
    first = found(site)
    assert [(p.path[-4:], p.line, p.column, p.code, p.level) for p in first] == [
        ("a.md", 4, 25, "external-dead", "warning"),
        ("a.md", 7, 5, "external-dead", "warning"),
        ("a.md", 7, 17 + len(host), "external-moved", "note"),
        ("b.md", 7, 1 + len(f"`{host}/410` <"), "external-unknown", "note"),
    ]
    assert sorted({line.split()[1] for line in Server.asked}) == ["/403", "/404", "/b", "/to/301/b"]
    count = len(Server.asked)
    assert found(site) == first
    assert len(Server.asked) == count
    assert found(site, now=NOW + timedelta(days=2)) == first
    assert {line.split()[1] for line in Server.asked[count:]} == {"/403", "/404"}
    count = len(Server.asked)
    assert not [problem for problem in check(site.settings()).problems if problem.code.startswith("external")]
    assert len(Server.asked) == count
    site.write("briefing.toml", config.replace("true", "false"))
    assert {problem.code for problem in found(site, now=NOW + timedelta(days=30))} == {"external-unknown"}
    assert len(Server.asked) == count


def test_what_is_dead_stays_dead_until_something_answers(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead link that is asked again alone, so that nobody can say whether this machine is offline, is still told."""
    site.brief("2022-01-25-a.md", "A [link](http://zantic.example/).\n")
    answers = iter((Answer("dead", "there is no such host"), OFFLINE))
    monkeypatch.setattr(Prober, "ask", lambda self, urls, progress: {url: next(answers) for url in urls})
    for day in (1, 3):
        outcome = check(site.settings(now=NOW + timedelta(days=day)), external=True)
        assert "external-dead" in [problem.code for problem in outcome.problems]
