"""The order of a check: what it looks at, where it looks, and what the command says of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CONFIG, SiteFolder
from hostile import SITES, Hostile
from hypothesis import given, settings
from test_cli import run

from generator import check as checks
from generator.check import Outcome, check
from generator.errors import Problem, Refusal
from generator.excerpts import Excerpts
from generator.mend import mend
from generator.report import problem_lines


def look(site: SiteFolder, **options: object) -> Outcome:
    """`briefing check` of a site, at a fixed moment."""
    return check(site.settings(**options))


def told(site: SiteFolder, **options: object) -> list[str]:
    """The problems of a site, as they are printed, without what is wrong and what to do."""
    return [str(problem).partition("]: ")[0] + "]" for problem in look(site, **options).problems]


def brief(site: SiteFolder, path: str, body: str = "Some words.\n", **fields: str) -> None:
    """A brief with a source, so that nothing but what a test is about is wrong with it."""
    site.brief(path, body, **{"source": "Zantic Post", **fields})


def test_a_check_finds_what_a_build_finds(site: SiteFolder) -> None:
    """All problems of a build are problems of a check, at the same places."""
    brief(site, "2022-01-25-a.md", "[x](gone.md)\n", tgas="x")
    brief(site, "b.md", date="Jan 25th")
    assert set(site.build().problems) <= set(look(site).problems)


def test_a_check_publishes_nothing(site: SiteFolder) -> None:
    """The site is built in a private place below .cache; output/ is not touched, and `clean` removes the place."""
    brief(site, "2022-01-25-a.md")
    assert look(site).ok
    assert not site.output.exists()
    assert (site.root / ".cache/briefing/check/index.html").is_file()
    assert run("clean", "-C", site.root).returncode == 0
    assert not (site.root / ".cache").exists()


def test_without_a_cache_nothing_is_left_behind(site: SiteFolder) -> None:
    """`--no-cache` checks in a passing place, and finds the same."""
    brief(site, "2022-01-25-a.md", "[x](/nowhere/)\n")
    assert look(site, cache=False).problems == look(site).problems
    assert look(site, cache=False).problems
    (site.root / ".cache").rename(site.root / "aside")
    look(site, cache=False)
    assert not (site.root / ".cache").exists()


def test_a_second_check_reads_no_text_again(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found in a file is remembered by its digest, what a page links to by the page's: found is the same."""
    brief(site, "2022-01-25-a.md", "[x](/nowhere/) TK\n")
    brief(site, "2022-01-26-b.md", date="2022-01-26")
    first = look(site).problems
    read = list[str]()
    text = checks.prose.text
    monkeypatch.setattr(
        checks.prose, "text", lambda data, brief, *rest: read.append(brief.path) or text(data, brief, *rest)
    )
    parse = checks.check_links.anchors.read
    monkeypatch.setattr(checks.check_links.anchors, "read", lambda data, key: read.append(key) or parse(data, key))
    assert look(site).problems == first
    assert read == ["2022-01-25-a.md"]  # the link's place in the text is looked for
    site.write("briefing.toml", (site.root / "briefing.toml").read_text() + '[check]\nplaceholder = "off"\n')
    assert [problem.code for problem in look(site).problems] == ["dead-link"]


def test_a_damaged_cache_is_discarded(site: SiteFolder) -> None:
    """A cache that can't be read costs time, and nothing else."""
    brief(site, "2022-01-25-a.md", "TK\n")
    first = look(site).problems
    (site.root / ".cache/briefing/memo.sqlite").write_bytes(b"x" * 5000)
    assert look(site).problems == first


def test_a_dead_link_is_told_where_the_text_has_it(site: SiteFolder) -> None:
    """A link in a text is told at its line and column, however it is written; and once, though many pages show it."""
    site.write("briefing.toml", 'title = "T"\nbase_url = "https://example.org/digest/"\n')
    body = 'One [x](/nowhere/).\n\n[y](#z)\n\n<a href="/жж/">z</a> [r][r]\n\n[r]: /there/#x\n'
    brief(site, "2022-01-25-a.md", body)
    brief(site, "2022-01-26-b.md", "[a](2022-01-25-a.md#none)\n", date="2022-01-26")
    assert told(site) == [
        "content/2022-01-25-a.md:7:9: error[dead-link]",
        "content/2022-01-25-a.md:9:5: warning[dead-fragment]",
        "content/2022-01-25-a.md:11:10: error[dead-link]",
        "content/2022-01-25-a.md:13:6: error[dead-link]",
        "content/2022-01-26-b.md:7:20: warning[dead-fragment]",
    ]


