"""Sites of hostile files: any of them may be built or checked, and none may end in a traceback."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from conftest import SiteFolder
from hypothesis import strategies as st

SCALARS = st.sampled_from([
    "x", "NO", "0", "~", "''", '\'<b>&\\"\'', "[]", "{}", "[x, ~, [y]]", "{a: ~}", "{name: x, url: 'http://['}",
    "true", "- x", "2022-01-25", "2022-02-30", "9999-12-31", "0001-01-01T00:00+14:00", "10/11/2022", "../x", "/x/",
    "/a/b.html", "/index.html", "x.png", "//x", "https://wire.example/x", "javascript:alert(1)", "uk", "*a", "&a",
    "!x", "|", "'\\u2028'", "жж", "é", "[{date: 2022-01-26, text: x}]", "[{date: ~, text: ~}]", "NUL", ".",
    "x" * 300, "@x", "%x", "{{ x }}", "[/a/, /A/, /a]",
])  # fmt: skip
KEYS = st.sampled_from([
    "title", "date", "source", "source_url", "tags", "summary", "slug", "updated", "publish_at", "expires", "draft",
    "published", "status", "story", "corrections", "aliases", "lang", "image", "image_alt", "authors", "pin", "id",
    "template", "extra", "nonsense",
])  # fmt: skip
BODIES = st.sampled_from([
    "", "Words.", "# <b>", "[x](b.md)", "[x](../../y.md#z)", "![x](a%20b.png)", "[x](%00)", "[x](%0A.md)", "[x](.)",
    "[x](..)", "[^1]\n\n[^1]: x", "<a href='&#1;:x'>", "|a|\n|-|", "<script>", "{{ x }}", "[x](/a.md)",
    "[x](http://[)", "\u2028\x85\x9b",
])  # fmt: skip
NAMES = st.sampled_from([
    "a.md", "b.md", "A.md", "2022-01-25-x.md", "2022-13-45-x.md", "2022/01/25/y.md", "pages/a.md", "pages/tags.md",
    "pages/x/index.md", "index.md", "x.markdown", "жж.md", "CON.md", "a.b.md", "pages/2022/01/25.md",
])  # fmt: skip
TABLES = st.sampled_from([
    "", "x = 1", "[x]", "['']", "[x]\nslug = 'a/b'", "[x]\naliases = ['NO']", "[NO]\nname = 'x'", "[", "\ufeff",
])  # fmt: skip
BRIEFS = st.tuples(NAMES, st.dictionaries(KEYS, SCALARS, max_size=5), BODIES)


class Hostile(NamedTuple):
    """What such a site holds, and whether all that is not public yet is asked for too."""

    briefs: list[tuple[str, dict[str, str], str]]
    tags: str
    sources: str
    everything: bool

    @contextmanager
    def written(self) -> Iterator[SiteFolder]:
        """The site, in a passing folder."""
        with tempfile.TemporaryDirectory() as folder:
            site = SiteFolder(Path(folder))
            site.write("content/tags.toml", self.tags)
            site.write("content/sources.toml", self.sources)
            for path, fields, body in self.briefs:
                site.brief(path, body, **fields)
            yield site


SITES = st.builds(Hostile, st.lists(BRIEFS, max_size=4), TABLES, TABLES, st.booleans())
