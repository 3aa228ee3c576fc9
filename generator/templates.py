"""Rendering: a page's bytes from its context. The one door to Jinja."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from generator import digest, identity, pool
from generator.config import Config
from generator.errors import Damaged, Problem, suggestion
from generator.model import Page
from generator.theme import Theme

Names = tuple[str, ...] | None
"""The names of templates that one refers to; None if some are only known when it runs."""


class Memory(Protocol):
    """What remembers compiled templates between builds: see `memo.Memo`."""

    def recall(self, name: str, kind: Any) -> Any:
        """What was kept under `name`, or None."""

    def keep(self, states: Mapping[str, object]) -> None:
        """Keep values by name."""


class Passing:
    """A memory that lasts as long as it itself; what it was given is in `states`."""

    def __init__(self) -> None:
        self.states: dict[str, Any] = {}

    def recall(self, name: str, kind: Any) -> Any:
        """What was kept under `name`, or None."""
        return self.states.get(name)

    def keep(self, states: Mapping[str, object]) -> None:
        """Keep values by name."""
        self.states.update(states)


class TemplateFault(Exception):
    """A template that can't be rendered; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Templates:
    """The templates of a theme, ready to render. What was compiled or read off them before is in `memory`."""

    def __init__(self, theme: Theme, config: Config, memory: Memory, jobs: int = 1) -> None:
        """With several `jobs`, a theme that `memory` does not know is compiled in another process from now on."""
        self.theme, self.config, self.memory = theme, config, memory
        self._names = f"references {identity.generator()}"
        elsewhere = pool.workers(jobs) and not self._known
        self._compiled = pool.beside(self._compile, jobs) if elsewhere else None

    def closures(self) -> dict[str, str]:
        """For each template, the digest of all that it is made of."""
        return self.theme.closures(self._references)

    @cached_property
    def _known(self) -> dict[str, Names]:
        """For each template by its digest, those that it refers to; nothing if the memory lacks one."""
        known: dict[str, Names] = self.memory.recall(self._names, dict[str, Names]) or {}
        return known if known.keys() >= set(self.theme.own.values()) else {}

    @cached_property
    def _references(self) -> dict[str, Names]:
        if self._known:
            return self._known
        made = self._compiled() if self._compiled else self._looked_through()
        self.memory.keep(made)
        names: dict[str, Names] = made[self._names]
        return names

    def _looked_through(self) -> dict[str, Any]:
        """What templates refer to, for a memory to keep."""
        files = {self.theme.own[name]: file for name, file in self.theme.files.items()}
        return {self._names: {known: self._referred(file) for known, file in files.items()}}

    def _compile(self) -> dict[str, Any]:
        """All that a memory would be given to keep if the templates were looked through and compiled."""
        made = Templates(self.theme, self.config, memory := Passing())
        memory.keep(made._looked_through())
        made.load()
        return memory.states

    def _referred(self, file: Path) -> Names:
        from jinja2 import TemplateSyntaxError, meta

        try:
            tree = self.environment.parse(file.read_bytes().decode())
        except (TemplateSyntaxError, UnicodeDecodeError):
            return None
        names = {*meta.find_referenced_templates(tree), *_fragments(tree)}
        return None if None in names else tuple(sorted(name for name in names if name is not None))

    @cached_property
    def environment(self) -> Any:
        """The Jinja environment: undefined names are errors, all output is escaped, nothing else can be seen."""
        import jinja2

        from generator import compiling, l10n, tools

        environment = compiling.environment(
            loader=jinja2.FunctionLoader(self._source),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
            cache_size=-1,
        )
        # What a filter makes of a constant is worked out when a template is compiled: an address, a style sheet.
        environment.bytecode_cache = _bytecode(
            self.memory, digest.of((identity.generator(), self.theme.shared, self.config))
        )
        environment.filters |= tools.filters(self.config, self.theme.static)
        words = tools.words(l10n.catalogue(self.theme.words(self.config.language), self.config.language))
        environment.words = words["_"]
        own = {"fragment": tools.Fragments(environment).render, "styles": self._styles}
        environment.globals |= {**words, **own}
        return environment

    def _source(self, name: str) -> tuple[str, str, Any] | None:
        file = self.theme.files.get(name)
        return (file.read_text("utf-8"), str(file), lambda: True) if file else None

    def _styles(self) -> str:
        """The styles that stand in templates, as HTML: those written there, and those put in by `inline`."""
        from generator import tools

        texts = (file.read_text("utf-8") for _, file in sorted(self.theme.files.items()))
        return tools.styles(texts, {name: asset.file for name, asset in self.theme.static.items()})

    def prepare(self) -> None:
        """Load Jinja and make the environment now, while another process loads Markdown, which takes as long."""
        _ = self.environment

    def load(self) -> None:
        """Compile all templates now, so that processes forked later need not; faults show when they render."""
        named = {name for names in self._references.values() for name in names or ()}
        for name in self.theme.files:
            if name in named or not name.startswith("!"):
                with contextlib.suppress(Exception):
                    self.environment.get_template(name)

    def render(self, page: Page) -> bytes:
        """A page's bytes. Raises TemplateFault."""
        if not page.template:
            return Path(str(page.context["file"])).read_bytes()
        import jinja2

        try:
            text: str = self.environment.made(page.template, page.context)
            return text.encode()
        except jinja2.TemplateSyntaxError as error:
            raise TemplateFault(self._fault(page, error.filename, error.lineno, error.message or "")) from None
        except jinja2.TemplateNotFound as error:
            mend = suggestion(str(error.name), self.theme.files) or "add it to the theme's or the site's templates/"
            problem = Problem(page.origin, *page.place, "no-template", f"there is no template '{error.name}'", mend)
            raise TemplateFault(problem) from None
        except Damaged:
            raise
        except Exception as error:  # a template's expressions can raise anything
            file, line = _raised_at(error, {str(path) for path in self.theme.files.values()})
            raise TemplateFault(self._fault(page, file, line, str(error) or type(error).__name__)) from None

    def _fault(self, page: Page, file: str | None, line: int, what: str) -> Problem:
        name = self.theme.shown(Path(file)) if file else page.template
        mend = f"docs/themes.md lists what {page.template} may use"
        return Problem(name, line, 1 if line else 0, "template", f"{what} (for {page.url})", mend)


