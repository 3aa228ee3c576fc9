"""Invented prose: words made of syllables, used as often as in natural text, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from random import Random

_ONSETS = ("", "", "", *"bcdfghjklmnprstvwz", "br", "ch", "dr", "fl", "gr", "kl", "pl", "sk", "st", "tr")
_VOWELS = (*"aaaeeeeiioou", "ai", "ea", "ou")
_CODAS = (*[""] * 8, *"nrslt", "nd", "st", "m", "th", "rk")
COMMON = 60
"""How many of the commonest words are of one syllable; titles do without them."""
LIKELY = {"quotation": 0.40, "bullets": 0.35, "headings": 0.25, "footnote": 0.10, "table": 0.05, "code": 0.02}
"""The part of all texts that has each feature."""


def vocabulary(random: Random, size: int) -> list[str]:
    """Different words, the commonest first and short."""
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = 1 if len(words) < COMMON else random.choice((1, 2, 2, 2, 3, 3, 4))
        parts = (random.choice(kind) for _ in range(syllables) for kind in (_ONSETS, _VOWELS))
        words["".join(parts) + random.choice(_CODAS)] = None
    return list(words)


class Zipf:
    """Draws items so that the n-th comes up about 1/n times as often as the first."""

    def __init__(self, items: Sequence[str]) -> None:
        self.items, self.weights = items, list(accumulate(1 / (rank + 2.7) for rank in range(len(items))))

    def draw(self, random: Random, count: int) -> list[str]:
        """`count` items, some perhaps more than once."""
        return random.choices(self.items, cum_weights=self.weights, k=count)

    def pick(self, random: Random, count: int) -> list[str]:
        """`count` different items, in the order in which they were drawn."""
        found: dict[str, None] = {}
        while len(found) < count:
            found |= dict.fromkeys(self.draw(random, count - len(found)))
        return list(found)


class Writer:
    """Writes texts with one source of randomness; `link` makes the addresses that they link to."""

    def __init__(self, random: Random, words: Zipf, link: Callable[[], str]) -> None:
        self.random, self.words, self.link = random, words, link

    def body(self, size: int) -> str:
        """A Markdown text of about `size` words: paragraphs, and other blocks as `LIKELY` has it."""
        has = {feature for feature, chance in LIKELY.items() if self.random.random() < chance}
        others = [getattr(self, feature)() for feature in ("quotation", "bullets", "table", "code") if feature in has]
        size -= sum(len(block.split()) for block in others)
        blocks = [self.paragraph(length) for length in self._lengths(size)]
        for block in others:
            blocks.insert(self.random.randint(1, len(blocks)), block)
        if "headings" in has:
            for place in range(len(blocks) - 1, 0, -3):
                blocks.insert(place, f"## {self.phrase(4).capitalize()}")
        if "footnote" in has:
            blocks[0] += "[^1]"
            blocks.append(f"[^1]: {self.sentence(14)}")
        return "\n\n".join(blocks) + "\n"

    def _lengths(self, size: int) -> Iterator[int]:
        """Those of the paragraphs of a text."""
        while size > 80:
            yield (length := self.random.randint(35, 80))
            size -= length
        yield max(size, 5)

    def summary(self) -> str:
        """A sentence or two without any markup."""
        return " ".join(self.sentence(self.random.randint(10, 20), 0) for _ in range(self.random.randint(1, 2)))

    def paragraph(self, size: int) -> str:
        """Sentences of `size` words in all."""
        sentences = []
        while size > 0:
            length = min(size, self.random.randint(8, 26))
            sentences.append(self.sentence(length))
            size -= length
        return " ".join(sentences)

    def sentence(self, size: int, markup: float = 0.12) -> str:
        """A sentence; with the likelihood `markup` each it has an emphasis and a link."""
        words, random = self.words.draw(self.random, size), self.random.random
        words[0] = words[0].capitalize()
        if size > 9 and random() < 0.6:
            words[size // 2] += "," if random() < 0.9 else " –"
        if random() < 0.15:
            words[self.random.randrange(size)] = str(self.random.randint(2, 2000))
        if random() < markup:
            self._around(words, *self.random.choice((("*", "*"), ("**", "**"), ("“", "”"))))
        if random() < markup:
            self._around(words, "[", f"]({self.link()})")
        return " ".join(words) + self.random.choice("......?")

    def _around(self, words: list[str], start: str, end: str) -> None:
        """Put signs around up to three words that have none yet."""
        first = self.random.randrange(len(words))
        last = min(first + self.random.randint(0, 2), len(words) - 1)
        if all(word.isalnum() for word in words[first : last + 1]):
            words[first] = start + words[first]
            words[last] += end

    def phrase(self, size: int) -> str:
        """Some words and nothing else."""
        return " ".join(self.words.draw(self.random, size))

    def quotation(self) -> str:
        """What somebody said."""
        return "> " + self.paragraph(self.random.randint(15, 45))

    def bullets(self) -> str:
        """A list, of whole sentences or of phrases, with bullets or with numbers."""
        count, numbered = self.random.randint(3, 6), self.random.random() < 0.25
        items = [self.sentence(self.random.randint(4, 14)) for _ in range(count)]
        return "\n".join(f"{f'{number}.' if numbered else '-'} {item}" for number, item in enumerate(items, 1))

    def table(self) -> str:
        """A table of a few figures."""
        rows = [[self.phrase(1), str(self.random.randrange(9000)), self.phrase(2)] for _ in range(4)]
        lines = [[self.phrase(1).capitalize() for _ in range(3)], ["---", "--:", "---"], *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def code(self) -> str:
        """A few lines of a made-up language."""
        lines = (f"{self.phrase(1)} = {self.phrase(1)}({self.random.randrange(99)})" for _ in range(4))
        return "```text\n" + "\n".join(lines) + "\n```"
