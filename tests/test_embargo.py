"""What is not public yet, or no more, leaves no trace in output/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from conftest import NOW, SiteFolder

SECRET = ("Quorblax", "Vintrellum", "Osprinth", "Jalvorne", "Mubritz", "Tescolyn", "Drafnoi", "Welkurst")
"""Invented words; all that the hidden brief says is made of them, and nothing else is."""
TITLE, BODY, TAG, SOURCE, STORY, PICTURE, SLUG, OTHER = SECRET

HIDING = {
    "embargo": {"publish_at": "2022-03-01T12:00:01Z"},
    "date": {"date": "2022-03-02"},
    "date-and-embargo": {"date": "2022-03-02", "publish_at": "2022-02-01"},
    "draft": {"draft": "true"},
    "status": {"status": "draft"},
    "published": {"published": "false"},
    "expired": {"expires": "2022-03-01T12:00Z"},
    "embargo-in-another-zone": {"publish_at": "2022-03-01T14:30+02:00"},
}
"""What makes a brief invisible at NOW, one second before the first of these ends or just when the last has."""
HIDDEN = pytest.mark.parametrize("hiding", HIDING.values(), ids=HIDING.keys())


def secret(site: SiteFolder, **fields: str) -> None:
    """A brief whose every field holds words that nothing else does; its file and picture too."""
    fields = {
        "title": f"{TITLE} falls",
        "tags": f"[{TAG}, Common]",
        "source": f"{{name: {SOURCE} Post, url: 'https://{SOURCE.lower()}.example/{OTHER}'}}",
        "summary": f"{OTHER} in short.",
        "story": f"The {STORY}",
        "slug": SLUG.lower(),
        "aliases": f"[/{OTHER.lower()}/, /2022/01/24/{OTHER.lower()}/]",
        "corrections": f"[{{date: 2022-03-02, text: {OTHER} was wrong}}]",
        "image": f"{PICTURE.lower()}.png",
        "image_alt": f"A {OTHER}",
        "authors": f"[{OTHER} Writer]",
        "lang": "uk",
        "id": f"tag:example.org,2022:{OTHER}",
        "extra": f"{{note: {OTHER}}}",
        "template": "brief.html",
        **fields,
    }
    site.brief(
        f"{SLUG.lower()}.md", f"## {BODY}\n\n{BODY} and [data]({BODY.lower()}.csv).[^1]\n\n[^1]: {BODY}.\n", **fields
    )


def world(site: SiteFolder) -> None:
    """What is public beside the secret: neighbours, one of which links to it, and vocabularies that name it."""
    site.brief("before.md", f"See [there]({SLUG.lower()}.md) and [here]({SLUG.lower()}.md#top).\n", tags="[common]")
    site.brief("after.md", title="After", date="2022-01-26", tags="[common, Plain]", source="Plain Post")
    site.write(f"content/{PICTURE.lower()}.png", f"PNG {PICTURE}")
    site.write(f"content/{BODY.lower()}.csv", f"a,{BODY}\n")
    site.write("content/tags.toml", f'[{TAG}]\ndescription = "On {TAG}."\naliases = ["{OTHER}"]\n')
    site.write("content/sources.toml", f'["{SOURCE} Post"]\ndomains = ["{SOURCE.lower()}.example"]\n')
    site.write("content/stories.toml", f'["The {STORY}"]\ndescription = "Of {STORY}."\n')


def traces(site: SiteFolder) -> Iterator[str]:
    """Every place in output/, and in what may be left beside it, where a secret word stands; case is nothing."""
    assert site.output.is_dir()
    for file in site.root.glob("*output*/**/*"):
        name = str(file.relative_to(site.root)).lower()
        text = name.encode() + b"\n" + (file.read_bytes().lower() if file.is_file() else b"")
        yield from (f"{word} in {name}" for word in SECRET if word.lower().encode() in text)


def test_the_words_are_found_where_they_are_public(site: SiteFolder) -> None:
    """A public brief's words, its tag, source, picture, attachment and old address are all published."""
    world(site)
    secret(site)
    assert site.build().ok
    found = {trace.partition(" ")[0] for trace in traces(site)}
    assert found == set(SECRET)


