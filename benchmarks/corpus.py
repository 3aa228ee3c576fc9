"""Corpora as files: a whole site for Briefing, and the same briefs in each peer's front matter."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from briefs import Brief, Corpus

CONFIG = """\
title = "Benchmark Digest"
base_url = "https://digest.example.org/"
description = "Invented briefs about nothing."
theme = "wire"
"""


def put(file: Path, text: str) -> None:
    """Write a text file, in a folder that may not be there yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _yaml(values: Mapping[str, object], body: str) -> str:
    """A file with YAML front matter; values are written as JSON, which is YAML too. Empty ones are left out."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value)
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}"


def briefing(brief: Brief) -> str:
    """A brief as Briefing's writers write it."""
    cited = [f"  - name: {source.name}\n    url: {url}" for source, url in brief.cited]
    lines = [
        f"title: {brief.title}",
        f"date: {brief.day}{f'T{brief.time}Z' if brief.time else ''}",
        "source:\n" + "\n".join(cited),
        f"tags: [{', '.join(brief.tags)}]",
    ]
    if brief.summary:
        lines.append(f"summary: {json.dumps(brief.summary, ensure_ascii=False)}")
    return "---\n" + "\n".join(lines) + f"\n---\n\n{brief.body}"


def _moment(brief: Brief) -> str:
    return f"{brief.day}T{brief.time or '00:00'}:00Z"


def hugo(brief: Brief) -> str:
    """A brief for Hugo: tags and sources are taxonomies."""
    return _yaml(
        {
            "title": brief.title,
            "date": _moment(brief),
            "timed": bool(brief.time),
            "tags": brief.tags,
            "sources": [source.name for source, _ in brief.cited],
            "reports": [{"name": source.name, "url": url} for source, url in brief.cited],
            "summary": brief.summary,
        },
        brief.body,
    )


def eleventy(brief: Brief) -> str:
    """A brief for Eleventy, whose own `tags` make collections: topics go by another name."""
    return _yaml(
        {
            "title": brief.title,
            "date": _moment(brief),
            "permalink": brief.url,
            "timed": bool(brief.time),
            "topics": brief.tags,
            "reports": [{"name": source.name, "url": url} for source, url in brief.cited],
            "summary": brief.summary,
        },
        brief.body,
    )


def pelican(brief: Brief) -> str:
    """A brief for Pelican, in its own kind of header; the first source is its category."""
    values = {
        "Title": brief.title,
        "Date": f"{brief.day} {brief.time or '00:00'}",
        "Slug": brief.slug,
        "Timed": "yes" if brief.time else "",
        "Tags": ", ".join(brief.tags),
        "Category": brief.cited[0][0].name,
        "Report": brief.cited[0][1],
        "Summary": brief.summary,
    }
    return "\n".join(f"{key}: {value}" for key, value in values.items() if value) + f"\n\n{brief.body}"


def vocabularies(corpus: Corpus) -> dict[str, str]:
    """The files tags.toml and sources.toml."""
    tags = (f'["{name}"]\ndescription = "What is known of {name}."\n' for name in corpus.tags)
    sources = (
        f'["{source.name}"]\nhomepage = "https://{source.host}/"\ndomains = ["{source.host}"]\n'
        for source in corpus.sources.values()
    )
    return {"tags.toml": "\n".join(tags), "sources.toml": "\n".join(sources)}


def site(corpus: Corpus, root: Path) -> None:
    """Make a whole site for Briefing in `root`."""
    for brief in corpus:
        put(root / "content" / brief.path, briefing(brief))
    for name, text in vocabularies(corpus).items():
        put(root / "content" / name, text)
    put(root / "briefing.toml", CONFIG)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a site of invented briefs.")
    parser.add_argument("size", type=int, help="how many briefs")
    parser.add_argument("root", type=Path, help="the folder to make")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    site(Corpus(given.size, given.seed), given.root)
