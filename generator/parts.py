"""Planning what changed: pages are planned part by part, and a part of which nothing changed is recalled.

A part is what one function plans of what it is given. Its key is the digest of both, so that it is right by
construction, as a page's is: whatever the function could see differently makes another key. What is recalled of a page
is all but its context; that is planned when somebody asks for it, which for most pages nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from generator import digest
from generator.model import Page

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Page]).decode

Planner = Callable[..., Iterable[Page]]
"""Plans pages, or recalls them: called with a function that plans pages, and with what that is given."""


class Parts:
    """The parts of one plan. `kept` is what the next plan may be given as `known`: its own parts, each by its key.

    `basis` is the digest of the program and the configuration, which every part depends on.
    """

    def __init__(self, basis: str = "", known: Mapping[str, msgspec.Raw] | None = None) -> None:
        self._basis, self._known = basis, known or {}
        self.kept: dict[str, msgspec.Raw] = {}

    def pages(self, common: object, plan: Callable[..., Iterable[Page]], *given: object) -> Iterable[Page]:
        """The pages that the function `plan` makes of `given`, and of nothing else but `common` and the basis."""
        name = digest.of((self._basis, common, plan.__name__, given))
        known = self._known.get(name)
        if known is None:
            made = tuple(plan(*given))
            self.kept[name] = msgspec.Raw(_encode([msgspec.structs.replace(page, context={}) for page in made]))
            return made
        self.kept[name] = known
        contexts = _Contexts(plan, given)
        recalled = _decode(known)
        for page in recalled:
            msgspec.structs.force_setattr(page, "context", _Context(contexts, page.url))  # nobody else has it yet
        return recalled


class _Contexts:
    """The contexts of a part's pages, by URL, planned when the first of them is asked for."""

    def __init__(self, plan: Callable[..., Iterable[Page]], given: tuple[object, ...]) -> None:
        self._plan, self._given = plan, given

    @cached_property
    def by_url(self) -> Mapping[str, Mapping[str, object]]:
        return {page.url: page.context for page in self._plan(*self._given)}


class _Context(Mapping[str, object]):
    """The context of one page of a part."""

    __slots__ = ("_contexts", "_url")

    def __init__(self, contexts: _Contexts, url: str) -> None:
        self._contexts, self._url = contexts, url

    def __getitem__(self, name: str) -> object:
        return self._contexts.by_url[self._url][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contexts.by_url[self._url])

    def __len__(self) -> int:
        return len(self._contexts.by_url[self._url])
