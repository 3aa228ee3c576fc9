"""Comparing with a site elsewhere: a folder, a file, an address; and what is said if it can not be had."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import web
from conftest import SiteFolder
from test_cli import build as command
from test_cli import run

from generator import against
from generator import manifest as manifests
from generator.changes import Changes
from generator.model import Report


def changes(report: Report) -> Changes:
    """What a build changed; it must have compared."""
    assert report.changes is not None
    return report.changes


class Odd(BaseHTTPRequestHandler):
    """A server that answers as the path says."""

    def do_GET(self) -> None:
        """A status, or nonsense."""
        part = self.path.split("/")[1]
        if part == "torn":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{")
            return
        if part == "endless":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            with suppress(OSError):  # the reader is gone
                for _ in range(200):
                    self.wfile.write(b" ")
                    time.sleep(0.05)
            return
        if part == "nonsense":
            self.wfile.write(b"\0\0\0\n")
            return
        self.send_response(int(part))
        self.end_headers()
        self.wfile.write(b"<html>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_site_on_the_web_can_be_compared_with(site: SiteFolder, tmp_path: Path) -> None:
    """A URL names the site there; `live` is the site's own address."""
    site.brief("2022-01-25-a.md")
    site.build()
    with web.serve(site.output, "/digest/") as url:
        known = against.load(url, "")
        assert (known.problems, known.manifest) == ((), manifests.load(site.output)[0])
        assert against.load("live", url) == known
        assert against.load(url + ".briefing.json", "").manifest == known.manifest


def test_a_site_that_is_not_there_yet_is_empty() -> None:
    """404 and 410 mean that nothing is published yet: a note, and all is new."""
    with web.listening(Odd) as url:
        for status in (404, 410):
            known = against.load(f"{url}/{status}", "")
            assert known.manifest == manifests.Manifest()
            assert [(problem.code, problem.level) for problem in known.problems] == [("against", "note")]


def test_a_folder_without_a_site_is_no_silent_comparison(site: SiteFolder, tmp_path: Path) -> None:
    """A folder that is not there, or holds no site, may be a slip: --strict publishes nothing; else all is new."""
    site.brief("2022-01-25-a.md")
    (tmp_path / "empty").mkdir()
    for name in ("empty", "nowhere"):
        done = command(site, "--strict", "--against", tmp_path / name)
        assert (done.returncode, done.stderr.count(b"warning[against]")) == (1, 1)
        assert not site.output.exists()
    done = command(site, "--against", tmp_path / "empty", "--format", "json")
    assert "/2022/01/25/a/" in {page["url"] for page in json.loads(done.stdout)["changes"]["added"]}
    assert command(site, "--strict", "--summary", tmp_path / "first.md", "-o", tmp_path / "empty").returncode == 0


@pytest.mark.parametrize("path", ["500", "403", "200", "torn", "nonsense"])
def test_a_server_that_fails_is_a_problem(path: str, site: SiteFolder) -> None:
    """Whatever a server does is told as a warning, so that --strict refuses to publish blindly."""
    site.brief("2022-01-25-a.md")
    with web.listening(Odd) as url:
        known = against.load(f"{url}/{path}", "")
        assert known.manifest is None
        assert [(problem.code, problem.level) for problem in known.problems] == [("against", "warning")]
        report = site.build(against=known)
        assert (report.ok, report.changes) == (True, None)
        assert not site.build(against=known, strict=True).ok


@pytest.mark.parametrize(
    "given", ["http://127.0.0.1:1/", "http://[::1", "nowhere", "http://\0/", "http:///x", "\0", ""]
)
def test_what_cannot_be_reached_is_a_problem(given: str, site: SiteFolder) -> None:
    """No name whatever ends in a traceback."""
    known = against.load(given, "")
    assert given == "" or known.manifest is None
    done = run("build", "-C", site.root, "--against", given.replace("\0", "%00"))
    assert done.returncode == 0


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"[]",
            b"{",
            b"{}",
            b'{"error": "no such site"}',
            b'{"version": 1}',
            b'{"version": 2, "sites": []}',
            b"\xff",
        ),
        b'{"version": 1, "files": {"\xff": {}}}',
        *(b'{"version": 99, "files": {"a": 1}}', b'{"version": 1, "files": {"a": []}}', b'{"files":' * 20_000),
    ],
)
def test_a_damaged_manifest_is_a_problem(data: bytes, tmp_path: Path) -> None:
    """A file that is no manifest is told as such, whatever JSON it is; as a folder's own it counts for nothing."""
    (tmp_path / manifests.FILE).write_bytes(data)
    known = against.load(str(tmp_path), "")
    assert known.manifest is None
    assert [problem.what for problem in known.problems] == ["nothing can be compared with it: it is no manifest"]
    assert manifests.load(tmp_path) == (None, "")


def test_a_server_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then is no answer: after a while nothing is compared, and the build goes on."""
    monkeypatch.setattr(against, "_PATIENCE", 0.2)
    with web.listening(Odd) as url:
        known = against.load(f"{url}/endless", "")
    assert [problem.what for problem in known.problems] == [
        "nothing can be compared with it: the server takes too long to answer"
    ]
