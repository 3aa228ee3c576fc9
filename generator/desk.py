"""The writer's desk: the commands that make briefs and sites, and say what there is. Thin; the work lies elsewhere."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator import guide
from generator.options import common, handed_over, moment, settings

PATH = click.Path(path_type=Path)


class Titled(click.Command):
    """A command whose argument is a title: it says what to do with one that the shell or an option took apart."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            name = getattr(error, "option_name", "")
            if name and not re.fullmatch(r"--?[A-Za-z][\w-]*", name):
                mend = f"Put -- before a title that begins so: {ctx.command_path} -- '{name}'"
            elif "extra argument" in error.message:
                mend = f"Put what has spaces in quotes: {ctx.command_path} 'Talks go on'"
            else:
                raise
            raise click.UsageError(f"{error.format_message().rstrip('.')}. {mend}", ctx) from None


@click.command("new", cls=Titled)
@click.argument("title")
@click.option("--tags", multiple=True, metavar="A,B", help="Topics, with commas between them.")
@click.option("--source", default="", metavar="NAME", help="Where the news comes from [default: by the address].")
@click.option("--url", default="", metavar="URL", help="The address of the original; utm_ parts are left out.")
@click.option("--date", default="", metavar="DATE", help="2022-01-25, or '2022-01-25 09:30' [default: today].")
@click.option("--story", default="", metavar="NAME", help="The running story that the brief belongs to.")
@click.option("--draft", is_flag=True, help="Mark it as a draft.")
@click.option("--edit", is_flag=True, help="Open it in $EDITOR.")
@common("root", "config", "now", "quiet", "verbose")
def new(title: str, tags: tuple[str, ...], edit: bool, **options: Any) -> None:
    """Start a brief and print its file's name.

    Names of topics and sources become those of content/tags.toml and content/sources.toml; with only --url the source
    is found by its domain.

    \b
      briefing new "Talks go on in Geneva" --tags NATO,Ukraine --url https://example.org/story
    """
    from generator import new as making

    chosen = settings(options)
    wish = making.Wish(
        title=title,
        tags=tuple(name for given in tags for name in given.split(",")),
        **{name: options[name] for name in ("source", "url", "date", "story", "draft")},
    )
    made = making.create(chosen.root, chosen.config, chosen.now, wish)
    for problem in made.problems:
        click.echo(str(problem), err=True)
    if not options["quiet"]:
        click.echo(_shown(made.file))
    if edit:
        _edit(made.file)


def _edit(file: Path) -> None:
    """Open a file in the writer's editor. Raises ClickException if there is none that works."""
    try:
        click.edit(filename=str(file))
    except (click.ClickException, ValueError) as error:
        mend = "set EDITOR to the command that starts yours, its path in quotes if it has spaces"
        raise click.ClickException(f"{_shown(file)} is written, but no editor opened it ({error}); {mend}") from None


