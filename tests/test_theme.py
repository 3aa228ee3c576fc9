"""Themes: where templates and files are found, and what a template that fails gets."""

import time
from pathlib import Path

import conftest
import jinja2
import pytest
from conftest import SiteFolder
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from generator import compiling
from generator.build import ENOUGH
from generator.errors import Refusal
from generator.theme import Theme

pytestmark = pytest.mark.usefixtures("cold")

CONFIG = 'title = "T"\nbase_url = "https://example.org/"\ntheme = "child"\n'


@pytest.fixture
def themed(site: SiteFolder) -> SiteFolder:
    """A site with a theme of its own, a child of the built-in one."""
    site.write("briefing.toml", CONFIG)
    site.write("themes/child/theme.toml", 'parent = "wire"\n')
    site.brief("2022-01-25-a.md", tags="[One]")
    return site


def test_the_site_comes_before_the_theme_and_the_theme_before_its_parents(themed: SiteFolder) -> None:
    """A template is looked for in the site's own templates/, then in the theme, then in its parents."""
    themed.write("themes/child/templates/404.html", "child's 404")
    themed.write("themes/child/templates/tags.html", "child's tags")
    themed.write("templates/404.html", "site's 404")
    assert themed.build().ok
    assert (themed.page("/404.html"), themed.page("/tags/")) == ("site's 404", "child's tags")
    assert "<h1>" in themed.page("/sources/")


def test_a_themes_own_template_can_be_named(themed: SiteFolder) -> None:
    """`!wire/404.html` reaches a named theme's own file, also from the one that replaces it."""
    themed.write("templates/404.html", '{% extends "!wire/404.html" %}{% block main %}mine{% endblock %}')
    assert themed.build().ok
    assert "mine" in themed.page("/404.html")
    assert 'name="robots"' in themed.page("/404.html")


def test_a_large_site_may_have_a_child_theme(themed: SiteFolder) -> None:
    """Templates that are named by their theme are ready before other processes need them, and what those compile they
    keep to themselves."""
    themed.write("themes/child/templates/head.html", '{% include "!wire/head.html" %}')
    themed.write("themes/child/templates/home.html", '{% extends "!wire/" ~ "home.html" %}')
    for number in range(150):
        themed.brief(f"2021-{1 + number // 25:02}-{1 + number % 25:02}-a.md", date=None, tags=f"[T{number}]")
    report = themed.build(jobs=2)
    assert report.problems == ()
    assert len(report.written) > ENOUGH


def test_static_files_are_fingerprinted(themed: SiteFolder) -> None:
    """A static file's address changes with its bytes, so it may be kept for ever."""
    addresses = []
    for text in ("one", "two"):
        themed.write("themes/child/static/fonts/a.b.css", text)
        addresses.append(Theme(themed.root, "child", "en").static["fonts/a.b.css"].url)
    assert addresses[0] != addresses[1]
    assert all(address.startswith("/static/fonts/a.b.") and address.endswith(".css") for address in addresses)
    assert themed.build().ok
    assert themed.page(addresses[1]) == "two"


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("{{ site.nothing }}", 1, "no attribute 'nothing'"),
        ("\n\n{% if %}", 3, "Expected an expression"),
        ("{{ 1 | nothing }}", 1, "No filter named 'nothing'"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{% for x in 5 %}{% endfor %}", 1, "not iterable"),
        ("{{ (1).x }}", 1, "has no attribute 'x'"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1, "recursion"),
        ('{% extends "404.html" %}', 1, "recursion"),
    ],
)
def test_a_template_that_fails_is_told_with_its_place(themed: SiteFolder, template: str, line: int, what: str) -> None:
    """A template that uses a variable that isn't there, or fails otherwise, is one error at its file and line."""
    themed.write("templates/404.html", template)
    report = themed.build()
    assert [(p.path, p.line, p.code) for p in report.problems] == [("templates/404.html", line, "template")]
    assert what in report.problems[0].what
    assert not themed.output.exists()


@pytest.mark.parametrize(
    "template",
    [
        "{{ [].pop() }}",
        "{{ '{}'.format() }}",
        "{{ page.title | date }}",
        "{{ '\\ud800' }}",
    ],
)
def test_whatever_a_template_does_is_told_and_no_traceback(themed: SiteFolder, template: str) -> None:
    """No error in a template ends in a traceback."""
    themed.write("templates/404.html", template)
    assert [problem.code for problem in themed.build().problems] == ["template"]


def test_a_missing_template_gets_a_suggestion(themed: SiteFolder) -> None:
    """A brief's own template that isn't there is an error at the brief."""
    themed.brief("2022-01-25-a.md", template="breif.html")
    report = themed.build()
    assert [(p.path, p.code, p.mend) for p in report.problems] == [
        ("content/2022-01-25-a.md", "no-template", "did you mean 'brief.html'?")
    ]


def test_every_failing_template_is_told_at_once(themed: SiteFolder) -> None:
    """Every template that fails is reported in one run, each once however many pages it makes."""
    for day in range(1, 5):
        themed.brief(f"2022-01-0{day}-b.md", date=f"2022-01-0{day}")
    for name in ("brief.html", "edition.html"):
        themed.write(f"templates/{name}", "{{ nothing }}")
    assert [problem.path for problem in themed.build().problems] == ["templates/brief.html", "templates/edition.html"]


