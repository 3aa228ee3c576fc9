"""`briefing.toml` -> Config. The structs below are the whole of it: names, types, defaults and meanings."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from generator import dates, tomlfile
from generator.errors import Problem, Refusal, suggestion
from generator.levels import Check
from generator.model import Options

FILE = "briefing.toml"
Count = Annotated[int, Meta(ge=1, le=1000)]


class Markup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the writers' Markdown is read."""

    raw_html: Annotated[
        Literal["sanitize", "escape", "trust"],
        Meta(description="HTML in Markdown: made harmless, shown as text, or let through as it is."),
    ] = "sanitize"


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long lists are."""

    home: Annotated[Count, Meta(description="Briefs on the home page, in whole days and at least one day.")] = 30
    page: Annotated[Count, Meta(description="Briefs on each older part of a tag's or source's list.")] = 20
    feed: Annotated[Count, Meta(description="Entries in a feed.")] = 20


class Email(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is made for sending by email."""

    editions: Annotated[
        Literal["newest", "all", "none"],
        Meta(
            description="Days whose editions are emails, too, edition.html and edition.txt below their address: "
            "those on the home page, all, or none."
        ),
    ] = "newest"


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the host of the site reads beside the pages."""

    headers: Annotated[
        bool, Meta(description="Write _headers: security headers, and long caching for static files.")
    ] = False
    redirects: Annotated[bool, Meta(description="Write _redirects, from the aliases.")] = False
    nojekyll: Annotated[bool, Meta(description="Write .nojekyll: GitHub Pages then publishes every file as it is.")] = (
        False
    )
    cname: Annotated[
        str,
        Meta(
            description="Write CNAME with this domain, for GitHub Pages.",
            pattern=r"^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$",
        ),
    ] = ""
    compress: Annotated[
        tuple[Literal["gz", "br"], ...],
        Meta(description="Write compressed twins of pages: gz, br (br needs the extra brotli)."),
    ] = ()


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site's configuration."""

    title: Annotated[str, Meta(min_length=1, description="The site's name. Required.")]
    base_url: Annotated[str, Meta(description="The address that the site is published at. Required.")]
    description: Annotated[str, Meta(description="What the site is, in a sentence.")] = ""
    language: Annotated[str, Meta(description="The site's language (BCP 47).")] = "en"
    timezone: Annotated[str, Meta(description="The zone of dates without one, and of the days (IANA name).")] = "UTC"
    theme: Annotated[str, Meta(description="The folder in themes/, or the name of a built-in theme.")] = "wire"
    authors: Annotated[tuple[str, ...], Meta(description="Who is named where a brief has no by-line.")] = ()
    id: Annotated[
        str,
        Meta(
            description="Makes the ids in this site's feeds its own; never change it. Else it is the base_url's "
            "host and path: set it before you move to another address."
        ),
    ] = ""
    attachments: Annotated[
        tuple[str, ...],
        Meta(description="Kinds of files beside briefs that may be published (name endings)."),
    ] = ("avif", "csv", "gif", "jpeg", "jpg", "mp3", "mp4", "ods", "odt", "pdf", "png", "txt", "webm", "webp")
    markup: Markup = msgspec.field(default_factory=Markup)
    lists: Lists = msgspec.field(default_factory=Lists)
    email: Email = msgspec.field(default_factory=Email)
    host: Host = msgspec.field(default_factory=Host)
    check: Check = msgspec.field(default_factory=Check)
    extra: Annotated[dict[str, Any], Meta(description="Free data for templates.")] = {}

    @property
    def parsing(self) -> Options:
        """All of it that the parsing of a document depends on."""
        return Options(self.timezone, self.markup.raw_html, self.id)


def load(file: Path, base_url: str | None = None, root: Path | None = None) -> Config:
    """The configuration in `file`, with the base URL of the command line if there is one.

    Problems name the file by its path from the site's `root`, if it lies there.
    Raises Refusal with every problem: unreadable, not TOML, unknown keys, wrong types, values that can't be.
    """
    shown = _shown(file, root)
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        mend = "run the command in a site's folder, or name it with -C"
        raise Refusal(Problem(shown, 0, 0, "no-config", "there is no such file", mend)) from None
    except UnicodeDecodeError:
        raise Refusal(Problem(shown, 0, 0, "bad-config", "the file is not UTF-8", "save it as UTF-8")) from None
    except OSError as error:
        what = f"the file can't be read: {error.strerror}"
        raise Refusal(Problem(shown, 0, 0, "bad-config", what, "check the file and its permissions")) from None
    try:
        data = tomlfile.read(text)
    except tomlfile.BadToml as error:
        raise Refusal(Problem(shown, error.line, error.column, "bad-config", error.what, error.mend)) from None
    own = data.get("base_url")
    if base_url is not None:
        data["base_url"] = base_url
    places = dict(tomlfile.places(text))
    if base_url is not None:
        places.pop(("base_url",), None)  # the fault is not in the file
    reader = _Reader(shown, places)
    values = reader.struct(Config, data, ())
    if not reader.problems:
        values |= _checked(values, reader)
    if reader.problems:
        raise Refusal(*reader.problems)
    return Config(**{"id": _site_id(own if isinstance(own, str) else values["base_url"]), **values})


