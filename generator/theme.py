"""Themes: finding templates and files, and rendering a page's bytes from its context. The one door to Jinja."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from generator import digest, urls
from generator.config import Config
from generator.errors import Problem, Refusal, suggestion
from generator.model import Page, Value
from generator.plan import Asset

BUILT_IN = next(
    folder for folder in (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes") if folder.is_dir()
)
"""Where the themes lie that come with the program: in the wheel, or in a checkout."""

_FINGERPRINT = 10
"""Hexadecimal digits of a static file's digest in its URL."""


class Source(Value, frozen=True):
    """One folder of templates and files: the site's own ("" as its theme) or a theme's."""

    theme: str
    folder: Path


class Theme:
    """A site's templates and static files: the site's own, then the theme's, then those of its parents."""

    def __init__(self, root: Path, config: Config) -> None:
        """Raises Refusal if the theme or a parent of it is missing or its theme.toml is wrong."""
        self.root, self.config = root, config
        self.sources = (Source("", root), *_chain(root, config.theme))
        self.files = self._templates()
        self.static = self._static()
        self.closures: Mapping[str, str] = {}

    def _templates(self) -> dict[str, Path]:
        """Every template's file by name, and by `!theme/name` for each theme's own."""
        found: dict[str, Path] = {}
        for source in self.sources:
            for name, file in _files(source.folder / "templates"):
                found.setdefault(name, file)
                if source.theme:
                    found[f"!{source.theme}/{name}"] = file
        return found

    def _static(self) -> dict[str, Asset]:
        """Every static file by name, at a URL that changes with its bytes."""
        found: dict[str, Asset] = {}
        for source in self.sources:
            for name, file in _files(source.folder / "static"):
                made = digest.of_bytes(file.read_bytes())
                stem, dot, ending = name.rpartition(".")
                url = (
                    f"/static/{stem}.{made[:_FINGERPRINT]}{dot}{ending}"
                    if dot
                    else f"/static/{name}.{made[:_FINGERPRINT]}"
                )
                found.setdefault(name, Asset(url, str(file), made, self.shown(file)))
        return found

    def shown(self, file: Path) -> str:
        """A file's path as messages name it: from the site's root if it lies there."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)

    def digests(self, names: set[str]) -> dict[str, str]:
        """For each of the templates `names`, the digest of all that it is made of: see law 1, purity."""
        return {name: self._closure(name) for name in names if name in self.files}

    @cached_property
    def _own(self) -> dict[str, tuple[str, frozenset[str] | None]]:
        """Each template's digest, and the names it refers to (None if some are only known when it runs)."""
        return {name: _references(file.read_bytes(), self) for name, file in self.files.items()}

    def _closure(self, name: str) -> str:
        reached, waiting = set[str](), [name]
        while waiting:
            current = waiting.pop()
            if current in reached or current not in self._own:
                continue
            reached.add(current)
            references = self._own[current][1]
            waiting.extend(self.files if references is None else references)
        static = [(asset_name, asset.digest) for asset_name, asset in sorted(self.static.items())]
        return digest.of((sorted((item, self._own[item][0]) for item in reached), static))

    @cached_property
    def environment(self) -> Any:
        """The Jinja environment: undefined names are errors, all output is escaped, nothing else can be seen."""
        import jinja2

        environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
            cache_size=-1,
        )
        environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
        filters, functions = tools(self)
        environment.filters |= filters
        environment.globals |= functions
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = self.files.get(name)
        return (file.read_text("utf-8"), str(file), lambda: True) if file else None

    def render(self, page: Page) -> bytes:
        """A page's bytes. Raises TemplateFault."""
        if not page.template:
            return Path(str(page.context["file"])).read_bytes()
        import jinja2

        try:
            text: str = self.environment.get_template(page.template).render(page.context)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateFault(self._place(page, error.filename, error.lineno, error.message or "")) from None
        except jinja2.TemplateNotFound as error:
            mend = suggestion(str(error.name), self.files) or "add it to the theme's or the site's templates/"
            problem = Problem(page.origin, *page.place, "no-template", f"there is no template '{error.name}'", mend)
            raise TemplateFault(problem) from None
        except (
            jinja2.TemplateError,
            TypeError,
            ValueError,
            AttributeError,
            KeyError,
            ArithmeticError,
            RecursionError,
        ) as error:
            file, line = _raised_at(error, {str(path) for path in self.files.values()})
            raise TemplateFault(self._place(page, file, line, f"{error}")) from None
        return text.encode()

    def _place(self, page: Page, file: str | None, line: int, what: str) -> Problem:
        name = self.shown(Path(file)) if file else page.template
        mend = f"docs/themes.md lists what {page.template} may use"
        return Problem(name, line, 1 if line else 0, "template", f"{what} (for {page.url})", mend)


