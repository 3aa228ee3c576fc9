"""The help of the whole command: what there is, in the order of a writer's day, with examples."""

from __future__ import annotations

from typing import Any

import click

DAY = (
    ("Write", ("new", "list")),
    ("Look and check", ("serve", "check", "explain")),
    ("Publish", ("build", "clean")),
    ("Set up", ("init", "import", "schema", "completion")),
)
"""The commands as the help groups them."""

EXAMPLES = (
    ("briefing new 'Talks go on in Geneva' --url https://example.org/story", "start a brief"),
    ("briefing list scheduled", "what will appear, and when"),
    ("briefing serve --open", "the site as it will be, in a browser, while you write"),
    ("briefing build", "publish to output/"),
)

_ZSH = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n"
"""A new account's zsh, as on macOS, has its completion not yet switched on."""


class Guide(click.Group):
    """A group of commands whose help is grouped too."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by groups, then the examples."""
        rest = [name for name in self.commands if not any(name in names for _, names in DAY)]
        width = max(map(len, self.commands))
        for title, names in (*DAY, ("More", tuple(rest))):
            rows = [(name.ljust(width), self._short(name)) for name in names if name in self.commands]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        with formatter.section("Examples"):
            for command, what in EXAMPLES:
                formatter.write_text(f"{command}")
                formatter.indent()
                formatter.write_text(f"{what}")
                formatter.dedent()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands before the options: they are what one looks for."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def _short(self, name: str) -> str:
        return self.commands[name].get_short_help_str(100)


def completion_script(shell: str, group: click.Command) -> str:
    """What a shell must read to complete `briefing`'s commands and options: click's own script for it."""
    from click.shell_completion import ShellComplete, get_completion_class

    kind: Any = get_completion_class(shell)
    made = kind(group, {}, "briefing", "_BRIEFING_COMPLETE")
    script = ShellComplete.source(made)  # bash's own first asks the bash at hand for its version; we only print
    return _ZSH + script if shell == "zsh" else script
