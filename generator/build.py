"""The whole story of a build, in the order in which it happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from generator import config as configuration
from generator import digest, documents, identity, locks, memo, places, pool, publish, urls
from generator import manifest as manifests
from generator.config import Config
from generator.errors import Attempts, Problem, errors, many
from generator.manifest import Basis, outdated
from generator.model import Built, Document, Explanation, Options, Page, Parsed, Reason, Report, Site, Value
from generator.publish import Output
from generator.stamps import Stamp
from generator.standing import Standing
from generator.stopwatch import Stopwatch
from generator.theme import Theme

if TYPE_CHECKING:
    from generator.compare import Against, Loss
    from generator.templates import Templates

Result = TypeVar("Result")

ENOUGH = 128
"""From so many stale pages on it pays to fork: until it ends, each process copies what memory the other one touches."""


class Settings(Value, frozen=True):
    """What a build is asked for: where, for which moment, and how strictly.

    `root` is the site's folder; `config` and `output` are paths, `base_url` overrides the configuration's.
    A rehearsal ends before the first page is made: its report's `written` says what a build would make, and why.
    With `against`, the report says what changes for readers of that site. A build is `public` if readers see its output
    folder, or what is copied from there: it is held to the addresses that they know, and says what they should not see.
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
    against: Against | None = None
    public: bool = False

    @property
    def remembered(self) -> Path | None:
        """The folder of the cache; None if there is to be none."""
        return self.root / places.PRIVATE if self.cache else None


class Sources(NamedTuple):
    """What a build needs beside the content, found usable."""

    config: Config
    theme: Theme


class Planned(NamedTuple):
    """What was published, for who wants more than a report: all that rendering the pages takes, and what they came of.

    The command keeps all of it, so that it is not taken apart before the process ends.
    """

    config: Config
    theme: Theme
    contents: documents.Contents
    site: Site
    pages: Sequence[Page]
    output: Output


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
    if config and config.host.compress and not settings.drafts and not settings.future:
        from generator import twins

        place = configuration.place(settings.config, settings.root, "host", "compress")
        attempts.run(lambda: twins.refuse(config.host.compress, place))
    attempts.finish()
    assert config and theme
    return Sources(config, theme)


def explain(settings: Settings, url: str) -> Explanation | None:
    """Why the page at `url` would be made by a build now, and was made last; None if there is no such page.

    The page may be named by its whole URL, by its path from the site's or the host's root, or by its file. Nothing is
    published. Raises Refusal as `build` does.
    """
    file = Path(os.path.abspath(url))  # noqa: PTH100 - links are followed nowhere
    if file.is_relative_to(settings.output):
        url = file.relative_to(settings.output).as_posix()
    url = urls.of_site(url, prepared(settings).config.base_url)
    return _using(settings, lambda cache: _explained(settings, url, cache))


def clean(settings: Settings) -> int:
    """Remove the built site and the cache: only what builds wrote. Returns how many files were published.

    Raises Refusal if the output folder is not one that a site may be published to.
    """
    folder = settings.root / places.PRIVATE
    with locks.held([folder / "lock", places.lock(settings.output)]):
        count = publish.Output(settings.output, settings.root, None).clean()
        for purpose in places.PURPOSES:
            publish.Output(places.private(settings.root, purpose), settings.root, None).remove_folder()
        memo.discard(folder)
    memo.remove_folder(folder)
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


