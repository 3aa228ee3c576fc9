"""The same value has the same digest in every process, on every machine."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from generator import digest
from generator.model import Citation, Value


class Sealed(Value, frozen=True):
    """A value that carries its digest."""

    name: str
    digest: str = ""


VALUE = {"b": (1, "ж", None), "a": Citation("Zorvia Wire"), "c": datetime(2022, 1, 25, tzinfo=UTC)}


def test_a_digest_depends_on_order_in_dicts() -> None:
    """A template can show the entries of a mapping in their order, so another order has another digest."""
    turned = dict(reversed(VALUE.items()))
    assert digest.of(turned) != digest.of(VALUE)
    assert digest.of_data(turned) != digest.of_data(VALUE)


@pytest.mark.parametrize(
    "other",
    [
        {**VALUE, "d": 1},
        {**VALUE, "b": ("1", "ж", None)},
        {**VALUE, "b": (1, "ж")},
        {**VALUE, "a": Citation("", "Zorvia Wire")},
        {**VALUE, "c": datetime(2022, 1, 26, tzinfo=UTC)},
    ],
)
def test_different_values_have_different_digests(other: object) -> None:
    """Whatever differs in a value changes its digest."""
    assert digest.of(other) != digest.of(VALUE)


def test_one_moment_has_one_digest() -> None:
    """A moment's digest does not depend on the zone that it is written in."""
    moment = datetime(2022, 1, 25, 12, tzinfo=UTC)
    assert digest.of(moment) == digest.of(moment.astimezone(timezone(timedelta(hours=5))))


def test_a_sealed_value_stands_for_itself_by_its_digest() -> None:
    """A sealed value carries the digest of all its fields, and whatever holds it is digested by that."""
    one, other = digest.sealed(Sealed("one")), digest.sealed(Sealed("other"))
    assert one.digest == digest.sealed(Sealed("one")).digest != other.digest
    assert digest.of((one,)) != digest.of((other,))


def test_a_value_without_a_stable_form_is_refused() -> None:
    """What has no stable form is an error, never a digest that differs from run to run."""
    for value in (object(), {"x", "y"}, ({"a": frozenset("b")},)):
        with pytest.raises(TypeError):
            digest.of(value)


def test_a_digest_is_the_same_in_another_process() -> None:
    """No hash seed of a process shows in a digest."""
    code = "from generator import digest; print(digest.of({'b': ['x', 'y'], 'a': 1}))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {digest.of({"b": ("x", "y"), "a": 1}).encode() + b"\n"}


def test_files_are_digested_by_name_and_bytes(tmp_path: Path) -> None:
    """The digest of files covers their names and bytes, whatever order they come in."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    made = digest.of_files([("one", one), ("two", two)])
    assert made == digest.of_files([("two", two), ("one", one)])
    assert made != digest.of_files([("two", one), ("one", two)])