def plain(text: str, name: str, context: Mapping[str, object]) -> str:
    """A template that makes a plain text, not a page: nothing is escaped. `name` is its file's, for messages.

    Raises TemplateFault.
    """
    import jinja2

    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    mend = "docs/themes.md lists what it may use"
    try:
        return environment.from_string(text).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(Problem(name, error.lineno, 1, "template", error.message or "", mend)) from None
    except Exception as error:  # a template's expressions can raise anything
        line = _raised_at(error, {"<template>"})[1]
        what = str(error) or type(error).__name__
        raise TemplateFault(Problem(name, line, 1 if line else 0, "template", what, mend)) from None


def _fragments(tree: Any) -> Iterator[str | None]:
    """The names of the fragments that a parsed template renders; None for one that is only known when it runs.

    `styles()` looks at all templates.
    """
    from jinja2 import nodes

    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "styles":
            yield None
        elif isinstance(call.node, nodes.Name) and call.node.name == "fragment":
            name = call.args[0] if call.args else None
            yield name.value if isinstance(name, nodes.Const) else None


def _raised_at(error: BaseException, files: set[str]) -> tuple[str | None, int]:
    """The template's file and line that an error came from: the innermost of them in its traceback."""
    found: tuple[str | None, int] = (None, 0)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in files:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found


def _bytecode(memory: Memory, basis: str) -> Any:
    """Compiled templates, remembered: `memory` notices if what it gives is not what it was given.

    `basis` is the digest of what templates are compiled with, beside Jinja itself and their own text.
    """
    import jinja2

    class Bytecode(jinja2.BytecodeCache):
        def load_bytecode(self, bucket: Any) -> None:
            known = memory.recall(f"bytecode {bucket.key}", tuple[str, bytes])
            if known and known[0] == basis:
                bucket.bytecode_from_string(known[1])

        def dump_bytecode(self, bucket: Any) -> None:
            memory.keep({f"bytecode {bucket.key}": (basis, bucket.bytecode_to_string())})

    return Bytecode()
