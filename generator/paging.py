"""Long lists, cut from the oldest: what is once full never changes again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from generator import urls

Item = TypeVar("Item")


def cut(items: Sequence[Item], size: int) -> tuple[Sequence[Item], list[Sequence[Item]]]:
    """Split `items`, newest first, into the front page's and those of older pages 1, 2, ... of `size` each.

    Page 1 holds the oldest. The front page keeps the newest `size` to 2 x `size` - 1 (or all, if fewer).
    """
    count = len(items)
    older = max(0, count // size - 1)
    front = items[: count - older * size]
    return front, [items[count - number * size : count - (number - 1) * size] for number in range(1, older + 1)]


class Part(NamedTuple, Generic[Item]):
    """One page of a long list: its URL, its items, its number (0: the front page), and the URLs beside it or ""."""

    url: str
    items: Sequence[Item]
    number: int
    newer: str
    older: str


def parts(items: Sequence[Item], size: int, url: str) -> list[Part[Item]]:
    """The pages of a list as `cut` splits it: the front page, which is at `url`, then the older ones from 1 on."""
    front, older = cut(items, size)
    addresses = ["", *(urls.paged(url, number) for number in range(1, len(older) + 1)), url]
    found = (Part(addresses[at], some, at, addresses[at + 1], addresses[at - 1]) for at, some in enumerate(older, 1))
    return [Part(url, front, 0, "", addresses[-2]), *found]
