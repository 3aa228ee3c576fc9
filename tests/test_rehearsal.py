"""Five pushes from a bare repository to an nginx, by the commands of the documents: what CI promises, played through.

`make rehearse` runs it and prints how long each push took and how many files travelled.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import web
from conftest import REPOSITORY, copy_of_sample

NEEDED = [name for name in ("git", "rsync", "nginx") if not shutil.which(name)]
pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {', '.join(NEEDED)}"),
]
DOCUMENT = (REPOSITORY / "docs" / "publishing.md").read_text("utf-8")
TURNS = re.findall(r"^rsync (-r --checksum.*) output/ \S+$", DOCUMENT, re.MULTILINE)
CHECK = ("check", "--strict", "--format", "github")
BUILD = ("build", "--strict", "--format", "github", "--against", "live", "--summary", "summary.md")
HOST = '\n[host]\nheaders = true\nredirects = true\ncompress = ["gz"]\n'


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, with its output."""
    known = {**os.environ, **environment}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=known, capture_output=True, text=True, check=False)


def git(*arguments: str | Path, cwd: Path) -> None:
    """A git command that works."""
    who = ("-c", "user.name=Writer", "-c", "user.email=writer@example.org", "-c", "init.defaultBranch=main")
    done = run("git", *who, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr


class Answer(NamedTuple):
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, packed: bool = False) -> Answer:
    """One request, on a connection of its own; what is packed is unpacked. A short body is an error."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip" if packed else "identity"})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, headers, gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body)


class Reader(threading.Thread):
    """Reads the home page and all that it links to, again and again, and notes what a reader must never meet."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.faults, self.requests, self.rounds = base, list[str](), 0, 0
        self.over = threading.Event()

    def run(self) -> None:
        """Read until it is over, and at least one round."""
        while not self.over.is_set() or not self.rounds:
            home = self.read("/")
            for url in sorted(web.inside(web.html_links(home, self.base), self.base))[:80] if home else ():
                self.read(url)
            self.rounds += 1

    def read(self, url: str) -> str:
        """A page's text; a fault if it is not there or not whole."""
        self.requests += 1
        try:
            answer = get(self.base + url[1:], packed=bool(self.requests % 2))
        except (OSError, http.client.HTTPException, EOFError) as error:
            self.faults.append(f"{url}: {error!r}")
            return ""
        text = answer.body.decode("utf-8", "replace")
        html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status != 200 or (html and not text.endswith("</html>\n")):
            self.faults.append(f"{url}: {answer.status}, {len(text)} characters")
        return text if html else ""


@contextmanager
def reading(base: str) -> Iterator[Reader]:
    """A reader beside what is done; it must have met no fault."""
    reader = Reader(base)
    reader.start()
    try:
        yield reader
    finally:
        reader.over.set()
        reader.join()
    assert reader.faults == []


