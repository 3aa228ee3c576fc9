"""The vocabularies: which names of tags, sources and stories there are, and how they are spelt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from generator import tomlfile, urls
from generator.errors import Problem, suggestion
from generator.model import Value

Sort = Literal["tags", "sources", "stories"]
KINDS: tuple[Sort, ...] = ("tags", "sources", "stories")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_KEYS = {
    "tags": ("name", "slug", "aliases", "description"),
    "sources": ("name", "slug", "aliases", "description", "homepage", "domains"),
    "stories": ("name", "slug", "aliases", "description"),
}


class Term(Value, frozen=True):
    """One canonical name with its slug and what the vocabulary says of it."""

    name: str
    slug: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    homepage: str = ""
    domains: tuple[str, ...] = ()


class Vocabulary(Value, frozen=True):
    """The terms of one kind; `spellings` maps each folded spelling, `domains` each host name, to its term."""

    terms: tuple[Term, ...] = ()
    spellings: Mapping[str, Term] = {}
    domains: Mapping[str, Term] = {}
    problems: tuple[Problem, ...] = ()

    def by_host(self, url: str) -> Term | None:
        """The source whose domain the host of `url` is, or lies below."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        while host:
            if host in self.domains:
                return self.domains[host]
            host = host.partition(".")[2]
        return None

    def name_by_host(self, url: str) -> str:
        """The name of the source whose domain the address is in, else the address's host."""
        term = self.by_host(url)
        return term.name if term else (urlsplit(url).hostname or url).removeprefix("www.")


def fold(name: str) -> str:
    """The form in which two spellings of one name are equal: case, width, spaces and hyphens don't count."""
    return " ".join(re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", name).casefold()).split())


def read(kind: Sort, data: bytes) -> Vocabulary:
    """The vocabulary in the bytes of content/{kind}.toml: a table for each canonical name. Never raises."""
    file = f"content/{kind}.toml"
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        tables = _clean(tomlfile.read(text))
    except UnicodeDecodeError:
        return Vocabulary(problems=(Problem(file, 0, 0, "not-utf-8", "the file is not UTF-8", "save it as UTF-8"),))
    except tomlfile.BadToml as error:
        fault = Problem(file, error.line, error.column, "bad-vocabulary", error.what, error.mend)
        return Vocabulary(problems=(fault,))
    places = tomlfile.places(text)
    problems: list[Problem] = []
    terms: list[Term] = []
    slugs: dict[str, Term] = {}
    spellings: dict[str, Term] = {}
    domains: dict[str, Term] = {}
    for key, table in tables.items():
        line, column = places.get((key,), (1, 1))

        def problem(what: str, mend: str, line: int = line, column: int = column) -> None:
            problems.append(Problem(file, line, column, "bad-vocabulary", what, mend))

        term = _term(kind, key, table, problem)
        if term is None:
            continue
        for spelling in (term.name, *term.aliases):
            other = spellings.setdefault(fold(spelling), term)
            if other is not term:
                problem(f"'{spelling}' means both '{other.name}' and '{term.name}'", "let it mean one of them")
        clash = slugs.setdefault(term.slug, term)
        if clash is not term:
            problem(
                f"'{clash.name}' and '{term.name}' have the same slug '{term.slug}'",
                "give one of them a 'slug'",
            )
        for domain in term.domains:
            if domains.setdefault(domain.lower().removeprefix("www."), term) is not term:
                problem(f"two sources have the domain '{domain}'", "leave it to one of them")
        terms.append(term)
    return Vocabulary(tuple(terms), spellings, domains, tuple(problems))


def read_all(load: Callable[[str], bytes]) -> dict[Sort, Vocabulary]:
    """The vocabularies of all kinds; `load` gives the bytes of a content file, none if it isn't there."""
    return {kind: read(kind, load(f"{kind}.toml")) for kind in KINDS}


def _clean(value: Any) -> Any:
    """Data of a TOML file without the control characters that its escapes can make."""
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return _CONTROL.sub("", value) if isinstance(value, str) else value


def _term(kind: Sort, key: str, table: Any, problem: Any) -> Term | None:
    if not isinstance(table, dict):
        problem(f"'{key}' is not a table", f'write ["{key}"] and its keys below it')
        return None
    for name, value in table.items():
        wanted = list if name in ("aliases", "domains") else str
        if name not in _KEYS[kind]:
            problem(f"'{name}' is not a key of {kind}", suggestion(name, _KEYS[kind]) or "remove it")
        elif not isinstance(value, wanted) or (wanted is list and not all(isinstance(item, str) for item in value)):
            problem(
                f"'{name}' of '{key}' must be {'a list of texts' if wanted is list else 'a text'}",
                f'write {name} = ["..."]' if wanted is list else "put it in quotes",
            )
            return None
    name = " ".join(unicodedata.normalize("NFC", table.get("name", key)).split())
    slug = table.get("slug") or urls.slugify(name)
    if not name or (fault := urls.slug_fault(slug)):
        why = fault if name else "the name is empty"
        mend = f'write slug = "{urls.slugify(slug)}"' if name and "slug" in table else "give it a 'slug'"
        problem(f"'{key}' has no usable slug: {why}", mend)
        return None
    homepage = table.get("homepage", "")
    if homepage and not urls.is_web_address(homepage):
        problem(f"the homepage of '{key}' is not a web address", "write it whole: https://example.org/")
        return None
    aliases, domains = tuple(table.get("aliases", ())), tuple(table.get("domains", ()))
    return Term(name, slug, aliases, " ".join(table.get("description", "").split()), homepage, domains)


class Naming(Value, frozen=True):
    """How the names that briefs use become terms: by spelling as written. `clashes` are spellings that lost."""

    terms: Mapping[str, Term]
    clashes: Mapping[str, str]


def settle(vocabulary: Vocabulary, uses: Iterable[str]) -> Naming:
    """Terms for all names in `uses` (with repetitions: the commonest spelling of an unknown name wins).

    Names in the vocabulary get its spelling. Of equally common ones the first in alphabetical order wins.
    """
    counts = Counter(uses)
    unknown: dict[str, list[str]] = {}
    terms: dict[str, Term] = {}
    clashes: dict[str, str] = {}
    for name in counts:
        folded = fold(name)
        if folded in vocabulary.spellings:
            terms[name] = vocabulary.spellings[folded]
        else:
            unknown.setdefault(folded, []).append(name)
    for names in unknown.values():
        best = min(names, key=lambda name: (-counts[name], name))
        term = Term(best, urls.slugify(best))
        terms |= dict.fromkeys(names, term)
        clashes |= {name: best for name in names if name != best}
    return Naming(terms, clashes)
