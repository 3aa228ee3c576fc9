"""Briefs -> Site: what is visible, under canonical names, sorted, grouped and checked."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from generator import digest, urls, visibility
from generator.config import Config
from generator.errors import Level, Problem, errors, suggestion
from generator.languages import alphabetical, direction
from generator.links import Links
from generator.model import Asset, Brief, Card, Credit, Edition, Group, Label, Site, Text, Value
from generator.visibility import Moment
from generator.vocabulary import Naming, Sort, Term, Vocabulary, settle

_TEXTS = (
    ".html", ".htm", ".xhtml", ".rst", ".adoc", ".asciidoc", ".org", ".textile", ".doc", ".docx", ".rtf", ".md.txt"
)  # fmt: skip
"""Texts in other markup, which other generators read."""


class Names(Value, frozen=True):
    """How the briefs' names of tags, sources and stories become terms; and labels of each of these, by name."""

    labels: Mapping[str, Label]
    origins: Mapping[str, Label]
    tales: Mapping[str, Label]
    tags: Naming
    sources: Naming
    stories: Naming


def assemble(
    config: Config,
    vocabularies: Mapping[Sort, Vocabulary],
    briefs: Iterable[Brief],
    files: Mapping[str, Asset],
    moment: Moment,
    told: bool = True,
) -> Site:
    """All that is visible at `moment`. `files` are the content paths that may be linked to as attachments.

    Running stories have pages if they are to be `told`.

    Problems of invisible briefs are reported too: a brief must not vanish silently because of a mistake in it.
    """
    known = tuple(briefs)
    shown = [brief for brief in known if visibility.visible(brief, moment)]
    names = _names(vocabularies, shown, told)
    problems = [problem for brief in known for problem in brief.problems]
    problems += _name_problems(names, vocabularies, shown)
    problems += [problem for vocabulary in vocabularies.values() for problem in vocabulary.problems]
    changes = [(brief, field, at) for brief in shown for field, at in _changes(brief)]
    problems += _future_changes(changes, moment)
    problems += [_not_markdown(path) for path in files if path.lower().endswith(_TEXTS)]
    addresses = {brief.path: address(brief) for brief in shown}
    links = Links({brief.path: brief for brief in known}, addresses, files, config.attachments)
    texts: list[Text] = []
    pages: list[Text] = []
    for brief in shown:
        resolved = links.resolve(brief)
        card = _card(brief, addresses[brief.path], names, vocabularies["sources"], config, moment)
        made = f"{brief.digest} {card.digest if card else ''} {digest.of(resolved) if resolved else ''}"
        text = Text(brief, brief.title, addresses[brief.path], resolved, made, card)
        (texts if brief.kind == "brief" else pages).append(text)
    for brief in known:
        if brief.problems and errors(brief.problems):
            links.resolve(brief, shown=False)
    texts.sort(key=lambda text: order(text.card) if text.card else ())
    cards = tuple(text.card for text in texts if text.card)
    news = visibility.news(cards, moment.now)
    ends = [at for _, _, at in changes if at > moment.now] + [card.date + visibility.NEWS for card in news[-1:]]
    return Site(
        cards=cards,
        texts=tuple(texts),
        pages=tuple(sorted(pages, key=lambda page: (alphabetical(page.title), page.url))),
        editions=editions(cards),
        tags=_groups(names.tags, "tags", cards, attrgetter("tags")),
        sources=_groups(names.sources, "sources", cards, attrgetter("sources")),
        stories=_groups(names.stories, "stories", cards if told else (), _story),
        running=told and bool(vocabularies["stories"].terms),
        news=news,
        attachments=tuple(asset for _, asset in sorted(links.attachments.items())),
        next_transition=visibility.next_transition(known, moment),
        until=min(ends, default=None),
        problems=tuple(sorted({*problems, *links.problems, *_same_id(texts)})),
    )


