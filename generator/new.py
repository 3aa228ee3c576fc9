"""A new brief: names as the vocabularies spell them, a file where its date says, made from a template."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from generator import addresses, dates, documents, files, theme, urls, vocabulary, yaml_text
from generator import config as configuration
from generator.errors import Attempts, Problem, Refusal, suggestion
from generator.model import Document, Value
from generator.vocabulary import Sort

TEMPLATE = "new.md"


class Wish(Value, frozen=True):
    """What a writer asks for, as it was typed. `date` is empty for today, `tags` are single names."""

    title: str
    tags: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    date: str = ""
    story: str = ""
    draft: bool = False


class Made(Value, frozen=True):
    """A file that was written, and what its writer should look at again."""

    file: Path
    problems: tuple[Problem, ...]


def create(root: Path, config_file: Path, now: datetime, wish: Wish) -> Made:
    """Write the brief that `wish` asks for to content/{Y}/{m}/{d}-{slug}.md of the site at `root`.

    Raises Refusal if the configuration, the theme, its template or a wish is not usable, or the file is there.
    """
    config = configuration.load(config_file)
    zone = dates.zone(config.timezone)
    wish = _folded(wish)
    attempts = Attempts()
    dated = attempts.run(lambda: _date(wish.date, zone, now))
    attempts.run(lambda: _check(wish))
    names = Names(root)
    tags = [attempts.run(lambda tag=tag: names.canonical("tags", tag)) for tag in wish.tags]  # type: ignore[misc]
    story = attempts.run(lambda: names.canonical("stories", wish.story))
    url = addresses.clean(wish.url)
    source = attempts.run(lambda: names.source(wish.source, url))
    attempts.finish()
    assert dated
    written, moment = dated
    local = moment.astimezone(zone)
    path = f"content/{local:%Y/%m/%d}-{urls.slugify(wish.title)}.md"
    context = {
        "title": yaml_text.scalar(wish.title),
        "date": written,
        "source": source and yaml_text.scalar(source),
        "url": url and yaml_text.scalar(url),
        "tags": yaml_text.scalar(list(dict.fromkeys(tag for tag in tags if tag))) if tags else "",
        "story": story and yaml_text.scalar(story),
        "draft": wish.draft,
    }
    text = _text(theme.Theme(root, config.theme, config.language), context)
    _prove(text, path, config)
    _write(root, path, text)
    return Made(root / path, tuple(names.problems))


class Names:
    """The site's vocabularies as a writer meets them; `problems` are warnings about near misses."""

    def __init__(self, root: Path) -> None:
        """Raises Refusal if a vocabulary can't be read."""
        self.problems: list[Problem] = []
        self.known = vocabulary.read_all(partial(documents.load, root / "content"))
        faults = [problem for known in self.known.values() for problem in known.problems]
        if faults:
            raise Refusal(*faults)

    def canonical(self, kind: Sort, name: str) -> str:
        """A name as its vocabulary spells it; an unknown one stays as it is, with a warning if it is near a known one.

        Raises Refusal for a name that a build would mind: a story that is in no list of them, or a name whose
        page would have the address of another's.
        """
        known = self.known[kind]
        if not name or vocabulary.fold(name) in known.spellings:
            return name and known.spellings[vocabulary.fold(name)].name
        names = [name for term in known.terms for name in (term.name, *term.aliases)]
        near, file = suggestion(name, names), f"content/{kind}.toml"
        if kind == "stories" and known.terms:
            raise Refusal(Problem(file, 0, 0, "unknown-story", f"there is no story '{name}'", near or "add it there"))
        same = next((term.name for term in known.terms if term.slug.casefold() == urls.slugify(name)), None)
        if same:
            what = f"'{name}' would have the address of '{same}'"
            raise Refusal(Problem(file, 0, 0, "slug-clash", what, f"write '{same}', or add it there with a 'slug'"))
        if near:
            what = f"'{name}' is not in it"
            self.problems.append(Problem(file, 0, 0, f"unknown-{_ONE[kind]}", what, near, "warning"))
        return name

    def source(self, name: str, url: str) -> str:
        """The source's name: as the vocabulary spells it, or found by the address's domain, or else its host.

        A host that has a known source's name in it gets a warning: a domain is lacking there.
        """
        if name or not url:
            return self.canonical("sources", name)
        sources = self.known["sources"]
        found = sources.name_by_host(url)
        labels = map(vocabulary.fold, found.split(".")[:-1])
        like = next((sources.spellings[label].name for label in labels if label in sources.spellings), "")
        if like and not sources.by_host(url):
            what, mend = f"no source has the domain '{found}'", f"if this is '{like}', add it to the domains there"
            self.problems.append(Problem("content/sources.toml", 0, 0, "unknown-source", what, mend, "warning"))
        return found


