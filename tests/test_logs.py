"""What a build prints where nobody is watching."""

from __future__ import annotations

from conftest import SiteFolder
from test_cli import build

STAGES = ["load", "read", "parse", "assemble", "plan", "compare", "render", "publish"]


def test_ci_gets_a_line_for_each_stage(site: SiteFolder) -> None:
    """With CI set, each stage prints one line with its time and counts; the last line is the summary."""
    site.brief("a.md")
    done = build(site, CI="true")
    lines = done.stderr.decode().splitlines()
    assert [line.split()[0] for line in lines] == STAGES
    assert lines[1].endswith("1 document")
    assert lines[-1].endswith("written, 0 removed")
    assert done.stdout.decode().startswith("1 brief, ")
    assert b"\x1b" not in done.stderr + done.stdout


def test_github_folds_the_stages(site: SiteFolder) -> None:
    """On GitHub the stages stand in a group, before the annotations and the summary."""
    site.brief("a.md", tgas="x")
    done = build(site, "--format", "github", CI="true", GITHUB_ACTIONS="true")
    lines = done.stdout.decode().splitlines()
    end = lines.index("::endgroup::")
    assert (lines[0], end) == ("::group::briefing build", len(STAGES) + 1)
    assert lines[end + 1].startswith("::warning file=content/a.md,line=4,")
    assert lines[-1].startswith("1 brief, ")


def test_a_plain_run_and_a_quiet_one_print_as_ever(site: SiteFolder) -> None:
    """Without CI there are no stages, and `-q` prints nothing in CI either; JSON stays JSON."""
    site.brief("a.md")
    assert build(site).stderr == b""
    quiet = build(site, "-q", CI="true", GITHUB_ACTIONS="true")
    assert (quiet.stdout, quiet.stderr) == (b"", b"")
    told = build(site, "--format", "json", CI="true")
    assert (told.stdout[:1], told.stderr) == (b"{", b"")


def test_timings_say_where_the_time_went(site: SiteFolder) -> None:
    """`--timings` prints a line for each stage and one for all, before the summary."""
    site.brief("a.md")
    lines = build(site, "--timings").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[:-2]] == STAGES
    assert lines[-2].split()[:2] == ["in", "all"]
    assert lines[-1].startswith("1 brief, ")


def test_a_refused_build_closes_its_group(site: SiteFolder) -> None:
    """Whatever happens, a group that was opened is closed."""
    site.write("briefing.toml", "title = 1\n")
    done = build(site, "--format", "github", CI="true", GITHUB_ACTIONS="true")
    assert done.returncode == 2
    assert done.stdout.decode().splitlines()[:2] == ["::group::briefing build", "::endgroup::"]