def address(brief: Brief) -> str:
    """The URL of a brief or standing page."""
    if brief.kind == "brief" and brief.day:
        return f"{urls.day(brief.day)}{brief.slug}/"
    folder = posixpath.dirname(brief.path).removeprefix("pages").strip("/")
    if posixpath.basename(brief.path).startswith("index.") and folder:
        folder = posixpath.dirname(folder)
    parts = [urls.slugify(part) if urls.slug_fault(part) else part for part in folder.split("/") if part]
    return "/" + "".join(f"{part}/" for part in (*parts, brief.slug))


def order(card: Card) -> tuple[float | bool | str, ...]:
    """The key of the one order: newest first, then pinned, then by slug."""
    return (-card.date.timestamp(), not card.pin, card.url)


def editions(cards: Iterable[Card]) -> tuple[Edition, ...]:
    """Cards in order, day by day."""
    days = ((day, tuple(group)) for day, group in groupby(cards, lambda card: card.day))
    return tuple(Edition(day, urls.day(day), group, digest.of(group)) for day, group in days)


def _names(vocabularies: Mapping[Sort, Vocabulary], shown: Iterable[Brief], told: bool) -> Names:
    shown = tuple(shown)
    known = vocabularies["sources"]
    tags = settle(vocabularies["tags"], (tag for brief in shown for tag in brief.tags))
    sources = settle(known, (c.name or known.name_by_host(c.url) for brief in shown for c in brief.sources))
    stories = settle(vocabularies["stories"], (brief.story for brief in shown if brief.story))
    tales = _labels(stories, "stories") if told else {name: Label(name, "") for name in stories.terms}
    return Names(_labels(tags, "tags"), _labels(sources, "sources"), tales, tags, sources, stories)


def _labels(naming: Naming, folder: str) -> dict[str, Label]:
    return {name: Label(term.name, f"/{folder}/{term.slug}/") for name, term in naming.terms.items()}


def _story(card: Card) -> tuple[Label, ...]:
    return (card.story,) if card.story else ()


def _name_problems(names: Names, vocabularies: Mapping[Sort, Vocabulary], shown: Iterable[Brief]) -> list[Problem]:
    """Clashing spellings and addresses, and stories that the vocabulary does not know although it names some."""
    sources = vocabularies["sources"]
    stories = [term.name for term in vocabularies["stories"].terms]
    tag_faults = _clashes("tags", names.tags, names.labels)
    source_faults = _clashes("sources", names.sources, names.origins)
    story_faults = _clashes("stories", names.stories, names.tales) | _unknown(stories, names.stories)
    if not tag_faults and not source_faults and not story_faults:
        return []
    problems = []
    for brief in shown:
        cited = [c.name or sources.name_by_host(c.url) for c in brief.sources]
        for field, faults, used in (
            ("tags", tag_faults, brief.tags),
            ("source", source_faults, cited),
            ("story", story_faults, (brief.story,)),
        ):
            problems += [brief.problem(field, *fault) for name in used for fault in faults.get(name, ())]
    return problems


Fault = tuple[str, str, str, Level]
"""Code, what is wrong, what to do, and how bad it is."""


def _clashes(kind: Sort, naming: Naming, labels: Mapping[str, Label]) -> dict[str, list[Fault]]:
    """What is wrong with each name that has a commoner spelling, or the address of another name."""
    found: dict[str, list[Fault]] = defaultdict(list)
    owners: dict[str, Term] = {}
    for name, term in naming.terms.items():
        if name in naming.clashes:
            best = naming.clashes[name]
            found[name].append(("spelling", f"'{name}' is elsewhere spelt '{best}'", f"write '{best}'", "warning"))
        url = labels[name].url
        other = owners.setdefault(url.casefold(), term) if url else term
        if other.name != term.name:
            what = f"'{term.name}' and '{other.name}' would both have the address {url}"
            mend = f"give one of them a 'slug' in content/{kind}.toml, or make it an alias of the other"
            found[name].append(("slug-clash", what, mend, "error"))
    return found


def _unknown(known: Collection[str], naming: Naming) -> dict[str, list[Fault]]:
    """The names that a vocabulary, if there is one, does not have."""
    return {
        name: [("unknown-story", f"'{name}' is not a known story", mend, "warning")]
        for name, term in naming.terms.items()
        if known and term.name not in known
        for mend in (suggestion(name, known) or "add it to content/stories.toml",)
    }


