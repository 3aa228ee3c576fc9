"""The preview: a writer saves, and the page on the screen is what was saved; what is wrong is said on it."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from conftest import SiteFolder
from test_cli import run

from generator import serve as server_module

PAGE = "2022/01/25/a/"
TALL = "Zorvia.\n\n" * 200


class Serving:
    """A running `briefing serve`: its address and what it said."""

    def __init__(self, address: str, process: subprocess.Popen[str], log: Path) -> None:
        self.address, self.process, self.log = address, process, log

    def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        """Status and text of what answers a path."""
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def said(self) -> str:
        """What it has printed so far."""
        return self.log.read_text("utf-8")

    def builds(self) -> int:
        """How many builds it told of."""
        return len(re.findall(r"^\d\d:\d\d:\d\d  ", self.said(), re.MULTILINE))


@contextmanager
def serving(site: SiteFolder, *arguments: str) -> Iterator[Serving]:
    """`briefing serve` for a site, on a free port, from when it answers until Ctrl-C."""
    log = site.root.parent / f"serve-{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "generator", "serve", "-C", str(site.root), "--now", "2022-03-01", *arguments]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, text=True)
    try:
        until(lambda: "Serving " in log.read_text())
        address = re.search(r"Serving (\S+) ", log.read_text())
        assert address
        server = Serving(address[1], process, log)
        server.get()  # from then on it hears Ctrl-C, also where a script that is deaf to it runs it
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until something holds."""
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it did not come to hold")


@pytest.fixture
def digest_site(site: SiteFolder) -> SiteFolder:
    """A site of two briefs."""
    site.brief("2022/01/25-a.md", "First words.\n\n" + TALL)
    site.brief("2022/01/26-b.md", date="2022-01-26", title="Other")
    return site


def vim(file: Path, text: str) -> None:
    """Save as vim does: the old file is renamed to a backup, a new one written, the backup removed."""
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    file.rename(f"{file}~")
    file.write_text(text)
    Path(f"{file}~").unlink()


def code(file: Path, text: str) -> None:
    """Save as VS Code does: the file is emptied and written in place."""
    with file.open("r+") as stream:
        stream.truncate(0)
        stream.flush()
        time.sleep(0.005)
        stream.write(text)


def emacs(file: Path, text: str) -> None:
    """Save as emacs does: a lock that is a dead link, a copy, and a rename over the file."""
    lock = file.parent / f".#{file.name}"
    lock.symlink_to("someone@somewhere.1234:5")
    made = file.parent / f"#{file.name}#"
    made.write_text(text)
    made.rename(file)
    lock.unlink()


@pytest.mark.parametrize("save", [vim, code, emacs])
def test_whatever_an_editor_does_the_page_is_what_was_saved(
    digest_site: SiteFolder, save: Callable[[Path, str], None]
) -> None:
    """After each way of saving a file its page is right, and nothing is said of passing files."""
    file = digest_site.root / "content" / "2022/01/25-a.md"
    with serving(digest_site) as server:
        assert "First words." in server.get(PAGE)[1]
        save(file, file.read_text().replace("First words.", "Second words."))
        until(lambda: "Second words." in server.get(PAGE)[1])
        assert "error" not in server.said()


def test_a_burst_is_one_build_and_then_quiet(digest_site: SiteFolder) -> None:
    """A thousand files changed at once give a right site in a build or two; what a build reads rings no bell."""
    with serving(digest_site) as server:
        for number in range(1000):
            digest_site.brief(f"2022/01/27-n{number}.md", date="2022-01-27", title=f"Number {number}")
        digest_site.brief("2022/01/28-last.md", date="2022-01-28")
        until(lambda: server.get("2022/01/28/last/")[0] == 200)
        until(lambda: all(server.get(f"2022/01/27/n{number}/")[0] == 200 for number in (0, 500, 999)))
        until(lambda: server.get("")[0] == 200 and "1003 briefs" in server.said())
        built = server.builds()
        assert built <= 3  # the first, one that the first files of the burst may have had, and one
        time.sleep(2.5)
        assert server.builds() == built


def test_a_new_folder_and_a_new_configuration_are_seen(digest_site: SiteFolder) -> None:
    """Templates of the site's own, its vocabularies and its configuration count at once, also if they are new."""
    with serving(digest_site) as server:
        digest_site.write("briefing.toml", 'title = "Renamed"\nbase_url = "https://example.org/"\n')
        until(lambda: "Renamed" in server.get()[1])
        digest_site.write("templates/footer.html", "<p>An own footer</p>")
        until(lambda: "An own footer" in server.get()[1])
        digest_site.brief("2022/01/26-b.md", date="2022-01-26", tags="[Zorvia]")
        until(lambda: server.get("tags/zorvia/")[0] == 200)
        digest_site.write("content/tags.toml", '[Zorvia]\nslug = "land"\n')
        until(lambda: server.get("tags/land/")[0] == 200)