def _build(
    settings: Settings, cache: memo.Memo, watch: Stopwatch, follow: Callable[[Planned], None] | None = None
) -> Report:
    config, theme = prepared(settings)
    place = digest.of_bytes(os.fsencode(settings.output))
    stamps = cache.recall(f"stamps {place}", dict[str, Stamp])
    output = Output(settings.output, settings.root, stamps, settings.jobs)
    watch.lap("load")
    contents = read(settings, cache)
    watch.lap("read", many(len(contents.documents), "document"))
    parser, maker = identity.parser(config.parsing), (identity.generator(), digest.of(config))
    wish = (settings.drafts, settings.future, settings.public)
    inputs = digest.of((contents.digest, theme.digest, parser, maker, wish))
    if stands := _standing(settings, cache, output, place, inputs):
        return msgspec.structs.replace(stands, timings=watch.laps)

    parsed = cache.map(parse, contents.documents, config.parsing, parser, settings.jobs, watch)
    from generator import compare, notes, twins, vocabulary  # a build with nothing to do has come here without them
    from generator.assemble import assemble
    from generator.parts import Parts
    from generator.plan import claims, pages
    from generator.templates import Templates
    from generator.visibility import Moment

    templates = Templates(theme, config, cache, settings.jobs)
    if not settings.rehearse:
        templates.prepare()  # meanwhile others parse
    briefs = tuple(parsed)
    watch.lap("parse")
    vocabularies = vocabulary.read_all(partial(documents.named, contents))
    moment = Moment(settings.now, settings.drafts, settings.future)
    site = assemble(config, vocabularies, briefs, contents.others, moment, "story.html" not in theme.lacking)
    watch.lap("assemble", many(len(site.cards), "public brief"))
    parts = Parts(digest.of(maker), cache.recall(f"parts {place}", dict[str, msgspec.Raw]))
    planned = pages(config, site, theme.static.values(), cache.body, parts, theme.lacking)
    planned = twins.without(planned) if moment.drafts or moment.future else planned
    watch.lap("plan", many(len(planned), "file"))
    basis = Basis(*maker, templates.closures(), notes.hidden(site, moment) > 0)
    stale = outdated(planned, output.manifest, basis, output.missing, output.altered)
    made = iter(()) if settings.rehearse else render(stale, templates, output, settings.jobs)
    reasons = {reason.page.url: reason.why for reason in stale}
    problems = [*contents.problems, *site.problems, *claims(planned), *output.strangers(planned)]
    problems += notes.public(config, site, moment, bool(theme.words(config.language))) if settings.public else ()
    against = settings.against or (compare.Against("", output.manifest) if settings.public else None)
    loss = compare.loss(against, planned, briefs, settings.now) if against else compare.Loss()
    watch.lap("compare", f"{len(stale)} to make")
    if settings.rehearse:
        output.discard()
        return Report(_sorted(problems, loss), None, len(planned), 0, 0, reasons, output.unwanted(planned), ok=False)

    built: list[Built] = []
    if not errors((*problems, *loss.problems), settings.strict):
        built, faults = collected(made, len(stale), watch)
        problems += faults.values()
    watch.lap("render", f"{len(built)} made")
    report = Report(tuple(sorted(problems)), site.next_transition, len(planned), len(site.cards), len(planned))
    told = msgspec.structs.replace(report, problems=_sorted(problems, loss), timings=watch.laps)
    if errors(told.problems, settings.strict):
        pool.abandon()
        output.discard()
        return msgspec.structs.replace(told, ok=False, unchanged=0)
    pruned = output.commit(planned, built, basis)
    laid = {item.path for item in built if item.staged}
    written = {url: why for url, why in reasons.items() if urls.output_path(url) in laid}
    standing = Standing(inputs, output.digest, settings.now, site.until, report)
    kept = {"stamps": output.stamps, "parts": parts.kept, "standing": standing}
    _remember(cache, place, contents.seen, kept, written)
    changes = compare.changes(settings.against, site, planned, output.manifest, loss) if settings.against else None
    if follow:
        follow(Planned(config, theme, contents, site, planned, output))
    watch.lap("publish", f"{len(written)} written, {len(pruned)} removed")
    return msgspec.structs.replace(
        told, written=written, unchanged=len(planned) - len(written), pruned=pruned, changes=changes
    )


def _standing(settings: Settings, cache: memo.Memo, output: Output, place: str, inputs: str) -> Report | None:
    """The report of the last build if it still holds, and no more than that is asked for."""
    if settings.rehearse or settings.against:
        return None
    known: Standing | None = cache.recall(f"standing {place}", Standing)
    holds = known and known.holds(inputs, output.digest, settings.now, settings.strict)
    return known.report if known and holds and output.intact else None


def _sorted(problems: Iterable[Problem], loss: Loss) -> tuple[Problem, ...]:
    """All that a report tells: what is wrong with the site, and with publishing it in another one's place."""
    return tuple(sorted((*problems, *loss.problems)))


def _remember(
    cache: memo.Memo,
    place: str,
    seen: Mapping[str, documents.Seen],
    kept: Mapping[str, object],
    written: Mapping[str, str],
) -> None:
    """Keep what the next build goes by, and for one of this output folder why each page was made last."""
    states: dict[str, object] = {_seen(): seen, **{f"{name} {place}": value for name, value in kept.items()}}
    if written:
        known: dict[str, str] = cache.recall(f"reasons {place}", dict[str, str]) or {}
        states[f"reasons {place}"] = {**known, **written}
    cache.keep(states)


def _seen() -> str:
    """The name under which the cache keeps what was seen in content/."""
    return f"content {identity.measuring()}"


def read(settings: Settings, cache: memo.Memo) -> documents.Contents:
    """The files in content/; one that has not changed since it was last looked at is not read again."""
    return documents.read(settings.root / "content", cache.recall(_seen(), dict[str, documents.Seen]) or {})


def parse(document: Document, options: Options) -> Parsed:
    """`parse.parse`, with all that reading Markdown takes; a build that parses nothing does not load it."""
    from generator.parse import parse as run

    return run(document, options)


Rendered = tuple[list[Built], dict[str, Problem]]
"""Some pages that were made, and what is wrong with templates that could not be rendered."""


def render(stale: Sequence[Reason], templates: Templates, output: Output, jobs: int) -> Iterator[Rendered]:
    """Make the stale pages and lay them aside: many in other processes, while this one goes on; few when asked for.

    Of the pages that are made at a time, none is tried whose template has failed.
    """
    from generator import twins
    from generator.templates import TemplateFault

    several = len(stale) >= ENOUGH
    if several:
        templates.load()

    def work(numbers: range) -> Rendered:
        built: list[Built] = []
        faults: dict[str, Problem] = {}
        for page in (stale[number].page for number in numbers):
            if page.template not in faults:
                try:
                    built.append(output.lay_aside(page.url, twins.rendered(page, templates.render)))
                except TemplateFault as fault:
                    faults[page.template] = fault.problem
        return built, faults

    return pool.spread(work, len(stale), jobs if several else 1, ENOUGH)


def collected(made: Iterable[Rendered], count: int, watch: Stopwatch) -> Rendered:
    """All of `count` pages that are being made, and each template that failed, once."""
    done: list[Built] = []
    problems: dict[str, Problem] = {}
    for built, faults in made:
        done += built
        watch.progress("render", len(done), count)
        problems = faults | problems
    return done, problems
