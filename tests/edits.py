"""What the property test does to a site: its words, and all the ways to break what a build relies on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from generator.theme import BUILT_IN

PATHS = (
    "2022/01/25-orbel.md",
    "2022/01/25-zantic.md",
    "2022-02-03-quillo.md",
    "north/parvel.md",
    "north/index.md",
    "tremmo.md",
    "pages/about.md",
    "pages/desk/rules.md",
)
DATED = {"2022-02-03-quillo.md": "2022-02-03"}
PICTURES = ("north/map.png", "figures.csv")
TAGS = ("Vesk", "C++", "C#", "Лурм", "Mordin-Ale")

BODIES = (
    "Plain words.\n",
    "## Vort\n\nFirst ormel. Then brask.[^a]\n\n[^a]: A note on brask.\n\n## Vort\n",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n<b>bold</b> <i onclick='x'>quiet</i>\n",
    "See [that](/2022/01/25-orbel.md#vort), [its map](/north/map.png) and [here](#none).\n\n## None\n",
    "Numbers: [the table](/figures.csv). [Home](/) ![Map](/north/map.png)\n",
    "[About](/pages/about.md) and [a brief](/tremmo.md) – „quoted“ 語\n",
)
_DATES = ("2022-01-25", "2022-01-24T23:30", "2022-01-25 08:15+02:00", "2021-12-31", "2022-02-03", "2022-03-01T12:00Z")
_LATER = ("2022-02-20", "2022-03-01T12:00Z", "2022-03-05", "2023-01-01T00:00Z")

CHOICES: dict[str, tuple[str | None, ...]] = {
    "title": ("'Orbel & <i>brask</i>'", "Zantic", "Лурм і брель", "'Quillo: no end'"),
    "date": _DATES,
    "tags": ("[Vesk, vesk, C++]", "[VESK, Old Vesk]", "[C#, Лурм]", "mordin ale", "[Mordin-Ale, vesk]", None),
    "source": ("Gollen Post", "gollen post", "{name: Hirmav, url: 'https://hirmav.example/a?b=1&c'}"),
    "summary": ("A short word.", None),
    "slug": ("orbel", "neu-örtlich", None, None),
    "updated": ("2022-03-04", None),
    "publish_at": (*_LATER, None, None),
    "expires": (*_LATER, None, None),
    "draft": ("true", "false", None, None),
    "story": ("The Long Ormel", "the long ormel", "Brask & talks", None),
    "corrections": ("[{date: 2022-03-02, text: A name was wrong.}]", None),
    "aliases": ("[/old/]", "[/old]", "[/old/deep/]", "[/old.html]", "[/old.html/x/]", None),
    "lang": ("uk", "ar", None),
    "image": ("/north/map.png", "https://pictures.example/a.png", None),
    "pin": ("true", None),
    "template": ("special.html", None, None, None),
}
"""For each field of front matter what may be written; None leaves it away."""
FIELDS = {name: st.sampled_from(choices) for name, choices in CHOICES.items()}

_PARTS = (BUILT_IN / "wire/templates/parts.html").read_text("utf-8")
_BASE = (BUILT_IN / "wire/templates/base.html").read_text("utf-8")
FILES: dict[str, tuple[str | None, ...]] = {
    "content/tags.toml": (
        None,
        '[Vesk]\naliases = ["Old Vesk"]\ndescription = "All of Vesk."\n',
        '[VESK]\nslug = "v"\n["C++"]\n',
    ),
    "content/sources.toml": (None, '["The Gollen Post"]\naliases = ["Gollen Post"]\nhomepage = "https://g.example/"\n'),
    "content/stories.toml": (None, '["The Long Ormel"]\ndescription = "It goes on."\n'),
    "templates/special.html": ('{% extends "brief.html" %}\n{% block head %}<meta name="s">{% endblock %}\n',),
    "templates/brief.html": (None, '{% extends "!wire/brief.html" %}{% block title %}Own – {% endblock %}\n'),
    "templates/base.html": (None, _BASE.replace("<body", '<body data-own="1"')),
    "templates/parts.html": (None, _PARTS.replace("<p", '<p data-own="1"'), "{# more #}" + _PARTS),
    "templates/404.html": (None, "Gone: {{ site.title }} {{ static('icon.svg') }}\n"),
    "static/note.txt": (None, "one\n", "two\n"),
    "static/icon.svg": (None, "<svg xmlns='http://www.w3.org/2000/svg'/>\n"),
    "themes/own/theme.toml": ('parent = "wire"\n',),
    "themes/own/templates/home.html": (None, '{% extends "!wire/home.html" %}{% block links %}{% endblock %}\n'),
    "content/north/map.png": ("PNG one", "PNG two"),
    "content/figures.csv": ("a,b\n", "a,b\n1,2\n"),
}
"""Files beside the briefs with what may stand in them; None: no such file."""

_HEAD = 'title = "Brask"\nbase_url = "https://example.org/"\n'
CONFIGS = (
    _HEAD,
    'title = "Ormel & Brask"\nbase_url = "https://example.org/under/"\ndescription = "All of it."\n',
    _HEAD + 'timezone = "Pacific/Kiritimati"\nlanguage = "uk"\n',
    _HEAD + 'theme = "own"\n',
    _HEAD + "[lists]\nhome = 1\npage = 1\nfeed = 2\n",
    _HEAD + '[markup]\nraw_html = "escape"\n[email]\neditions = "all"\n',
    _HEAD + 'authors = ["A. Orbel"]\nid = "x"\n[extra]\nz = 1\na = [2]\n',
    _HEAD + '[host]\nheaders = true\nredirects = true\nnojekyll = true\ncname = "a.example"\ncompress = ["gz", "br"]\n',
)
MISTAKES: dict[str, bytes] = {
    "content/tremmo.md": b"---\ntitle: Tremmo\ndate: Jan 25th\n---\n",
    "content/north/parvel.md": b"---\ntitle: [\n",
    "content/torn.md": b"\xff\xfe\x00",
    "content/lost.md": b"---\ntitle: Lost\ndate: 2022-01-25\n---\n[x](nowhere.md)\n",
    "content/tags.toml": b"[Vesk\n",
    "templates/tag.html": b"{{ nothing.like.it }}\n",
    "templates/brief.html": b"{% if %}\n",
    "briefing.toml": b'title = "Brask"\n',
}
"""Files with what no build can publish."""

DAMAGES = ("delete", "empty", "truncate", "flip", "append", "folder")


def damage(file: Path, how: str, where: float) -> None:
    """Spoil one file, at the part `where` of its length."""
    data = file.read_bytes()
    at = min(int(len(data) * where), max(len(data) - 1, 0))
    file.unlink()
    if how == "empty":
        file.write_bytes(b"")
    elif how == "truncate":
        file.write_bytes(data[:at])
    elif how == "flip" and data:
        file.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
    elif how == "append":
        file.write_bytes(data + b"\n<!-- more -->")
    elif how == "folder":
        shutil.rmtree(file.parent)


def foreign(database: Path) -> None:
    """Make the cache one of another version."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def same_size(file: Path) -> None:
    """Change a file as only its inode's change time tells: its size and modification time stay."""
    stat = file.stat()
    data = file.read_bytes()
    file.write_bytes(data.replace(b"r", b"w") if b"r" in data else data.replace(b"w", b"r"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def files(folder: Path) -> dict[str, bytes | None]:
    """The bytes of every file below a folder by path; folders are there too, with None."""
    found = sorted(folder.rglob("*")) if folder.exists() else []
    return {str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes() for path in found}


def difference(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The keys under which two mappings differ."""
    return sorted(key for key in {*one, *other} if one.get(key, ...) != other.get(key, ...))