def test_a_configuration_elsewhere_is_watched_too(digest_site: SiteFolder, tmp_path: Path) -> None:
    """What `-c` names counts at once when it is saved, wherever it lies and however its editor writes it."""
    file = tmp_path / "settings" / "digest.toml"
    file.parent.mkdir()
    file.write_text('title = "Elsewhere"\nbase_url = "https://example.org/"\n')
    with serving(digest_site, "-c", str(file)) as server:
        assert "Elsewhere" in server.get()[1]
        emacs(file, 'title = "Renamed"\nbase_url = "https://example.org/"\n')
        until(lambda: "Renamed" in server.get()[1])


def test_two_previews_do_not_share_a_folder(digest_site: SiteFolder, tmp_path: Path) -> None:
    """A second preview of a site is refused, and says what to do; one with a folder of its own serves."""
    again = ("serve", "-C", digest_site.root, "--now", "2022-03-01", "-b", "https://example.org/under/")
    with serving(digest_site) as server:
        done = run(*again)
        assert (done.returncode, b"error[served]" in done.stderr, b"-o" in done.stderr) == (2, True, True)
        assert server.get(PAGE)[0] == 200
        with serving(digest_site, "-o", str(tmp_path / "second"), "-b", "https://example.org/under/") as other:
            assert other.get(PAGE)[0] == 200
        with serving(digest_site, "--public") as other:
            assert other.get(PAGE)[0] == 200
        assert server.get(PAGE)[0] == 200
    with serving(digest_site) as server:
        assert server.get(PAGE)[0] == 200
    assert not list((digest_site.root / ".cache/briefing").glob("*served*"))


def test_drafts_are_shown_and_published_nowhere(digest_site: SiteFolder) -> None:
    """A preview shows drafts and what is yet to come, marked; output/ has nothing of it. `--public` shows neither."""
    digest_site.brief("2022/01/27-d.md", date="2022-01-27", draft="true", title="A draft")
    digest_site.brief("2023/01/27-f.md", date="2023-01-27", title="Yet to come")
    with serving(digest_site) as server:
        assert "Draft" in server.get("2022/01/27/d/")[1]
        assert "Scheduled" in server.get("2023/01/27/f/")[1]
    assert not digest_site.output.exists()
    with serving(digest_site, "--public") as server:
        assert server.get("2022/01/27/d/")[0] == 404
        assert server.get("2023/01/27/f/")[0] == 404


def test_a_site_under_a_path_is_served_there(digest_site: SiteFolder) -> None:
    """Links hold in the preview too when the site lives under a path."""
    with serving(digest_site, "-b", "https://example.org/digest/") as server:
        assert server.address.endswith("/digest/")
        for elsewhere in ("", "digest"):
            with urlopen(server.address.removesuffix("digest/") + elsewhere, timeout=10) as answer:
                assert 'href="/digest/archive/"' in answer.read().decode()
        status, text = server.get()
        assert (status, 'href="/digest/archive/"' in text) == (200, True)
        assert server.get("../nowhere")[0] == 404


def test_nothing_outside_of_the_site_can_be_had(digest_site: SiteFolder) -> None:
    """No path leads out of the output folder, nor to what is not meant for readers."""
    away = digest_site.root / ".cache/briefing/preview/away"
    paths = ("../briefing.toml", "%2e%2e/briefing.toml", "..%2fbriefing.toml", ".briefing.json", "//etc/passwd", "%00")
    with serving(digest_site) as server:
        away.mkdir()
        (away / "index.html").symlink_to(digest_site.root / "briefing.toml")
        for path in (*paths, "away/"):
            with socket.create_connection(("127.0.0.1", port(server))) as stream:
                stream.sendall(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                answer = b"".join(iter(lambda: stream.recv(65536), b""))
            assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), path


def port(server: Serving) -> int:
    """The port that a server listens on."""
    return int(server.address.rsplit(":", 1)[1].partition("/")[0])


def test_only_this_machine_and_its_own_pages_are_answered(digest_site: SiteFolder) -> None:
    """A name that leads here by foul play, and another site's page, get nothing (DNS rebinding, CSRF)."""
    with serving(digest_site) as server:
        assert server.get(Host="evil.example")[0] == 421
        assert server.get(Origin="https://evil.example")[0] == 403
        assert server.get(Host=f"localhost:{port(server)}")[0] == 200
        assert server.get(Origin=server.address.rstrip("/"))[0] == 200


def test_the_next_free_port_is_taken_and_said(digest_site: SiteFolder) -> None:
    """Where the port is taken the next one serves."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with serving(digest_site, "--port", str(number)) as server:
            assert port(server) > number


def test_an_address_that_cannot_be_had_is_named(digest_site: SiteFolder) -> None:
    """What can't be listened on is said with its name, and what to do about it."""
    done = run("serve", "-C", digest_site.root, "--host", "no-such-host.invalid")
    assert (done.returncode, b"no-such-host.invalid:8000: error[system]: " in done.stderr) == (2, True)
    assert b"; name another --host" in done.stderr


