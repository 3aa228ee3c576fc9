"""The whole story of a build, in the order in which it happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from generator import compare, digest, documents, identity, locks, memo, places, pool, publish, twins, urls, vocabulary
from generator import config as configuration
from generator import manifest as manifests
from generator.assemble import assemble
from generator.changes import Change
from generator.config import Config
from generator.errors import Attempts, Problem, errors, many
from generator.manifest import Basis, Manifest, outdated
from generator.model import Built, Document, Explanation, Options, Page, Parsed, Reason, Report, Value
from generator.plan import claims, pages
from generator.publish import Output, Stamp
from generator.standing import Standing
from generator.stopwatch import Stopwatch
from generator.templates import TemplateFault, Templates
from generator.theme import Theme
from generator.visibility import Moment

Result = TypeVar("Result")

ENOUGH = 500
"""From so many stale pages on, rendering in several processes is quicker than in this one."""


class Settings(Value, frozen=True):
    """What a build is asked for: where, for which moment, and how strictly.

    `root` is the site's folder; `config` and `output` are paths, `base_url` overrides the configuration's.
    A rehearsal ends before the first page is made: its report's `written` says what a build would make, and why.
    With `against`, the report says what changes for readers of that site.
    """

    root: Path
    now: datetime
    config: Path
    output: Path
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    strict: bool = False
    cache: bool = True
    jobs: int = 0
    rehearse: bool = False
    against: compare.Against | None = None

    @property
    def remembered(self) -> Path | None:
        """The folder of the cache; None if there is to be none."""
        return self.root / places.PRIVATE if self.cache else None


class Sources(NamedTuple):
    """What a build needs beside the content, found usable."""

    config: Config
    theme: Theme


class Planned(NamedTuple):
    """What was published, for who wants more than a report: the pages, and all that rendering them takes."""

    config: Config
    theme: Theme
    pages: Sequence[Page]


def build(
    settings: Settings, watch: Stopwatch | None = None, follow: Callable[[Planned], None] | None = None
) -> Report:
    """Build the site and publish it, or report what is wrong and leave the published site as it was.

    `watch` is told of progress, `follow` of what was published. Raises Refusal if the configuration, the theme or the
    output folder is not usable.
    """
    return _using(settings, lambda cache: _build(settings, cache, watch or Stopwatch(), follow))


def prepared(settings: Settings) -> Sources:
    """The configuration and the theme.

    Raises Refusal with all faults, those of the output folder and of the libraries that are asked for too.
    """
    attempts = Attempts()
    config = attempts.run(lambda: configuration.load(settings.config, settings.base_url, settings.root))
    name, language = (config.theme, config.language) if config else (configuration.theme(settings.config), "en")
    theme = attempts.run(lambda: Theme(settings.root, name, language))
    attempts.run(lambda: places.refuse(settings.output, settings.root))
    if config and not settings.drafts and not settings.future:
        place = configuration.place(settings.config, settings.root, "host", "compress")
        attempts.run(lambda: twins.refuse(config.host.compress, place))
    attempts.finish()
    assert config and theme
    return Sources(config, theme)


def explain(settings: Settings, url: str) -> Explanation | None:
    """Why the page at `url` would be made by a build now, and was made last; None if there is no such page.

    Nothing is published. Raises Refusal as `build` does.
    """
    url = _page_url(prepared(settings).config.base_url, url)
    return _using(settings, lambda cache: _explained(settings, url, cache))


def clean(settings: Settings) -> int:
    """Remove the built site and the cache: only what builds wrote. Returns how many files were published.

    Raises Refusal if the output folder is not one that a site may be published to.
    """
    folder = settings.root / places.PRIVATE
    with locks.held([folder / "lock", places.lock(settings.output)]):
        count = publish.Output(settings.output, settings.root, None).clean()
        for purpose in places.PURPOSES:
            publish.Output(places.private(settings.root, purpose), settings.root, None).leave()
        memo.discard(folder)
    memo.leave(folder)
    return count


def _explained(settings: Settings, url: str, cache: memo.Memo) -> Explanation | None:
    rehearsal = _build(msgspec.structs.replace(settings, rehearse=True), cache, Stopwatch())
    name = digest.of_bytes(os.fsencode(settings.output))
    made: dict[str, str] = cache.recall(f"reasons {name}", dict[str, str]) or {}
    entry, _ = manifests.load(settings.output)
    path = urls.output_path(url)
    known = entry.files.get(path) if entry else None
    if known is None and url not in rehearsal.written:
        return None
    return Explanation(
        template=known.template if known else "",
        now="removed" if path in rehearsal.pruned else rehearsal.written.get(url, ""),
        last=made.get(url, ""),
    )


def _using(settings: Settings, work: Callable[[memo.Memo], Result]) -> Result:
    """What `work` makes with the site's cache, while nobody else uses it or the output folder.

    Raises Refusal before anything is written: this may be no site.
    """
    prepared(settings)
    return memo.using(settings.remembered, [places.lock(settings.output)], work)


def _page_url(base_url: str, given: str) -> str:
    """The URL of a page however it was given: whole, below the site's path, or without its final slash."""
    path = "/" + given.removeprefix(base_url).lstrip("/")
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else path + "/"


