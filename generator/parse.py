"""Document -> Brief: everything that one file says, checked, with a place for everything."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any, Literal

import msgspec

from generator import dates, digest, fields, header, markup, paths, toil, urls
from generator.errors import Problem, place, shortened, suggestion
from generator.model import Brief, Citation, Document, Link, Options, Parsed

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SHOWN = (
    *("title", "date", "day", "timed", "summary", "updated", "updated_timed", "lang", "image", "image_alt"),
    *("authors", "pin", "id", "draft", "extra"),
)
"""What lists may show of a brief, beside names that the whole site settles, and when it was last corrected."""
_BRIEFS_ONLY = ("source", "source_url", "tags", "story", "corrections", "pin", "id", "image", "image_alt", "authors")
"""Fields that a standing page has no place for."""
_LATER = "write a later date, or remove it"
_HINTS = 100
"""Problems of one file after which nothing like what was meant is looked for: it takes milliseconds each."""
_BEFORE_ADDRESS = ("](", "](<", "]:", "]: ", "]: <", "=", '="', "='")
_AFTER_ADDRESS = ")>\"'#?"
"""What an address stands between in a link, a link's definition and a tag."""


@dataclass
class _Draft:
    """A brief while it is being read: what is known and what was found wrong."""

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self,
        at: tuple[int, int],
        code: str,
        what: str,
        mend: str,
        level: Literal["error", "warning"] = "error",
    ) -> None:
        self.problems.append(Problem("content/" + self.path, *at, code, shortened(what), shortened(mend), level))


def parse(document: Document, options: Options) -> Parsed:
    """The brief (or standing page) that a document holds. Never raises for any content: see `Brief.problems`."""
    draft = _Draft(document.path)
    rendered = ""
    try:
        rendered = _read(_decode(document.load(), draft), draft, options)
    except Exception as error:  # whatever it is, it is this file's, and the others must be heard too
        what = f"Briefing can't read this: {type(error).__name__}: {error}".partition("\n")[0]
        draft.problem((1, 1), "unreadable-brief", what, "this is a mistake in Briefing itself; simplify the file")
    values = {name: draft.values[name] for name in Brief.__struct_fields__ if name in draft.values}
    values["id"] = _feed_id(draft, options.site_id)
    corrected = max((correction.date for correction in values.get("corrections", ())), default=None)
    brief = Brief(
        path=document.path,
        kind="page" if paths.is_page(document.path) else "brief",
        marks=msgspec.msgpack.encode(draft.places),
        problems=tuple(sorted(draft.problems)),
        body=digest.of_bytes(rendered.encode()),
        head=digest.of_data((corrected, [values.get(name) for name in _SHOWN])),
        **values,
    )
    return Parsed(digest.sealed(brief), rendered)


def _feed_id(draft: _Draft, site_id: str) -> str:
    """The permanent id of a brief's entry in feeds: as the writer gave it, if it is one, else made of that."""
    values = draft.values
    given = values.get("id", "")
    if given:
        return given if _IRI.fullmatch(given) else digest.uuid(site_id + given)
    slug = paths.default_slug(draft.path) if "slug" in draft.places else values.get("slug", "")
    return urls.feed_id(f"{urls.day(values.get('day') or date.min)}{slug}/", values.get("aliases", ()), site_id)


def _read(text: str | None, draft: _Draft, options: Options) -> str:
    """The HTML of a document's text; notes all that the document says in `draft`."""
    zone = dates.zone(options.timezone)
    head = None if text is None else _header(text, draft, zone)
    if head is None:
        return ""
    _fields(head.nodes, draft, zone)
    _check(draft, zone, "" if head.nodes else text or "")
    return _body(head, draft, options)


