"""docs/checks.md tells the story of every code, and its examples are the tests of the rules."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY, SiteFolder

import generator
from generator import levels, manual, rules
from generator.check import check
from generator.errors import Refusal

STORIES = manual.sections()
CALLS = {"Problem": 3, "problem": 1, "Fault": 2, "BadField": 1, "_note": 2, "Dead": 1}
"""Which argument of a call is the code of a problem."""
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = {"title": "A title", "date": "2022-01-25", "source": "Zantic Post"}


def used() -> set[str]:
    """Every code in the program: what its calls and its messages name."""
    found = set[str]()
    for file in Path(generator.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                words = node.args
                if name in CALLS and any(isinstance(word, ast.Starred) for word in words):
                    words = [
                        word for word in words if isinstance(word, ast.Constant) and CODE.fullmatch(str(word.value))
                    ]
                    found |= {str(word.value) for word in words[:1] if isinstance(word, ast.Constant)}
                elif name in CALLS and len(words) > CALLS[name]:
                    code = words[CALLS[name]]
                    if isinstance(code, ast.Constant) and CODE.fullmatch(str(code.value)):
                        found.add(str(code.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", node.value))
    return found | set(levels.CODES)


def constants() -> set[str]:
    """Every text that the program's sources have."""
    trees = (ast.parse(file.read_text("utf-8")) for file in Path(generator.__file__).parent.glob("*.py"))
    return {str(node.value) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_each_code_has_a_story_and_each_story_a_code() -> None:
    """`briefing explain` knows every code of the program, and no other."""
    assert used() - STORIES.keys() == set()
    assert STORIES.keys() - used() - constants() == set()


def test_each_rule_has_a_function() -> None:
    """The table of levels, the functions and the groups of rules name the same codes."""
    assert {*rules.TEXT, *rules.SITE, *rules.PAGES, *rules.FIXES, *rules.EXTERNAL} == set(levels.CODES)


@pytest.mark.parametrize("code", levels.CODES)
def test_each_story_of_a_rule_tells_its_level(code: str) -> None:
    """A rule's story names its default level, and says whether `--fix` mends it."""
    assert f"Default: `{levels.CODES[code]}`." in STORIES[code].replace("\n", " ")
    assert ("`--fix`" in STORIES[code]) is (code in rules.FIXES)


def examples(code: str, kind: str) -> list[tuple[str, str, str]]:
    """The bad or good example of a story: language, path and text of each of its blocks."""
    parts = re.split(r"^(Bad|Good):$", STORIES[code], flags=re.MULTILINE)
    return [
        match
        for name, part in zip(parts[1::2], parts[2::2], strict=True)
        if name == kind
        for match in BLOCK.findall(part)
    ]


def codes(site: SiteFolder, code: str, kind: str) -> list[str]:
    """What a check finds in a site made of an example, the rule `code` being on."""
    level = "sentence" if code == "title-case" else "warning"
    if levels.CODES.get(code) in ("off", "fix"):
        site.write("briefing.toml", (site.root / "briefing.toml").read_text() + f'[check]\n{code} = "{level}"\n')
    for language, path, text in examples(code, kind):
        text = re.sub(r"<U\+([0-9A-F]{4})>", lambda match: chr(int(match[1], 16)), text)
        if language == "yaml":
            given = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if not re.search(f"^{key}:", text, re.M))
            text = f"---\n{given}{text}---\n\nSome words.\n"
        elif language == "markdown" and not text.startswith("---"):
            given = "".join(f"{key}: {value}\n" for key, value in HEAD.items())
            text = f"---\n{given}---\n\n{text}"
        site.write(path or "content/2022/01/25-example.md", text)
    try:
        return [problem.code for problem in check(site.settings()).problems]
    except Refusal as refusal:
        return [problem.code for problem in refusal.problems]


@pytest.mark.parametrize("code", [code for code in STORIES if examples(code, "Bad")])
def test_a_bad_example_is_reported(code: str, site: SiteFolder) -> None:
    """Each story's bad example has the problem that the story is about."""
    assert code in codes(site, code, "Bad")


@pytest.mark.parametrize("code", [code for code in STORIES if examples(code, "Good")])
def test_a_good_example_is_silent(code: str, site: SiteFolder) -> None:
    """Each story's good example has no problem at all."""
    assert codes(site, code, "Good") == []


def test_each_rule_that_needs_no_other_site_has_examples() -> None:
    """Every rule of a check is told by a bad and a good example."""
    wanted = levels.CODES.keys() - set(rules.EXTERNAL)
    assert [code for code in wanted if not examples(code, "Bad") or not examples(code, "Good")] == []


def test_the_sample_checks_clean() -> None:
    """The repository's own digest has no problem, not even a warning."""
    site = REPOSITORY
    from conftest import NOW

    from generator.build import Settings

    outcome = check(Settings(site, NOW, site / "briefing.toml", site / "output", strict=True, cache=False))
    assert [str(problem) for problem in outcome.problems] == []
    assert outcome.ok