def test_a_dead_place_is_told_as_its_writer_knows_it(site: SiteFolder) -> None:
    """A place in a page that is not there is told at the link that names it, with the id that would be right."""
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\n## Contact\n")
    brief(site, "2022-01-25-a.md", "[q](pages/about.md#q) and [c](pages/about.md#contact)\n\n## Said\n")
    others = "[x](2022-01-25-a.md#nope), [y](2022-01-25-a.md#said), [z](/2022/01/25/a/#said)\n"
    brief(site, "2022-01-26-b.md", others, date="2022-01-26")
    assert [str(problem) for problem in look(site).problems if problem.code == "dead-fragment"] == [
        "content/2022-01-25-a.md:7:19: warning[dead-fragment]: '/about/' has no place '#q'; "
        "give the heading there that id, or link to the page",
        "content/2022-01-26-b.md:7:20: warning[dead-fragment]: '/2022/01/25/a/' has no place '#nope'; "
        "give the heading there that id, or link to the page",
        "content/2022-01-26-b.md:7:59: warning[dead-fragment]: '/2022/01/25/a/' has no place '#said'; "
        "write '#a-220125-said', or link to its file",
    ]


@pytest.mark.parametrize("written", ["#café", "#caf%C3%A9", "2022-01-25-a.md#caf%C3%A9"])
def test_a_dead_place_is_found_as_it_is_written(site: SiteFolder, written: str) -> None:
    """A place that is not there is told at its line and column also where its letters are percent-encoded."""
    brief(site, "2022-01-25-a.md", f"One.\n\n[x]({written})\n")
    (problem,) = [found for found in look(site).problems if found.code == "dead-fragment"]
    assert (problem.path, problem.line, problem.column) == ("content/2022-01-25-a.md", 9, 5 + written.index("#"))


def test_a_dead_link_of_a_source_is_told_in_the_front_matter(site: SiteFolder) -> None:
    """A source's address on this very site that leads nowhere is told where the writer has it, not at the template."""
    brief(site, "2022-01-25-a.md", source="{name: Zantic Post, url: 'https://example.org/story'}")
    assert "content/2022-01-25-a.md:4:35: error[dead-link]" in told(site)


def test_a_dead_link_of_a_template_is_told_once(site: SiteFolder) -> None:
    """A link that a template makes is told at the template, with the first page that shows it."""
    brief(site, "2022-01-25-a.md")
    site.write("templates/footer.html", '<footer><a href="/imprint/">Imprint</a></footer>')
    (problem,) = look(site).problems
    assert problem.code == "dead-link"
    assert problem.path.endswith(".html")
    assert "/imprint/" in problem.what
    assert "more)" in problem.what


