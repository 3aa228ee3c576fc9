"""Long lists are cut from the oldest."""

import pytest

from generator.paging import cut


@pytest.mark.parametrize(("count", "front", "older"), [(0, 0, 0), (39, 39, 0), (40, 20, 1), (59, 39, 1), (60, 20, 2)])
def test_the_front_page_holds_the_newest_twenty_to_thirty_nine(count: int, front: int, older: int) -> None:
    """The front page keeps between one and two pages' worth; all older pages are full."""
    newest, rest = cut(range(count, 0, -1), 20)
    assert len(newest) == front
    assert [len(page) for page in rest] == [20] * older


def test_an_older_page_never_changes() -> None:
    """Page 1 holds the oldest twenty for ever, however many come after."""
    for count in range(40, 200):
        assert list(cut(range(count, 0, -1), 20)[1][0]) == list(range(20, 0, -1))