def _shown(file: Path) -> str:
    """A path as one can paste it into the next command: from here if it lies below."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


_NONE = {"drafts": "There are no drafts.", "scheduled": "Nothing is scheduled.", "expired": "Nothing has expired."}


@click.command("list")
@click.argument("kind", type=click.Choice(["drafts", "scheduled", "expired"]))
@common("root", "config", "now", "jobs", "no_cache", "report", "form", "quiet", "verbose")
def listing(kind: Any, **options: Any) -> None:
    """List drafts, scheduled or expired briefs, nearest first."""
    from generator import listing as lists
    from generator.report import problem_lines

    found = lists.read(settings(options), kind)
    if not handed_over(partial(lists.as_json, found), options):
        for line in lists.lines(found):
            click.echo(line)
        if not found.briefs and not options["quiet"]:
            click.echo(_NONE[kind], err=True)
        github = options["form"] == "github"
        for line in problem_lines(found.problems, "github" if github else "text", options["root"]):
            click.echo(line, err=not github)
    sys.exit(1 if found.problems else 0)


@click.command("init")
@click.argument("folder", type=PATH)
@click.option("--title", help="The site's name.")
@click.option("--base-url", metavar="URL", help="The address that it will have: https://example.org/")
@click.option("--language", default="en", show_default=True, help="Its language (BCP 47).")
@click.option("--timezone", default="UTC", show_default=True, help="Its time zone, such as Europe/Kyiv.")
def init(folder: Path, title: str | None, base_url: str | None, language: str, timezone: str) -> None:
    """Make a new site in FOLDER, which must be empty or not there yet.

    Asks for the title and the address if they are not given.
    """
    from generator import init as making
    from generator.errors import Refusal

    if refusal := making.occupied(folder.absolute()):
        raise Refusal(refusal)
    if (title is None or base_url is None) and not sys.stdin.isatty():
        raise click.UsageError("say --title 'The name' and --base-url https://example.org/: there is nobody to ask")
    if title is None:
        title = click.prompt("The site's name")
    if base_url is None:
        base_url = click.prompt("Its address", default="https://example.org/", value_proc=_address)
    wish = making.Wish(str(title), str(base_url), language, timezone)
    files = making.create(folder.absolute(), moment(), wish)
    for file in files:
        click.echo(folder / file)
    click.echo(f"\nA new site with two briefs. Next: cd {folder}, then briefing build.")


def _address(text: str) -> str:
    """The address that was typed. Raises UsageError, upon which it is asked for again, if no site can have it."""
    from generator import init as making
    from generator.errors import Refusal

    try:
        making.usable(making.Wish("A site", text))
    except Refusal as refusal:
        raise click.UsageError("; ".join(f"{problem.what}; {problem.mend}" for problem in refusal.problems)) from None
    return text


@click.command("import")
@click.argument("program", type=click.Choice(["jekyll", "hugo", "hexo", "eleventy", "pelican"]))
@click.argument("source", type=PATH)
@common("root", "config", "now", "report", "form", "quiet", "verbose")
def importing(program: Any, source: Path, **options: Any) -> None:
    """Copy the archive of another program's site, in the folder SOURCE, into content/.

    Nothing is overwritten. Old addresses are kept as aliases; what could not be taken over as it was is said file by
    file, and with --report as JSON.
    """
    from generator import moving_report
    from generator.importing import run

    chosen = settings(options)
    home, old = chosen.root.resolve(), source.resolve()
    if old == home or old in home.parents or old.is_relative_to(home / "content"):
        raise click.UsageError(f"{source} is this site, or holds it; name the folder of the archive")
    outcome = run(program, source.absolute(), chosen.root, chosen.config, chosen.now)
    if not handed_over(partial(moving_report.as_json, outcome), options):
        for line in moving_report.lines(outcome, options["form"] or "text", bool(options["quiet"])):
            click.echo(line)
    sys.exit(1 if outcome.left else 0)


@click.command("schema")
@click.argument("kind", type=click.Choice(["front-matter", "config", "report", "decap"]))
def schema(kind: str) -> None:
    """Print a JSON Schema for editors, or a configuration for Decap CMS."""
    from generator import schema as schemas

    click.echo(schemas.text(kind), nl=False)


@click.command("due")
@click.argument("last", type=PATH, metavar="REPORT")
@common("now", "quiet", "verbose")
def due(last: Path, **options: Any) -> None:
    """Say whether a scheduled run has to build, by the REPORT of the last build.

    It has to if something became public or expired since then, if that build failed or is not of today, or if there
    is no report that can be understood. Exit status: 0 build, 1 nothing to do, 2 wrong usage, as everywhere.
    """
    from generator import due as dues

    chosen = settings(options)
    if last.is_dir():
        raise click.UsageError(f"{last} is a folder: name the file that 'briefing build --report' wrote")
    why = dues.why(last.read_bytes() if last.exists() else None, chosen.now)
    if not options["quiet"]:
        click.echo(f"Build: {why}." if why else "Nothing to do: no moment has come since the last build.")
    sys.exit(0 if why else 1)


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes the shell complete commands and options.

    \b
      bash:  echo 'eval "$(briefing completion bash)"' >> ~/.bashrc
      zsh:   echo 'eval "$(briefing completion zsh)"' >> ~/.zshrc
      fish:  briefing completion fish > ~/.config/fish/completions/briefing.fish
    """
    click.echo(guide.completion_script(shell, context.find_root().command))


COMMANDS: tuple[click.Command, ...] = (new, listing, init, importing, due, schema, completion)