def place(file: Path, root: Path, *path: str) -> tuple[str, int, int]:
    """Where a key stands: the file as messages name it, line and column. For a configuration that was loaded."""
    text = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    line, column = tomlfile.places(text).get(path) or (0, 0)
    return _shown(file, root), line, column


def _shown(file: Path, root: Path | None) -> str:
    return os.path.relpath(file, root).replace(os.sep, "/") if root else file.name


def _site_id(base_url: str) -> str:
    """The site's id if it names none: where it is published (not where a preview is)."""
    return re.sub("^[a-z]*://", "", base_url.rstrip("/"))


def theme(file: Path) -> str:
    """The theme that a configuration names, however faulty the rest of it is: its own faults are told too."""
    try:
        name = tomlfile.read(file.read_bytes().decode("utf-8-sig")).get("theme")
    except (OSError, ValueError):
        name = None
    return name if isinstance(name, str) and re.fullmatch(r"\w[\w-]*", name) else "wire"


class _Reader:
    """Reads structs key by key, so that all problems are found at once, each with its place."""

    def __init__(self, file: str, places: Any) -> None:
        self.file, self.places, self.problems = file, places, list[Problem]()

    def problem(self, path: tuple[str, ...], code: str, what: str, mend: str = "") -> None:
        line, column = self.places.get(path) or (0, 0)
        self.problems.append(Problem(self.file, line, column, code, what, mend))

    def beside(self, path: tuple[str, ...]) -> str:
        if path == ("check",):
            return "docs/checks.md lists its rules; what every build finds can't be turned off"
        return "put data of your own below [extra]"

    def struct(self, kind: type[msgspec.Struct], data: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        for key in data:
            if key not in known:
                mend = suggestion(key, known) or self.beside(path)
                where = f"[{'.'.join(path)}]" if path else "the configuration"
                self.problem((*path, key), "unknown-key", f"'{key}' is not a key of {where}", mend)
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name not in data:
                if field.required:
                    self.problem((name,), "missing-key", f"'{name}' is missing", f'add {name} = "..."')
            elif (
                isinstance(field.type, type) and issubclass(field.type, msgspec.Struct) and isinstance(data[name], dict)
            ):
                problems = len(self.problems)
                inner = self.struct(field.type, data[name], (*path, name))
                if len(self.problems) == problems:
                    values[field.name] = field.type(**inner)
            else:
                try:
                    values[field.name] = msgspec.convert(data[name], field.type)
                except msgspec.ValidationError:
                    from generator import wanted

                    self.problem((*path, name), "bad-value", *wanted.fault(name, data[name], field.type))
        return values


def _checked(values: dict[str, Any], reader: _Reader) -> dict[str, Any]:
    """What types can't say: the base URL with its final slash, the zone and the language known."""
    base_url = values["base_url"]
    try:
        parts = urlsplit(base_url)
        sound = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
        sound = sound and not re.search(r"[\s<>\"'\\{}]", base_url) and (parts.port or True)
    except ValueError:
        sound = False
    if not sound:
        mend = "write it whole, here or after -b: https://example.org/ or https://example.org/digest/"
        reader.problem(("base_url",), "bad-value", f"'{base_url}' is not the address of a site", mend)
    try:
        dates.zone(values.get("timezone", "UTC"))
    except (KeyError, ValueError, OSError):
        what = f"'{values['timezone']}' is no time zone"
        reader.problem(("timezone",), "bad-value", what, "write one like Europe/Kyiv")
    language = values.get("language", "en")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        reader.problem(("language",), "bad-value", f"'{language}' is not a language tag", "write one like en or uk")
    theme = values.get("theme", "wire")
    if not re.fullmatch(r"\w[\w-]*", theme):
        reader.problem(("theme",), "bad-value", f"'{theme}' can't be a theme's name", "write a folder's name")
    try:
        msgspec.msgpack.encode(values.get("extra"))
    except (OverflowError, TypeError) as error:
        reader.problem(("extra",), "bad-value", f"'extra' holds what can't be passed on: {error}", "put it in quotes")
    return {"base_url": base_url.rstrip("/") + "/"}
