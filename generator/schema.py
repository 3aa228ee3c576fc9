"""JSON Schemas for editors, and a Decap CMS set-up: made from the definitions that validate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from generator import dates, fields, yaml_text
from generator.changes import Changes
from generator.config import Config
from generator.errors import Problem
from generator.fields import FIELDS
from generator.manifest import WHY

_DIALECT = "http://json-schema.org/draft-07/schema#"
"""Editors' tools are at home in this one; what is used here means the same in all later ones."""
_TEXT: dict[str, Any] = {"type": "string"}
_WORD: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""A text that YAML would take for something else; Briefing takes it as written."""
_MOMENT = {
    **_TEXT,
    "pattern": f"^{dates.ISO.pattern}$",
    "examples": ["2022-01-25", "2022-01-25 09:30", "2022-01-25T09:30:00+02:00"],
}
_ADDRESS = {**_TEXT, "pattern": "^https?://"}
_OUTLET: dict[str, Any] = {
    "type": "object",
    "properties": {"name": _WORD, "url": _ADDRESS},
    "additionalProperties": False,
    "minProperties": 1,
}
_CORRECTION: dict[str, Any] = {
    "type": "object",
    "properties": {"date": _MOMENT, "text": _WORD},
    "required": ["date", "text"],
    "additionalProperties": False,
}


def _either(one: dict[str, Any], name: str = "items") -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", name: one}]}


_FORMS: dict[Callable[..., Any], dict[str, Any]] = {
    fields.text: _WORD,
    fields.texts: _either(_WORD),
    fields.truth: {"enum": [True, False, "true", "false", "yes", "no", "on", "off"]},
    fields.moment: _MOMENT,
    fields.instant: _MOMENT,
    fields.address: _ADDRESS,
    fields.citations: {"anyOf": [_WORD, _OUTLET, {"type": "array", "items": {"anyOf": [_WORD, _OUTLET]}}]},
    fields.corrections: _either(_CORRECTION),
    fields.slug: {**_WORD, "pattern": r"^[^/\\\s]+$"},
    fields.aliases: _either(_TEXT),
    fields.language: {**_TEXT, "pattern": f"^{fields.LANGUAGE.pattern}$"},
    fields.template: {**_TEXT, "pattern": r"\.html$"},
    fields.status: {"enum": ["draft", "published"]},
    fields.mapping: {"type": "object"},
}
"""What each reader of `fields` takes, as a schema. A test holds every reader to it."""

_WIDGETS: dict[str, dict[str, Any]] = {
    "title": {"widget": "string"},
    "date": {"widget": "datetime", "format": "YYYY-MM-DD HH:mm", "date_format": "YYYY-MM-DD", "time_format": "HH:mm"},
    "source": {
        "widget": "object",
        "fields": [
            {"name": "name", "label": "Name", "widget": "string"},
            {"name": "url", "label": "Address", "widget": "string", "required": False},
        ],
    },
    "tags": {"widget": "list"},
    "summary": {"widget": "text"},
    "story": {"widget": "string"},
    "draft": {"widget": "boolean"},
    "image": {"widget": "image"},
    "image_alt": {"widget": "string"},
}
"""The fields that the form of Decap has; the others stay as they are in the files."""


def front_matter() -> dict[str, Any]:
    """The JSON Schema of a brief's front matter, other spellings of keys included."""
    properties: dict[str, Any] = {}
    for name, field in FIELDS.items():
        form = {"description": field.meaning.replace("`", ""), **_FORMS[field.read]}
        properties[name] = form
        for spelling in field.spellings:
            properties[spelling] = {**form, "description": f"Another spelling of {name}. {form['description']}"}
    return {
        "$schema": _DIALECT,
        "title": "Front matter of a brief",
        "description": "What stands between the --- lines of a Markdown file in content/.",
        "type": "object",
        "properties": {name: _or_empty(form) for name, form in properties.items()},
        "required": ["title"],
        "additionalProperties": False,
    }