@HIDDEN
def test_what_is_hidden_leaves_no_trace(hiding: dict[str, str], site: SiteFolder) -> None:
    """A brief that is not public leaves no trace of any of its words in any file of output/."""
    world(site)
    secret(site, **hiding)
    assert site.build().ok
    assert list(traces(site)) == []
    assert "After" in site.page("/")


@HIDDEN
def test_what_is_hidden_again_leaves_no_trace(hiding: dict[str, str], site: SiteFolder) -> None:
    """A brief that was public and is hidden leaves no trace either."""
    world(site)
    secret(site)
    assert site.build().ok
    secret(site, **hiding)
    assert site.build().ok
    assert list(traces(site)) == []


@HIDDEN
def test_a_preview_leaves_no_trace_in_the_next_build(hiding: dict[str, str], site: SiteFolder) -> None:
    """What a preview has shown in the same folder is gone with the next ordinary build."""
    world(site)
    secret(site, **hiding)
    assert site.build(drafts=True, future=True, now=datetime(2022, 2, 28, tzinfo=UTC)).ok
    assert list(traces(site)) != []
    assert site.build().ok
    assert list(traces(site)) == []


@HIDDEN
def test_a_hidden_brief_changes_nothing(hiding: dict[str, str], site: SiteFolder) -> None:
    """The site with a hidden brief is, byte for byte, the site without it: no count and no time betrays it."""
    world(site)
    site.brief("before.md", "Nothing is said here.\n", tags="[common]")
    assert site.build().ok
    without = site.tree()
    secret(site, **hiding)
    assert site.build().ok
    assert site.tree() == without


def test_an_embargo_ends_at_its_moment(site: SiteFolder) -> None:
    """A brief is public from the very moment of `publish_at`, and no more from that of `expires`."""
    world(site)
    begin, end = NOW, NOW + timedelta(days=1)
    secret(site, publish_at=begin.isoformat(), expires=end.isoformat())
    moments = (begin - timedelta(microseconds=1), begin, end - timedelta(microseconds=1), end)
    shown = []
    for moment in moments:
        assert site.build(now=moment).ok
        shown.append(any(traces(site)))
    assert shown == [False, True, True, False]


def test_a_hidden_standing_page_leaves_no_trace(site: SiteFolder) -> None:
    """A standing page that is a draft is in no menu, sitemap or folder."""
    world(site)
    fields = {"date": None, "tags": None, "draft": "true"}
    site.brief(f"pages/{SLUG.lower()}.md", f"{BODY}\n", title=TITLE, aliases=f"[/{OTHER.lower()}.html]", **fields)
    site.brief(f"{SLUG.lower()}.md", BODY, title=TITLE, draft="true")
    assert site.build().ok
    assert list(traces(site)) == []


def test_a_build_that_fails_shows_nothing_of_what_it_would_have_shown(site: SiteFolder) -> None:
    """When the embargo is over but the build fails, still no word of the brief is published."""
    world(site)
    secret(site, publish_at="2022-03-01T13:00Z")
    assert site.build().ok
    site.brief("mistake.md", "[x](nowhere.md)\n")
    assert not site.build(now=datetime(2022, 3, 2, tzinfo=UTC)).ok
    assert list(traces(site)) == []


def test_the_spelling_in_a_hidden_brief_does_not_count(site: SiteFolder) -> None:
    """How hidden briefs spell a tag or source has no say in how the public ones show it."""
    site.brief("one.md", tags="[orvelt]", source="Plain Post")
    for number in range(3):
        site.brief(f"hidden-{number}.md", tags="[ORVELT]", source="PLAIN POST", draft="true")
    assert site.build().ok
    texts = [file.read_bytes() for file in site.output.rglob("*") if file.is_file()]
    assert not any(b"ORVELT" in text or b"PLAIN POST" in text for text in texts)
