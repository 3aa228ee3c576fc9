"""The URL scheme. Every address of the site is made here; a URL is a path from the site's root.

URLs are kept readable, in Unicode (NFC); `quoted` is applied where one leaves the program.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from generator import digest

ARCHIVE = "/archive/"
CORRECTIONS = "/corrections/"
SEARCH = "/search/"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
NEWS_SITEMAP = "/news-sitemap.xml"

_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows does not allow for files (Microsoft, 'Naming Files, Paths, and Namespaces')."""
_BRIEF = re.compile(r"/\d{4}/\d\d/\d\d/[^/]+/")
_PLAIN = re.compile("[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_SLUG_LENGTH = 80
_SLUG = re.compile(r"\w(?:[\w.~-]*[\w~-])?")
_PAGE = re.compile(r".*(/|\.([sx]?html?|php\d?|aspx?|jspx?|cfm|cgi))", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_UNRESERVED = re.compile("[A-Za-z0-9/._~-]*")
_NO_URL = re.compile(r"[\t\n\r \"<>\[\]^`{|}]|%(?![0-9a-fA-F]{2})")
_HOST = re.compile(r"((?:[a-zA-Z][a-zA-Z0-9+.-]*:(?://[^/?#]*)?)?)(.*)", re.DOTALL)
_UKRAINIAN_ONLY = re.compile("[ґєії]", re.IGNORECASE)
_UKRAINIAN = str.maketrans(
    {
        "г": "h",
        "ґ": "g",
        "є": "ie",
        "и": "y",
        "і": "i",
        "ї": "i",
        "й": "i",
        "х": "kh",
        "щ": "shch",
        "ю": "iu",
        "я": "ia",
    }
    | {"ь": "", "’": "", "ʼ": "", "'": ""}
)
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""Ukrainian in Latin letters where it differs from what is usual for Russian (Cabinet of Ministers, no. 55 of 2010)."""
_WORDS = (("+", " plus "), ("#", " sharp "), ("&", " and "), ("@", " at "), ("%", " percent "))
"""Signs that tell names apart and would else be dropped: C, C# and C++ are three topics."""
_HASHTAG = re.compile(r"(?<!\S)#(?=\w)")


@cache
def day(value: date) -> str:
    """The URL of a day's edition."""
    return f"/{value.year:04}/{value.month:02}/{value.day:02}/"


@cache
def month(value: date) -> str:
    """The URL of the month that `value` lies in."""
    return f"/{value.year:04}/{value.month:02}/"


def year(value: int) -> str:
    """The URL of a year."""
    return f"/{value:04}/"


def paged(front: str, number: int) -> str:
    """The URL of an older part of a long list; number 1 holds its oldest items."""
    return f"{front}page/{number}/"


@cache
def slugify(text: str) -> str:
    """A slug of ASCII letters, digits and hyphens for any text; a text without letters gets a stable one.

    Other scripts are written in Latin letters ("Україна" gives "ukraina").
    """
    slug = text.lower().replace(" ", "-") if len(text) <= _SLUG_LENGTH and _PLAIN.fullmatch(text) else _latin(text)
    return f"{slug}-" if _DEVICE.fullmatch(slug) else slug


def _latin(text: str) -> str:
    from slugify import slugify as latin  # it is slow to load, and names of plain words need none of it

    text = _HASHTAG.sub("", text)
    for sign, word in _WORDS:
        text = text.replace(sign, word)
    if _UKRAINIAN_ONLY.search(text):
        text = re.sub(r"\b[ЄЇЙЮЯєїйюя]", lambda match: _AT_START[match[0].lower()], text).lower().translate(_UKRAINIAN)
    return str(latin(text, max_length=_SLUG_LENGTH, word_boundary=True)) or f"x-{digest.lasting(text)[:8]}"


def slug_fault(slug: str) -> str:
    """What makes `slug` unfit to be one part of a URL, or an empty string if it is fit."""
    if not slug:
        return "it is empty"
    if "/" in slug or "\\" in slug:
        return "it contains a slash"
    if not _SLUG.fullmatch(slug):
        return "it has signs other than letters, digits, '-', '_', '.' and '~'"
    if _DEVICE.fullmatch(slug):
        return "Windows can't have a file of that name"
    if len(slug.encode()) > 200:
        return "it is longer than 200 bytes"
    return ""


def alias_fault(given: str) -> str:
    """What makes `given` unfit to be an address of this site, or an empty string if it is fit."""
    parts = given.split("/")
    if ".." in parts or "." in parts:
        return "it has a '.' or '..' part"
    if any(part.startswith(".") and part != ".well-known" for part in parts):
        return "a part of it begins with a dot"
    if len(given.encode()) > 1000:
        return "it is longer than 1,000 bytes"
    if any(sign in given for sign in '\\?#%:*"<>|') or not given.isprintable():
        return "it has a sign that a file name can't have"
    if any(_DEVICE.fullmatch(part) for part in parts):
        return "Windows can't have a file of that name"
    if any(len(part.encode()) > 200 for part in parts):
        return "a part of it is longer than 200 bytes"
    if not is_page(alias(given)):
        return "its ending is that of a file, and a redirect is a page"
    return ""


def alias(text: str) -> str:
    """An alias in the form of a URL: from the root, and with a final slash unless it names a file."""
    path = re.sub("/{2,}", "/", "/" + unicodedata.normalize("NFC", text.strip()))
    last = path.rpartition("/")[2]
    return path if not last or _FILE.search(last) else path + "/"


def is_page(url: str) -> bool:
    """Whether a page may lie at `url`, ours or another program's, by its ending; else a feed, a picture, a file."""
    return _PAGE.fullmatch(url) is not None


@cache
def output_path(url: str) -> str:
    """The file below output/ that answers `url`."""
    return url[1:] + "index.html" if url.endswith("/") else url[1:]


def of_file(path: str) -> str:
    """The URL that the file at `path` below output/ answers: the inverse of `output_path`."""
    return "/" + (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path)


def claim(url: str) -> str:
    """The form in which two URLs that some file system or reader would confuse are equal."""
    path = output_path(url)
    return (
        path.lower() if path.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
    )


def quoted(url: str) -> str:
    """`url` as it is written in HTML and feeds: percent-encoded UTF-8 (RFC 3986), with nothing that HTML would mind."""
    return url if _UNRESERVED.fullmatch(url) else quote(url, safe="/~:@!$()*+,;=")


def encoded(url: str) -> str:
    """A URL in which only what no URL can hold is percent-encoded: what is encoded, or a query, stays as it is."""
    return url if _UNRESERVED.fullmatch(url) else quote(url, safe="/~:@!$()*+,;=?#%&")


def repaired(url: str) -> str:
    """A URL that a person wrote, as browsers read it: what no URL can hold is percent-encoded, lines are joined.

    The signs are those that the URL Standard has no use for (section 1.1); square brackets may stand in a host.
    """
    if not _NO_URL.search(url):
        return url
    host, rest = _HOST.match(url).groups()  # type: ignore[union-attr] # it matches anything
    return host + _NO_URL.sub(lambda sign: quote(sign[0].strip("\t\n\r")), rest)


def is_web_address(url: str) -> bool:
    """Whether `url` is a whole address on the web: http or https, with a host, and without spaces."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - one above 65535, or a word, is none (URL Standard, section 4.4): that raises
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        return False


def base_path(base_url: str) -> str:
    """The path that the site lives under, without a final slash: "" for the root of a host."""
    return urlsplit(base_url).path.rstrip("/")


def of_site(given: str, base_url: str) -> str:
    """The URL, from the site's root, of a page that is named as people do.

    That is whole, as in a browser; from the host's root, with the path that the site lives under; from the site's own;
    as a file's path; without its final slash; percent-encoded or not.
    """
    path = urlsplit(given).path if is_web_address(given) else re.split("[?#]", given)[0]
    path = unquote(path) if path.endswith("/") or _FILE.search(path) else unquote(path) + "/"
    path = "/" + path.removeprefix(base_path(base_url) + "/").lstrip("/")
    return of_file(path[1:])


def feed_id(seed: str, aliases: tuple[str, ...], site_id: str) -> str:
    """A feed entry's permanent id (RFC 4287, section 4.2.6), free of domain and slug.

    It comes from the first address that the brief had: the oldest of its aliases that is a brief's
    address, else `seed`, its date and file name.
    """
    first = next((alias for alias in aliases if _BRIEF.fullmatch(alias)), seed)
    return digest.uuid(site_id + first)
