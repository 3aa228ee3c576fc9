"""Rules over all briefs together: names that are nearly the same, and stories that were told before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from generator import addresses, prose
from generator.config import Config
from generator.model import Brief, Document
from generator.prose import Finding
from generator.vocabulary import Sort, Vocabulary, fold

_SETTLED = 3
"""A name that so many briefs use is no slip of the pen."""


class Corpus(NamedTuple):
    """All that is checked together: the configuration, the documents by path with their briefs, the vocabularies.

    `shown` are those of the briefs that rules are held to; `key` is the digest of all that rules depend on
    beside the documents.
    """

    config: Config
    documents: Mapping[str, Document]
    briefs: tuple[Brief, ...]
    shown: tuple[Brief, ...]
    vocabularies: Mapping[Sort, Vocabulary]
    key: str = ""


Found = tuple[str, Finding]
"""A content path and what was found there."""


def unknown_tag(corpus: Corpus) -> Iterator[Found]:
    """A tag that is nearly a known one, and not in the vocabulary itself, was probably meant to be that.

    One with a semicolon in it was probably meant to be several.
    """
    used = [(brief, tag) for brief in corpus.shown for tag in brief.tags]
    known = corpus.vocabularies["tags"].spellings
    joined = {tag for _, tag in used if ";" in tag and fold(tag) not in known}
    for brief, tag in used if joined else ():
        if tag in joined:
            apart = ", ".join(filter(None, map(str.strip, tag.split(";"))))
            mend = f"if these are several, write '{apart}'; else add it to content/tags.toml"
            yield brief.path, Finding(*_spot(corpus, brief, "tags", tag), f"'{tag}' is one tag", mend)
    yield from _unknown("tags", "tag", [(brief, tag) for brief, tag in used if tag not in joined], corpus)


def unknown_source(corpus: Corpus) -> Iterator[Found]:
    """The same for the names of sources."""
    used = [(brief, source.name) for brief in corpus.shown for source in brief.sources if source.name]
    yield from _unknown("sources", "source", used, corpus)


def _unknown(kind: Sort, word: str, used: Iterable[tuple[Brief, str]], corpus: Corpus) -> Iterator[Found]:
    uses = tuple(used)
    vocabulary = corpus.vocabularies[kind]
    counts = Counter(fold(name) for _, name in uses)
    spelt = {fold(name): name for _, name in uses if counts[fold(name)] >= _SETTLED}
    known = spelt | {folded: term.name for folded, term in vocabulary.spellings.items()}
    near = {name: _near(name, known) for name, count in counts.items() if name not in known and count < _SETTLED}
    for brief, name in uses:
        meant = near.get(fold(name), "")
        if meant:
            at = _spot(corpus, brief, "tags" if kind == "tags" else "source", name)
            mend = f"did you mean '{meant}'? Else add it to content/{kind}.toml"
            yield brief.path, Finding(*at, f"the {word} '{name}' is not known", mend)


def _near(name: str, known: Mapping[str, str]) -> str:
    """The known name that a folded one is nearly; compared are only those that begin or end like it."""
    alike = [other for other in known if abs(len(other) - len(name)) < 4]
    alike = [other for other in alike if other[0] == name[0] or other[-2:] == name[-2:]] if name else []
    found = get_close_matches(name, alike, n=1, cutoff=0.75)
    return known[found[0]] if found and not _numbered(name, found[0]) else ""


def _numbered(one: str, other: str) -> bool:
    """Whether two names differ in a number only: G7 and G20, Protocol 14 and Protocol 15 are two things."""
    return one.strip("0123456789 ") == other.strip("0123456789 ") and one != other


def duplicate_story(corpus: Corpus) -> Iterator[Found]:
    """Two briefs of the same days that cite the very same addresses tell one story, unless one links to the other.

    Briefs that have only some of their sources in common are two stories of one day.
    """
    citing: dict[frozenset[str], list[Brief]] = defaultdict(list)
    dated = sorted((brief.day, brief.path, brief) for brief in corpus.shown if brief.day)
    for day, path, brief in dated:
        cited = frozenset(addresses.normal(source.url) for source in brief.sources if source.url)
        for other in citing[cited] if cited else ():
            apart = (day - (other.day or day)).days
            if apart <= corpus.config.check.duplicate_days and not _linked(brief, other):
                url = next(source.url for source in brief.sources if source.url)
                at = _spot(corpus, brief, "source" if "source" in brief.places else "source_url", url)
                what = f"'{url}' is the source of content/{other.path} too"
                yield path, Finding(*at, what, "make one brief of them, or link to it")
                break
        citing[cited].append(brief)


def _spot(corpus: Corpus, brief: Brief, field: str, needle: str) -> tuple[int, int]:
    """Where `needle` stands in a field of a brief's file; else where the field's value begins."""
    at = brief.places.get(field, (1, 1))
    try:
        lines = prose.normal(corpus.documents[brief.path].load()).split("\n")
    except (OSError, UnicodeDecodeError):
        return at
    return prose.place_of(needle, lines, at, 50)


def _linked(one: Brief, other: Brief) -> bool:
    return any(link.target == other.path for link in one.links) or any(link.target == one.path for link in other.links)
