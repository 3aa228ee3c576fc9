"""Who made this: what an older program made is never mistaken for new."""

import ast
from pathlib import Path

import generator
from generator import identity
from generator.model import Options

FOLDER = Path(generator.__file__).parent


def reached(module: str, known: set[str]) -> set[str]:
    """A module of this program and all that it imports."""
    if module not in known and (FOLDER / f"{module}.py").is_file():
        known.add(module)
        for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "generator":
                _, _, name = (node.module or "").partition(".")
                for other in [name] if name else [alias.name for alias in node.names]:
                    reached(other, known)
    return known


def test_parsing_depends_on_every_module_that_it_reaches() -> None:
    """A change in any module that parsing uses makes the cache of parsed briefs stale."""
    assert reached("parse", set()) <= set(identity._PARSERS)


def test_options_are_part_of_the_key() -> None:
    """Briefs parsed for another time zone or with other treatment of HTML are others."""
    keys = {identity.parser(Options(zone, html)) for zone in ("UTC", "Europe/Kyiv") for html in ("sanitize", "trust")}
    assert len(keys) == 4
    assert identity.parser(Options("UTC")) == identity.parser(Options("UTC"))


def test_the_program_has_one_identity() -> None:
    """The digest of the program is the same as often as it is asked for, and not that of its parser."""
    assert identity.generator() == identity.generator() != identity.parser(Options("UTC"))
