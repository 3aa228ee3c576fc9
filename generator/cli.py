"""The command `briefing`: options in, a build, a report and an exit status out."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterable
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__, desk
from generator.errors import Problem, Refusal, many
from generator.guide import Guide
from generator.options import colours, common, handed_over, progress, settings, stages

DONE, PROBLEMS, UNUSABLE = 0, 1, 2
"""Exit statuses: done; problems in content (or warnings under --strict); usage or configuration."""


@click.group(cls=Guide, context_settings={"help_option_names": ["-h", "--help"]})
@common()
@click.version_option(__version__, prog_name="briefing")
@click.pass_context
def briefing(context: click.Context, /, **options: Any) -> None:
    """Build a digest of news briefs: Markdown files in, a site out.

    Work in a folder that has a briefing.toml and a content/ folder; `briefing init` makes one. Every command
    explains itself: briefing new --help.
    """
    given = {name: value for name, value in options.items() if value is not None}
    context.default_map = dict.fromkeys(briefing.commands, given)
    command = briefing.commands.get(context.invoked_subcommand or "")
    heeded = {parameter.name for parameter in command.params} if command else given
    useless = [max(parameter.opts, key=len) for parameter in briefing.params if parameter.name in given.keys() - heeded]
    if useless:
        raise click.UsageError(
            f"{', '.join(useless)} has no use in 'briefing {context.invoked_subcommand}': leave it out"
        )


@briefing.command()
@common()
@click.option(
    "--summary", type=click.Path(path_type=Path), metavar="FILE", help="Write what changes for readers, as Markdown."
)
@click.option("--against", metavar="MANIFEST|DIR|URL|live", help="Compare with this published site [default: output].")
@click.option("--timings", is_flag=True, help="Print where the time went.")
@click.option("--verify", is_flag=True, help="Publish nothing: build clean and from the cache, and compare.")
def build(summary: Path | None, against: str | None, timings: bool, verify: bool, **options: Any) -> None:
    """Build the site in output/."""
    if verify:
        _refuse("--verify", options | {"summary": summary, "against": against, "timings": timings or None}, "report")
        _verify(options)
    from generator import identity
    from generator import report as reports
    from generator.build import build as run
    from generator.stopwatch import Stopwatch

    if not identity.has_fast_yaml():
        what = "PyYAML has no C loader here: reading front matter takes ten times as long"
        click.echo(f"warning[slow-yaml]: {what}; install PyYAML from a wheel, or with libyaml", err=True)
    status, chosen, end = DONE, settings(options), None
    with stages("briefing build", options) as clerk, progress(_watched(options)) as listener:
        try:
            chosen = _published(chosen, against, bool(summary))
            report = run(chosen, Stopwatch(listener, clerk), _kept.append)
            status = DONE if report.ok else PROBLEMS
        except Refusal as refusal:
            report, status = reports.refused(refusal), UNUSABLE
        except OSError as error:  # `main` tells it; the report of an earlier build must not stand for this one
            report, status, end = reports.refused(reports.stopped(error)), UNUSABLE, error
    printed = handed_over(partial(reports.as_json, report, chosen.now), options)
    if summary:
        from generator.summary import markdown

        summary.parent.mkdir(parents=True, exist_ok=True)
        summary.write_text(markdown(report), "utf-8")
    if not printed:
        if end:
            raise end
        _tell(report.problems, options)
        if options["verbose"]:
            click.echo("\n".join(reports.details(report)))
        if timings:
            click.echo("\n".join(reports.timings(report)))
        if not options["quiet"]:
            click.echo(reports.summary(report), err=not report.ok)
    sys.exit(status)


@briefing.command()
@common(
    "root", "config", "base_url", "drafts", "future", "now", "jobs", "no_cache", "strict", "report", "form", "quiet",
    "verbose",
)  # fmt: skip
@click.option("--external", is_flag=True, help="Ask other sites whether the links to them still work.")
@click.option("--fix", is_flag=True, help="First mend what is safe to mend in the files.")
@click.option("--diff", is_flag=True, help="Only show what --fix would change.")
@click.option(
    "--permalinks", type=click.Path(path_type=Path), metavar="FILE", help="Hold the site to this list of addresses."
)
def check(external: bool, fix: bool, diff: bool, permalinks: Path | None, **options: Any) -> None:
    """Find what a build would find, and what it lets pass: dead links, slips of the pen, duplicates.

    Nothing is published. docs/checks.md lists the rules; `briefing explain CODE` tells the story of one.
    """
    from generator import edits
    from generator import report as reports
    from generator.check import Frozen, also, refused
    from generator.check import check as run
    from generator.mend import mend
    from generator.stopwatch import Stopwatch

    chosen = settings(options)
    if permalinks and (chosen.drafts or chosen.future):
        raise click.UsageError("--permalinks is about what is public: leave out -D and -F")
    frozen = Frozen(permalinks.absolute(), fix) if permalinks else None
    if diff:
        given = options | {"permalinks": permalinks, "external": external or None}
        _refuse("--diff", given, "external", "report", "form", "permalinks")
        mended = mend(chosen, write=False)
        for file in mended:
            click.echo(edits.diff(file.path, file.before, file.after), nl=False)
        sys.exit(PROBLEMS if mended else DONE)
    mended, end = (), None
    with stages("briefing check", options) as clerk, progress(_watched(options)) as listener:
        try:
            mended = mend(chosen, write=True) if fix else ()
            outcome = run(chosen, external, Stopwatch(listener, clerk), frozen)
            outcome = also(outcome, (problem for file in mended for problem in file.missed), chosen.strict)
            status = DONE if outcome.ok else PROBLEMS
        except Refusal as refusal:
            outcome, status = refused(refusal), UNUSABLE
        except OSError as error:
            outcome, status, end = refused(reports.stopped(error)), UNUSABLE, error
    done = [problem for file in mended for problem in file.problems]
    if not handed_over(partial(reports.check_json, outcome, done), options):
        if end:
            raise end
        for problem in done if not options["quiet"] else ():
            click.echo(reports.mended_line(problem))
        _tell(outcome.problems, options)
        if outcome.added and not options["quiet"]:
            click.echo(f"{permalinks}: {many(outcome.added, 'address')} added.")
        if not options["quiet"]:
            click.echo(reports.check_summary(outcome), err=not outcome.ok)
    sys.exit(status)


@briefing.command()
@click.argument("what", metavar="CODE|URL")
@common("root", "config", "output", "base_url", "drafts", "future", "now", "jobs", "no_cache", "verbose")
def explain(what: str, **options: Any) -> None:
    """Tell the longer story of a problem's code, or why a page was made and would be made again.

    A code is what stands in brackets in a message: `briefing explain bad-date`. A page is named by its URL.
    """
    from generator import manual

    story = manual.story(what)
    if story is not None:
        click.echo(story)
        return
    from generator import report as reports
    from generator.build import explain as look

    mend = manual.near(what)
    if mend and not (options["config"] or (options["root"] or Path()) / "briefing.toml").is_file():
        click.echo(f"there is no code '{what}'; {mend}", err=True)
        sys.exit(PROBLEMS)
    found = look(settings(options), what)
    if found is None:
        mend = mend or "write a code as messages have it, or a page's path as in /2022/01/25/name/"
        click.echo(f"there is no code and no page '{what}'; {mend}", err=True)
        sys.exit(PROBLEMS)
    click.echo("\n".join(reports.explanation(found)))


@briefing.command()
@common(
    "root", "config", "place", "base_url", "drafts", "future", "now", "jobs", "no_cache", "strict", "quiet", "verbose"
)
@click.option("--host", default="127.0.0.1", help="The address to listen on [default: this machine only].")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="The port, or the first to try [8000].")
@click.option("--public", is_flag=True, help="Show neither drafts nor what is yet to come.")
@click.option("--open", "show", is_flag=True, help="Open the site in a browser.")
def serve(host: str, port: int, public: bool, show: bool, **options: Any) -> None:
    """Show the site at http://127.0.0.1:8000/ and keep it current while you write.

    Drafts and what is dated for later are shown, and marked. The site is built apart from output/, so that none of it
    is published by mistake; -o says elsewhere.
    """
    from generator import places
    from generator.serve import loopback
    from generator.serve import serve as run

    if not loopback(host):
        click.echo(f"warning[open-host]: everybody who can reach {host} can read your drafts", err=True)
    options = {
        name: not public if name in ("drafts", "future") and not value else value for name, value in options.items()
    }
    if not options["output"]:
        options["output"] = places.private(options["root"] or Path(), "public" if public else "preview")
    run(
        lambda: settings(options),
        host,
        port,
        show,
        lambda line, news: None if news and options["quiet"] else click.echo(line, err=True),
    )


@briefing.command()
@common("root", "output", "quiet", "verbose")
def clean(**options: Any) -> None:
    """Remove the built site and the cache. Only what Briefing itself wrote is deleted."""
    from generator.build import clean as run

    count = run(settings(options))
    if not options["quiet"]:
        click.echo(f"{many(count, 'file')} removed.")


def _watched(options: dict[str, Any]) -> bool:
    """Whether somebody may be watching, so that a bar can be shown."""
    return not options["quiet"] and options["form"] in (None, "text")


def _verify(options: dict[str, Any]) -> NoReturn:
    """Build twice, say whether both are the same, and end."""
    from generator import verify
    from generator.stopwatch import Stopwatch

    with stages("briefing build --verify", options) as clerk, progress(_watched(options)) as listener:
        verdict = verify.verify(settings(options), Stopwatch(listener, clerk))
    _tell(verify.problems(verdict), options)
    if not options["quiet"]:
        same = f"{many(verdict.files, 'file')}, byte for byte the same: built clean, and from the cache."
        found = f"Different: {many(len(verdict.differing), 'file')}." if verdict.differing else "Nothing was compared."
        click.echo(same if verdict.same else found, err=not verdict.same)
    sys.exit(DONE if verdict.same else PROBLEMS)


def _published(chosen: Any, against: str | None, summary: bool) -> Any:
    """Settings of a build for readers, which is to be compared with `against`, or for a summary with the output folder.

    Raises Refusal if `against` is the site's own address, and the configuration is not usable.
    """
    import msgspec

    known = None
    if summary or against is not None:
        from generator import against as sites
        from generator import config

        live = against == sites.LIVE
        base = config.load(chosen.config, chosen.base_url, chosen.root).base_url if live else ""
        known = sites.published(chosen.output) if against is None else sites.load(against, base)
    return msgspec.structs.replace(chosen, public=True, against=known)


def _refuse(what: str, options: dict[str, Any], *names: str) -> None:
    """Raises UsageError if options were given that have no use beside `what`."""
    useless = [name for name in (*names, "summary", "against", "timings") if options.get(name) is not None]
    if useless:
        shown = ", ".join("--format" if name == "form" else f"--{name}" for name in useless)
        raise click.UsageError(f"{shown} has no use beside {what}: leave it out")


def _tell(problems: Iterable[Problem], options: dict[str, Any]) -> None:
    """Print problems: with the lines they are about, or as annotations for GitHub."""
    from generator import report as reports
    from generator.excerpts import Excerpts

    if options["form"] == "github":
        for line in reports.problem_lines(problems, "github", options["root"]):
            click.echo(line)
        return
    excerpts = Excerpts((options["root"] or Path()).absolute(), colours(sys.stderr))
    for problem in problems:
        click.echo("\n".join(excerpts.told(problem)), err=True)


for command in desk.COMMANDS:
    briefing.add_command(command)


_kept: list[object] = []
"""What was built. It is not taken apart piece by piece when a build ends: the process ends with it."""


def main() -> NoReturn:
    """Run the command. No input whatever ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):  # what the terminal's encoding lacks is shown as an escape
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if hasattr(signal, "SIGCHLD"):  # whoever started this may not want to hear of its processes; this one does
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.disable()  # a build makes many values and drops none: looking for garbage finds nothing
    status = _run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the system takes the memory back at once; taking it apart first costs a tenth of a build


def _run() -> int:
    """Run the command and return its exit status."""
    try:
        briefing.main(standalone_mode=False)
    except Refusal as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        return UNUSABLE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    except click.exceptions.Exit as end:
        return int(end.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"{where}error[system]: {error.strerror or error}; nothing more was changed", err=True)
        return UNUSABLE
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        what = f"{type(error).__name__}: {error}".partition("\n")[0]
        click.echo(f"error[internal]: {what}; this is a mistake in Briefing itself, -v shows where", err=True)
        return UNUSABLE
    return DONE
