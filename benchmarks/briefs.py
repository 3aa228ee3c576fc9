"""Corpora of invented briefs: the same size and seed give the same briefs on every machine.

A brief depends on the corpus and on its own number only, so that one can be made again with other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from random import Random

from prose import COMMON, Writer, Zipf, vocabulary

FIRST_DAY, DAYS = date(2017, 1, 2), 3000
WORDS = (150, 600, 276)
"""Fewest, most and likeliest number of words in a brief; this triangle has its median at 330."""
TAGS = ((1, 2, 3, 4, 5), (15, 30, 30, 15, 10))
"""How many tags a brief may have, and how many of a hundred briefs have that many."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where news comes from."""

    name: str
    host: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One brief, in no tool's dialect; `cited` pairs each source with the address of its report."""

    day: date
    time: str
    title: str
    slug: str
    tags: tuple[str, ...]
    cited: tuple[tuple[Source, str], ...]
    summary: str
    body: str

    @property
    def path(self) -> str:
        """Its file below the content folder."""
        return f"{self.day:%Y/%m/%d}-{self.slug}.md"

    @property
    def url(self) -> str:
        """Its address, in every tool."""
        return f"/{self.day:%Y/%m/%d}/{self.slug}/"


@dataclass(frozen=True)
class Corpus:
    """`size` briefs, and the vocabularies that they draw on."""

    size: int
    seed: int = 1

    def __iter__(self) -> Iterator[Brief]:
        return map(self.brief, range(self.size))

    def brief(self, number: int) -> Brief:
        """The brief of that number. Numbers from `size` on are further briefs of the same kind."""
        random = Random(f"{self.seed} text {number}")
        writer = Writer(random, self.prose, partial(self._link, random))
        summary = writer.summary() if random.random() < 0.6 else ""
        return replace(self.head(number), summary=summary, body=writer.body(int(random.triangular(*WORDS))))

    def another_body(self, number: int) -> str:
        """Another text for a brief."""
        random = Random(f"{self.seed} edit {number}")
        return Writer(random, self.prose, partial(self._link, random)).body(WORDS[2])

    def head(self, number: int) -> Brief:
        """A brief without its text."""
        random = Random(f"{self.seed} head {number}")
        words = self.headlines.pick(random, random.randint(5, 11))
        day = FIRST_DAY + timedelta(random.randrange(DAYS))
        time = f"{random.randint(5, 22):02}:{random.randrange(60):02}" if random.random() < 0.4 else ""
        slug = "-".join(words[:6])
        sources = [self.sources[name] for name in self.outlets.pick(random, 2 if random.random() < 0.15 else 1)]
        cited = tuple((source, f"https://{source.host}/{day:%Y/%m}/{slug}") for source in sources)
        tags = self.topics.pick(random, random.choices(*TAGS)[0])
        return Brief(day, time, " ".join(words).capitalize(), slug, tuple(tags), cited, "", "")

    def _link(self, random: Random) -> str:
        """An address that a brief links to: mostly a report elsewhere, now and then another brief."""
        if random.random() < 0.1:
            return self.head(random.randrange(self.size)).url
        name, *words = *self.outlets.draw(random, 1), *self.headlines.draw(random, 2)
        return f"https://{self.sources[name].host}/{'/'.join(words)}"

    @cached_property
    def words(self) -> list[str]:
        """The language, commonest words first."""
        return vocabulary(Random(f"{self.seed} words"), 8000)

    @cached_property
    def prose(self) -> Zipf:
        """Words as they come in a text."""
        return Zipf(self.words)

    @cached_property
    def headlines(self) -> Zipf:
        """Words as they come in a title."""
        return Zipf(self.words[COMMON:])

    @cached_property
    def tags(self) -> list[str]:
        """The tags, commonest first."""
        return self._names("tags", max(40, self.size // 50))

    @cached_property
    def topics(self) -> Zipf:
        """Tags as briefs have them."""
        return Zipf(self.tags)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by name, commonest first."""
        names = self._names("sources", 40)
        return {name: Source(name, f"{name.lower().replace(' ', '-')}.example.org") for name in names}

    @cached_property
    def outlets(self) -> Zipf:
        """Sources as briefs cite them."""
        return Zipf(list(self.sources))

    def _names(self, kind: str, count: int) -> list[str]:
        """Different names of one or two words."""
        random = Random(f"{self.seed} {kind}")
        words = random.sample(self.words[COMMON:], count)
        return [f"{word} {random.choice(words)}".title() if random.random() < 0.3 else word.title() for word in words]