def _or_empty(form: dict[str, Any]) -> dict[str, Any]:
    """A form that may also be left empty: such a line says nothing."""
    described = {key: value for key, value in form.items() if key == "description"}
    rest = {key: value for key, value in form.items() if key != "description"}
    return {**described, "anyOf": [*(rest.get("anyOf") or [rest]), {"type": "null"}]}


def configuration() -> dict[str, Any]:
    """The JSON Schema of briefing.toml."""
    made = msgspec.json.schema(Config)
    known: dict[str, Any] = made["$defs"]
    for definition in known.values():
        definition["additionalProperties"] = False
    root = known.pop("Config")
    return {"$schema": _DIALECT, **root, "title": "briefing.toml", "$defs": known}


def report() -> dict[str, Any]:
    """The JSON Schema of what `briefing build --report` writes: `docs/report.md` tells the meaning of each key."""
    (problem, changes), known = msgspec.json.schema_components((Problem, Changes), ref_template="#/$defs/{name}")
    for definition in known.values():
        definition["additionalProperties"] = False
    count = {"type": "integer", "minimum": 0}
    moment = {"type": "string", "format": "date-time"}
    properties = {
        "version": {"description": "Grows when an older reader could misread a newer report.", "const": 1},
        "ok": {"description": "Whether the site was published.", "type": "boolean"},
        "now": {"description": "The moment that was built for.", "anyOf": [moment, {"type": "null"}]},
        "briefs": {"description": "Public briefs.", **count},
        "pages": {"description": "Files of the site in all.", **count},
        "written": {
            "description": "URL of each file written, with the reason.",
            "type": "object",
            "additionalProperties": {"enum": list(WHY)},
        },
        "unchanged": {"description": "Files that stand as they were.", **count},
        "pruned": {"description": "Paths removed.", "type": "array", "items": _TEXT},
        "problems": {"description": "What was found.", "type": "array", "items": problem},
        "next_transition": {
            "description": "When something becomes public or expires next, and what.",
            "anyOf": [
                {
                    "type": "object",
                    "properties": {"at": moment, "path": _TEXT},
                    "required": ["at", "path"],
                    "additionalProperties": False,
                },
                {"type": "null"},
            ],
        },
        "changes": {"description": "What changes for readers.", "anyOf": [changes, {"type": "null"}]},
        "timings": {
            "description": "Seconds for each stage.",
            "type": "object",
            "additionalProperties": {"type": "number", "minimum": 0},
        },
    }
    return {
        "$schema": _DIALECT,
        "title": "Report of briefing build, version 1",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": known,
    }


def decap() -> str:
    """A config.yml for Decap CMS whose entries are briefs in content/."""
    found = []
    for name, widget in _WIDGETS.items():
        label = name.replace("_", " ").capitalize()
        entry: dict[str, Any] = {"name": name, "label": label, "hint": FIELDS[name].meaning.replace("`", ""), **widget}
        if name not in ("title", "date", "source"):  # a source that was left empty would be a mistake
            entry["required"] = False
        found.append(entry)
    collection = {
        "name": "briefs",
        "label": "Briefs",
        "label_singular": "Brief",
        "folder": "content",
        "path": "{{year}}/{{month}}/{{day}}-{{slug}}",
        "slug": "{{slug}}",
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "sortable_fields": ["date", "title"],
        "media_folder": "",
        "public_folder": "",
        "fields": [*found, {"name": "body", "label": "Text", "widget": "markdown"}],
    }
    data = {
        "backend": {"name": "git-gateway", "branch": "main"},
        "publish_mode": "editorial_workflow",
        "media_folder": "content/images",
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [collection],
    }
    return (
        "# For Decap CMS (decapcms.org): save it as admin/config.yml; docs/editors.md says the rest.\n"
        + yaml_text.written(data)
    )


KINDS: dict[str, Callable[[], Any]] = {
    "front-matter": front_matter,
    "config": configuration,
    "report": report,
    "decap": decap,
}
"""What can be printed, by name."""


def text(kind: str) -> str:
    """What `briefing schema KIND` prints."""
    made = KINDS[kind]()
    return made if isinstance(made, str) else msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"