def _build(
    settings: Settings, cache: memo.Memo, watch: Stopwatch, follow: Callable[[Planned], None] | None = None
) -> Report:
    config, theme = prepared(settings)
    place = digest.of_bytes(os.fsencode(settings.output))
    output = Output(settings.output, settings.root, cache.recall(f"stamps {place}", dict[str, Stamp]))
    watch.lap("load")
    contents = documents.read(settings.root / "content", cache.recall("content", dict[str, documents.Seen]) or {})
    watch.lap("read", many(len(contents.documents), "document"))
    options = Options(config.timezone, config.markup.raw_html)
    parser, basis = identity.parser(options), Basis(identity.generator(), digest.of(config))
    inputs = digest.of((contents.digest, theme.digest, parser, basis, settings.drafts, settings.future))
    standing: Standing | None = cache.recall(f"standing {place}", Standing)
    stands = standing and output.intact and standing.holds(inputs, output.digest, settings.now, settings.strict)
    if standing and stands and not settings.rehearse and not settings.against:
        return msgspec.structs.replace(standing.report, timings=watch.laps)

    briefs = cache.map(parse, contents.documents, options, parser, settings.jobs, watch)
    watch.lap("parse")
    vocabularies = {kind: vocabulary.read(kind, documents.named(contents, f"{kind}.toml")) for kind in vocabulary.KINDS}
    moment = Moment(settings.now, settings.drafts, settings.future)
    site = assemble(config, vocabularies, briefs, contents.others, moment)
    watch.lap("assemble", many(len(site.cards), "public brief"))
    planned = pages(config, site, theme.static.values(), cache.body)
    if settings.drafts or settings.future:
        planned = twins.without(planned)
    problems = [*contents.problems, *site.problems, *claims(planned), *output.strangers(planned)]
    lost: tuple[Change, ...] = ()
    if settings.against:
        lost = compare.removed(settings.against.manifest or Manifest(), planned, briefs, moment)
        problems += [*settings.against.problems, *compare.gone(lost, briefs)]
    watch.lap("plan", many(len(planned), "file"))
    templates = Templates(theme, config, cache)
    basis = msgspec.structs.replace(basis, templates=templates.closures())
    stale = outdated(planned, output.manifest, basis, output.missing, output.altered)
    reasons = {reason.page.url: reason.why for reason in stale}
    watch.lap("compare", f"{len(stale)} to make")
    if settings.rehearse:
        output.discard()
        return Report(tuple(sorted(problems)), None, len(planned), 0, 0, reasons, output.unwanted(planned), ok=False)

    built: list[Built] = []
    if not errors(problems, settings.strict):
        built, faults = render(stale, templates, output, settings.jobs, watch)
        problems += faults
    watch.lap("render", f"{len(built)} made")
    report = Report(tuple(sorted(problems)), site.next_transition, len(planned), len(site.cards), len(planned))
    alone = msgspec.structs.replace(report, problems=tuple(p for p in report.problems if p.code not in compare.CODES))
    if errors(problems, settings.strict):
        output.discard()
        return msgspec.structs.replace(report, ok=False, unchanged=0, timings=watch.laps)
    pruned = output.commit(planned, built, basis)
    changes = None
    if settings.against and settings.against.manifest:
        changes = compare.changes(settings.against, site, planned, output.manifest, lost)
    laid = {item.path for item in built if item.staged}
    written = {url: why for url, why in reasons.items() if urls.output_path(url) in laid}
    states = {
        "content": contents.seen,
        f"stamps {place}": output.stamps,
        f"standing {place}": Standing(inputs, output.digest, settings.now, site.until, alone),
    }
    if written:
        known: dict[str, str] = cache.recall(f"reasons {place}", dict[str, str]) or {}
        states[f"reasons {place}"] = known | written
    cache.keep(states)
    if follow:
        follow(Planned(config, theme, planned))
    watch.lap("publish", f"{len(written)} written, {len(pruned)} removed")
    unchanged = len(planned) - len(written)
    return msgspec.structs.replace(
        report, written=written, unchanged=unchanged, pruned=pruned, timings=watch.laps, changes=changes
    )


def parse(document: Document, options: Options) -> Parsed:
    """`parse.parse`, with all that reading Markdown takes; a build that parses nothing does not load it."""
    from generator.parse import parse as run

    return run(document, options)


def render(
    stale: Sequence[Reason], templates: Templates, output: Output, jobs: int, watch: Stopwatch
) -> tuple[list[Built], list[Problem]]:
    """Make the stale pages and lay them aside; notes each template that fails, once."""
    if len(stale) >= ENOUGH:
        templates.load()

    def work(numbers: range) -> tuple[list[Built], dict[str, Problem]]:
        built: list[Built] = []
        faults: dict[str, Problem] = {}
        for page in (stale[number].page for number in numbers):
            if page.template not in faults:
                try:
                    built.append(output.lay_aside(page.url, twins.rendered(page, templates.render)))
                except TemplateFault as fault:
                    faults[page.template] = fault.problem
        return built, faults

    done: list[Built] = []
    problems: dict[str, Problem] = {}
    for built, faults in pool.inherit(work, len(stale), jobs, ENOUGH):
        done += built
        watch.progress("render", len(done), len(stale))
        problems = faults | problems
    return done, list(problems.values())