_ONE: dict[Sort, str] = {"tags": "tag", "sources": "source", "stories": "story"}


def _folded(wish: Wish) -> Wish:
    """A wish with the white space and the control characters that a shell lets through taken out."""

    def clean(text: str) -> str:
        return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

    return Wish(
        title=clean(wish.title),
        tags=tuple(filter(None, map(clean, wish.tags))),
        source=clean(wish.source),
        url=clean(wish.url),
        date=clean(wish.date),
        story=clean(wish.story),
        draft=wish.draft,
    )


def _date(text: str, zone: tzinfo, now: datetime) -> tuple[str, datetime]:
    """A date as it is written in the file, and its moment; today in the site's time zone if none is given."""
    text = text or f"{now.astimezone(zone):%Y-%m-%d}"
    try:
        return text, dates.read(text, zone)[0]
    except dates.BadDate as error:
        raise Refusal(Problem("--date", 0, 0, "bad-date", error.what, error.mend)) from None


def _check(wish: Wish) -> None:
    if not wish.title:
        raise Refusal(Problem("briefing new", 0, 0, "missing-title", "the title is empty", "say what happened"))
    if wish.url and not urls.is_web_address(wish.url):
        mend = "write it whole: https://example.org/page"
        raise Refusal(Problem("--url", 0, 0, "bad-url", f"'{wish.url}' is not a web address", mend))


def _text(found: theme.Theme, context: dict[str, Any]) -> str:
    from generator import templates

    file = found.files.get(TEMPLATE)
    if file is None:
        what = f"the theme has no {TEMPLATE}"
        raise Refusal(Problem(f"templates/{TEMPLATE}", 0, 0, "no-template", what, "write one, or use a child of wire"))
    try:
        return templates.plain(file.read_text("utf-8"), found.shown(file), context)
    except templates.TemplateFault as fault:
        raise Refusal(fault.problem) from None
    except UnicodeDecodeError:
        raise Refusal(
            Problem(found.shown(file), 0, 0, "not-utf-8", "the file is not UTF-8", "save it as UTF-8")
        ) from None


def _prove(text: str, path: str, config: configuration.Config) -> None:
    """Raises Refusal if a build would mind the text: the template of the site is wrong then."""
    from generator.parse import parse

    data = text.encode()
    document = Document(path.removeprefix("content/"), "", lambda _: data)
    problems = parse(document, config.parsing).brief.problems
    if problems:
        what, mend = "it makes a brief with mistakes", "mend them there, where these lines come from"
        raise Refusal(*problems, Problem(f"templates/{TEMPLATE}", 0, 0, "template", what, mend))


def _write(root: Path, path: str, text: str) -> None:
    """Write a brief. Raises Refusal if one of that day and name is there, in any of the places for it."""
    file = root / path
    flat = root / "content" / "-".join(file.parts[-3:])
    found = next((other for other in (file, file.with_suffix(".markdown"), flat) if other.exists()), None)
    if found:
        shown = found.relative_to(root).as_posix()
        raise Refusal(Problem(shown, 0, 0, "file-exists", "there is such a brief", "edit it, or say another title"))
    files.create(file, text.encode())
