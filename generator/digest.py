"""Stable digests: the same value has the same digest in every process, on every machine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b, sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

_SIZE = 32
"""Hexadecimal digits of a digest: 128 bits, so that two of 10^15 values collide with a chance of 10^-9."""

_PIECE = 1 << 16
"""Bytes of a file that are read at a time."""

Struct = TypeVar("Struct", bound=msgspec.Struct)
_encoder = msgspec.msgpack.Encoder()


def of_bytes(data: bytes) -> str:
    """The digest of `data`: the first 32 hexadecimal digits of its SHA-256, for which processors have instructions."""
    return sha256(data).hexdigest()[:_SIZE]


def of_file(file: str | Path) -> str:
    """The digest of a file's bytes, which need not fit into memory."""
    made = sha256()
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - quicker than Path.open, for each of thousands of files
        while piece := stream.read(_PIECE):  # hashlib.file_digest begins each file with a buffer four times as large
            made.update(piece)
    return made.hexdigest()[:_SIZE]


def of(value: object) -> str:
    """The digest of any value made of scalars, dates, tuples, dicts (in their order) and structs.

    A value that carries a `digest` of its own stands for itself by it, so that a list of a thousand
    cards costs a thousand short strings; a struct whose class is `plain` has no such value in it.
    Raises TypeError for a value that has no stable form.
    """
    return of_data(_stable(value))


def of_data(value: object) -> str:
    """The digest of a value in which nothing carries a digest of its own; as `of`, but quicker."""
    return of_bytes(_encoder.encode(value))


def sealed(value: Struct) -> Struct:
    """`value`, which was just made and is in nobody else's hands, with the digest of all its fields in `digest`."""
    msgspec.structs.force_setattr(value, "digest", of_data(value))
    return value


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """The digest of files' names and bytes, whatever order they come in."""
    return of(sorted((name, of_bytes(path.read_bytes())) for name, path in files))


def lasting(text: str) -> str:
    """What addresses and ids are made of, which must never be other ones: the text's BLAKE2b of 128 bits (RFC 7693)."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def uuid(name: str) -> str:
    """A permanent id for `name`, as a URN (RFC 9562: version 8, made from a digest)."""
    made = lasting(name)
    variant = "89ab"[int(made[16], 16) & 3]
    return f"urn:uuid:{made[:8]}-{made[8:12]}-8{made[13:16]}-{variant}{made[17:20]}-{made[20:]}"


class _Forms(dict[type, Callable[[Any], object] | None]):
    """How a value of each type becomes what has one encoding; None for a type whose values have one as they are."""

    def __missing__(self, kind: type) -> Callable[[Any], object] | None:
        form: Callable[[Any], object] | None = None
        if issubclass(kind, (tuple, list)):
            form = _list
        elif issubclass(kind, dict):
            form = _dict
        elif issubclass(kind, (set, frozenset)):
            raise TypeError("a set has no order, and so no stable form")
        elif issubclass(kind, msgspec.Struct) and not getattr(kind, "plain", False):
            form = attrgetter("digest") if "digest" in kind.__struct_fields__ else _struct
        self[kind] = form
        return form


_forms = _Forms()


def _stable(value: Any) -> object:
    form = _forms[type(value)]
    return form(value) if form else value


def _list(items: Collection[Any]) -> object:
    kinds = set(map(type, items))
    if len(kinds) == 1:  # as a topic's cards
        form = _forms[kinds.pop()]
        return list(map(form, items)) if form else items
    return [form(item) if (form := _forms[type(item)]) else item for item in items]


def _dict(items: Mapping[str, Any]) -> object:
    return {key: _stable(item) for key, item in items.items()}


def _struct(value: Any) -> object:
    return [_stable(getattr(value, name)) for name in value.__struct_fields__]
