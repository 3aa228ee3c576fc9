"""Sites of any size, in invented words; the same site for the same numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from conftest import SiteFolder

SYLLABLES = ("ba", "cor", "del", "fen", "gol", "hir", "jum", "kes", "lor", "mav", "nig", "pel", "quo", "ras", "tiv")
TAGS = ("Belmar", "Corvell", "Dunqua", "Esprin", "Fargot")
SOURCES = ("Gollen Post", "Hirmav Radio", "Jumtiv Wire")
LAST_DAY = date(2022, 1, 20)
PER_DAY = 3


def words(seed: int, count: int) -> str:
    """`count` invented words."""
    dice = random.Random(seed)
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(count))


def day_of(number: int) -> date:
    """The day of brief `number`; 0 is the newest."""
    return LAST_DAY - timedelta(days=number // PER_DAY)


def path_of(number: int) -> str:
    """The content path of brief `number`."""
    return f"{day_of(number):%Y/%m/%d}-{words(abs(number), 2).replace(' ', '-')}-{number}.md"


def write(site: SiteFolder, number: int, body: str = "", tags: Sequence[str] = ()) -> str:
    """Write brief `number`; gives its content path. Each tag has two fifths of the briefs, each source a third."""
    tags = tags or (TAGS[number % 5], TAGS[(number + 1) % 5])
    site.brief(
        path_of(number),
        body or f"{words(number + 1_000_000, 40).capitalize()}.\n\n{words(number + 2_000_000, 20)}.\n",
        title=words(number + 3_000_000, 5).capitalize(),
        date=f"{day_of(number)}T{20 - 5 * (number % PER_DAY):02}:00",
        source=SOURCES[number % 3],
        summary=words(number + 4_000_000, 9),
        tags=f"[{', '.join(tags)}]",
    )
    return path_of(number)


def fill(site: SiteFolder, count: int) -> None:
    """Write briefs 0 to `count` - 1."""
    for number in range(count):
        write(site, number)