@pytest.mark.parametrize(
    ("theme", "toml", "code", "words"),
    [
        ("gone", None, "no-theme", "there is no theme 'gone'"),
        ("wier", None, "no-theme", "did you mean 'wire'?"),
        ("child", 'parent = "child"', "theme", "its own ancestor"),
        ("child", 'parent = "gone"', "no-theme", "there is no theme 'gone'"),
        ("child", "parent =", "theme", "Invalid value"),
    ],
)
def test_a_theme_that_cant_be_used_is_refused(
    site: SiteFolder, theme: str, toml: str | None, code: str, words: str
) -> None:
    """A missing theme, one whose parent is missing, or one in a circle of parents is refused."""
    if toml is not None:
        site.write(f"themes/{theme}/theme.toml", toml)
    with pytest.raises(Refusal) as raised:
        Theme(site.root, theme, "en")
    assert [problem.code for problem in raised.value.problems] == [code]
    assert words in str(raised.value.problems[0])


def test_editing_a_template_remakes_what_is_made_of_it(themed: SiteFolder) -> None:
    """A page is stale if its template, or any that it extends, includes or imports, changes; and no other is."""
    themed.write("templates/part.html", "one")
    themed.write("templates/404.html", '{% include "part.html" %}')
    assert themed.build().ok
    themed.write("templates/part.html", "two")
    assert themed.build().written == {"/404.html": "template"}
    assert themed.page("/404.html") == "two"


@pytest.mark.parametrize(
    "calls", [("a=1, b=2", "b=1, a=2"), ("a=1, b=true", "a=true, b=1"), ("a=1, b=none", "a=1.0, b=none")]
)
def test_a_fragment_is_what_its_values_make_it(themed: SiteFolder, calls: tuple[str, str]) -> None:
    """A fragment is rendered once for each set of values, never for another's."""
    themed.write("templates/f.html", "{{ a }} {{ b }}")
    themed.write(
        "templates/404.html", f'{{{{ fragment("f.html", {calls[0]}) }}}}|{{{{ fragment("f.html", {calls[1]}) }}}}'
    )
    assert themed.build().ok
    one, other = themed.page("/404.html").split("|")
    assert one != other


def test_output_is_escaped(themed: SiteFolder) -> None:
    """All that a template prints is escaped: no field of a brief can bring in HTML."""
    words = "<script>alert(1)</script>\" onload=x '"
    yaml = "'" + words.replace("'", "''") + "'"
    fields = dict.fromkeys(("title", "summary", "source", "story", "image_alt"), yaml)
    fields |= {"tags": f"[{yaml}]", "authors": f"[{yaml}]", "corrections": f"[{{date: 2022-01-25, text: {yaml}}}]"}
    themed.brief("2022-01-25-a.md", image="https://example.org/x.png", **fields)
    assert themed.build().ok
    pages = [file.read_text() for file in themed.output.rglob("*.html")]
    assert any("&lt;script&gt;" in page for page in pages)
    assert not any("<script>" in page or 'onload=x "' in page for page in pages)


@given(st.text() | st.sampled_from(["<b>&\"'", "’<", "🙂&", Markup("<b>"), None, 3, 2.5, Undefined()]))
def test_a_value_is_shown_as_jinja_shows_it(value: object) -> None:
    """What a compiled template makes of a value is what stock Jinja with autoescape makes of it."""
    stock = jinja2.Environment(autoescape=True).from_string("{{ value }}")
    assert compiling.shown(value) == stock.render(value=value)


def test_a_template_sees_its_context_and_nothing_else(themed: SiteFolder) -> None:
    """Purity: no global shows the clock, the environment or the machine."""
    names = ("now", "os", "config", "request", "self.environment", "builtins", "open")
    for name in names:
        themed.write("templates/404.html", f"{{{{ {name} }}}}")
        assert [problem.code for problem in themed.build().problems] == ["template"], name
    assert Path(themed.root / "output").exists() is False


def test_the_order_of_free_data_is_part_of_a_page(site: SiteFolder) -> None:
    """A template may show free data in the order in which it was written: in another one, pages are made anew."""
    site.write("templates/home.html", "{{ (site.extra | list + editions[0].cards[0].extra | list) | join }}")
    site.write("templates/brief.html", "{{ brief.extra | list | join }}")
    site.write("templates/page.html", "{{ extra | list | join }}")
    for config, brief in (("abc", "xy"), ("cab", "xy"), ("cab", "yx")):
        site.write("briefing.toml", conftest.CONFIG + "[extra]\n" + "".join(f"{key} = 1\n" for key in config))
        for path in ("2022-01-25-a.md", "pages/p.md"):
            date = None if path.startswith("pages") else "2022-01-25"
            site.brief(path, date=date, extra=f"{{{', '.join(f'{key}: 1' for key in brief)}}}")
        assert site.build().ok
        assert (site.page("/"), site.page("/2022/01/25/a/"), site.page("/p/")) == (config + brief, brief, brief)


def test_a_moment_without_a_zone_is_in_the_sites(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a template shows of a moment in the configuration depends on the site's time zone, not the machine's."""
    site.write("briefing.toml", conftest.CONFIG + 'timezone = "Europe/Kyiv"\n[extra]\nsince = 2022-01-25T10:00:00\n')
    site.write("templates/404.html", "{% set at = site.extra.since %}{{ at | iso }} {{ at | time }} {{ at | zone }}")
    site.brief("2022-01-25-a.md")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert site.build().ok
    finally:
        monkeypatch.undo()
        time.tzset()
    assert site.page("/404.html") == "2022-01-25T10:00:00+02:00 10:00 EET"