def test_ctrl_c_ends_it_at_once(digest_site: SiteFolder) -> None:
    """An interrupt ends the server cleanly, with status 0 and no traceback, also while a browser listens."""
    with serving(digest_site) as server:
        with urlopen(server.address + "__briefing/events", timeout=10) as stream:
            assert stream.readline().startswith(b"data: ")
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(5) == 0
        assert "Traceback" not in server.said()


def test_a_stream_that_begins_after_the_end_ends_at_once(tmp_path: Path) -> None:
    """A browser that comes back while the server stops does not keep it."""
    site = server_module.Site(tmp_path, "/")
    site.tell(None)

    async def heard() -> list[Any]:
        response: Any = await site.events(None)  # type: ignore[arg-type]
        return [part async for part in response.body_iterator]

    with ThreadPoolExecutor(1) as elsewhere:  # the browser of other tests has a loop in this thread
        assert elsewhere.submit(lambda: asyncio.run(asyncio.wait_for(heard(), 5))).result() == []


@pytest.mark.browser
def test_the_page_on_the_screen_follows_the_file(digest_site: SiteFolder, chromium: Any) -> None:
    """Edit: the page changes, where the reader was; break it: an overlay says where; mend it: the overlay is gone."""
    file = digest_site.root / "content" / "2022/01/25-a.md"
    good = file.read_text()
    with serving(digest_site) as server, chromium.new_page() as page:
        page.goto(server.address + PAGE)
        page.evaluate("scrollTo(0, 700)")
        file.write_text(good.replace("First words.", "Second words."))
        page.wait_for_function("document.body.innerText.includes('Second words.')")
        page.wait_for_function("Math.abs(scrollY - 700) < 5")
        file.write_text(good.replace("date: 2022-01-25", "date: Jan 25th"))
        alert = page.get_by_role("alert")
        alert.wait_for()
        assert "content/2022/01/25-a.md:3:7: error[bad-date]" in alert.inner_text()
        assert "Second words." in page.locator(".text").inner_text()
        page.reload()
        alert.wait_for()
        file.write_text(good)
        alert.wait_for(state="detached")
        page.wait_for_function("document.body.innerText.includes('First words.')")


@pytest.mark.browser
def test_many_tabs_do_not_wait_for_each_other(digest_site: SiteFolder, chromium: Any) -> None:
    """However many tabs are open the next one loads and follows; a hidden one catches up when it is shown."""
    with serving(digest_site) as server:
        context = chromium.new_context()
        context.add_init_script(
            "Object.defineProperty(document, 'visibilityState', {get: () => sessionStorage.state ?? 'visible'})"
        )
        tabs = []
        for _ in range(8):
            tabs.append(context.new_page())
            tabs[-1].goto(server.address + PAGE, timeout=5000)
            turn(tabs[-1], "hidden")
        turn(tabs[-1], "visible")
        digest_site.brief("2022/01/25-a.md", "New words.\n")
        for tab in (tabs[-1], tabs[0]):
            turn(tab, "visible")
            tab.get_by_text("New words.").wait_for(timeout=10_000)
        context.close()


def turn(tab: Any, state: str) -> None:
    """Show or hide a tab, as its page sees it."""
    tab.evaluate(
        "state => {sessionStorage.state = state; document.dispatchEvent(new Event('visibilitychange'))}", state
    )


@pytest.mark.browser
def test_a_page_that_did_not_change_stays(digest_site: SiteFolder, chromium: Any) -> None:
    """Another brief's edit does not reload the page; a new style sheet is put on without reloading it."""
    sheet = digest_site.write("themes/own/static/wire.css", "h1{color:red}")
    digest_site.write("themes/own/theme.toml", 'parent = "wire"\n')
    digest_site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/"\ntheme = "own"\n')
    with serving(digest_site) as server, chromium.new_page() as page:
        page.goto(server.address + PAGE)
        page.evaluate("window.stayed = true")
        digest_site.brief("2022/01/26-b.md", "Changed.\n", date="2022-01-26", title="Other")
        until(lambda: "Changed." in server.get("2022/01/26/b/")[1])
        sheet.write_text("h1{color:rgb(0,0,255)}")
        page.wait_for_function("getComputedStyle(document.querySelector('h1')).color == 'rgb(0, 0, 255)'")
        assert page.evaluate("window.stayed") is True


def test_a_configuration_that_breaks_is_told_and_mended(digest_site: SiteFolder) -> None:
    """A fault of the configuration shows as a brief's does, and the server lives on."""
    good = (digest_site.root / "briefing.toml").read_text()
    with serving(digest_site) as server:
        digest_site.write("briefing.toml", good + "titel = 1\n")
        until(lambda: "unknown-key" in server.said())
        digest_site.write("briefing.toml", good.replace("Test Digest", "Mended"))
        until(lambda: "Mended" in server.get()[1])
