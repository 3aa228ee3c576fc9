"""The fields of front matter: each key's name, other spellings, and how its value is read.

This table is the one definition: parsing, messages, `docs/front-matter.md` and its test go by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from generator import dates, urls
from generator.header import Node
from generator.model import Citation, Correction

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEMPLATE = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.html")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")
"""What most addresses look like; `address` takes some time over the others."""
_MOST = 500
"""Items of a list: each tag and source of a brief makes pages and feeds that hold the brief's whole text."""
YES, NO = ("true", "yes", "on"), ("false", "no", "off")


class BadField(Exception):
    """A value that its field can't have: the node it stands in, a code, what is wrong, what to do.

    Of a list, `faults` are those of all its items, of which this is the first.
    """

    def __init__(self, node: Node, code: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.node, self.code, self.what, self.mend = node, code, what, mend
        self.faults: tuple[BadField, ...] = (self,)


class Setting(NamedTuple):
    """What a value's meaning depends on beside itself: the site's time zone, and the date the path suggests."""

    zone: tzinfo
    example: date | None = None


Result = TypeVar("Result")
Reader = Callable[[Node, Setting], Any]


def _each(node: Node, read: Callable[[Node], Result]) -> list[Result]:
    """What `read` makes of each item of a list, or of a value that is none.

    Raises BadField with the faults of all, or if they are too many.
    """
    items = node.value if isinstance(node.value, list) else [node]
    if len(items) > _MOST:
        raise BadField(items[_MOST], "too-many", f"this list has {len(items)} items", f"keep {_MOST} at most")
    found: list[Result] = []
    faults: list[BadField] = []
    for item in items:
        try:
            found.append(read(item))
        except BadField as error:
            faults += error.faults
    if faults:
        faults[0].faults = tuple(faults)
        raise faults[0]
    return found


class Field(NamedTuple):
    """One key: how its value is read, what it means (for the documents), and which spellings are accepted too."""

    read: Reader
    meaning: str
    spellings: tuple[str, ...] = ()


def text(node: Node, setting: Setting) -> str:
    """One line of text in Unicode's composed form, white space folded."""
    if not isinstance(node.value, str):
        raise BadField(node, "bad-value", f"this is {_kind(node)}, not a text", "write one line of text")
    return " ".join(unicodedata.normalize("NFC", node.value).split())


def _kind(node: Node) -> str:
    return {list: "a list", dict: "a mapping", type(None): "empty"}.get(type(node.value), "a text")


def texts(node: Node, setting: Setting) -> tuple[str, ...]:
    """A list of texts, or one text split on commas; without empty ones and repetitions, in the order written."""
    if isinstance(node.value, str):
        items = [node._replace(value=part) for part in node.value.split(",")]
    elif isinstance(node.value, list):
        items = [item for item in node.value if item.value is not None]
    else:
        raise BadField(node, "bad-value", f"this is {_kind(node)}, not a list", "write a list: [NATO, Ukraine]")
    found = _each(node._replace(value=items), lambda item: text(item, setting))
    return tuple(dict.fromkeys(filter(None, found)))


def truth(node: Node, setting: Setting) -> bool:
    """`true` or `false`."""
    word = node.value.lower() if isinstance(node.value, str) else _kind(node)
    if word not in YES + NO:
        given = f"'{node.value}'" if isinstance(node.value, str) else word
        raise BadField(node, "bad-value", f"{given} is neither true nor false", "write true or false")
    return word in YES


def moment(node: Node, setting: Setting) -> tuple[datetime, bool]:
    """A date, and whether it has a time of day."""
    try:
        return dates.read(text(node, setting), setting.zone, setting.example)
    except dates.BadDate as error:
        raise BadField(node, "bad-date", error.what, error.mend) from None


def instant(node: Node, setting: Setting) -> datetime:
    """A date or a date and time, as a moment."""
    return moment(node, setting)[0]


def address(node: Node, setting: Setting) -> str:
    """An absolute address on the web."""
    url = text(node, setting)
    if _PLAIN_URL.fullmatch(url):
        return url
    if not urls.is_web_address(url):
        raise BadField(node, "bad-url", f"'{url}' is not a web address", "write it whole: https://example.org/page")
    return url


def citations(node: Node, setting: Setting) -> tuple[Citation, ...]:
    """A source's name or address, a mapping of name and url, or a list of these."""
    if isinstance(node.value, list):
        return tuple(chain.from_iterable(_each(node, lambda item: citations(item, setting))))
    if not isinstance(node.value, dict):
        name = text(node, setting)
        if re.match("https?://", name):
            return (Citation("", address(node, setting)),)
        return (Citation(name),) if name else ()
    for key, item in node.value.items():
        if key not in ("name", "url"):
            raise BadField(item, "unknown-key", f"a source has no '{key}'", "give it a name and a url")
    given = {key: item for key, item in node.value.items() if item.value}
    if not given:
        raise BadField(node, "bad-value", "this source has neither a name nor a url", "give it a name")
    name = text(given["name"], setting) if "name" in given else ""
    return (Citation(name, address(given["url"], setting) if "url" in given else ""),)


def corrections(node: Node, setting: Setting) -> tuple[Correction, ...]:
    """A list of corrections, each with its date and text; in the order of their dates."""
    found = _each(node, lambda item: _correction(item, setting))
    return tuple(sorted(found, key=lambda correction: correction.date))


def _correction(node: Node, setting: Setting) -> Correction:
    if not isinstance(node.value, dict) or set(node.value) != {"date", "text"}:
        mend = "write 'date: 2022-01-26' and below it 'text: ...'"
        raise BadField(node, "bad-correction", "a correction has a date and a text", mend)
    return Correction(instant(node.value["date"], setting), text(node.value["text"], setting))


def slug(node: Node, setting: Setting) -> str:
    """One part of a URL."""
    value = text(node, setting)
    fault = urls.slug_fault(value)
    if fault:
        mend = f"write {urls.slugify(value)}" if value else "remove the line: the file name gives one"
        raise BadField(node, "bad-slug", f"'{value}' can't be a slug: {fault}", mend)
    return value


def aliases(node: Node, setting: Setting) -> tuple[str, ...]:
    """Old addresses, as paths from the site's root."""
    return tuple(dict.fromkeys(_each(node, lambda item: _alias(item, setting))))


def _alias(node: Node, setting: Setting) -> str:
    value = text(node, setting)
    fault = "it is not a path from the site's root" if "//" in value else urls.alias_fault(value)
    if fault or not value.strip("/"):
        what = f"'{value}' can't be an old address: {fault or 'it is the home page'}"
        raise BadField(node, "bad-alias", what, "write a path like /2022/01/25/old-name/")
    return urls.alias(value)


def language(node: Node, setting: Setting) -> str:
    """A language tag (BCP 47)."""
    value = text(node, setting)
    if not LANGUAGE.fullmatch(value):
        raise BadField(node, "bad-language", f"'{value}' is not a language tag", "write one like en, uk or pt-BR")
    first, *others = value.split("-")
    return "-".join((first.lower(), *(_subtag(other) for other in others)))


def _subtag(part: str) -> str:
    """A subtag in the case that is usual for it (RFC 5646, section 2.1.1): Cyrl, UA, else lower case."""
    return part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) == 2 else part.lower()


