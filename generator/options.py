"""The options that all commands share, and what they ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click


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


_COMMON: dict[str, Callable[..., Any]] = {
    "root": click.option("-C", "root", type=click.Path(path_type=Path), help="The site's folder [default: this one]."),
    "config": click.option(
        "-c", "config", type=click.Path(path_type=Path), help="The configuration [default: briefing.toml]."
    ),
    "output": click.option("-o", "output", type=click.Path(path_type=Path), help="Where to publish [default: output]."),
    "place": click.option(
        "-o", "output", type=click.Path(path_type=Path), help="Where to build [default: a folder in .cache/]."
    ),
    "base_url": click.option(
        "-b", "base_url", metavar="URL", help="The site's address, instead of the configuration's."
    ),
    "drafts": click.option("-D", "--drafts", is_flag=True, default=None, help="Show drafts."),
    "future": click.option(
        "-F", "--future", is_flag=True, default=None, help="Show what is dated or embargoed for later."
    ),
    "now": click.option(
        "--now",
        type=Instant(),
        metavar="TIME",
        help="Build for this moment [default: SOURCE_DATE_EPOCH, or now].",
    ),
    "jobs": click.option(
        "-j",
        "jobs",
        type=click.IntRange(0),
        metavar="N",
        help="Processes to work with [default: 0, one a core].",
    ),
    "no_cache": click.option("--no-cache", is_flag=True, default=None, help="Neither use nor keep a cache."),
    "strict": click.option("-s", "--strict", is_flag=True, default=None, help="Take warnings for errors."),
    "report": click.option(
        "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what was done as JSON."
    ),
    "form": click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "github"]),
        help="How to print problems [default: text].",
    ),
    "quiet": click.option("-q", "--quiet", is_flag=True, default=None, help="Print problems only."),
    "verbose": click.option(
        "-v",
        "--verbose",
        is_flag=True,
        default=None,
        help="Say more: each file written and why, the times, where Briefing itself fails.",
    ),
}


def common(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command those of the common options that it heeds, by their names as parameters; all if none is named."""

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        chosen = [option for name, option in _COMMON.items() if name in names or (not names and name != "place")]
        for option in reversed(chosen):
            function = option(function)
        return function

    return given


def settings(options: dict[str, Any]) -> Any:
    """What the options ask for, with the defaults of DESIGN filled in; paths are made absolute."""
    from generator import config
    from generator.build import Settings

    root = (options.get("root") or Path()).absolute()
    return Settings(
        root=root,
        now=options.get("now") or moment(),
        config=(options.get("config") or root / config.FILE).absolute(),
        output=Path(os.path.normpath((options.get("output") or root / "output").absolute())),
        base_url=options.get("base_url"),
        drafts=bool(options.get("drafts")),
        future=bool(options.get("future")),
        strict=bool(options.get("strict")),
        cache=not options.get("no_cache"),
        jobs=options.get("jobs") or 0,
    )


def handed_over(made: Callable[[], bytes], options: dict[str, Any]) -> bool:
    """Write a report to the file that --report names, and print it with `--format json`: whether it was printed."""
    printed: bool = options["form"] == "json"
    data = made() if printed or options["report"] else b""
    if options["report"]:
        options["report"].parent.mkdir(parents=True, exist_ok=True)
        options["report"].write_bytes(data)
    if printed:
        click.echo(data, nl=False)
    return printed


def colours(stream: Any) -> bool:
    """Whether what is written to a stream may be coloured: a terminal's, unless NO_COLOR is set (no-color.org)."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(shown: bool) -> Iterator[Any]:
    """A listener that draws a bar on a terminal for what takes over a second; never in CI."""
    if not shown or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    from generator.bar import Bar

    with Bar() as bar:
        yield bar.tell


@contextmanager
def stages(command: str, options: dict[str, Any]) -> Iterator[Any]:
    """In CI, a clerk that prints a line for each stage, folded into a group in GitHub's logs; else none.

    CI is where the environment says so (`CI`, as GitHub, GitLab and others set it); a group is printed with
    `--format github` where `GITHUB_ACTIONS` is set (GitHub Docs, 'Workflow commands').
    """
    if options["quiet"] or options["form"] == "json" or not os.environ.get("CI"):
        yield None
        return
    grouped = options["form"] == "github" and bool(os.environ.get("GITHUB_ACTIONS"))
    if grouped:
        click.echo(f"::group::{command}")
    try:
        yield lambda stage, seconds, what: click.echo(
            f"{stage:<9}{seconds:8.2f} s  {what}".rstrip(), err=options["form"] != "github"
        )
    finally:
        if grouped:
            click.echo("::endgroup::")


def moment() -> datetime:
    """The moment to build for: SOURCE_DATE_EPOCH (reproducible-builds.org) if it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is '{epoch}', which is not a number of seconds") from None