def _decode(data: bytes, draft: _Draft) -> str | None:
    """The text of a file in UTF-8, with Unix line ends and without control characters; None if there is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        draft.problem((1, 1), "not-utf-8", "the file is in UTF-16", "save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(errors="replace")
        what = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        draft.problem(place(before, len(before)), "not-utf-8", what, "save the file as UTF-8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        draft.problem(place(text, text.index("\0")), "nul-byte", "the file has a NUL byte", "save it as plain text")
        return None
    if not text.strip():
        mend = "begin with front matter: ---, title: ..., date: ..., ---"
        draft.problem((1, 1), "empty-file", "the file is empty", mend)
        return None
    return markup.without_controls(text)


def _header(text: str, draft: _Draft, zone: tzinfo) -> header.Header | None:
    """A document's front matter; None if it can't be told what it says, but for what is wrong with single fields."""
    try:
        return header.read(text)
    except header.BadHeader as error:
        for fault in error.faults:
            draft.problem((fault.line, fault.column), fault.code, fault.what, fault.mend)
        if not error.lenient:
            _fields(error.parts, _Draft(draft.path, problems=draft.problems), zone)  # only what is wrong with them
        return error.lenient


def _fields(nodes: dict[str, header.Node], draft: _Draft, zone: tzinfo) -> None:
    """Read each field by the table; keys in any order and case, all problems noted."""
    setting = fields.Setting(zone, paths.path_date(draft.path))
    keys = set[str]()
    for key, node in nodes.items():
        name = fields.SPELLINGS.get(key.lower())
        if name is None:
            near = suggestion(key, (*fields.FIELDS, *fields.SPELLINGS)) if len(draft.problems) < _HINTS else ""
            mend = near or "put data of your own below 'extra:'"
            draft.problem(node.at, "unknown-key", f"'{key}' is not a field of a brief", mend, "warning")
            continue
        if key.lower() in keys:
            what = f"'{key}' is said twice: case does not count in keys"
            draft.problem(node.at, "duplicate-key", what, "keep one of them")
            continue
        keys.add(key.lower())
        if name in draft.places:
            what = f"'{key}' says again what line {draft.places[name][0]} says"
            draft.problem(node.at, "field-twice", what, "keep one of them; the first one counts", "warning")
            continue
        draft.places[name] = (node.line, node.column) if node.value is not None else node.at
        if node.value is None:
            continue
        try:
            draft.values[name] = fields.FIELDS[name].read(node, setting)
        except fields.BadField as error:
            for fault in error.faults:
                draft.problem((fault.node.line, fault.node.column), fault.code, fault.what, fault.mend)


def _headless(text: str) -> str:
    """What to do about a file without front matter."""
    first = text.strip().partition("\n")[0].strip()
    if not first.startswith("---") and re.fullmatch("[-\u2010-\u2015_=*~]+", first):
        return "write its first line as three hyphens: ---"
    if re.match(r"[A-Za-z_]+[ \t]*:", first) and re.search(r"^---[ \t]*$", text, re.MULTILINE):
        return "add a line --- before it"
    return "begin the file with ---, title: ..., date: ..., ---"


def _check(draft: _Draft, zone: tzinfo, headless: str) -> None:
    """What no field can tell alone: what is required, what must agree, and what follows from the path.

    `headless` is the text of a file that has no front matter.
    """
    values, start = draft.values, (1, 1)
    moment = values.pop("date", None)
    name_date = paths.name_date(draft.path)
    page = paths.is_page(draft.path)
    if headless:
        draft.problem(start, "no-front-matter", "the file has no front matter", _headless(headless))
    elif not any(map(str.isprintable, values.get("title", ""))) and not _noted(draft, "title"):
        mend = "write one, in quotes if it begins with #" if "title" in draft.places else "add 'title: ...'"
        draft.problem(draft.places.get("title", start), "missing-title", "there is no title", mend)
    if moment is None and name_date:
        try:
            moment = fields.moment(header.Node(str(name_date), 1, 1), fields.Setting(zone))
        except fields.BadField as error:
            draft.problem(start, error.code, f"the file name: {error.what}", error.mend)
    elif moment is None and not headless and not page and not _noted(draft, "date"):
        example = paths.path_date(draft.path) or "2022-01-25"
        draft.problem(draft.places.get("date", start), "missing-date", "there is no date", f"add 'date: {example}'")
    if moment:
        written, values["timed"] = moment
        values["date"], values["day"] = written.astimezone(zone), written.astimezone(zone).date()
        if name_date and name_date not in (values["day"], written.date()):
            what = f"the date is {written.date()}, but the file name says {name_date}"
            draft.problem(draft.places.get("date", start), "date-mismatch", what, "make them agree")
    if "updated" in values:
        values["updated"], values["updated_timed"] = values["updated"]
        early = "date" in values and values["updated"] < values["date"]
        if early and not values["updated_timed"] and values["updated"].astimezone(zone).date() == values["day"]:
            values["updated"] = values["date"]  # a day alone, and the day of publication
    if "updated" in values and "date" in values and values["updated"] < values["date"]:
        draft.problem(draft.places["updated"], "date-order", "'updated' lies before 'date'", _LATER)
    starts = [(values[name], name) for name in ("date", "publish_at") if name in values] if "expires" in values else []
    if starts and values["expires"] <= (begins := max(starts))[0]:
        how = "lies before" if values["expires"] < begins[0] else "is no later than"
        draft.problem(draft.places["expires"], "date-order", f"'expires' {how} '{begins[1]}'", _LATER)
    for correction in values.get("corrections", ()):
        if "date" in values and correction.date.astimezone(zone).date() < values["day"]:
            what = f"a correction of {correction.date.date()} lies before 'date'"
            draft.problem(draft.places["corrections"], "date-order", what, "write the day it was made")
    for name in _BRIEFS_ONLY if page else ():
        if name in draft.places:
            what = f"a standing page does not show '{name}'"
            draft.problem(draft.places[name], "page-field", what, "remove it, or say it in the text", "warning")
    values["draft"] = bool(values.get("draft") or values.get("status") or values.get("published") is False)
    values["sources"] = _sources(draft)
    values["slug"] = values.get("slug") or paths.default_slug(draft.path)
    fault = urls.slug_fault(values["slug"])
    if fault:
        draft.problem(start, "bad-slug", f"the file name makes no slug: {fault}", "rename the file, or add 'slug: ...'")


def _noted(draft: _Draft, name: str) -> bool:
    at = draft.places.get(name)
    return any((problem.line, problem.column) == at for problem in draft.problems)


def _sources(draft: _Draft) -> tuple[Citation, ...]:
    """The sources, with `source_url` joined to the one that lacks an address."""
    found: tuple[Citation, ...] = draft.values.get("source", ())
    address = draft.values.get("source_url")
    if not address:
        return found
    lacking = next((index for index, citation in enumerate(found) if not citation.url), None)
    if lacking is not None:
        return (*found[:lacking], Citation(found[lacking].name, address), *found[lacking + 1 :])
    return found if any(citation.url == address for citation in found) else (*found, Citation("", address))


def _body(head: header.Header, draft: _Draft, options: Options) -> str:
    """The HTML of the text after the front matter; notes its links and, if there is no other, its summary."""
    values = draft.values
    day = values.get("day")
    prefix = f"{values['slug']}-{day:%y%m%d}-" if day else f"{values['slug']}-"
    values["prefix"] = prefix
    line = toil.too_dense(head.body)
    if line is not None:
        what = "this text would keep Markdown busy for minutes: it has too many signs in one piece"
        mend = "close what is open ([, <, `), put empty lines between, and begin fewer lists or quotations in a line"
        draft.problem((head.body_line + line, 1), "too-dense", what, mend)
        return ""
    try:
        result = markup.render(head.body, draft.path, prefix, options.raw_html)
    except markup.TooDeep:
        what = "lists or quotations are nested too deeply"
        draft.problem((head.body_line + toil.deepest(head.body), 1), "too-deep", what, "nest them less")
        return ""
    for url in result.outside:
        at = _find(head, url)
        what = f"'{url}' leads out of content/"
        draft.problem(at, "broken-link", what, "link to a file of content/, or to an address from the site's root")
    links = [Link(target, _find(head, written)) for target, written in zip(result.links, result.written, strict=True)]
    image = values.get("image", "")
    if image.startswith("//"):
        image = values["image"] = "https:" + image
    if image.startswith(("http:", "https:")):
        draft.problem(draft.places["image"], *_remote(image))
    for url in markup.remote_images(result.html):
        draft.problem(_find(head, url), *_remote(url))
    if image and not re.match("https?:|/", image):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(draft.path), image))
        values["image"] = "@" + unicodedata.normalize("NFC", target)  # as it is published
        links.append(Link(target, draft.places["image"]))
    values["links"] = tuple(links)
    values["summary"] = values.get("summary") or markup.first_sentences(result.html)
    return result.html


def _remote(url: str) -> tuple[str, str, str, Literal["warning"]]:
    what = f"the picture {url} lies at another site, which would learn who reads this"
    mend = "put it beside the brief, and name the file (browsers that obey the theme's policy don't load it from there)"
    return "remote-image", what, mend, "warning"


def _find(head: header.Header, written: str) -> tuple[int, int]:
    """Where an address first stands in the text: as that of a link, or else anywhere, whole or the last part of it."""
    body, passing = head.body, -1
    for needle in filter(None, (written, html.escape(written, quote=False), posixpath.basename(written))):
        at = body.find(needle)
        while at >= 0:
            end = at + len(needle)
            if body.endswith(_BEFORE_ADDRESS, 0, at) and (body[end : end + 1] in _AFTER_ADDRESS or body[end].isspace()):
                return place(body, at, head.body_line)
            if passing < 0 and (at == 0 or body[at - 1] in "(<[\"'=:/" or body[at - 1].isspace()):
                passing = at
            at = body.find(needle, end)
    return place(body, passing, head.body_line) if passing >= 0 else (head.body_line, 1)