def _card(brief: Brief, url: str, names: Names, sources: Vocabulary, config: Config, moment: Moment) -> Card | None:
    if brief.kind != "brief" or brief.date is None or brief.day is None:
        return None
    language = brief.lang or config.language
    tags = tuple(dict.fromkeys(map(names.labels.__getitem__, brief.tags)))
    cited = [(names.origins[c.name or sources.name_by_host(c.url)], c.url) for c in brief.sources]
    credits = tuple(dict.fromkeys([Credit(origin.name, origin.url, url) for origin, url in cited]))
    story = names.tales[brief.story] if brief.story else None
    state = "draft" if brief.draft else "scheduled" if visibility.scheduled(brief, moment.now) else ""
    own = digest.of_data((brief.head, url, language, state, tags, credits, story))
    return Card(  # the brief's own by position: each field that is given by name is looked for among all others
        brief.title, brief.date, brief.day, brief.timed, brief.updated, brief.updated_timed, brief.summary,
        brief.image_alt, brief.authors, brief.pin, brief.id, brief.extra,
        url=url, changed=changed(brief), sources=credits, tags=tags, story=story, corrected=bool(brief.corrections),
        lang=language, dir=direction(language),
        image=urls.quoted("/" + brief.image[1:]) if brief.image.startswith("@") else brief.image,
        state=state, digest=own,
    )  # fmt: skip


def changed(brief: Brief) -> datetime:
    """The latest visible change of a brief that has a date: its date, its update or a correction."""
    if brief.date and not brief.updated and not brief.corrections:
        return brief.date
    moments = (brief.date, brief.updated, *(correction.date for correction in brief.corrections))
    return max(moment for moment in moments if moment is not None)


def _groups(
    naming: Naming,
    folder: str,
    cards: Iterable[Card],
    named: Callable[[Card], Iterable[Label | Credit]],
) -> tuple[Group, ...]:
    """The groups of one kind that have cards, in the order of their names; one of those that clash, which is told."""
    by_name: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for one in named(card):
            members = by_name[one.name]
            if not members or members[-1] is not card:  # it may cite a source twice
                members.append(card)
    terms = {term.name: term for term in naming.terms.values()}
    groups = (
        Group(name, term.slug, f"/{folder}/{term.slug}/", term.description, term.homepage, tuple(by_name[name]))
        for name in sorted(by_name, key=alphabetical)
        if (term := terms[name])
    )
    return tuple({group.slug.casefold(): group for group in groups}.values())


def _future_changes(changes: Iterable[tuple[Brief, str, datetime]], moment: Moment) -> list[Problem]:
    """A change that readers see must not be dated later than they see it."""
    mend = "write the day it was made"
    return [
        brief.problem(field, "future-change", f"'{field}' is dated {at.date()}, which is yet to come", mend, "warning")
        for brief, field, at in changes
        if at > moment.now and not moment.future
    ]


def _not_markdown(path: str) -> Problem:
    what = "this is not Markdown, so nothing is made of it"
    return Problem("content/" + path, 0, 0, "not-markdown", what, "turn it into a .md file, or move it away", "warning")


def _changes(brief: Brief) -> list[tuple[str, datetime]]:
    """The fields that date visible changes of a brief, each with its latest moment."""
    if not brief.updated and not brief.corrections:
        return []
    latest = max((correction.date for correction in brief.corrections), default=None)
    return [(field, at) for field, at in (("updated", brief.updated), ("corrections", latest)) if at is not None]


def _same_id(texts: Iterable[Text]) -> list[Problem]:
    """Two entries of a feed must not share an id (RFC 4287, section 4.2.6)."""
    problems, owners = [], dict[str, Text]()
    for text in texts:
        other = owners.setdefault(text.card.id if text.card else "", text)
        if other is text:
            continue
        aliased = text.url in other.brief.aliases or other.url in text.brief.aliases
        if not aliased and other.url.casefold() != text.url.casefold():  # else their address is the trouble
            what = f"this brief has the same feed id as content/{other.brief.path}"
            problems.append(text.brief.problem("id", "same-id", what, "give one of them another 'id'"))
    return problems
