"""The documents tell the truth: what the code has, they name."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from conftest import CONFIG, REPOSITORY, SiteFolder

from generator import cli, config, contexts, corrections, errors, fields, manifest, model, plan, theme, tools
from generator.parse import parse

DOCS = REPOSITORY / "docs"


def document(name: str) -> str:
    """The text of docs/`name`."""
    return (DOCS / name).read_text("utf-8")


def keys(kind: type[msgspec.Struct], prefix: str = "") -> list[str]:
    """Every key of a configuration, by its dotted name."""
    found: list[str] = []
    for field in msgspec.structs.fields(kind):
        nested = isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
        found += keys(field.type, f"{prefix}{field.encode_name}.") if nested else [prefix + field.encode_name]
    return found


@pytest.mark.parametrize("name", fields.FIELDS)
def test_each_field_of_front_matter_is_told(name: str) -> None:
    """Every key of front matter, its meaning and its other spellings stand in docs/front-matter.md."""
    field = fields.FIELDS[name]
    row = next(line for line in document("front-matter.md").splitlines() if line.startswith(f"| `{name}` |"))
    assert field.meaning in row
    assert all(f"`{spelling}`" in row for spelling in field.spellings)


@pytest.mark.parametrize("key", keys(config.Config))
def test_each_key_of_the_configuration_is_told(key: str) -> None:
    """Every key of briefing.toml stands in docs/configuration.md."""
    assert f"| `{key}` |" in document("configuration.md")


@pytest.mark.parametrize("name", cli.briefing.commands)
def test_each_command_is_told(name: str) -> None:
    """Every command stands in docs/configuration.md."""
    assert f"`briefing {name}" in document("configuration.md")


def test_each_option_is_told() -> None:
    """Every option of every command stands in docs/configuration.md."""
    text = document("configuration.md")
    for command in cli.briefing.commands.values():
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert any(f"`{option}" in text for option in parameter.opts), parameter.opts


@pytest.mark.parametrize("why", manifest.WHY)
def test_each_reason_is_told(why: str) -> None:
    """Every reason why a page is made stands in docs/report.md."""
    assert f"`{why}`" in document("report.md")


def variables(site: SiteFolder) -> dict[str, set[str]]:
    """The variables of each template, read off the pages of a site that has all kinds of them."""
    from generator.assemble import assemble
    from generator.digest import of_bytes
    from generator.model import Document, Options
    from generator.visibility import Moment
    from generator.vocabulary import KINDS, read

    for number in range(45):
        site.brief(f"{number}.md", tags="[NATO]", source="Reuters", aliases=f"[/old/{number}/]")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    found = []
    for file in sorted((site.root / "content").rglob("*.md")):
        data = file.read_bytes()
        path = file.relative_to(site.root / "content").as_posix()
        found.append(parse(Document(path, of_bytes(data), lambda _, data=data: data), Options("UTC")).brief)
    site.write("briefing.toml", f"{CONFIG}[email]\neditions = 'all'\n")
    settings = config.load(site.root / "briefing.toml")
    made = assemble(settings, {kind: read(kind, b"") for kind in KINDS}, found, {}, Moment(site.settings().now))
    pages = plan.pages(settings, made, (), lambda text: "")
    return {page.template: set(page.context) - {"site", "page"} for page in pages if page.template}


def test_each_templates_variables_are_told(site: SiteFolder) -> None:
    """docs/themes.md names every template, and for each exactly the variables that it gets."""
    rows = re.findall(r"^\| (`[^|]*`) \| [^|]* \| ([^|]*)\|$", document("themes.md"), re.MULTILINE)
    told: dict[str, set[str]] = {}
    for names, given in rows:
        templates = re.findall("`([^`]+)`", names)
        groups = given.split(";") if ";" in given else [given] * len(templates)
        told |= {name: set(re.findall("`([^`]+)`", group)) for name, group in zip(templates, groups, strict=True)}
    assert {name: told.get(name) for name in variables(site)} == variables(site)


VALUES = (
    contexts.Frame,
    contexts.Head,
    contexts.Tally,
    contexts.Topic,
    model.Card,
    model.Edition,
    model.Credit,
    corrections.BriefCorrection,
)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_each_values_fields_are_told(kind: type[msgspec.Struct]) -> None:
    """docs/themes.md names every field of what templates see."""
    text = document("themes.md")
    assert [name for name in kind.__struct_fields__ if name != "digest" and f"`{name}`" not in text] == []


def test_each_filter_and_function_is_told(site: SiteFolder) -> None:
    """docs/themes.md names every filter and function that templates have."""
    text = document("themes.md")
    settings = config.Config("T", "https://example.org/")
    names = tools.filters(settings, theme.Theme(site.root, "wire", "en").static)
    assert [name for name in names if not re.search(rf"[|\"`(] ?{name}\b", text)] == []
    assert all(word in text for word in ("`fragment(", "`_(", "`ngettext("))


def test_the_readme_names_every_document() -> None:
    """Every document can be found from the README, or from one that it names."""
    known = (REPOSITORY / "README.md").read_text("utf-8") + document("themes.md") + document("architecture.md")
    assert [file.name for file in DOCS.glob("*.md") if file.name not in known] == []


def test_no_link_between_documents_is_dead() -> None:
    """Every file that a document links to is there."""
    files: list[Path] = [REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *DOCS.glob("*.md")]
    for file in files:
        for target in re.findall(
            r"\]\((?!https?:)([^)#\s]+)", re.sub(r"```.*?```|`[^`]*`", "", file.read_text("utf-8"), flags=re.S)
        ):
            assert (file.parent / target).exists(), f"{file}: {target}"


def test_messages_are_formed_as_promised() -> None:
    """A problem reads path:line:column: level[code]: what is wrong; what to do."""
    made = errors.Problem(
        "content/2022/01/25-stoltenberg.md", 4, 7, "bad-date", "'Jan 25th' is not a date", "write 2022-01-25"
    )
    assert (
        str(made)
        in "content/2022/01/25-stoltenberg.md:4:7: error[bad-date]: 'Jan 25th' is not a date; write 2022-01-25"
    )
