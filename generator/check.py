"""The order of a check: build the site in a private place, and hold every rule to it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from generator import (
    check_links,
    dates,
    digest,
    documents,
    fix,
    identity,
    levels,
    locks,
    memo,
    prose,
    rules,
    vocabulary,
)
from generator import config as configuration
from generator.build import Settings, parse
from generator.build import build as run
from generator.errors import Problem, Refusal, errors
from generator.model import Options, Value
from generator.publish import Output, private
from generator.rules_site import Desk
from generator.stopwatch import Stopwatch


class Outcome(Value, frozen=True):
    """What a check found. It is `ok` if nothing forbids publishing; `briefs` and `pages` say how much was looked at."""

    problems: tuple[Problem, ...]
    briefs: int
    pages: int
    ok: bool


def check(settings: Settings, external: bool = False, watch: Stopwatch | None = None) -> Outcome:
    """All that a build would find, and all that the rules find; outbound links too, if `external`.

    Nothing is published. Raises Refusal as `build` does.
    """
    watch = watch or Stopwatch()
    with _place(settings) as (output, folder), locks.held([folder / "check.lock"] if folder else []):
        try:
            return _check(settings, output, folder, external, watch)
        except memo.Unusable:
            memo.discard(folder)
            return _check(settings, output, folder, external, watch)


def refused(refusal: Refusal) -> Outcome:
    """The outcome of a check that could not start."""
    return Outcome(refusal.problems, 0, 0, ok=False)


def clean(settings: Settings) -> None:
    """Remove what checks built in their private place."""
    place = private(settings.root, "check")
    Output(place, settings.root, None).clean()
    with suppress(OSError):  # there was no check, or something else lies there
        place.rmdir()


def _check(settings: Settings, output: Path, folder: Path | None, external: bool, watch: Stopwatch) -> Outcome:
    report = run(msgspec.structs.replace(settings, output=output, strict=False, rehearse=False), watch)
    with memo.Memo(folder) as cache:
        desk = _desk(settings, cache, watch)
        found = [*report.problems, *_texts(desk, cache), *rules.of_site(desk)]
        if report.ok:
            found += check_links.inside(desk, output, settings, cache)
        if external:
            found += check_links.outside(desk, settings.now, cache, watch)
        watch.lap("check")
    problems = tuple(sorted(set(found)))
    return Outcome(problems, len(desk.shown), report.pages, not errors(problems, settings.strict))


@contextmanager
def _place(settings: Settings) -> Iterator[tuple[Path, Path | None]]:
    """Where to build, and the folder of the cache: a private place in it, or a passing one where there is none."""
    folder = settings.root / ".cache" / "briefing" if settings.cache else None
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        usable = folder is not None and os.access(folder, os.W_OK)
    except OSError:
        usable = False
    if usable:
        yield private(settings.root, "check"), folder
        return
    with tempfile.TemporaryDirectory(prefix="briefing-check-") as passing:
        yield Path(passing) / "site", None


def _desk(settings: Settings, cache: memo.Memo, watch: Stopwatch) -> Desk:
    """All that the rules go by, as the build before has just read and remembered it."""
    config = configuration.load(settings.config, settings.base_url, settings.root)
    contents = documents.read(settings.root / "content", cache.recall("content", dict[str, documents.Seen]) or {})
    options = Options(config.timezone, config.markup.raw_html)
    parser = identity.parser(options)
    briefs = cache.map(parse, contents.documents, options, parser, settings.jobs, watch)
    known = {kind: vocabulary.read(kind, documents.named(contents, f"{kind}.toml")) for kind in vocabulary.KINDS}
    rest = (config.base_url, config.language, msgspec.structs.astuple(config.check))
    names = [documents.named(contents, f"{kind}.toml").decode(errors="replace") for kind in vocabulary.KINDS]
    key = digest.of((parser, identity.generator(), rest, names))
    shown = tuple(  # all that is or will be published; a draft only if drafts are asked for
        brief
        for brief in briefs
        if (settings.drafts or not brief.draft) and not (brief.expires and brief.expires <= settings.now)
    )
    return Desk(config, contents.documents, briefs, shown, known, key)


def _texts(desk: Desk, cache: memo.Memo) -> list[Problem]:
    """What the rules over one document find; remembered by its digest."""
    kept: tuple[str, dict[str, tuple[str, tuple[Problem, ...]]]] | None = cache.recall(
        "check texts", tuple[str, dict[str, tuple[str, tuple[Problem, ...]]]]
    )
    known = kept[1] if kept and kept[0] == desk.key else {}
    reported = frozenset(
        code for code in rules.FIXES if levels.level(desk.config.check, code) in ("error", "warning", "note")
    )
    house = fix.House(desk.vocabularies, dates.zone(desk.config.timezone), reported)
    paths = {brief.path for brief in desk.shown}
    made: dict[str, tuple[str, tuple[Problem, ...]]] = {}
    for document, brief in zip(desk.documents, desk.briefs, strict=True):
        if brief.path not in paths:
            continue
        if known.get(brief.path, ("",))[0] == document.digest:
            made[brief.path] = known[brief.path]
            continue
        data = document.load()
        text = prose.text(data, brief, desk.config.check, desk.config.base_url, desk.config.language)
        found = rules.of_text(text) if text else []
        for edit in fix.plan(data, house) if reported else ():
            found += rules.problem(desk.config.check, edit.code, brief.path, edit.finding)
        made[brief.path] = (document.digest, tuple(found))
    if made != known:
        cache.keep({"check texts": (desk.key, made)})
    return [problem for _, problems in made.values() for problem in problems]
