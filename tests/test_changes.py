"""The publish diff: what a build changes for readers, and what it would take from them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import SiteFolder
from test_cli import build as command
from test_cli import run

from generator import against, compare, schema, summary
from generator import manifest as manifests
from generator import report as reports
from generator.changes import Changes
from generator.model import Report


def built(site: SiteFolder, **options: object) -> Report:
    """A build that compares with what lies in the output folder."""
    return site.build(against=against.published(site.output), **options)


def changes(report: Report) -> Changes:
    """What a build changed; it must have compared."""
    assert report.changes is not None
    return report.changes


def urls(found: tuple[object, ...]) -> dict[str, str]:
    """The reasons of changes, by URL."""
    return {change.url: change.why for change in found}  # type: ignore[attr-defined]


def test_a_first_publication_is_all_new(site: SiteFolder) -> None:
    """Where nothing was published, every page is added and every brief becomes public."""
    site.brief("2022-01-25-a.md")
    found = changes(built(site))
    assert urls(found.added)["/2022/01/25/a/"] == "new"
    assert urls(found.public) == {"/2022/01/25/a/": "new"}
    assert (found.changed, found.removed, found.gone, found.total.files_before) == ((), (), (), 0)
    assert found.total.files == len(site.tree()) - 1
    assert found.total.bytes == sum(
        (site.output / path).stat().st_size for path in site.tree() if path != manifests.FILE
    )


def test_nothing_to_do_changes_nothing(site: SiteFolder) -> None:
    """A build of what is published already says that nothing changes."""
    site.brief("2022-01-25-a.md")
    built(site)
    found = changes(built(site))
    assert (found.added, found.changed, found.removed, found.public, found.feeds) == ((), (), (), (), ())


def test_a_new_brief_is_told_with_all_that_follows(site: SiteFolder) -> None:
    """A new brief is added and public, its lists change, and each feed that has it tells of it."""
    site.brief("2022-01-25-a.md", tags="[NATO]")
    built(site)
    site.brief("b.md", date="2022-01-26", title="Second", tags="[NATO]")
    found = changes(built(site))
    assert [(change.url, change.title) for change in found.public] == [("/2022/01/26/b/", "Second")]
    assert urls(found.changed)["/"] == "content"
    assert "/robots.txt" not in urls(found.changed)
    feeds = {news.url: news.entries for news in found.feeds}
    assert feeds == {
        "/feed.xml": ("/2022/01/26/b/",),
        "/tags/nato/feed.xml": ("/2022/01/26/b/",),
        "/editions/feed.xml": ("/2022/01/26/",),
    }


def test_an_embargo_that_ends_is_told(site: SiteFolder) -> None:
    """What was embargoed becomes public because its moment came; before that, nothing tells of it."""
    site.brief("2022-01-25-a.md")
    site.brief("b.md", date="2022-01-26", title="Secret", publish_at="2022-03-02")
    before = built(site)
    assert "Secret" not in reports.as_json(before).decode() + summary.markdown(before)
    later = built(site, now=site.settings().now.replace(day=3))
    assert urls(changes(later).public) == {"/2022/01/26/b/": "its moment came"}


def test_what_expires_is_no_fault(site: SiteFolder) -> None:
    """A brief that expires is removed, told, and not a problem, nor are the lists that go with it."""
    site.brief("2022-01-25-a.md", expires="2022-03-02", tags="[NATO]")
    site.brief("b.md", date="2022-01-26")
    built(site)
    report = built(site, now=site.settings().now.replace(day=3), strict=True)
    found = changes(report)
    assert report.ok
    assert urls(found.expired) == {"/2022/01/25/a/": "expired"}
    assert urls(found.removed)["/tags/nato/"] == "empty"
    assert found.gone == ()


@pytest.mark.parametrize(
    ("field", "value", "why"), [("draft", "true", "draft"), ("publish_at", "2023-01-01", "scheduled")]
)
def test_what_is_withdrawn_is_gone(site: SiteFolder, field: str, value: str, why: str) -> None:
    """A published brief that becomes a draft or is put off is gone, and the warning names its line."""
    site.brief("2022-01-25-a.md")
    site.brief("b.md", date="2022-01-26")
    built(site)
    site.brief("2022-01-25-a.md", **{field: value})
    report = built(site)
    assert urls(changes(report).removed)["/2022/01/25/a/"] == why
    (problem,) = (problem for problem in report.problems if problem.code == "gone")
    assert (problem.path, problem.line, problem.level) == ("content/2022-01-25-a.md", 4, "warning")


def test_what_vanishes_is_refused_under_strict(site: SiteFolder) -> None:
    """A removed brief without a redirect is a warning: under --strict nothing is published."""
    file = site.brief("2022-01-25-a.md")
    site.brief("b.md", date="2022-01-26")
    built(site)
    before = site.tree()
    file.unlink()
    report = built(site, strict=True)
    assert not report.ok
    assert [problem.code for problem in report.problems] == ["gone"]
    assert "/2022/01/25/a/" in report.problems[0].what
    assert site.tree() == before
    assert changes(built(site)).gone == ("/2022/01/25/a/",)


def test_a_renamed_brief_is_neither_gone_nor_new(site: SiteFolder) -> None:
    """A brief that moves and names its old address is no new entry of a feed, and nothing is gone."""
    file = site.brief("2022-01-25-a.md")
    built(site)
    file.unlink()
    site.brief("2022-01-25-b.md", aliases="[/2022/01/25/a/]")
    report = built(site, strict=True)
    found = changes(report)
    assert report.ok
    assert (found.public, found.gone, found.feeds) == ((), (), ())
    assert urls(found.changed)["/2022/01/25/a/"] == "template"
    assert [(redirect.url, redirect.target) for redirect in found.redirects] == [("/2022/01/25/a/", "/2022/01/25/b/")]
    assert "### New redirects (1)" in summary.markdown(report)
    assert "| `/2022/01/25/a/` | `/2022/01/25/b/` |" in summary.markdown(report)
    assert changes(built(site)).redirects == ()


def test_what_vanishes_is_missed_without_being_asked_for(site: SiteFolder) -> None:
    """A build over what readers have knows what they have: an address that vanishes is refused under --strict alone."""
    file = site.brief("2022-01-25-a.md", expires="2022-06-01")
    site.brief("b.md", date="2022-01-26", aliases="[/old/]")
    assert command(site, "--strict").returncode == 0
    before = site.tree()
    site.brief("b.md", date="2022-01-26")
    done = command(site, "--strict")
    assert (done.returncode, done.stderr.count(b"warning[gone]: /old/")) == (1, 1)
    assert site.tree() == before
    assert b"warning[gone]" in command(site).stderr
    assert command(site, "--strict").stderr == b""
    file.unlink()
    assert command(site, "--strict", "-o", site.root / "elsewhere").returncode == 0
    site.brief("2022-01-25-a.md", expires="2022-02-01")
    assert command(site, "--strict").returncode == 0


def test_a_preview_promises_nothing(site: SiteFolder) -> None:
    """A folder that shows what is not public is told to be a preview, and what it showed may go."""
    site.brief("2022-01-25-a.md", draft="true")
    site.brief("b.md", date="2023-01-26")
    site.brief("c.md", date="2022-01-27")
    report = json.loads(command(site, "--strict", "-D", "-F", "--format", "json").stdout)
    (note,) = report["problems"]
    assert (note["code"], note["level"], note["what"][:7], report["ok"]) == ("preview", "note", "2 texts", True)
    assert json.loads((site.output / ".briefing.json").read_bytes())["basis"]["preview"] is True
    assert command(site, "--strict").stderr == b""
    assert "preview" not in json.loads((site.output / ".briefing.json").read_bytes())["basis"]
    (site.root / "content/2022-01-25-a.md").unlink()
    assert command(site, "-D").stderr == b""


def test_an_address_of_this_machine_is_told(site: SiteFolder) -> None:
    """A site with an address that only this machine knows may be published, but says so."""
    site.brief("2022-01-25-a.md")
    for address in ("http://localhost:8000/", "http://127.0.0.1/digest/", "http://[::1]/"):
        done = command(site, "--strict", "-b", address)
        assert (done.returncode, b"note[local-address]" in done.stderr) == (0, True)
    assert command(site, "--strict").stderr == b""


def test_a_theme_without_words_in_the_sites_language_is_told(site: SiteFolder) -> None:
    """Who builds a site in a language that the theme has no words in hears of it, until they are added."""
    site.brief("2022-01-25-a.md")
    config = (site.root / "briefing.toml").read_text()
    for language, told in (("ja", True), ("uk", False), ("de-AT", False), ("en-GB", False), ("ja", True)):
        site.write("briefing.toml", config + f'language = "{language}"\n')
        done = command(site, "--strict")
        assert (done.returncode, b"note[no-words]" in done.stderr) == (0, told)
    site.write("i18n/ja.po", 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
    assert command(site, "--strict").stderr == b""


def test_only_a_build_for_readers_is_held_to_addresses(site: SiteFolder) -> None:
    """Checks and verifications build where no reader looks: what is renamed between two of them is not missed."""
    file = site.brief("2022-01-25-a.md", source="Zantic Post")
    for command_line in (("check", "--strict"), ("build", "--verify", "--strict")):
        file.rename(site.root / "content" / "2022-01-25-a.md")
        assert run(*command_line, "-C", site.root, "--now", "2022-03-01").returncode == 0
        file = (site.root / "content" / "2022-01-25-a.md").rename(site.root / "content" / "2022-01-25-b.md")
        assert run(*command_line, "-C", site.root, "--now", "2022-03-01").returncode == 0


def test_a_dropped_alias_is_gone(site: SiteFolder) -> None:
    """A redirect that is taken away is a lost address too."""
    site.brief("2022-01-25-a.md", aliases="[/old/]")
    built(site)
    site.brief("2022-01-25-a.md")
    assert changes(built(site)).gone == ("/old/",)


def test_a_mistake_is_not_told_twice(site: SiteFolder) -> None:
    """A brief with a mistake takes its page with it: the mistake is told, and not that the page is gone."""
    site.brief("2022-01-25-a.md", aliases="[/old/]")
    built(site)
    site.brief("2022-01-25-a.md", date="Jan 25th", aliases="[/old/]")
    assert [problem.code for problem in built(site).problems] == ["bad-date"]


def test_reports_are_what_the_schema_says(site: SiteFolder) -> None:
    """Every report, of whatever kind of build, is valid by the published schema."""
    validator = jsonschema.Draft7Validator(schema.report())
    site.brief("2022-01-25-a.md", tgas="x", expires="2022-04-01")
    made = [built(site), built(site), site.build(), site.build(strict=True)]
    site.brief("c.md", date="Jan 25th")
    made.append(built(site))
    for report in made:
        for now in (None, site.settings().now):
            assert [error.message for error in validator.iter_errors(json.loads(reports.as_json(report, now)))] == []


def test_the_command_writes_a_summary(site: SiteFolder, tmp_path: Path) -> None:
    """`--summary` writes Markdown that names what changed; `--against` takes a folder or a manifest's file."""
    site.brief("2022-01-25-a.md", title="'A | b <i>'")
    file = tmp_path / "deep" / "summary.md"
    assert command(site, "--summary", file, "-q").returncode == 0
    text = file.read_text("utf-8")
    assert text.startswith("## Published\n")
    assert "\n\n\n" not in text
    assert "| `/2022/01/25/a/` | A \\| b &lt;i\\> | new |" in text
    for known in (site.output, site.output / ".briefing.json"):
        report = tmp_path / "report.json"
        assert command(site, "--against", known, "--report", report, "-o", tmp_path / "other").returncode == 0
        assert json.loads(report.read_bytes())["changes"]["changed"] == []
    site.brief("c.md", date="Jan 25th")
    assert command(site, "--summary", file).returncode == 1
    assert file.read_text("utf-8").startswith("## Not published")
    site.write("briefing.toml", "title = 1\n")
    assert command(site, "--summary", file).returncode == 2
    assert "bad-value" in file.read_text("utf-8")


def test_every_reason_of_a_removal_is_told() -> None:
    """docs/report.md names each reason why a page is removed."""
    text = (Path(__file__).parent.parent / "docs" / "report.md").read_text("utf-8")
    assert [why for why in compare.REMOVED if f"`{why}`" not in text] == []


def test_a_summary_is_never_longer_than_github_takes(site: SiteFolder) -> None:
    """Long lists are cut, and say how much is left out."""
    for number in range(60):
        site.brief(f"{number}.md", tags=f"[T{number}]")
    text = summary.markdown(built(site))
    assert "… and 20 more" in text
    assert len(text.encode()) < 100_000
