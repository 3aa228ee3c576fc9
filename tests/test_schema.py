"""JSON Schemas for editors say what the program says."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import frontmatter
import jsonschema
import pytest
import yaml
from conftest import REPOSITORY
from test_cli import run
from texts import codes

from generator import fields, schema

SCHEMAS = REPOSITORY / "docs" / "schemas"
FILES = {"front-matter": "front-matter.json", "config": "config.json", "report": "report.json", "decap": "decap.yml"}


def errors(kind: str, data: Any) -> list[str]:
    """What a schema finds wrong with data."""
    validator = jsonschema.Draft7Validator(schema.KINDS[kind]())
    return [error.message for error in validator.iter_errors(data)]


class Plain(yaml.SafeLoader):
    """YAML as editors see it, but for dates, which they take for texts."""


Plain.yaml_implicit_resolvers = {
    sign: [pair for pair in pairs if not pair[0].endswith(":timestamp")]
    for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(("kind", "file"), FILES.items())
def test_the_shipped_files_are_what_the_command_prints(kind: str, file: str) -> None:
    """`briefing schema KIND > docs/schemas/FILE` was done after the last change."""
    assert (SCHEMAS / file).read_text("utf-8") == schema.text(kind)
    assert run("schema", kind).stdout.decode().replace("\r\n", "\n") == schema.text(kind)


def test_every_field_has_its_form() -> None:
    """The schema has every key of front matter in each spelling, and only those."""
    known = {spelling for name, field in fields.FIELDS.items() for spelling in (name, *field.spellings)}
    assert set(schema.front_matter()["properties"]) == known
    assert {field.read for field in fields.FIELDS.values()} <= set(schema._FORMS)


@pytest.mark.parametrize("kind", ["front-matter", "config", "report"])
def test_a_schema_is_a_schema(kind: str) -> None:
    """What is printed is sound by JSON Schema's own schema, and every key has its meaning."""
    made = schema.KINDS[kind]()
    jsonschema.Draft7Validator.check_schema(made)
    assert all("description" in key or "$ref" in json.dumps(key) for key in made["properties"].values())


def test_the_sample_is_valid() -> None:
    """Every brief of the sample and its configuration are what the schemas ask for."""
    for file in sorted((REPOSITORY / "content").rglob("*.md")):
        text = file.read_text("utf-8").split("---\n")[1]
        assert errors("front-matter", yaml.load(text, Plain)) == [], file
    assert errors("config", tomllib.loads((REPOSITORY / "briefing.toml").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("line", "sound"),
    [
        ("tags: [NATO, 2022, no]", True), ("tags: NATO, Ukraine", True), ("tags: {a: b}", False), ("summary:", True),
        ("draft: true", True), ("draft: perhaps", False),
        ("updated: 2022-01-26 9:30", True), ("updated: 2022-01-26T09:30:00+0200", True), ("updated: Jan 26", False),
        ("status: draft", True), ("status: done", False),
        ("source: {name: Reuters, url: https://example.org/x}", True), ("source: {who: Reuters}", False),
        ("source: [Reuters, {url: https://example.org/}]", True), ("source_url: example.org", False),
        ("corrections: [{date: 2022-01-26, text: x}]", True), ("corrections: [x]", False), ("lang: uk", True),
        ("lang: '!'", False), ("template: x.html", True), ("template: x.txt", False), ("extra: {a: [1]}", True),
        ("extra: x", False), ("tgas: x", False), ("aliases: /old/", True), ("aliases: [/old/, /older/]", True),
        ("description: x", True), ("lastmod: 2022-01-26", True),
    ],
)  # fmt: skip
def test_the_schema_judges_as_the_program_does(line: str, sound: bool) -> None:
    """What the program takes, the schema takes; what it minds in a form, the schema minds."""
    text = f"title: A title\ndate: 2022-01-25\n{line}\n"
    assert (errors("front-matter", yaml.load(text, Plain)) == []) is sound
    assert (codes(f"---\n{text}---\n\nWords.\n") == []) is sound


@pytest.mark.parametrize("line", ["titel = 'x'", "[lists]\nhome = 0", "[markup]\nraw_html = 'all'", "authors = 'x'"])
def test_the_configurations_schema_finds_mistakes(line: str) -> None:
    """Unknown keys, wrong kinds and values out of bounds are mistakes for the schema too."""
    assert errors("config", tomllib.loads(f"title = 'x'\nbase_url = 'https://example.org/'\n{line}\n"))


def test_decaps_entries_are_briefs() -> None:
    """Each field of the CMS is one of front matter, and its files stand where briefs do."""
    made = yaml.safe_load(schema.decap())
    (collection,) = made["collections"]
    assert {field["name"] for field in collection["fields"]} - {"body"} <= set(fields.FIELDS)
    assert (collection["folder"], collection["path"]) == ("content", "{{year}}/{{month}}/{{day}}-{{slug}}")


def test_the_hooks_name_commands() -> None:
    """Each hook for pre-commit runs `briefing`, and is told in docs/editors.md."""
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["briefing-check", "briefing-fix"]
    text = (REPOSITORY / "docs" / "editors.md").read_text("utf-8")
    assert all(hook["entry"].startswith("briefing ") and f"id: {hook['id']}" in text for hook in hooks)


def test_the_sample_is_read_as_yaml_reads_it() -> None:
    """What python-frontmatter sees in a brief is what its writer meant: no key is lost on the way."""
    file = next((REPOSITORY / "content").rglob("2022/**/*.md"))
    assert {"title", "date"} <= set(frontmatter.load(str(file)).metadata)
