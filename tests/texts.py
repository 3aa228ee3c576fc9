"""What the tests of single stages share: a text in, a parsed brief or its problems out."""

from __future__ import annotations

from collections.abc import Iterable

from conftest import NOW

from generator import digest
from generator.assemble import assemble
from generator.config import Config
from generator.model import Asset, Brief, Document, Options, Parsed, Site
from generator.parse import parse
from generator.visibility import Moment
from generator.vocabulary import KINDS, Sort, read

PATH = "2022/01/25-zorvia.md"
OPTIONS = Options("Europe/Kyiv")
CONFIG = Config(title="Test Digest", base_url="https://example.org/", timezone="Europe/Kyiv")


def document(text: str | bytes, path: str = PATH) -> Document:
    """A document that lies nowhere."""
    data = text.encode() if isinstance(text, str) else text
    return Document(path, digest.of_bytes(data), lambda _: data)


def parsed(text: str | bytes, path: str = PATH, options: Options = OPTIONS) -> Parsed:
    """A text as `parse` reads it."""
    return parse(document(text, path), options)


def brief(path: str = PATH, body: str = "Some words.\n", **fields: str) -> Brief:
    """A brief of these fields, each as it stands in YAML."""
    given = {"title": "Zorvia", "date": "2022-01-25", **fields}
    head = "".join(f"{key}: {value}\n" for key, value in given.items())
    return parsed(f"---\n{head}---\n\n{body}", path).brief


def problems(text: str | bytes, path: str = PATH) -> list[str]:
    """The problems of a text, as they are printed, without the file's name."""
    return [str(problem).removeprefix(f"content/{path}:") for problem in parsed(text, path).brief.problems]


def codes(text: str | bytes, path: str = PATH) -> list[str]:
    """The codes of a text's problems."""
    return [problem.code for problem in parsed(text, path).brief.problems]


def site(
    briefs: Iterable[Brief],
    files: Iterable[str] = (),
    moment: Moment | None = None,
    config: Config = CONFIG,
    **vocabularies: str,
) -> Site:
    """The site of these briefs; vocabularies are given as TOML by their kind."""
    known: dict[Sort, str] = {kind: vocabularies.get(kind, "") for kind in KINDS}
    assets = {path: Asset("/" + path, path, "", "content/" + path) for path in files}
    read_in = {kind: read(kind, text.encode()) for kind, text in known.items()}
    return assemble(config, read_in, tuple(briefs), assets, moment or Moment(NOW))