def template(node: Node, setting: Setting) -> str:
    """The name of a template below templates/."""
    value = text(node, setting)
    if not _TEMPLATE.fullmatch(value):
        raise BadField(node, "bad-template", f"'{value}' can't be a template's name", "write one like special.html")
    return value


def status(node: Node, setting: Setting) -> bool:
    """Whether a Pelican `status` says draft."""
    value = text(node, setting).lower()
    if value not in ("draft", "published"):
        raise BadField(node, "bad-value", f"'{value}' is no status known here", "write draft or published")
    return value == "draft"


def free(node: Node, setting: Setting) -> Any:
    """Free data: plain scalars are read as JSON would read them, all else stays as written."""
    if node.value is None:
        return None
    if isinstance(node.value, dict):
        return {key: free(value, setting) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [free(item, setting) for item in node.value]
    if node.plain and node.value in ("true", "false"):
        return node.value == "true"
    if node.plain and re.fullmatch(r"-?(0|[1-9]\d{0,15})", node.value):
        return int(node.value)
    if node.plain and re.fullmatch(r"-?(0|[1-9]\d{0,15})\.\d{1,15}", node.value):
        return float(node.value)
    return node.value


def mapping(node: Node, setting: Setting) -> dict[str, object]:
    """Free data by name."""
    if not isinstance(node.value, dict):
        raise BadField(node, "bad-value", f"this is {_kind(node)}, not a mapping", "write 'key: value' lines below it")
    return dict(free(node, setting))


FIELDS: dict[str, Field] = {
    "title": Field(text, "The headline. Required."),
    "date": Field(moment, "When it was published. Required, unless the file name starts `YYYY-MM-DD-`."),
    "source": Field(citations, "Where the news came from: a name; `{name, url}`; or a list of these."),
    "source_url": Field(address, "The address of a `source` that is only a name."),
    "tags": Field(texts, "Topics: a list, or a text split on commas."),
    "summary": Field(
        text, "For lists and feeds; else the first sentences of the first paragraph.", ("description", "excerpt")
    ),
    "slug": Field(slug, "The last part of the URL; else it comes from the file name."),
    "updated": Field(moment, "When a visible change was made; never before `date`.", ("lastmod", "modified")),
    "publish_at": Field(instant, "Embargo: the brief is invisible until then.", ("publishDate", "embargo")),
    "expires": Field(instant, "The brief is invisible from then on.", ("expiryDate",)),
    "draft": Field(truth, "`true`: shown only with `--drafts`."),
    "published": Field(truth, "`false` says the same as `draft: true`."),
    "status": Field(status, "`draft` says the same as `draft: true`."),
    "story": Field(text, "The running story that the brief belongs to."),
    "corrections": Field(corrections, "What was put right: a list of `{date, text}`."),
    "aliases": Field(aliases, "Old addresses that redirect here: a list of paths from the site's root."),
    "lang": Field(language, "The brief's language, if it is not the site's (BCP 47)."),
    "image": Field(text, "The lead picture: a file beside the brief, or a web address."),
    "image_alt": Field(text, "What the picture shows, for those who don't see it."),
    "authors": Field(texts, "The by-line: a list, or a text split on commas."),
    "pin": Field(truth, "`true`: stands before the other briefs of the same moment."),
    "id": Field(text, "The entry's permanent id in feeds; else it is made from the first address."),
    "template": Field(template, "A template of its own for this brief's page."),
    "extra": Field(mapping, "Free data for templates."),
}

SPELLINGS: dict[str, str] = {
    spelling.lower(): name for name, field in FIELDS.items() for spelling in (name, *field.spellings)
}
"""Each accepted spelling of a key, in lower case, and the field it means."""
