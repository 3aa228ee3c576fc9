"""Compiling templates: Jinja's compiler, with what can be worked out before a page is rendered worked out then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import FunctionType, MethodType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""Makes a plain text, as pages are joined of. The public function makes ready HTML, which takes five times as long."""
_PLAIN = (FunctionType, MethodType, type(cache(len)))


def environment(**options: Any) -> Any:
    """A Jinja environment with this compiler. Its `words` must be set before the first template is loaded."""
    return _Environment(**options)


def shown(value: Any) -> str:
    """What stands in a page for a value: ready HTML as it is, all else escaped."""
    kind = type(value)
    return _escaped(value) if kind is str else value if kind is Markup else escape(value)


class _Words(NodeTransformer):
    """Puts the translation in the place of `_("...")` where the words are known when the template is compiled."""

    def __init__(self, words: Callable[[str], Markup]) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """The translation of a call that has nothing but words in it; any other call as it is."""
        self.generic_visit(node)
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and len(node.args) == 1
        if plain and isinstance(node.node, nodes.Name) and node.node.name == "_":
            words = node.args[0]
            if isinstance(words, nodes.Const):
                return nodes.Const(self._words(words.value), lineno=node.lineno)
        return node


class _Generator(CodeGenerator):
    """Writes `shown` where stock Jinja writes `escape`, which copies even what is ready."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Context(Context):
    """Calls plain functions at once; stock Jinja first looks for what a callable may want to be given."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What `called` gives for the arguments."""
        if type(called) in _PLAIN and not hasattr(called, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)  # the compiler gives them to whatever wants a context
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class _Environment(jinja2.Environment):
    code_generator_class = _Generator
    context_class = _Context
    shown = staticmethod(shown)
    words: Callable[[str], Markup]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._looked_at: dict[str, nodes.Template] = {}
        # Nothing is asynchronous here: such filters are called without being asked each time (jinja2.async_utils).
        asking = {name: known for name, known in self.filters.items() if hasattr(known, "jinja_async_variant")}
        self.filters |= {name: known.__wrapped__ for name, known in asking.items()}

    def made(self, name: str, values: Mapping[str, object]) -> str:
        """What the template `name` makes of `values`: as its `render`, without a copy of all that is global."""
        template = self.get_template(name)
        try:
            context = _Context(self, {**self.globals, **values}, name, template.blocks)
            return self.concat(template.root_render_func(context))
        except Exception:
            self.handle_exception()

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        """A template's tree, for looking at; kept until the template is compiled."""
        tree = self._looked_at[source] = super().parse(source, name, filename)
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        known = self._looked_at.pop(source, None)
        if known:
            return known
        made: nodes.Template = _Words(self.words).visit(super()._parse(source, name, filename))
        return made
