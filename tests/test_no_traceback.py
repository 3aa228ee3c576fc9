"""No input whatever ends in a traceback: sites of hostile files, built."""

import tempfile
from pathlib import Path

from conftest import CONFIG, SiteFolder
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Refusal

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


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(BRIEFS, max_size=4), TABLES, TABLES, st.booleans())
def test_a_site_is_built_or_its_problems_are_told(
    briefs: list[tuple[str, dict[str, str], str]], tags: str, sources: str, everything: bool
) -> None:
    """Whatever content holds, a build ends in a site or in problems, each with its file, and publishes nothing then."""
    with tempfile.TemporaryDirectory() as folder:
        site = SiteFolder(Path(folder), CONFIG)
        site.write("content/tags.toml", tags)
        site.write("content/sources.toml", sources)
        for path, fields, body in briefs:
            site.brief(path, body, **fields)
        try:
            report = site.build(drafts=everything, future=everything, jobs=1)
        except Refusal:
            return
        assert report.ok or any(problem.level == "error" and problem.path for problem in report.problems)
        assert report.ok is (site.output / "index.html").is_file()
        assert all("\n" not in str(problem) for problem in report.problems)
        if report.ok:
            assert site.build(drafts=everything, future=everything, jobs=1).written == {}
