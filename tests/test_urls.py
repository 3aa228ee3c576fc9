"""The URL scheme: slugs, aliases, and which addresses are one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify as latin

from generator import urls


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("NATO", "nato"),
        ("C", "c"),
        ("C#", "c-sharp"),
        ("#MeToo", "metoo"),
        ("C++", "c-plus-plus"),
        ("R&D", "r-and-d"),
        ("Україна", "ukraina"),
        ("con", "con-"),
        ("Nul", "nul-"),
        ("../../x", "x"),
        ("2022", "2022"),
    ],
)
def test_names_get_slugs_that_tell_them_apart(text: str, slug: str) -> None:
    """`C`, `C#` and `C++` are three addresses; other scripts are written in Latin letters."""
    assert urls.slugify(text) == slug


@given(st.from_regex(r"[A-Za-z0-9 -]{1,90}", fullmatch=True))
def test_plain_names_have_the_slugs_that_the_library_makes(text: str) -> None:
    """What is quicker for names of plain words gives what the library gives for any."""
    slug = latin(text, max_length=80, word_boundary=True)
    assert not slug or urls.slugify(text) in (slug, f"{slug}-")


@given(st.text(max_size=300))
def test_every_text_has_a_fit_slug(text: str) -> None:
    """A name of any signs whatever gets a slug that is fit for a URL and a file, and always the same one."""
    urls.slugify.cache_clear()
    slug = urls.slugify(text)
    urls.slugify.cache_clear()
    assert urls.slug_fault(slug) == ""
    assert slug.isascii()
    assert urls.slugify(text) == slug


@pytest.mark.parametrize(
    "slug", ["", "../x", "a/b", "a\\b", ".a", "a b", "a?b", "NUL", "com1.txt", "x" * 201, "ж" * 101]
)
def test_an_unfit_slug_is_told(slug: str) -> None:
    """What can't be one part of a URL and of a path on every system is told."""
    assert urls.slug_fault(slug)


@pytest.mark.parametrize("slug", ["a", "A-b_c.d~e", "україна", "2022"])
def test_a_fit_slug_has_no_fault(slug: str) -> None:
    """Letters of any script, digits and a few signs make a slug."""
    assert urls.slug_fault(slug) == ""


def test_a_slug_does_not_end_in_a_dot() -> None:
    """A name that Windows would shorten is not fit."""
    assert urls.slug_fault("x.")


@pytest.mark.parametrize(
    ("text", "alias"),
    [("old", "/old/"), ("/old/", "/old/"), ("//old//x", "/old/x/"), ("/a.html", "/a.html"), ("a.b/c", "/a.b/c/")],
)
def test_an_alias_is_an_address_of_the_site(text: str, alias: str) -> None:
    """An old address is one from the root, a folder unless it names a file."""
    assert urls.alias(text) == alias


@pytest.mark.parametrize(
    "alias", ["/a/../b", "/./a", "/a?b", "/a#b", "/a:b", "/a\\b", "/con/x", '/a"b', "/a\nb", "/<a>"]
)
def test_an_unfit_alias_is_told(alias: str) -> None:
    """An old address that can't be a file of the site is told."""
    assert urls.alias_fault(alias)


@pytest.mark.parametrize("alias", ["/.briefing.json", "/.git/hooks/x.sh", "/.gitignore", "/a/.htaccess"])
def test_an_alias_does_not_name_hidden_files(alias: str) -> None:
    """A brief can't ask for the manifest, for git's files or for other hidden ones."""
    assert urls.alias_fault(alias)


@pytest.mark.parametrize(
    ("one", "other"),
    [("/Old/", "/old/"), ("/e\u0301/", "/é/"), ("/a/", "/a/index.html"), ("/É/", "/e\u0301/")],
)
def test_addresses_that_a_file_system_confuses_are_one_claim(one: str, other: str) -> None:
    """Two addresses are one if they differ only in case or in Unicode form."""
    assert urls.claim(one) == urls.claim(other)
    assert urls.claim(one) != urls.claim("/other/")


