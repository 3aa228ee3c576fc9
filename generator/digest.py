"""Stable digests: the same value has the same digest in every process, on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

_SIZE = 16
"""Bytes in a digest: 128 bits, so that two of 10^15 values collide with a chance of 10^-9."""

Struct = TypeVar("Struct", bound=msgspec.Struct)
_encoder = msgspec.msgpack.Encoder(order="deterministic")


def of_bytes(data: bytes) -> str:
    """The digest of `data`, as 32 hexadecimal digits (BLAKE2b, RFC 7693)."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def of(value: object) -> str:
    """The digest of any value made of scalars, dates, tuples, dicts and structs.

    A value that carries a `digest` of its own stands for itself by it, so that a list of a thousand
    cards costs a thousand short strings. Raises TypeError for a value that has no stable form.
    """
    return of_bytes(_encoder.encode(_stable(value)))


def sealed(value: Struct) -> Struct:
    """A copy of `value` that carries the digest of all its fields in its field `digest`."""
    return msgspec.structs.replace(value, digest=of_bytes(_encoder.encode(value)))


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """The digest of files' names and bytes, whatever order they come in."""
    return of(sorted((name, of_bytes(path.read_bytes())) for name, path in files))


def _stable(value: object) -> object:
    digest = getattr(value, "digest", "")
    if digest:
        return digest
    if isinstance(value, tuple | list):
        return [_stable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _stable(item) for key, item in value.items()}
    if isinstance(value, msgspec.Struct):
        return [_stable(getattr(value, name)) for name in value.__struct_fields__]
    return value
