"""The whole story of a build, in the order in which it happens."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec
from filelock import FileLock

from generator import config as configuration
from generator import digest, documents, identity, memo, pool, urls, vocabulary
from generator.assemble import assemble
from generator.errors import Problem, errors
from generator.manifest import Basis, outdated
from generator.model import Built, Document, Options, Parsed, Reason, Report, Value
from generator.plan import claims, pages
from generator.publish import Output, Stamp
from generator.standing import Standing
from generator.templates import TemplateFault, Templates
from generator.theme import Theme
from generator.visibility import Moment

ENOUGH = 500
"""From so many stale pages on, rendering in several processes is quicker than in this one."""


class Settings(Value, frozen=True):
    """What a build is asked for: where, for which moment, and how strictly.

    `root` is the site's folder; `config` and `output` are paths, `base_url` overrides the configuration's.
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


def build(settings: Settings) -> Report:
    """Build the site and publish it, or report what is wrong and leave the published site as it was.

    Raises Refusal if the configuration, the theme or the output folder is not usable.
    """
    folder = settings.root / ".cache" / "briefing" if settings.cache else None
    with _one_at_a_time(folder):
        try:
            with memo.Memo(folder) as cache:
                return _build(settings, cache)
        except memo.Unusable:
            memo.discard(folder)
            with memo.Memo(folder) as cache:
                return _build(settings, cache)


def _build(settings: Settings, cache: memo.Memo) -> Report:
    watch = Stopwatch()
    config = configuration.load(settings.config, settings.base_url)
    theme = Theme(settings.root, config)
    output = Output(settings.output, settings.root, cache.recall(f"output {settings.output}", dict[str, Stamp]))
    watch.lap("load")

    contents = documents.read(settings.root / "content", cache.recall("content", dict[str, documents.Seen]) or {})
    options = Options(config.timezone, config.markup.raw_html)
    parser, basis = identity.parser(options), Basis(identity.generator(), digest.of(config))
    inputs = digest.of((contents.digest, theme.digest, parser, basis, settings.drafts, settings.future))
    standing: Standing | None = cache.recall(f"standing {settings.output}", Standing)
    watch.lap("read")
    if standing and output.intact and standing.holds(inputs, output.digest, settings.now, settings.strict):
        return standing.report(watch.laps)

    briefs = cache.map(parse, contents.documents, options, parser, settings.jobs)
    watch.lap("parse")
    vocabularies = {kind: vocabulary.read(kind, documents.named(contents, f"{kind}.toml")) for kind in vocabulary.KINDS}
    moment = Moment(settings.now, settings.drafts, settings.future)
    site = assemble(config, vocabularies, briefs, contents.others, moment)
    watch.lap("assemble")
    planned = pages(config, site, theme.static.values(), cache.body)
    problems = [*contents.problems, *site.problems, *claims(planned), *output.strangers(planned)]
    watch.lap("plan")

    templates = Templates(theme, config, cache)
    basis = Basis(basis.generator, basis.configuration, templates.closures())
    stale = outdated(planned, output.manifest, basis, output.missing, output.altered)
    watch.lap("compare")
    built: list[Built] = []
    if not errors(problems, settings.strict):
        built, faults = render(stale, templates, output, settings.jobs)
        problems += faults
    watch.lap("render")
    problems.sort()
    if errors(problems, settings.strict):
        output.discard()
        return Report(
            {}, 0, (), tuple(problems), watch.laps, site.next_transition, len(planned), len(site.cards), ok=False
        )
    pruned = output.commit(planned, built, basis)
    standing = Standing(
        inputs, output.digest, settings.now, site.next_transition, tuple(problems), len(planned), len(site.cards)
    )
    cache.keep(
        {"content": contents.seen, f"output {settings.output}": output.stamps, f"standing {settings.output}": standing}
    )
    watch.lap("publish")

    staged = {item.path for item in built if item.staged}
    written = {reason.page.url: reason.why for reason in stale if urls.output_path(reason.page.url) in staged}
    report = standing.report(watch.laps)
    return msgspec.structs.replace(report, written=written, unchanged=len(planned) - len(written), pruned=tuple(pruned))


def parse(document: Document, options: Options) -> Parsed:
    """`parse.parse`, with all that reading Markdown takes; a build that parses nothing does not load it."""
    from generator.parse import parse as run

    return run(document, options)


def render(
    stale: Sequence[Reason], templates: Templates, output: Output, jobs: int
) -> tuple[list[Built], list[Problem]]:
    """Make the stale pages and lay them aside; notes each template that fails, once."""
    if stale:
        templates.load({reason.page.template for reason in stale})

    def work(numbers: range) -> tuple[list[Built], dict[str, Problem]]:
        built: list[Built] = []
        faults: dict[str, Problem] = {}
        for page in (stale[number].page for number in numbers):
            if page.template not in faults:
                try:
                    built.append(output.lay_aside(page.url, templates.render(page)))
                except TemplateFault as fault:
                    faults[page.template] = fault.problem
        return built, faults

    done: list[Built] = []
    problems: dict[str, Problem] = {}
    for built, faults in pool.inherit(work, len(stale), jobs, ENOUGH):
        done += built
        problems = faults | problems
    return done, list(problems.values())


class Stopwatch:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time since the last lap as that of `stage`."""
        now = time.perf_counter()
        self.laps[stage] = now - self._last
        self._last = now


@contextmanager
def _one_at_a_time(folder: Path | None) -> Iterator[None]:
    """Hold the lock of the cache folder, so that two builds of one site take turns."""
    if folder is None:
        yield
        return
    lock = FileLock(folder / "lock")
    with suppress(OSError):  # a folder that can't be written to holds no cache to take turns with
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