@pytest.mark.parametrize(
    "link",
    ["#", "?x=1", "/", "https://example.org", "https://example.org/archive/", "mailto:a@b.example", "/feed.xml",
     "//other.example/x", "http://[", "https://other.example/archive", "/archive/#:~:text=x", "tel:1", "/tags/%4EATO/"],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_silent(site: SiteFolder, link: str) -> None:
    """Neither other sites nor what is there is told as dead."""
    brief(site, "2022-01-25-a.md", f"[x]({link})\n", tags="[nato]")
    found = {problem.code for problem in look(site).problems} - {"absolute-own-link"}
    assert found == ({"dead-link"} if "%4E" in link else set())


def test_a_draft_is_looked_at_only_with_drafts(site: SiteFolder) -> None:
    """Notes to oneself in a draft are no problem, unless drafts are asked for; what is dated ahead is looked at."""
    brief(site, "a.md", "TK\n", draft="true")
    brief(site, "b.md", "TK\n", date="2032-01-25")
    brief(site, "c.md", "TK\n", expires="2022-01-26")
    assert told(site) == ["content/b.md:7:1: warning[placeholder]"]
    assert [place.partition(":")[0] for place in told(site, drafts=True)] == ["content/a.md", "content/b.md"]


@pytest.mark.parametrize(
    ("levels", "strict", "ok"),
    [("", False, True), ("", True, False), ('placeholder = "error"', False, False), ('placeholder = "off"', True, True),
     ('placeholder = "note"', True, True)],
)  # fmt: skip
def test_the_configuration_has_the_last_word(site: SiteFolder, levels: str, strict: bool, ok: bool) -> None:
    """Each rule's level can be changed; warnings fail a strict check, notes never."""
    brief(site, "2022-01-25-a.md", "TK\n")
    site.write("briefing.toml", f'title = "T"\nbase_url = "https://example.org/"\n[check]\n{levels}\n')
    assert look(site, strict=strict).ok is ok


@pytest.mark.parametrize(
    ("line", "code", "mend"),
    [("placholder = 'off'", "unknown-key", "did you mean 'placeholder'?"),
     ("zzz = 'off'", "unknown-key", "docs/checks.md lists its rules; what every build finds can't be turned off"),
     ("bad-date = 'off'", "unknown-key", "docs/checks.md lists its rules; what every build finds can't be turned off"),
     ("placeholder = 'loud'", "bad-value", 'write "error", "note", "off" or "warning"'),
     ("title-length = -1", "bad-value", "write one of these")],
)  # fmt: skip
def test_a_slip_in_the_configuration_is_told(site: SiteFolder, line: str, code: str, mend: str) -> None:
    """An unknown rule is an error with a suggestion, and so is a level that there is not."""
    site.write("briefing.toml", f'title = "T"\nbase_url = "https://example.org/"\n[check]\n{line}\n')
    with pytest.raises(Refusal) as refusal:
        look(site)
    (problem,) = refusal.value.problems
    assert (problem.line, problem.code, problem.mend) == (4, code, mend)


def test_what_is_checked_changes_no_page(site: SiteFolder) -> None:
    """Another level of a rule rebuilds nothing."""
    brief(site, "2022-01-25-a.md")
    site.build()
    site.write("briefing.toml", (site.root / "briefing.toml").read_text() + "[check]\ntitle-length = 7\n")
    assert site.build().written == {}


def test_what_was_checked_is_counted_as_it_is(site: SiteFolder) -> None:
    """A standing page is no brief, what is scheduled is not public yet, and one is one."""
    brief(site, "2022-01-25-a.md")
    assert "\n1 brief, " in "\n" + run("check", "-C", site.root, "--now", "2022-03-01").stdout.decode()
    brief(site, "2022-01-26-b.md", date="2022-01-26")
    brief(site, "2022-04-01-c.md", date="2022-04-01")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    done = run("check", "-C", site.root, "--now", "2022-03-01", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["briefs"], told["scheduled"], told["standing"]) == (site.build().briefs, 1, 1) == (2, 1, 1)
    done = run("check", "-C", site.root, "--now", "2022-03-01")
    assert done.stdout.startswith(b"2 briefs, 1 scheduled, 1 standing page, ")
    site.write("content/broken.md", "---\ntitle: One: two\n---\n")
    done = run("check", "-C", site.root, "--now", "2022-03-01", "--format", "json")
    assert json.loads(done.stdout)["scheduled"] == 1


def test_the_command_ends_as_promised(site: SiteFolder) -> None:
    """0 is clean, 1 errors or warnings under --strict, 2 usage or configuration."""
    at = ("-C", site.root, "--now", "2022-03-01")
    brief(site, "2022-01-25-a.md")
    done = run("check", *at)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("1 brief, ")
    assert run("check", *at, "-q").stdout == b""
    brief(site, "2022-01-25-a.md", "TK\n")
    assert run("check", *at).returncode == 0
    done = run("check", *at, "--strict")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[:3] == [
        "content/2022-01-25-a.md:7:1: warning[placeholder]: 'TK' is still here; "
        "write what it stands for, or make the brief a draft",
        "  7 | TK",
        "    | ^^",
    ]
    assert run("check", *at, "--nope").returncode == 2
    assert run("check", "-C", site.root / "content").returncode == 2


def test_programs_get_what_people_get(site: SiteFolder) -> None:
    """`--format json` and `--report` give the problems as values, `--format github` as annotations."""
    brief(site, "2022-01-25-a.md", "TK\n", tags="[x, Ports]")
    site.write("content/tags.toml", '[Harbours]\naliases = ["Ports"]\n')
    at = ("check", "-C", site.root, "--now", "2022-03-01")
    assert run(*at, "--format", "github").stdout.startswith(
        b"::warning file=content/2022-01-25-a.md,line=8,col=1,title=placeholder::"
    )
    done = run(*at, "--fix", "--format", "json", "--report", site.root / "r.json")
    data = json.loads(done.stdout)
    assert data == json.loads((site.root / "r.json").read_bytes())
    assert (data["version"], data["ok"], data["briefs"]) == (1, True, 1)
    assert [problem["code"] for problem in data["problems"]] == ["placeholder"]
    assert [(problem["code"], problem["line"], problem["column"]) for problem in data["mended"]] == [
        ("canonical-name", 5, 11)
    ]


def test_a_note_is_a_notice_for_github() -> None:
    """GitHub knows errors, warnings and notices."""
    note = Problem("a.md", 1, 1, "external-moved", "x", level="note")
    assert problem_lines([note], "github") == ["::notice file=a.md,line=1,col=1,title=external-moved::x"]


def test_a_story_is_told_without_a_site(tmp_path: Path) -> None:
    """`explain CODE` needs no site, and knows what may have been meant; `explain URL` is as it was."""
    for pasted in ("[bad-date]", "error[bad-date]:", "Bad-Date"):
        assert run("explain", pasted, cwd=tmp_path).stdout.startswith(b"bad-date\n\n")
    done = run("explain", "bad-date", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(b"bad-date\n\n")
    done = run("explain", "bad-dat", cwd=tmp_path)
    assert (done.returncode, b"did you mean 'bad-date'?" in done.stderr) == (1, True)
    assert run("explain", "/2022/", cwd=tmp_path).returncode == 2


def test_other_sites_are_never_asked_in_a_build_or_a_plain_check(site: SiteFolder) -> None:
    """httpx is not even loaded, unless `--external` asks for it."""
    brief(site, "2022-01-25-a.md", "[x](https://zantic.example/)\n")
    code = (
        "import sys, runpy\nsys.argv = ['briefing', {!r}, '-q', '-C', {!r}]\n"
        "from generator import cli\nstatus = cli._run()\nprint(status, 'httpx' in sys.modules)"
    )
    import subprocess

    for command in ("build", "check"):
        done = subprocess.run(
            [sys.executable, "-c", code.format(command, str(site.root))], capture_output=True, check=True, text=True
        )
        assert done.stdout == "0 False\n"


@settings(max_examples=25, derandomize=True)
@given(SITES)
def test_no_site_ends_in_a_traceback(hostile: Hostile) -> None:
    """Whatever content holds, a check ends in problems that can be shown; what is mended once needs no mending."""
    with hostile.written() as site:
        asked = site.settings(drafts=hostile.everything, future=hostile.everything, jobs=1)
        first = check(asked)
        assert first.ok is not any(problem.level == "error" for problem in first.problems)
        excerpts = Excerpts(site.root)
        assert all("\n" not in line for problem in first.problems for line in excerpts.told(problem))
        mend(asked, write=True)
        assert mend(asked, write=True) == ()
        check(asked)


@pytest.mark.parametrize("tags", ["NATO; Ukraine", "[NATO; Ukraine]"])
def test_tags_that_a_semicolon_joins_are_told(site: SiteFolder, tags: str) -> None:
    """Commas part tags; what semicolons part is one tag, which a check asks about unless a vocabulary has it."""
    brief(site, "2022-01-25-a.md", tags=tags)
    (problem,) = look(site).problems
    assert (problem.code, problem.line, problem.what) == ("unknown-tag", 5, "'NATO; Ukraine' is one tag")
    assert "write 'NATO, Ukraine'" in problem.mend
    site.write("content/tags.toml", '["NATO; Ukraine"]\n')
    assert look(site).problems == ()


@pytest.mark.parametrize("text", ["`" * 50_001, "x " + " ".join("`" * length for length in range(1, 900))])
def test_backticks_hold_no_check_up(site: SiteFolder, text: str) -> None:
    """However many backticks a text has, and whether or not they close each other, a check is over at once."""
    site.brief("2022-01-25-a.md", f"{text}\n")
    before = time.process_time()
    checks.check(site.settings())
    assert time.process_time() - before < 2


@pytest.mark.parametrize(("raw_html", "count"), [("sanitize", 2), ("escape", 1), ("trust", 0)])
def test_what_is_let_through_is_not_told(new_site: Callable[..., SiteFolder], raw_html: str, count: int) -> None:
    """HTML that is shown as it is written, or trusted, is not left out; a link's address is, unless all is trusted."""
    site = new_site("site", f'{CONFIG}[markup]\nraw_html = "{raw_html}"\n')
    brief(site, "2022-01-25-a.md", "<iframe></iframe>\n\n[a](sms:1)\n")
    assert [problem.code for problem in look(site).problems] == ["left-out"] * count
