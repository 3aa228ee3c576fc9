"""The command: options in, an exit status and clear words out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SiteFolder

from generator import __version__, cli

AMBIENT = ("SOURCE_DATE_EPOCH", "CI", "GITHUB_ACTIONS")
"""What changes what the command prints or builds, wherever the tests run."""


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in AMBIENT}
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env={**clean, **environment}, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def build(site: SiteFolder, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`briefing build` in a site's folder, at a fixed moment."""
    return run("build", "-C", site.root, "--now", "2022-03-01", *arguments, **environment)


def test_a_good_build_ends_with_0(site: SiteFolder) -> None:
    """Done is 0, with a line that says what was done; `-q` says nothing."""
    site.brief("2022-01-25-a.md")
    done = run("build", "--now", "2022-03-01", cwd=site.root)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"1 brief, ")
    assert build(site, "-q").stdout == b""


def test_problems_end_with_1(site: SiteFolder) -> None:
    """A problem in content is 1, in the form that editors and people can follow."""
    site.write("content/2022/01/25-a.md", "---\ntitle: x\ndate: Jan 25th\n---\n")
    done = build(site)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[0] == (
        "content/2022/01/25-a.md:3:7: error[bad-date]: 'Jan 25th' is not a date; write 2022-01-25"
    )
    assert not site.output.exists()


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("-s",), 1), (("--strict",), 1)])
def test_warnings_are_errors_only_under_strict(site: SiteFolder, arguments: tuple[str, ...], status: int) -> None:
    """A warning publishes, unless it is asked to be strict."""
    site.brief("2022-01-25-a.md", tgas="x")
    done = build(site, *arguments)
    assert done.returncode == status
    assert b"warning[unknown-key]" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--nope"),
        ("bulid",),
        ("build", "--now", "soon"),
        ("build", "--now", "@x"),
        ("build", "--now", "@99999999999999999999"),
        ("build", "-j", "-1"),
        ("build", "--format", "xml"),
        ("build", "-C", "/nowhere/at/all"),
        ("build", "-c", "gone.toml"),
        ("build", "-o", "/"),
        ("build", "-o", ".."),
        ("build", "-b", "example.org"),
        ("clean", "-o", "/"),
    ],
)
def test_wrong_usage_ends_with_2(site: SiteFolder, arguments: tuple[str, ...]) -> None:
    """Wrong usage or configuration is 2, and says what is wrong."""
    done = run(*arguments, cwd=site.root)
    assert (done.returncode, bool(done.stderr)) == (2, True)
    assert not site.output.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",), ("build", "--verify"), ("build", "--against", "live"), ("check",), ("check", "--fix"), ("serve",),
        ("list", "drafts"), ("explain", "/x/"), ("clean",), ("new", "A title"),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_site_stays_as_it_was(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nothing is written where there is no configuration: no cache, no lock, no output."""
    before = tmp_path.stat().st_mtime_ns
    run(*arguments, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert arguments == ("clean",) or tmp_path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "words",
    [
        "new x --report r", "new x --format json", "clean --format json", "clean -b x", "list drafts -o x",
        "list drafts -s", "explain bad-date --report r", "serve --report r", "serve --format json", "check -o x",
        "import jekyll . -D", "due r -j 2", "check --diff --external", "check --diff --permalinks p",
    ],
)  # fmt: skip
def test_an_option_without_a_use_is_refused(site: SiteFolder, words: str) -> None:
    """What a command would pass over is not accepted, after its name or before it."""
    name, *rest = words.split()
    done = run(name, *rest, cwd=site.root)
    assert done.returncode == 2
    assert b"No such option" in done.stderr or b"has no use" in done.stderr
    if name not in ("check", "explain") and rest[-2].startswith("-"):
        done = run(*rest[-2:], name, *rest[:-2], cwd=site.root)
        assert (done.returncode, b"has no use in 'briefing " in done.stderr) == (2, True)


def test_every_option_that_is_taken_works(site: SiteFolder) -> None:
    """A list has annotations and JSON, a report file; `new -q` prints nothing."""
    site.write("content/2022/01/25-a.md", "---\ntitle: x\ndate: Jan 25th\n---\n")
    done = run("list", "drafts", "-C", site.root, "--format", "github", cwd=site.root)
    assert done.stdout.startswith(b"::error file=content/2022/01/25-a.md,line=3,col=7,title=bad-date::")
    done = run("new", "Zorvia", "-q", cwd=site.root)
    assert (done.returncode, done.stdout) == (0, b"")


def test_programs_get_json_whatever_is_wrong(site: SiteFolder) -> None:
    """`check --fix --format json` prints JSON, and --report writes it, also if the configuration is wrong."""
    site.write("briefing.toml", "title = 3\n")
    for words in (["check"], ["check", "--fix"], ["build"]):
        done = run(*words, "--format", "json", "--report", "report.json", cwd=site.root)
        assert done.returncode == 2
        assert {problem["code"] for problem in json.loads(done.stdout)["problems"]} == {"bad-value", "missing-key"}
        assert (site.root / "report.json").read_bytes() == done.stdout


def test_time_is_an_input(site: SiteFolder) -> None:
    """The moment is `--now`, else SOURCE_DATE_EPOCH, else the clock's."""
    site.brief("2022-01-25-a.md", publish_at="2022-02-01T00:00Z")
    for arguments, epoch, shown in [
        (("--now", "2022-01-31T23:59Z"), "1646092800", False),
        (("--now", "@1643673600"), "0", True),
        ((), "1643673599", False),
        ((), "1643673600", True),
        ((), "", True),
    ]:
        done = run("build", "-C", site.root, *arguments, SOURCE_DATE_EPOCH=epoch)
        assert done.returncode == 0
        assert (site.output / "2022/01/25/a/index.html").exists() is shown
    assert run("build", "-C", site.root, SOURCE_DATE_EPOCH="soon").returncode == 2


def test_options_may_stand_before_the_command(site: SiteFolder) -> None:
    """Common options are understood before the command's name too, and drafts and the future are shown on request."""
    site.brief("2022-01-25-a.md", draft="true")
    site.brief("2030-01-25-b.md", date="2030-01-25")
    assert run("-C", site.root, "-D", "--now", "2022-03-01", "build", "-F", "-o", site.root / "preview").returncode == 0
    assert len(list((site.root / "preview").glob("20*/01/25/*/index.html"))) == 2


def test_a_report_can_be_had(site: SiteFolder) -> None:
    """`--report` writes JSON to a file, `--format json` prints it, `--format github` makes annotations."""
    site.brief("2022-01-25-a.md", tgas="x")
    done = build(site, "--report", site.root / "new" / "report.json", "--format", "json")
    data = json.loads((site.root / "new" / "report.json").read_bytes())
    assert data == json.loads(done.stdout)
    assert (data["ok"], data["briefs"], data["problems"][0]["code"]) == (True, 1, "unknown-key")
    lines = build(site, "--format", "github").stdout.decode().splitlines()
    assert lines[0].startswith("::warning file=content/2022-01-25-a.md,line=4,col=1,title=unknown-key::")


def test_verbose_gives_reasons(site: SiteFolder) -> None:
    """`-v` says why each file was written."""
    site.brief("2022-01-25-a.md")
    assert b"new: /2022/01/25/a/" in build(site, "-v").stdout


def test_explain_takes_a_page_by_any_of_its_names(site: SiteFolder) -> None:
    """A page is named by its URL, whole or from the host's root, or by its file below the output folder."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/digest/"\n')
    site.brief("2022-01-25-a.md")
    build(site)
    path = "2022/01/25/a/"
    names = [f"https://example.org/digest/{path}", f"/digest/{path}", f"/{path}", f"{path}index.html"]
    for name in (*names, f"output/{path}index.html", f"output/{path}"):
        done = run("explain", name, "--now", "2022-03-01", cwd=site.root)
        assert (done.returncode, b"template: brief.html" in done.stdout) == (0, True), name
    assert run("explain", "https://example.org/nowhere/", cwd=site.root).returncode == 1


def test_clean_removes_what_was_built(site: SiteFolder) -> None:
    """`clean` removes the built site and the cache, and nothing else."""
    site.brief("2022-01-25-a.md")
    build(site)
    site.write("output/mine.txt", "x")
    done = run("clean", "-C", site.root)
    assert (done.returncode, b"files removed" in done.stdout) == (0, True)
    assert list(site.tree()) == ["mine.txt"]
    assert not (site.root / ".cache").exists()


def test_version_and_help() -> None:
    """The command says its version, and what each option means."""
    assert run("--version").stdout.decode().strip().endswith(__version__)
    text = run("build", "--help").stdout.decode()
    assert all(option in text for option in ("--now", "--strict", "--report", "-C", "--drafts"))


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "cp1252"])
def test_any_encoding_of_the_streams_will_do(site: SiteFolder, encoding: str) -> None:
    """Problems can be printed wherever the output goes, also where it can't show their letters."""
    site.brief("2022-01-25-a.md", title="Зорвія", **{"'поле'": "1"})
    assert build(site, "--format", "github", PYTHONIOENCODING=encoding).returncode == 0


def test_a_reader_may_go_away(site: SiteFolder) -> None:
    """A pipe that is closed before everything was said is no mistake of ours."""
    site.brief("2022-01-25-a.md")
    command = [sys.executable, "-m", "generator", "build", "-C", str(site.root), "-v"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said
    assert b"internal" not in said


def test_any_path_will_do(site: SiteFolder) -> None:
    """The output folder may have any name that the system allows."""
    assert build(site, "-o", os.fsdecode(os.fsencode(site.root) + b"/o\xff")).returncode == 0


def test_whoever_reads_the_cache_takes_turns_with_builds(site: SiteFolder) -> None:
    """Builds, checks and lists of one site at the same time all find what each finds alone; the cache stays whole."""
    for number in range(120):
        site.brief(f"2022-01-{number % 28 + 1:02}-b{number}.md", date=None, source="Zantic Post")
    commands = [("build",), ("check",), ("list", "drafts"), ("build", "-o", "other"), ("check",), ("explain", "/")] * 2
    command = [sys.executable, "-m", "generator"]
    running = [
        subprocess.Popen([*command, *words, "--now", "2022-03-01"], cwd=site.root, stderr=subprocess.PIPE)
        for words in commands
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in running]
    assert [(words, said, status) for words, (said, status) in zip(commands, ended, strict=True) if status] == []
    assert {said for said, _ in ended} <= {"", "There are no drafts.\n"}
    again = site.build()
    assert (again.written, again.ok) == ({}, True)


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_the_system_stops_is_reported(
    site: SiteFolder, command: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report of an earlier build does not stand for one that a full disk put an end to."""
    site.brief("2022-01-25-a.md")
    words = [command, "-C", str(site.root), "--now", "2022-03-01", "--report", str(site.root / "report.json")]
    assert CliRunner().invoke(cli.briefing, words).exit_code == 0
    assert json.loads((site.root / "report.json").read_text())["ok"]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(f"generator.{command}.{command}", full)
    done = CliRunner().invoke(cli.briefing, [*words, "--format", form])
    report = json.loads((site.root / "report.json").read_text())
    assert (report["ok"], [problem["code"] for problem in report["problems"]]) == (False, ["system"])
    if form == "json":
        assert (done.exit_code, json.loads(done.stdout)["ok"]) == (2, False)
    else:
        assert isinstance(done.exception, OSError)  # which `main` tells
