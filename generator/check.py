"""The order of a check: build the site in a private place, and hold every rule to it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import (
    check_links,
    dates,
    digest,
    documents,
    files,
    fix,
    identity,
    locks,
    memo,
    permalinks,
    prose,
    rules,
    vocabulary,
)
from generator import config as configuration
from generator import manifest as manifests
from generator.build import Settings, parse, prepared, read
from generator.build import build as run
from generator.errors import Problem, Refusal, errors
from generator.model import Value
from generator.places import private
from generator.rules_site import Corpus
from generator.stopwatch import Stopwatch
from generator.visibility import Moment, visible


class Outcome(Value, frozen=True):
    """What a check found. It is `ok` if nothing forbids publishing; `pages` are the files of the built site.

    `briefs` are those that a build shows, `scheduled` what it will show later, `standing` the standing pages that it
    shows. `added` is the number of addresses that were added to the list of frozen ones.
    """

    problems: tuple[Problem, ...]
    briefs: int
    pages: int
    ok: bool
    added: int = 0
    scheduled: int = 0
    standing: int = 0


class Frozen(NamedTuple):
    """The file that lists every address that was ever public, and whether new ones are to be added to it."""

    file: Path
    add: bool = False


def check(
    settings: Settings, external: bool = False, watch: Stopwatch | None = None, frozen: Frozen | None = None
) -> Outcome:
    """All that a build would find, and all that the rules find; outbound links too, if `external`.

    `frozen` names the list of addresses that the site is held to.

    Nothing is published. Raises Refusal as `build` does.
    """
    watch = watch or Stopwatch()
    prepared(msgspec.structs.replace(settings, output=private(settings.root, "check")))
    with _place(settings) as (output, folder), locks.held([folder / "check.lock"] if folder else []):
        return _check(settings, output, folder, external, watch, frozen)


def also(outcome: Outcome, told: Iterable[Problem], strict: bool) -> Outcome:
    """The outcome with problems that were found beside it; `strict` takes their warnings for errors."""
    found = tuple(told)
    problems = tuple(sorted({*outcome.problems, *found}))
    return msgspec.structs.replace(outcome, problems=problems, ok=outcome.ok and not errors(found, strict))


def refused(refusal: Refusal) -> Outcome:
    """The outcome of a check that could not start."""
    return Outcome(refusal.problems, 0, 0, ok=False)


def _check(
    settings: Settings, output: Path, folder: Path | None, external: bool, watch: Stopwatch, frozen: Frozen | None
) -> Outcome:
    report = run(msgspec.structs.replace(settings, output=output, strict=False, rehearse=False), watch)

    def look(cache: memo.Memo) -> tuple[Corpus, list[Problem], check_links.Outbound]:
        corpus = _corpus(settings, cache, watch)
        found = [*report.problems, *_texts(corpus, cache), *rules.of_site(corpus)]
        if report.ok:
            found += check_links.inside(corpus, output, settings, cache)
        return corpus, found, check_links.outbound(corpus, cache) if external else {}

    corpus, found, outbound = memo.using(folder, (), look)
    added, broken = _frozen(frozen, output, corpus, settings) if frozen and report.ok else (0, ())
    found += broken
    if external:
        found += check_links.outside(outbound, corpus.config.check, settings.now, folder, watch)
    watch.lap("check")
    problems = tuple(sorted(set(found)))
    moment = Moment(settings.now, settings.drafts, settings.future)
    public = [brief.kind for brief in corpus.shown if visible(brief, moment)]
    later = [brief for brief in corpus.shown if not visible(brief, moment) and not errors(brief.problems)]
    return Outcome(
        problems,
        public.count("brief"),
        report.pages,
        not errors(problems, settings.strict),
        added,
        scheduled=len(later),
        standing=len(public) - public.count("brief"),
    )


def _frozen(frozen: Frozen, output: Path, corpus: Corpus, settings: Settings) -> tuple[int, tuple[Problem, ...]]:
    """Hold the built site to the list of frozen addresses; add new ones if that is asked for."""
    name = os.path.relpath(frozen.file, settings.root).replace(os.sep, "/")
    manifest = manifests.load(output)[0] or manifests.Manifest()
    data = None
    try:
        data = frozen.file.read_bytes()
        text = data.decode()
    except FileNotFoundError:
        if not frozen.add:
            mend = "'briefing check --permalinks FILE --fix' makes it"
            return 0, (Problem(name, 0, 0, "permalinks", "there is no such file", mend),)
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        return 0, (Problem(name, 0, 0, "permalinks", f"the list can't be read: {error}", "name a text file"),)
    broken = permalinks.problems(name, text, manifest, corpus, settings.now)
    text, added = permalinks.appended(text, permalinks.public(manifest)) if frozen.add else (text, 0)
    try:
        if added and data is None:
            files.create(frozen.file, text.encode())
        elif added and data is not None:
            files.replace(frozen.file, text.encode(), data)
    except (files.Changed, FileExistsError):
        what = "somebody has just saved this list, so nothing was added to it"
        return 0, (*broken, Problem(name, 0, 0, "not-mended", what, "run the command again", "warning"))
    return added, broken


@contextmanager
def _place(settings: Settings) -> Iterator[tuple[Path, Path | None]]:
    """Where to build, and the folder of the cache: a private place in it, or a passing one where there is none."""
    folder = settings.remembered
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


def _corpus(settings: Settings, cache: memo.Memo, watch: Stopwatch) -> Corpus:
    """All that the rules go by, as the build before has just read and remembered it."""
    config = configuration.load(settings.config, settings.base_url, settings.root)
    contents = read(settings, cache)
    parser = identity.parser(config.parsing)
    briefs = tuple(cache.map(parse, contents.documents, config.parsing, parser, settings.jobs, watch))
    known = vocabulary.read_all(partial(documents.named, contents))
    rest = (config.base_url, config.language, msgspec.structs.astuple(config.check))
    names = [documents.named(contents, f"{kind}.toml").decode(errors="replace") for kind in vocabulary.KINDS]
    key = digest.of((parser, identity.generator(), rest, names))
    shown = tuple(  # all that is or will be published; a draft only if drafts are asked for
        brief
        for brief in briefs
        if (settings.drafts or not brief.draft) and not (brief.expires and brief.expires <= settings.now)
    )
    return Corpus(config, {document.path: document for document in contents.documents}, briefs, shown, known, key)


def _texts(corpus: Corpus, cache: memo.Memo) -> list[Problem]:
    """What the rules over one document find; remembered by its digest."""
    kept: tuple[str, dict[str, tuple[str, tuple[Problem, ...]]]] | None = cache.recall(
        "check texts", tuple[str, dict[str, tuple[str, tuple[Problem, ...]]]]
    )
    known = kept[1] if kept and kept[0] == corpus.key else {}
    reported = frozenset(code for code in rules.FIXES if rules.reported(corpus.config.check, code))
    house = fix.House(corpus.vocabularies, dates.zone(corpus.config.timezone), reported)
    made: dict[str, tuple[str, tuple[Problem, ...]]] = {}
    for brief in corpus.shown:
        document = corpus.documents[brief.path]
        if known.get(brief.path, ("",))[0] == document.digest:
            made[brief.path] = known[brief.path]
            continue
        data = document.load()
        text = prose.text(data, brief, corpus.config)
        found = rules.of_text(text) if text else []
        for edit in fix.plan(data, house) if reported else ():
            found += rules.problem(corpus.config.check, edit.code, brief.path, edit.finding)
        made[brief.path] = (document.digest, tuple(found))
    if made != known:
        cache.keep({"check texts": (corpus.key, made)})
    return [problem for _, problems in made.values() for problem in problems]
