"""Long lists, cut from the oldest: what is once full never changes again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def cut(items: Sequence[Item], size: int) -> tuple[Sequence[Item], list[Sequence[Item]]]:
    """Split `items`, newest first, into the front page's and those of older pages 1, 2, ... of `size` each.

    Page 1 holds the oldest. The front page keeps the newest `size` to 2 x `size` - 1 (or all, if fewer).
    """
    count = len(items)
    older = max(0, count // size - 1)
    front = items[: count - older * size]
    return front, [items[count - number * size : count - (number - 1) * size] for number in range(1, older + 1)]
