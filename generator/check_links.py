"""Links of a checked site: those inside it, in its rendered pages; and those to other sites, by asking."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag

import msgspec

from generator import anchors, assemble, memo, prose, rules, urls
from generator import manifest as manifests
from generator.anchors import Anchors
from generator.build import Settings
from generator.errors import Problem
from generator.levels import Check
from generator.memo import Memo
from generator.model import Brief, Document
from generator.prose import Finding, Text
from generator.rules_links import Dead, Site, written
from generator.rules_site import Corpus
from generator.stopwatch import Stopwatch
from generator.theme import BUILT_IN, Theme
from generator.visibility import Moment, visible

Place = tuple[str, tuple[int, int]]
"""A content path, and a line and column in it."""
Outbound = Mapping[str, Sequence[Place]]
"""Addresses of other sites, and where they stand."""


def inside(corpus: Corpus, output: Path, settings: Settings, cache: Memo) -> list[Problem]:
    """What fails of the links in the rendered site: where a text has the link, at that place; else at the template."""
    manifest = manifests.load(output)[0] or manifests.Manifest()
    moment = Moment(settings.now, settings.drafts, settings.future)
    owners = {urls.output_path(assemble.address(brief)): brief for brief in corpus.shown if visible(brief, moment)}
    prefixes = {path: brief.prefix for path, brief in owners.items()}
    site = Site(corpus.config.base_url, manifest.files.keys(), _anchors(manifest, output, cache), prefixes)
    problems: list[Problem] = []
    elsewhere: dict[Dead, list[str]] = defaultdict(list)
    placed = set[str]()
    for path in sorted(site.anchors, key=lambda path: (path not in owners, path)):
        text: Text | None = None
        for dead in site.dead(path):
            brief = owners.get(path)
            if brief and text is None:
                text = _text(corpus, corpus.documents[brief.path], brief)
            at = _where(text, dead, corpus.config.base_url) if text else None
            if brief and at:
                placed.add(dead.link)
                problems += rules.problem(
                    corpus.config.check, dead.code, brief.path, Finding(*at, dead.what, dead.mend)
                )
            elif dead.link not in placed:
                elsewhere[dead].append(path)
    theme = Theme(settings.root, corpus.config.theme, corpus.config.language)
    for dead, pages in elsewhere.items():
        level = rules.reported(corpus.config.check, dead.code)
        if level:
            template = manifest.files[pages[0]].template
            file = _shown(theme, template)
            more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
            what = f"{dead.what} (linked to as '{dead.link}' on /{pages[0].removesuffix('index.html')}{more})"
            problems.append(Problem(file, 0, 0, dead.code, what, dead.mend, level))
    return problems


def _shown(theme: Theme, template: str) -> str:
    """A template's path as messages name it: from the site's root, or from where the built-in themes lie."""
    file = theme.files.get(template)
    if file is None:
        return template
    built_in = file.is_relative_to(BUILT_IN) and not file.is_relative_to(theme.root)
    return file.relative_to(BUILT_IN.parent).as_posix() if built_in else theme.shown(file)


def _where(text: Text, dead: Dead, base_url: str) -> tuple[int, int] | None:
    """Where a text, or its front matter, has a link that fails on its page."""
    link = dead.link
    for form in written(dead, base_url):
        before = "" if form[0] == "#" else r"(?<![\w/.:-])"
        for found in re.finditer(before + re.escape(form) + r"(?![\w/-])", text.code):
            return text.at(found.start())
    node = text.nodes.get("image")
    if node and node.value in written(dead, base_url):
        return node.line, node.column
    above = enumerate(text.lines[: text.first - 1], 1) if link.startswith("http") else ()  # the address of a source
    return next(((number, line.index(link) + 1) for number, line in above if link in line), None)


def _anchors(manifest: manifests.Manifest, output: Path, cache: Memo) -> dict[str, Anchors]:
    """The anchors of each page; remembered by the page's digest."""
    known: dict[str, Anchors] = cache.recall("check anchors", dict[str, Anchors]) or {}
    made: dict[str, Anchors] = {}
    for path, entry in manifest.files.items():
        if path.endswith(".html") and entry.template:
            old = known.get(path)
            same = old is not None and old.digest == entry.digest
            made[path] = old if old and same else anchors.read((output / path).read_bytes(), entry.digest)
    if made != known:
        cache.keep({"check anchors": made})
    return made


def _text(corpus: Corpus, document: Document, brief: Brief) -> Text | None:
    return prose.text(document.load(), brief, corpus.config)


def outside(places: Outbound, check: Check, now: datetime, folder: Path | None, watch: Stopwatch) -> list[Problem]:
    """What became of the links to other sites. A good answer is believed for `external-days`, another for a day.

    The cache in `folder` is left to others while sites are asked: that can take minutes.
    """
    from generator.external import OFFLINE, Answer, Prober

    known: dict[str, Answer] = memo.using(
        folder, (), lambda cache: cache.recall("check external", dict[str, Answer]) or {}
    )
    days = check.external_days

    def believed(answer: Answer) -> bool:
        lasts = days if answer.fate in ("good", "moved") else min(days, 1)
        return 0 <= now.timestamp() - answer.asked < lasts * 86400

    asked = [url for url in places if url not in known or not believed(known[url])]
    if asked:
        fresh = Prober(check.external_private).ask(asked, partial(watch.progress, "ask"))
        dead = {url for url, answer in known.items() if answer.fate == "dead"}
        for url, answer in fresh.items():
            if not (url in dead and answer == OFFLINE):  # that it can't be told now brings nothing back to life
                known[url] = msgspec.structs.replace(answer, asked=now.timestamp())
        known = {url: answer for url, answer in known.items() if url in places}
        memo.using(folder, (), lambda cache: cache.keep({"check external": known}))
    problems = []
    for url, where in places.items():
        answer = known.get(url, Answer("good", ""))
        told = {
            "dead": (f"'{url}' is gone: {answer.why}", "mend the address, or link to an archived copy"),
            "moved": (f"'{url}' has moved for good", f"write {answer.moved}"),
            "unknown": (f"'{url}' could not be checked: {answer.why}", "look at it in a browser"),
        }
        for path, at in where if answer.fate in told else ():
            problems += rules.problem(check, f"external-{answer.fate}", path, Finding(*at, *told[answer.fate]))
    return problems


def outbound(corpus: Corpus, cache: Memo) -> Outbound:
    """The addresses of other sites in sources and texts, without fragments, and where they stand."""
    found: dict[str, list[Place]] = defaultdict(list)
    for brief in corpus.shown:
        links = anchors.read(cache.body(brief.body).encode(), "").links
        cited = dict.fromkeys((*(source.url for source in brief.sources), *links))
        wanted = [url for url in cited if urls.is_web_address(url) and not url.startswith(corpus.config.base_url)]
        text = _text(corpus, corpus.documents[brief.path], brief) if wanted else None
        for url in wanted if text else ():
            lines = text.lines if text else ()
            at = next(((number, line.index(url) + 1) for number, line in enumerate(lines, 1) if url in line), (1, 1))
            if (brief.path, at) not in found[urldefrag(url).url]:
                found[urldefrag(url).url].append((brief.path, at))
    return found