class Pipeline:
    """A bare repository, a writer's clone, the CI's cache, and the folder that nginx serves."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.base, self.headers = root, f"http://127.0.0.1:{port}/digest/", dict[str, str]()
        self.bare, self.writer, self.served = root / "site.git", root / "writer", root / "www" / "digest"
        self.served.parent.mkdir()
        copy_of_sample(self.writer)
        config = (self.writer / "briefing.toml").read_text("utf-8")
        config = re.sub(r"^base_url = .*$", f'base_url = "{self.base}"', config, flags=re.MULTILINE)
        (self.writer / "briefing.toml").write_text(config + HOST, "utf-8")
        (self.writer / ".gitignore").write_text("/.cache/\n/output/\n/summary.md\n")
        git("init", "--bare", "-q", self.bare, cwd=root)
        git("init", "-q", cwd=self.writer)
        git("checkout", "-q", "-b", "main", cwd=self.writer)
        git("remote", "add", "origin", self.bare, cwd=self.writer)

    def push(self, message: str) -> tuple[subprocess.CompletedProcess[str], str]:
        """Commit and push; then what CI does. Gives the command that ended it, and a line of figures."""
        git("add", "-A", cwd=self.writer)
        git("commit", "-q", "-m", message, cwd=self.writer)
        git("push", "-q", "origin", "main", cwd=self.writer)
        work, cache = self.root / "work", self.root / "cache"
        shutil.rmtree(work, ignore_errors=True)
        begun = time.perf_counter()
        git("clone", "-q", "-b", "main", self.bare, work, cwd=self.root)
        if cache.exists():
            shutil.copytree(cache, work / ".cache")
        took = [time.perf_counter() - begun]
        for arguments in (CHECK, BUILD):
            done = run(Path(sys.executable).parent / "briefing", *arguments, cwd=work, CI="true", GITHUB_ACTIONS="true")
            took.append(time.perf_counter() - begun - sum(took))
            assert "Traceback" not in done.stderr
            if done.returncode:
                return done, f"{message:<28}{sum(took):6.2f} s  refused by {arguments[0]}; 0 files travelled"
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(work / ".cache", cache)
        travelled = self.publish(work / "output")
        took.append(time.perf_counter() - begun - sum(took))
        parts = ", ".join(
            f"{name} {seconds:.2f}"
            for name, seconds in zip(("clone", *("check", "build", "publish")), took, strict=True)
        )
        return done, f"{message:<28}{sum(took):6.2f} s  ({parts}); {travelled} files travelled"

    def publish(self, output: Path) -> int:
        """The two turns of rsync; the first publication appears whole. Gives how many files were sent."""
        first = not self.served.exists()
        target = self.root / "www" / "first" if first else self.served
        count = 0
        for turn in TURNS:
            done = run("rsync", *turn.split(), "--out-format=%n", f"{output}/", f"{target}/", cwd=self.root)
            assert done.returncode == 0, done.stderr
            lines = done.stdout.splitlines()
            count += sum(1 for line in lines if not line.endswith("/") and not line.startswith("deleting "))
        if first:
            target.rename(self.served)
        return count

    def crawl(self) -> int:
        """Follow every link of the site over HTTP, feeds and sitemaps too. All must answer, once nginx sends what
        _headers asks for with these headers, and packed as they are. Gives how many did.
        """
        waiting, seen = ["/", "/sitemap.xml", "/feed.json", "/robots.txt"], set[str]()
        while waiting:
            url = waiting.pop()
            if url in seen:
                continue
            seen.add(url)
            answer = get(self.base + url[1:])
            assert answer.status == 200, url
            if "/static/" in url:
                assert "immutable" in answer.headers["cache-control"], url
            else:
                assert {name: answer.headers.get(name.lower()) for name in self.headers} == self.headers, url
            assert get(self.base + url[1:], packed=True).body == answer.body, url
            kind, text = answer.headers["content-type"], answer.body.decode("utf-8", "replace")
            if kind.startswith("text/html"):
                waiting += web.inside(web.html_links(text, self.base + url[1:]), self.base)
            elif "xml" in kind or "json" in kind:
                waiting += web.inside(iter(re.findall(re.escape(self.base) + r"[^\s\"'<>&\\]*", text)), self.base)
        return len(seen)

    def tree(self) -> dict[str, bytes]:
        """Every file on the server."""
        return {
            str(file.relative_to(self.served)): file.read_bytes() for file in self.served.rglob("*") if file.is_file()
        }


@contextmanager
def nginx(root: Path, port: int, headers: str = "") -> Iterator[None]:
    """nginx on loopback, as docs/publishing.md sets it up; `headers` are those of _headers, as nginx writes them."""
    block = re.search(r"```nginx\n(.*?)```", DOCUMENT, re.DOTALL)
    assert block
    rules = block[1].replace("/srv/www", str(root / "www")).replace("    error_page", f"{headers}    error_page")
    folder = root / "nginx"
    folder.mkdir(exist_ok=True)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n{'user root;' if os.getuid() == 0 else ''}\n"
        "worker_processes 1;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
        f"{temporary}server {{\nlisten 127.0.0.1:{port};\n{rules}\n}}\n}}\n"
    )
    process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sent_headers(text: str) -> dict[str, str]:
    """The headers that _headers asks for on every file."""
    first = text.partition("/static/")[0]
    return dict(re.findall(r"^  ([A-Za-z-]+): (.*)$", first, re.MULTILINE))


def test_five_pushes(tmp_path: Path) -> None:
    """A push publishes what changed; a broken one or one that loses an address nothing; a renamed brief leads on.

    Links are crawled over HTTP each time, and a reader beside each publication never meets a 404 or half a page.
    """
    port = free_port()
    line = Pipeline(tmp_path, port)
    figures = []
    with nginx(tmp_path, port):
        done, figure = line.push("push 1: all of it")
        assert "there is no published site yet" in done.stdout
        figures.append(f"{figure}; {line.crawl()} addresses answer")
    line.headers = sent_headers((line.served / "_headers").read_text("utf-8"))
    added = "".join(f'    add_header {name} "{value}" always;\n' for name, value in line.headers.items())
    with nginx(tmp_path, port, added):
        assert get(line.base, packed=True).headers["content-encoding"] == "gzip"
        missing = get(line.base + "nowhere/")
        assert (missing.status, missing.body) == (404, (line.served / "404.html").read_bytes())

        content = line.writer / "content"
        briefs = sorted(content.glob("2022/*/*.md"))
        linked = "".join(file.read_text("utf-8") for file in content.rglob("*.md"))
        brief = next(file for file in briefs if linked.count(file.name) == 0)
        good = brief.read_text("utf-8")
        url = f"/{brief.parent.parent.name}/{brief.parent.name}/{brief.stem.replace('-', '/', 1)}/"
        assert get(line.base + url[1:]).status == 200

        brief.write_text(good + "\nOne more sentence, from the second push.\n", "utf-8")
        with reading(line.base) as reader:
            done, figure = line.push("push 2: one brief changed")
        assert done.returncode == 0
        assert b"from the second push" in get(line.base + url[1:]).body
        figures.append(f"{figure}; {line.crawl()} addresses answer; {reader.requests} requests beside it")

        published = line.tree()
        broken = re.sub(r"^date: .*$", "date: Jan 25th", good, flags=re.MULTILINE)
        brief.write_text(broken, "utf-8")
        with reading(line.base) as reader:
            done, figure = line.push("push 3: one brief broken")
        number = broken.splitlines().index("date: Jan 25th") + 1
        name = brief.relative_to(line.writer).as_posix()
        assert done.returncode == 1
        assert f"::error file={name},line={number},col=7,title=" in done.stdout
        assert line.tree() == published
        figures.append(f"{figure}; {line.crawl()} addresses answer; {reader.requests} requests beside it")

        brief.unlink()
        with reading(line.base) as reader:
            done, figure = line.push("push 4: one brief removed")
        assert done.returncode == 1
        assert "title=gone::" in done.stdout
        assert url in done.stdout
        assert "Not published" in (tmp_path / "work" / "summary.md").read_text("utf-8")
        assert line.tree() == published
        figures.append(f"{figure}; {line.crawl()} addresses answer; {reader.requests} requests beside it")

        renamed = brief.with_name(brief.stem + "-renamed.md")
        renamed.write_text(good.replace("\n---\n", f"\naliases: [{url}]\n---\n", 1), "utf-8")
        with reading(line.base) as reader:
            done, figure = line.push("push 5: renamed, with alias")
        assert done.returncode == 0, done.stdout
        target = f"{url[:-1]}-renamed/"
        assert get(line.base + target[1:]).status == 200
        moved = get(line.base + url[1:])
        assert moved.status == 200
        assert f'content="0; url=/digest{target}"'.encode() in moved.body
        assert f"/digest{url} /digest{target} 301" in (line.served / "_redirects").read_text("utf-8")
        figures.append(f"{figure}; {line.crawl()} addresses answer; {reader.requests} requests beside it")
    print("\n" + "\n".join(figures))