@pytest.mark.parametrize(
    ("url", "path"),
    [("/", "index.html"), ("/a/", "a/index.html"), ("/a.xml", "a.xml"), ("/xindex.html", "xindex.html")],
)
def test_a_url_is_answered_by_a_file(url: str, path: str) -> None:
    """Any host of static files answers: a URL with a final slash is its folder's index.html."""
    assert (urls.output_path(url), urls.of_file(path)) == (path, url)


@pytest.mark.parametrize(
    ("url", "quoted"),
    [("/a/b.xml", "/a/b.xml"), ("/ж/", "/%D0%B6/"), ("/a b/", "/a%20b/"), ("/50%/", "/50%25/")],
)
def test_addresses_leave_percent_encoded(url: str, quoted: str) -> None:
    """In HTML and feeds an address is ASCII (RFC 3986)."""
    assert urls.quoted(url) == quoted


@pytest.mark.parametrize("sign", ['"', "<", ">", "?", "#", "`", "{"])
def test_signs_that_end_a_path_are_encoded(sign: str) -> None:
    """A sign of a file's name that would end its address, or an attribute, is percent-encoded."""
    assert sign not in urls.quoted(f"/ж{sign}b.png")
    assert sign not in urls.quoted(f"/a{sign}b.png")


def test_days_months_and_years_have_addresses() -> None:
    """An edition lies at /Y/m/d/, below its month and year."""
    day = date(2022, 1, 5)
    assert [urls.day(day), urls.month(day), urls.year(2022)] == ["/2022/01/05/", "/2022/01/", "/2022/"]


@pytest.mark.parametrize(
    ("base", "path"),
    [("https://example.org/", ""), ("https://example.org/digest/", "/digest"), ("https://example.org", "")],
)
def test_a_site_may_live_under_a_path(base: str, path: str) -> None:
    """The path of the base URL stands before every address inside the site."""
    assert urls.base_path(base) == path


def test_a_feed_id_survives_a_new_slug() -> None:
    """An entry's id comes from the first address that the brief had, so a renamed brief is not news again."""
    before = urls.feed_id("/2022/01/25/old/", (), "")
    after = urls.feed_id("/2022/01/25/new/", ("/x/", "/2022/01/25/old/"), "")
    assert before == after
    assert before.startswith("urn:uuid:")
    assert before != urls.feed_id("/2022/01/25/old/", (), "another site")


@pytest.mark.parametrize(
    ("name", "slug"), [("Київ", "kyiv"), ("Україна", "ukraina"), ("Європейський Союз", "yevropeiskyi-soiuz")]
)
def test_ukrainian_names_are_written_as_ukraine_writes_them(name: str, slug: str) -> None:
    """A name in Ukrainian gets the slug that the country's own rules give it, not a Russian one."""
    assert urls.slugify(name) == slug


@pytest.mark.parametrize(
    "given",
    [
        "/2022/01/25/ж/",
        "/2022/01/25/ж",
        "2022/01/25/ж/",
        "/digest/2022/01/25/ж/",
        "/digest/2022/01/25/%D0%B6#part",
        "https://example.org/digest/2022/01/25/%D0%B6/?x=1#part",
        "2022/01/25/ж/index.html",
        "/digest/2022/01/25/ж/index.html",
    ],
)
def test_a_page_can_be_named_as_people_do(given: str) -> None:
    """A page's address may be whole, from the host's root or the site's, encoded or not, or be its file's path."""
    assert urls.of_site(given, "https://example.org/digest/") == "/2022/01/25/ж/"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://example.org/digest", "/"),
        ("/digest/", "/"),
        ("", "/"),
        ("/feed.xml", "/feed.xml"),
        ("/404.html", "/404.html"),
        ("/2022/01/25/zorvia_2.0", "/2022/01/25/zorvia_2.0/"),
        ("http://[", "/http://[/"),
    ],
)
def test_files_and_the_home_page_can_be_named_too(given: str, url: str) -> None:
    """The home page has no path below the site's, and a file no slash at its end; nonsense is no page, and no error."""
    assert urls.of_site(given, "https://example.org/digest/") == url