class TemplateFault(Exception):
    """A template that can't be rendered; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def tools(theme: Theme) -> tuple[dict[str, Any], dict[str, Any]]:
    """The filters and functions that templates have, all pure: language, time zone and base URL are the site's."""
    from markupsafe import Markup

    from generator import l10n

    config = theme.config
    zone, root = ZoneInfo(config.timezone), urls.base_path(config.base_url)
    absolute_root = config.base_url.rstrip("/")
    formats = l10n.Formats(config.language)

    def local(value: date) -> date:
        return value.astimezone(zone) if isinstance(value, datetime) else value

    def url(path: str) -> str:
        return path if re.match("[a-z]+:", path) else root + urls.quoted(path)

    def absolute(path: str) -> str:
        return path if re.match("[a-z]+:", path) else absolute_root + urls.quoted(path)

    def static(name: str) -> str:
        return url(theme.static[name].url)

    def inline(name: str) -> Markup:
        return Markup(Path(theme.static[name].file).read_text("utf-8").strip())  # themes are trusted

    def as_json(value: object) -> Markup:
        return Markup(msgspec.json.encode(value).decode())

    filters: dict[str, Any] = {
        "date": lambda value, style="long": formats.date(local(value), style),
        "time": lambda value: formats.time(value.astimezone(zone)),
        "iso": lambda value: local(value).isoformat(),
        "json": as_json,
        "month_name": lambda value: formats.month(value),
        "named": lambda name: {"name": name},
        "as_text": lambda body: body.__html__(),
    }
    functions: dict[str, Any] = {"url": url, "absolute": absolute, "static": static, "inline": inline}
    functions |= {
        "day_url": urls.day,
        "month_url": urls.month,
        "year_url": lambda value: urls.year(value.year),
    }
    return filters, functions


def _chain(root: Path, name: str) -> tuple[Source, ...]:
    """A theme and its parents, each from the site's themes/ or else from those that come with the program."""
    chain: list[Source] = []
    while name:
        if name in (source.theme for source in chain):
            raise Refusal(Problem(f"themes/{name}/theme.toml", 0, 0, "theme", "the theme is its own ancestor", ""))
        folders = (root / "themes" / name, BUILT_IN / name)
        folder = next((folder for folder in folders if (folder / "theme.toml").is_file()), None)
        if folder is None:
            there = {file.parent.name for place in (root / "themes", BUILT_IN) for file in place.glob("*/theme.toml")}
            what = f"there is no theme '{name}'"
            mend = suggestion(name, there) or "there are " + ", ".join(sorted(there))
            raise Refusal(Problem("briefing.toml", 0, 0, "no-theme", what, mend))
        chain.append(Source(name, folder))
        name = _parent(folder / "theme.toml")
    return tuple(chain)


def _parent(file: Path) -> str:
    try:
        parent = tomllib.loads(file.read_text("utf-8")).get("parent", "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(Problem(f"themes/{file.parent.name}/theme.toml", 0, 0, "theme", str(error), "")) from None
    return parent if isinstance(parent, str) else ""


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted((file.relative_to(folder).as_posix(), file) for file in found)


def _references(data: bytes, theme: Theme) -> tuple[str, frozenset[str] | None]:
    """A template's digest, and the names that it extends, includes, imports or renders fragments of."""
    from jinja2 import TemplateSyntaxError, meta

    made = digest.of_bytes(data)
    try:
        tree = theme.environment.parse(data.decode())
    except (TemplateSyntaxError, UnicodeDecodeError):
        return made, None
    names = set(meta.find_referenced_templates(tree))
    return made, None if None in names else frozenset(name for name in names if name is not None)


def _raised_at(error: BaseException, files: set[str]) -> tuple[str | None, int]:
    """The template's file and line that an error came from: the innermost of them in its traceback."""
    found: tuple[str | None, int] = (None, 0)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in files:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found
