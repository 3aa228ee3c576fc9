"""Front matter of other programs as ours: names of keys, forms of values; what has no place goes below `extra`."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

import msgspec

from generator import archive, dateforms, dates, fields, urls
from generator.archive import Entry, Facts, Said
from generator.dateforms import Told
from generator.header import Node
from generator.loose import Loose, Note

_OTHER_NAMES = {
    "categories": "category",
    "tags": "tag topics",
    "authors": "author byline",
    "summary": "abstract description excerpt",
    "updated": "lastmod modified last_modified_at last_modified updated_at modified_time date_modified",
    "lang": "language locale",
    "publish_at": "publishdate publish_date embargo",
    "expires": "expirydate expires_at",
    "aliases": "alias redirect_from",
    "story": "series",
    "source_url": "external_url externalurl external_link externallink original_url",
    "pin": "sticky pinned",
    "image": "cover thumbnail images feature_image featured_image featuredimage cover_image header",
    "date": "pubdate published_at",
    "url": "permalink",
}
RENAMED = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}
"""What other programs call our fields, in lower case."""

_TAKEN = ("summary", "source", "source_url", "updated", "publish_at", "expires", "story", "lang", "image_alt", "pin",
          "corrections")  # fmt: skip
"""Fields whose values are taken over if ours can hold them."""
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_INLINE = re.compile(
    r"</?(?:abbr|b|bdi|br|cite|code|del|em|i|ins|mark|p|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.IGNORECASE
)
_NAMES = ("name", "display_name", "title", "login", "url", "path")
_PICTURES = ("src", "url", "path", "image", "feature", "overlay_image", "teaser")
"""What names somebody, or a picture, in a mapping, the best first."""
_HIDDEN = ("draft", "hidden", "skip", "private", "pending", "future", "trash")
"""States that hide a post, Pelican's and WordPress's."""
_NOT_OURS = ("id", "template", "params", "extra")
_COLLECTIONS = ("all", "nav", "post", "posts")
"""Tags by which Eleventy's sites gather all posts (its starter project leaves them out of what readers see)."""


class Moved(NamedTuple):
    """Front matter as ours: values in the order in which they are written, and what else an import needs."""

    values: dict[str, Any]
    extra: dict[str, Any]
    notes: list[Note]
    entry: Entry
    date: datetime
    said: Said
    dated: bool
    categories: tuple[str, ...]
    asked: str
    """The slug as the post has it."""
    given: str
    saved: str
    image: Node | None
    places: dict[str, tuple[int, int]]
    """Where each of the aliases stands."""


def front_matter(loose: Loose, entry: Entry, zone: tzinfo, now: datetime, kind: str) -> Moved:
    """What `loose`, of a post of the program `kind`, says, as ours. Never raises."""
    taken = _Taken(loose, fields.Setting(zone, entry.day), kind)
    taken.doubtful = kind == "jekyll" and not entry.page and entry.day is None  # of which Jekyll makes no post
    dated = taken.date(entry)
    if entry.doubtful and not entry.page:  # its date tells
        entry = msgspec.structs.replace(entry, page=dated is None and not entry.draft)
    values: dict[str, Any] = {"title": taken.title(entry)}
    if dated is None and not entry.page:
        taken.note(None, "missing-date", "there is no date", "imported as a draft of today")
    at = dated.at if dated else now.astimezone(zone)
    values["date"] = dated.written if dated else None if entry.page else f"{at:%Y-%m-%d}"
    for name in _TAKEN:
        taken.field(name, values)
    values["tags"] = taken.tags(entry, r"\s+" if kind == "jekyll" else "")
    values["authors"] = taken.names("authors")
    values["lang"] = values.get("lang") or entry.lang
    asked, values["slug"] = taken.slug()
    values["draft"] = entry.draft or taken.draft() or (dated is None and not entry.page)
    places = taken.places("aliases")
    values["aliases"] = taken.texts("aliases")
    given, saved, image = taken.texts("url"), taken.texts("save_as"), taken.image(values)
    begins = max(at, dates.read(values["publish_at"], zone)[0]) if "publish_at" in values else at
    for later, first in (("updated", at), ("expires", begins)):
        moment = dates.read(values[later], zone)[0] if later in values else None
        if moment and (moment < first or (moment == first and later == "expires")):
            taken.extra[later] = values.pop(later)
            taken.note(None, "date-order", f"'{later}' lies before the date", "moved below 'extra'")
            taken.doubtful = taken.doubtful or later == "expires"
    if taken.doubtful and not values["draft"]:
        values["draft"] = True
        taken.note(None, "imported-as-draft", "it can't be told whether this was public", "imported as a draft")
    taken.rest()
    return Moved(
        values,
        taken.extra,
        taken.notes,
        entry,
        at,
        _said(at, values["date"] or "", zone),
        dated is not None,
        taken.categories,
        asked,
        given[0] if given else "",
        saved[0] if saved else "",
        image,
        places,
    )


