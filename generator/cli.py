"""The command `briefing`: options in, a build, a report and an exit status out."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.errors import Refusal

DONE, PROBLEMS, UNUSABLE = 0, 1, 2
"""Exit statuses: done; problems in content (or warnings under --strict); usage or configuration."""


class Instant(click.ParamType[datetime]):
    """A moment: ISO 8601, in UTC if it has no offset, or seconds since 1970 after `@`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment that `value` names; fails as click does."""
        from generator import dates

        if isinstance(value, datetime):
            return value
        try:
            if value.startswith("@"):
                return datetime.fromtimestamp(int(value[1:]), UTC)
            return dates.read(value, UTC)[0]
        except dates.BadDate as error:
            self.fail(f"{error.what}; {error.mend}", param, ctx)
        except (ValueError, OverflowError, OSError):
            self.fail(f"'{value}' is not a number of seconds", param, ctx)


_COMMON: tuple[Callable[..., Any], ...] = (
    click.option("-C", "root", type=click.Path(path_type=Path), help="The site's folder [default: this one]."),
    click.option("-c", "config", type=click.Path(path_type=Path), help="The configuration [default: briefing.toml]."),
    click.option("-o", "output", type=click.Path(path_type=Path), help="Where to publish [default: output]."),
    click.option("-b", "base_url", metavar="URL", help="The site's address, instead of the configuration's."),
    click.option("-D", "--drafts", is_flag=True, default=None, help="Show drafts."),
    click.option("-F", "--future", is_flag=True, default=None, help="Show what is dated or embargoed for later."),
    click.option(
        "--now",
        type=Instant(),
        metavar="TIME",
        help="Build for this moment [default: SOURCE_DATE_EPOCH, or now].",
    ),
    click.option(
        "-j",
        "jobs",
        type=click.IntRange(0),
        metavar="N",
        help="Processes to parse with [default: 0, one a core].",
    ),
    click.option("--no-cache", is_flag=True, default=None, help="Neither use nor keep a cache."),
    click.option("-s", "--strict", is_flag=True, default=None, help="Take warnings for errors."),
    click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what was done as JSON."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "github"]),
        help="How to print problems [default: text].",
    ),
    click.option("-q", "--quiet", is_flag=True, default=None, help="Print problems only."),
    click.option("-v", "--verbose", is_flag=True, default=None, help="Print each file written and why, and the times."),
)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the common options; they are understood before its name too."""
    for option in reversed(_COMMON):
        function = option(function)
    return function


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@common
@click.version_option(__version__, prog_name="briefing")
@click.pass_context
def briefing(context: click.Context, /, **options: Any) -> None:
    """Build a digest of news briefs: Markdown files in, a site out.

    Start with `briefing build` in a folder that has a briefing.toml and a content/ folder.
    """
    given = {name: value for name, value in options.items() if value is not None}
    context.default_map = dict.fromkeys(briefing.commands, given)


@briefing.command()
@common
def build(**options: Any) -> None:
    """Build the site in output/."""
    from generator import identity
    from generator import report as reports
    from generator.build import build as run
    from generator.stopwatch import Stopwatch

    if not identity.has_fast_yaml():
        what = "PyYAML has no C loader here: reading front matter takes ten times as long"
        click.echo(f"warning[slow-yaml]: {what}; install PyYAML from a wheel, or with libyaml", err=True)
    with progress(shown=not options["quiet"] and options["form"] in (None, "text")) as listener:
        report = run(settings(options), Stopwatch(listener))
    if options["report"]:
        options["report"].parent.mkdir(parents=True, exist_ok=True)
        options["report"].write_bytes(reports.as_json(report))
    if options["form"] == "json":
        click.echo(reports.as_json(report), nl=False)
    else:
        to_stderr = options["form"] != "github"
        for line in reports.problem_lines(report.problems, options["form"] or "text"):
            click.echo(line, err=to_stderr)
        if options["verbose"]:
            click.echo("\n".join(reports.details(report)))
        if not options["quiet"]:
            click.echo(reports.summary(report), err=not report.ok)
    sys.exit(DONE if report.ok else PROBLEMS)


@briefing.command()
@click.argument("url")
@common
def explain(url: str, **options: Any) -> None:
    """Say why the page at URL was made by the last build that made it, and why the next one would make it."""
    from generator import report as reports
    from generator.build import explain as look

    found = look(settings(options), url)
    if found is None:
        click.echo(f"there is no page {url}; write its path as in /2022/01/25/name/", err=True)
        sys.exit(PROBLEMS)
    click.echo("\n".join(reports.explanation(found)))


@briefing.command()
@common
def clean(**options: Any) -> None:
    """Remove the built site and the cache. Only what Briefing itself wrote is deleted."""
    from generator import memo
    from generator.publish import Output

    chosen = settings(options)
    count = Output(chosen.output, chosen.root, None).clean()
    memo.remove(chosen.root / ".cache" / "briefing")
    if not options["quiet"]:
        click.echo(f"{count} files removed.")


def settings(options: dict[str, Any]) -> Any:
    """What the options ask for, with the defaults of DESIGN filled in; paths are made absolute."""
    from generator import config
    from generator.build import Settings

    root = (options["root"] or Path()).absolute()
    return Settings(
        root=root,
        now=options["now"] or _now(),
        config=(options["config"] or root / config.FILE).absolute(),
        output=Path(os.path.normpath((options["output"] or root / "output").absolute())),
        base_url=options["base_url"],
        drafts=bool(options["drafts"]),
        future=bool(options["future"]),
        strict=bool(options["strict"]),
        cache=not options["no_cache"],
        jobs=options["jobs"] or 0,
    )


@contextmanager
def progress(shown: bool) -> Iterator[Any]:
    """A listener that draws a bar on a terminal for what takes over a second; never in CI."""
    if not shown or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    from generator.bar import Bar

    with Bar() as bar:
        yield bar.tell


def _now() -> datetime:
    """The moment to build for: SOURCE_DATE_EPOCH (reproducible-builds.org) if it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is '{epoch}', which is not a number of seconds") from None


def main() -> NoReturn:
    """Run the command. No input whatever ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):  # what the terminal's encoding lacks is shown as an escape
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
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
