"""The layers of the program, and the doors of its libraries, read off its imports."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import generator

FOLDER = Path(generator.__file__).parent
MODULES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in ("__init__", "__main__"))

LAYERS = (
    # 0: values, problems, digests, addresses: what all else is said in
    {"errors", "digest", "model", "body", "urls", "paths", "dates", "tomlfile", "paging", "l10n", "stopwatch",
     "levels", "addresses", "changes"},
    # 1: the pure middle: no disk (but config reads its one file), no clock
    {"config", "converter", "hotpath", "serializer", "mended", "toil", "markup", "header", "yaml_faults",
     "yaml_text", "fields", "parse", "vocabulary", "visibility",
     "assemble", "contexts", "languages", "links", "related", "feeds", "parts", "periods", "topics",
     "corrections", "emails", "search",
     "plan", "manifest", "standing", "tools", "compiling", "loose",
     "loose_html", "archive", "archive_jekyll", "archive_hugo", "archive_hexo", "archive_eleventy", "archive_pelican",
     "moving", "dialects", "dialect_signs", "shortcodes", "hexo_tags", "embedded", "wordpress",
     "relinking", "forwarding", "defaults", "proof", "schema", "anchors",
     "dateforms", "prose", "edits", "fix", "rules", "rules_text", "rules_signs", "rules_site", "rules_links", "compare",
     "promises", "notes", "permalinks", "host", "twins", "wanted"},
    # 2: the edges: disk, cache, processes
    {"documents", "theme", "templates", "memo", "pool", "publish", "stamps", "places", "identity", "locks",
     "naming", "archive_files", "files",
     "external", "manual", "against", "pictures"},
    # 3: the order
    {"build"},
    # 4: what people touch
    {"cli", "options", "report", "bar", "check", "serve", "preview", "live", "doorbell", "glance", "desk", "guide",
     "new", "listing", "init", "importing", "moving_report", "excerpts", "check_links", "mend", "summary", "verify",
     "due"},
)  # fmt: skip

STAGES = ("documents", "parse", "assemble", "plan", "templates", "publish")
"""A stage knows values, never another stage."""

DOORS = {
    "markdown": {"converter", "hotpath", "serializer", "mended"},
    "nh3": {"markup"},
    "frontmatter": {"header"},
    "yaml": {"header", "yaml_text"},
    "jinja2": {"templates", "compiling"},
    "markupsafe": {"tools", "compiling"},
    "babel": {"l10n"},
    "css_inline": {"tools"},
    "slugify": {"urls"},
    "text_unidecode": {"archive_pelican"},
    "sqlite3": {"memo"},
    "filelock": {"locks"},
    "click": {"cli", "options", "desk", "guide"},
    "rich": {"bar"},
    "selectolax": {"anchors"},
    "httpx": {"external"},
    "imagesize": {"pictures"},
    "brotli": {"twins"},
    "zlib": {"twins"},
    "watchdog": {"doorbell"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "tzdata": {"dates"},
}

CLOCKS = {
    "datetime.now": {"options"},
    "datetime.utcnow": set[str](),
    "datetime.today": set[str](),
    "date.today": set[str](),
    "os.environ": {"options"},
    "os.getenv": set[str](),
    "os.urandom": set[str](),
    "locale.getlocale": set[str](),
    "time.time": set[str](),
    "time.localtime": set[str](),
    "time.monotonic": {"against"},
    "time.time_ns": {"documents", "publish"},
    "time.perf_counter": {"stopwatch", "bar"},
    "uuid.uuid4": set[str](),
}
"""Who may ask for what changes from run to run: the command, for the moment of the build; reading and publishing,
for the freshness of files; the stopwatch and the progress bar; and for how long another site's server is waited for."""


@cache
def tree(module: str) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))


def imports(module: str) -> Iterator[str]:
    """What a module imports, anywhere in it: modules of this program by `.name`, libraries by their name."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            package, _, name = node.module.partition(".")
            if package == "generator":
                yield from [f".{name}"] if name else [f".{alias.name}" for alias in node.names if alias.name in MODULES]
            else:
                yield package
        elif isinstance(node, ast.ImportFrom):
            pytest.fail(f"{module} imports relatively")
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def layer(module: str) -> int:
    """The layer that a module lies in."""
    found = [number for number, modules in enumerate(LAYERS) if module in modules]
    assert len(found) == 1, f"give {module} its layer in LAYERS and in docs/architecture.md"
    return found[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_its_layer_and_below(module: str) -> None:
    """A module imports only from its own layer and those below."""
    upward = [name for name in imports(module) if name.startswith(".") and layer(name[1:]) > layer(module)]
    assert upward == []


@pytest.mark.parametrize("module", MODULES)
def test_a_library_has_one_door(module: str) -> None:
    """Each library is imported by one module; the library of values alone may be used anywhere."""
    libraries = {
        name for name in imports(module) if name[0] != "." and (name not in sys.stdlib_module_names or name in DOORS)
    }
    assert {name for name in libraries - {"msgspec"} if module not in DOORS.get(name, ())} == set()


def test_imports_go_round_in_no_circle() -> None:
    """No module needs itself, however far around."""
    seen = set[str]()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module not in seen:
            for name in imports(module):
                if name.startswith("."):
                    visit(name[1:], (*path, module))
            seen.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_no_other_stage(stage: str) -> None:
    """Only `build` knows the order; a stage takes values and gives values."""
    assert [name for name in imports(stage) if name[1:] in STAGES and name.startswith(".")] == []


@pytest.mark.parametrize("module", MODULES)
def test_time_is_an_input(module: str) -> None:
    """No stage reads the clock, the locale, the machine's time zone, the environment or chance."""
    asked = {
        ast.unparse(node).removeprefix("dt.") for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)
    }
    assert {name for name in asked & CLOCKS.keys() if module not in CLOCKS[name]} == set()
    assert "random" not in set(imports(module))
    taken = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert taken & CLOCKS.keys() == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_says_what_it_is(module: str) -> None:
    """Files are mostly under 200 lines, none over 350; each begins with a sentence of what it is."""
    assert (FOLDER / f"{module}.py").read_text("utf-8").count("\n") <= 350
    assert ast.get_docstring(tree(module))