def facts(moved: Moved) -> Facts:
    """What the text's old address may have been made of."""
    values, categories = moved.values, moved.categories
    authors, lang = tuple(values["authors"]), values["lang"] or ""
    said, given, saved = moved.said, moved.given, moved.saved
    return Facts(moved.entry, said, values["title"], moved.asked, categories, authors, lang, given, saved, moved.extra)


def _said(at: datetime, written: str, zone: tzinfo) -> Said:
    if len(written) <= len("2022-01-25"):
        return at.date()
    return at.replace(tzinfo=None) if at.tzinfo is zone else at


class _Taken:
    """The nodes of one document of the program `kind` while they are taken over, one by one.

    What is left in the end goes to `extra`. Values are `marked` where the program showed them as HTML.
    """

    def __init__(self, loose: Loose, setting: fields.Setting, kind: str) -> None:
        self.loose, self.setting, self.kind, self.marked = loose, setting, kind, kind != "hugo"
        self.notes = list(loose.notes)
        self.extra: dict[str, Any] = {}
        self.categories: tuple[str, ...] = ()
        self.doubtful = False  # whether something hides the post that can't be told
        self.left: dict[str, list[tuple[str, Node]]] = {}
        for key, node in loose.nodes.items():
            self.left.setdefault(RENAMED.get(re.sub("[ -]", "_", key), key), []).append((key, node))

    def note(self, node: Node | None, code: str, what: str, mend: str = "moved below 'extra'") -> None:
        line, column = (node.line, node.column) if node else (1, 1)
        self.notes.append(Note(line, column, code, what, mend))

    def take(self, name: str) -> list[tuple[str, Node]]:
        """The nodes of a field with values, ours first; they are no longer left."""
        found = [(key, node) for key, node in self.left.pop(name, ()) if node.value not in (None, "", [], {})]
        return sorted(found, key=lambda pair: pair[0] != name)

    def keep(self, key: str, node: Node) -> None:
        """Put a value below `extra`."""
        name = key if key not in self.extra else f"{key}_"
        self.extra[name] = fields.free(node, self.setting)

    def date(self, entry: Entry) -> Told | None:
        """The date as it is written in ours, and its moment: that of the front matter, else of the file's name."""
        found = None
        for key, node in self.take("date"):
            read = dateforms.told(node.value, self.setting.zone) if isinstance(node.value, str) else None
            if read and found is None:
                found = read
                self.whole(read, node)
                continue
            if not read:
                self.note(node, "bad-date", f"'{_shown(node)}' is not a date that can be told")
            self.keep(key, node)
        for name in ("published", "publish_at"):
            for _, node in self.left.get(name, ()) if found is None else ():
                found = dateforms.told(node.value, self.setting.zone) if isinstance(node.value, str) else None
                if found and name == "published":
                    self.whole(found, node)
                    self.left.pop(name)
        if found is None and entry.day:
            return dateforms.told(entry.day.isoformat(), self.setting.zone)
        return found

    def whole(self, read: Told, node: Node) -> None:
        """Say it of a date if its time was lost."""
        if not read.whole:
            self.note(node, "bad-date", f"the time in '{_shown(node)}' can't be told", "only the day was kept")

    def title(self, entry: Entry) -> str:
        """The title: the front matter's, else the first heading, else the file's name."""
        for key, node in self.take("title"):
            text = self.words(" ".join(self.flat(node)))
            if text and isinstance(node.value, list):
                self.note(node, "bad-value", "the title is a list", f"written as '{text}'")
            if text:
                return text
            self.keep(key, node)
        heading = re.search(r"^#[ \t]{1,9}(\S.*)$", self.loose.body, re.MULTILINE)
        words = re.sub(r"[-_]+", " ", entry.name).strip().capitalize() or "Untitled"
        name, origin = (heading[1].rstrip(" \t#"), "a heading") if heading else (words, "the name")
        self.note(None, "missing-title", "there is no title", f"'{name}' was made of {origin}")
        return " ".join(name.split())

    def field(self, name: str, values: dict[str, Any]) -> None:
        """Take a field over if its value can be ours."""
        for key, node in self.take(name):
            if name in values:
                self.keep(key, node)
                continue
            try:
                if name in ("updated", "publish_at", "expires"):
                    read = dateforms.told(fields.text(node, self.setting), self.setting.zone)
                    if read is None or not (read.whole or name == "updated"):
                        raise fields.BadField(node, "bad-date", f"'{_shown(node)}' is not a date that can be told", "")
                    self.whole(read, node)
                    values[name] = read.written
                    continue
                if name == "story" and isinstance(node.value, list) and len(node.value) == 1:
                    node = node.value[0]
                fields.FIELDS[name].read(node, self.setting)
                value = archive.plain(node)
                values[name] = fields.truth(node, self.setting) if name == "pin" else value
                if isinstance(value, str) and name != "pin":
                    values[name] = self.words(value)
            except fields.BadField as error:
                self.note(error.node, error.code, error.what)
                self.keep(key, node)
                self.doubtful = self.doubtful or name in ("publish_at", "expires")

    def words(self, text: str) -> str:
        """What a value says in words: references to signs stand for them, and nothing in it is an element."""
        text = _REFERENCE.sub(lambda match: html.unescape(match[0]), _INLINE.sub("", text) if self.marked else text)
        return " ".join(text.split())

    def flat(self, node: Node, names: Sequence[str] = _NAMES) -> list[str]:
        """All texts in a node, whatever its form; the first of `names` in a mapping stands for it."""
        if isinstance(node.value, list):
            return [text for item in node.value for text in self.flat(item, names)]
        if isinstance(node.value, dict):
            named = [node.value[key] for key in names if key in node.value]
            if len(node.value.keys() - {"alt"}) > len(named[:1]):
                self.keep("unread", node)
                self.note(node, "bad-value", "this is a mapping", "what has no place here moved below 'extra'")
            return self.flat(named[0], names) if named else []
        return [" ".join(str(node.value).split())] if node.value else []

    def places(self, name: str) -> dict[str, tuple[int, int]]:
        """Where each text of a field stands that is yet to be taken."""
        nodes = [node for _, node in self.left.get(name, ())]
        items = [item for node in nodes for item in (node.value if isinstance(node.value, list) else [node])]
        return {str(item.value): (item.line, item.column) for item in items}

    def texts(self, name: str) -> list[str]:
        return [text for _, node in self.take(name) for text in self.flat(node) if text]

    def names(self, name: str) -> list[str]:
        """Names of people: a list, or one text with commas or semicolons between them."""
        found: list[str] = []
        for _, node in self.take(name):
            texts = list(map(self.words, self.flat(node)))
            found += re.split(_splitter(texts[0], r"\Z"), texts[0]) if isinstance(node.value, str) and texts else texts
        return list(dict.fromkeys(filter(None, found)))

    def tags(self, entry: Entry, words: str) -> list[str]:
        """Tags and categories, those of the folder too (Pelican: if the post says none); a text of them is split."""
        said = {name: self.take(name) for name in ("categories", "tags")}
        self.categories = () if self.kind == "pelican" and said["categories"] else entry.categories
        found = list(self.categories)
        for name, nodes in said.items():
            for key, node in nodes:
                texts = asked = list(map(self.words, self.flat(node)))
                if isinstance(node.value, str) and texts:
                    whole = key == "category" or (not re.search("[,;]", texts[0]) and not words)
                    texts = texts if whole else re.split(_splitter(texts[0], words), texts[0])
                    asked = asked[0].split() if words and not whole else texts  # Jekyll's addresses keep commas
                found += texts
                self.categories += tuple(filter(None, asked)) if name == "categories" else ()
        apart = _COLLECTIONS if self.kind == "eleventy" else ()
        return list(dict.fromkeys(text for text in found if text and text not in apart))

    def slug(self) -> tuple[str, str]:
        """The slug that the post asks for, as it is and in a form that an address can have."""
        for _, node in self.take("slug"):
            text = slug = " ".join(self.flat(node))
            if text and (urls.slug_fault(text) or "." in text):
                slug = urls.slugify(text)
                self.note(node, "bad-slug", f"'{text}' can't be a slug", f"written as {slug}")
            return text, slug
        return "", ""

    def draft(self) -> bool:
        """Whether `draft`, `published` or `status` (Pelican's, elsewhere WordPress's) says that it is not public."""
        hidden = False
        for name, no in (("draft", fields.YES), ("published", fields.NO), ("status", _HIDDEN)):
            for key, node in self.take(name):
                word = str(node.value).lower()
                hidden = hidden or word in no
                public = name == "status" and self.kind != "pelican" and word not in no
                if word in (*fields.YES, *fields.NO, "published", "draft") or (public and word == "publish"):
                    continue
                what, mend = f"'{key}: {_shown(node)}' has no like here", "moved below 'extra'"
                self.note(node, "status", what, "imported as a draft" if word in no else mend)
                if word not in no:
                    self.keep(key, node)
                    self.doubtful = self.doubtful or not public
        return hidden

    def image(self, values: dict[str, Any]) -> Node | None:
        """The lead picture's address, as a node; the words for it that stand beside it go into `values`."""
        found: Node | None = None
        for key, node in self.take("image"):
            texts = self.flat(node, _PICTURES) if found is None else []
            if texts:
                found = node._replace(value=texts[0])
                alt = node.value.get("alt") if isinstance(node.value, dict) else None
                if alt and isinstance(alt.value, str):
                    values.setdefault("image_alt", self.words(alt.value))
            elif found or not isinstance(node.value, dict):
                self.keep(key, node)
        return found

    def rest(self) -> None:
        """What was not taken goes below `extra`; data that are free there too are joined to it."""
        for name, pairs in self.left.items():
            for key, node in pairs:
                if name in _NOT_OURS and isinstance(node.value, dict):
                    for inner, item in node.value.items():
                        self.keep(inner, item)
                elif node.value is not None:
                    self.keep(key, node)


def _splitter(text: str, words: str) -> str:
    """What parts the tags of a text: semicolons if it has any (as Pelican has it), else commas, else `words`."""
    return r"\s*;\s*" if ";" in text else r"\s*,\s*" if "," in text else words


def _shown(node: Node) -> str:
    text = " ".join(str(archive.plain(node)).split())
    return text if len(text) <= 60 else text[:57] + "..."
