"""Briefs -> Site: what is visible, under canonical names, sorted, grouped and checked."""

from datetime import UTC, datetime

import msgspec
import pytest
from conftest import NOW
from texts import CONFIG, brief, parsed, site

from generator.assemble import direction
from generator.visibility import Moment

A, B, C = "2022/01/25-a.md", "2022/01/25-b.md", "2022/01/26-c.md"


def test_the_newest_stands_first_then_the_pinned_then_by_slug() -> None:
    """Order everywhere: date, newest first; then `pin`; then slug."""
    made = site(
        [
            brief("a.md"),
            brief("b.md"),
            brief("c.md", pin="true"),
            brief("d.md", date="2022-01-25 09:00"),
            brief("e.md", date="2022-01-26"),
        ]
    )
    assert [card.url.split("/")[-2] for card in made.cards] == ["e", "d", "c", "a", "b"]
    assert [(edition.url, len(edition.cards)) for edition in made.editions] == [
        ("/2022/01/26/", 1),
        ("/2022/01/25/", 4),
    ]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        (A, "/2022/01/25/a/"),
        ("pages/about.md", "/about/"),
        ("pages/team/index.md", "/team/"),
        ("pages/team/rules.md", "/team/rules/"),
    ],
)
def test_briefs_lie_below_their_day_and_pages_below_the_root(path: str, url: str) -> None:
    """A brief's address is its day and slug, a standing page's the folders it lies in."""
    made = site([brief(path)])
    assert [text.url for text in (*made.texts, *made.pages)] == [url]


def test_tags_and_sources_go_by_their_canonical_names() -> None:
    """A brief's names become those of the vocabulary; a source without a name is known by its domain, or its host."""
    made = site(
        [
            brief(A, tags="[Nato, NATO, Energy]", source="{url: 'https://wire.example/1'}"),
            brief(B, tags="[nato]", source="https://www.other.example/2"),
        ],
        tags='[NATO]\ndescription = "An alliance."\n',
        sources='["Zorvia Wire"]\ndomains = ["wire.example"]\nhomepage = "https://wire.example/"\n',
    )
    assert [(tag.name, tag.url, len(tag.cards)) for tag in made.tags] == [
        ("Energy", "/tags/energy/", 1),
        ("NATO", "/tags/nato/", 2),
    ]
    assert made.tags[1].description == "An alliance."
    assert [(source.name, source.homepage) for source in made.sources] == [
        ("other.example", ""),
        ("Zorvia Wire", "https://wire.example/"),
    ]
    assert made.problems == ()


def test_a_clash_of_spelling_is_a_warning_at_the_brief() -> None:
    """A spelling that lost is told where it stands, with the one that won."""
    made = site([brief(A, tags="[Energy]"), brief(B, tags="[Energy]"), brief(C, date="2022-01-26", tags="[energy]")])
    assert [str(problem) for problem in made.problems] == [
        f"content/{C}:4:7: warning[spelling]: 'energy' is elsewhere spelt 'Energy'; write 'Energy'"
    ]


def test_an_unknown_story_is_a_warning() -> None:
    """Where stories are listed, one that is not gets a suggestion."""
    made = site([brief(story="The Zorvia talk")], stories='["The Zorvia talks"]\n')
    assert [(problem.code, problem.level) for problem in made.problems] == [("unknown-story", "warning")]
    assert "did you mean 'The Zorvia talks'?" in made.problems[0].mend
    assert site([brief(story="Whatever")]).problems == ()


def test_two_names_with_one_slug_are_an_error() -> None:
    """Two topics can't share an address, and the message says how to part them."""
    made = site([brief(A, tags="[Café]"), brief(B, tags="[Cafe]")])
    assert [problem.code for problem in made.problems] == ["slug-clash"]
    assert "'Cafe' and 'Café'" in made.problems[0].what


def test_a_clash_of_slugs_is_told_where_it_is_written() -> None:
    """A problem names a place in a file that is there."""
    assert site([brief(A, tags="[Café]"), brief(B, tags="[Cafe]")]).problems[0].line


def test_links_between_briefs_become_urls() -> None:
    """A link by file path becomes the URL of what the file says, with the prefix of its ids."""
    made = site(
        [brief(A, body="[x](25-b.md#c) [y](../../pages/about.md)"), brief(B, slug="ж"), brief("pages/about.md")]
    )
    text = next(text for text in made.texts if text.brief.path == A)
    assert text.links == (
        ("2022/01/25-b.md", "/2022/01/25/%D0%B6/", "ж-220125-"),
        ("pages/about.md", "/about/", "about-220125-"),
    )


@pytest.mark.parametrize(
    ("target", "code", "level"),
    [
        ("gone.md", "broken-link", "error"),
        ("gone.png", "broken-link", "error"),
        ("plan.psd", "attachment-kind", "error"),
        ("25-b.md", "hidden-link", "warning"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_line(target: str, code: str, level: str) -> None:
    """A link to a file that isn't there is an error at its line; one to what is not public becomes plain text."""
    made = site([brief(A, body=f"Words.\n\n[x]({target})\n"), brief(B, draft="true")], files=["2022/01/plan.psd"])
    assert [(p.path, p.line, p.column, p.code, p.level) for p in made.problems] == [(f"content/{A}", 8, 5, code, level)]
    assert [url for _, url, _ in made.texts[0].links] == [""]


@pytest.mark.parametrize(
    ("link", "mend"),
    [
        ("25-harbuor.md", "did you mean '25-harbour.md'?"),
        ("../../2022/01/25-harbour.markdown", "did you mean '25-harbour.md'?"),
        ("../02/25-harbour.md", "did you mean '25-harbour.md'?"),
        ("05-grain.md", "did you mean '../02/05-grain.md'?"),
        ("chart.jpg", "check the path, from this file's folder"),
        ("25-abc.md", "check the path, from this file's folder"),
        ("../02/maps/big%20map.png", "did you mean '../02/big%20map.png'?"),
    ],
)
def test_a_near_file_is_suggested(link: str, mend: str) -> None:
    """A link to nothing names a like file as it would be written in this one, and nothing far-fetched."""
    names = ("2022/01/25-harbour.md", "2022/02/05-grain.md")
    files = {"2022/02/big map.png": "", "2022/02/charts.png": "", "2022/03/chart.png": ""}
    made = site([brief("2022/01/24-a.md", body=f"[x]({link})"), *map(brief, names)], files)
    assert [problem.mend for problem in made.problems] == [mend]


def test_a_faulty_brief_has_its_links_checked_too() -> None:
    """Every problem of a build is reported at once."""
    made = site([brief(A, body="[x](gone.md)", lang="'?'")])
    assert sorted(problem.code for problem in made.problems) == ["bad-language", "broken-link"]


def test_only_what_a_visible_text_shows_is_published_beside_it() -> None:
    """A file is published if a public brief links to it, not for a draft's sake."""
    briefs = [brief(A, body="![x](a.png)"), brief(B, body="![x](b.png)", draft="true")]
    files = ["2022/01/a.png", "2022/01/b.png", "2022/01/c.png"]
    assert {
        asset if isinstance(asset, str) else asset.url.lstrip("/") for asset in site(briefs, files).attachments
    } == {"2022/01/a.png"}


def test_problems_of_hidden_briefs_are_told() -> None:
    """A brief never vanishes silently because of a mistake in it, also if it is a draft."""
    made = site([brief(A, draft="true", lang="'?'"), parsed("x", B).brief])
    assert [problem.path for problem in made.problems] == [f"content/{A}", f"content/{B}"]
    assert made.cards == ()


@pytest.mark.parametrize(
    ("drafts", "future", "states"), [(False, False, []), (True, False, ["draft"]), (True, True, ["scheduled", "draft"])]
)
def test_previews_say_what_is_not_public(drafts: bool, future: bool, states: list[str]) -> None:
    """Drafts and what is yet to come are shown only when asked for, and marked."""
    made = site([brief(A, draft="true"), brief(B, date="2023-01-01")], moment=Moment(NOW, drafts, future))
    assert [card.state for card in made.cards] == states


def test_a_card_does_not_change_with_the_text() -> None:
    """Lists see Cards: editing a body, but for its first sentences, cannot touch a list."""
    one = site([brief(summary="S", body="One.")])
    two = site([brief(summary="S", body="Two.")])
    assert one.cards == two.cards
    assert one.cards != site([brief(summary="T", body="One.")]).cards


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({}, datetime(2022, 1, 24, 22, tzinfo=UTC)),
        ({"updated": "2022-01-26T08:00Z"}, datetime(2022, 1, 26, 8, tzinfo=UTC)),
        (
            {"updated": "2022-01-26T08:00Z", "corrections": "[{date: 2022-01-28T00:00Z, text: x}]"},
            datetime(2022, 1, 28, tzinfo=UTC),
        ),
    ],
)
def test_the_last_change_is_the_latest_visible_one(fields: dict[str, str], changed: datetime) -> None:
    """Feeds and sitemaps tell the latest of date, update and corrections."""
    assert site([brief(**fields)]).cards[0].changed == changed


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("uk", "ltr"),
        ("ar-Latn", "ltr"),
    ],
)
def test_a_language_has_its_direction(language: str, way: str) -> None:
    """Texts run in the direction of their language's script."""
    assert direction(language) == way


def test_ids_are_permanent_and_unique() -> None:
    """A feed id survives a new title, text and domain; two briefs with one id are an error."""
    one = site([brief(A)]).cards[0].id
    other = msgspec.structs.replace(CONFIG, base_url="https://example.net/x/")
    assert site([brief(A, title="New", body="New.")], config=other).cards[0].id == one
    assert site([brief(A, id="urn:x:1")]).cards[0].id == "urn:x:1"
    same = site([brief(A, id="x"), brief(B, id="x")])
    assert [(problem.code, problem.path) for problem in same.problems] == [("same-id", f"content/{B}")]


def test_a_change_yet_to_come_is_told() -> None:
    """A correction or an update that is dated later than the build is a warning."""
    made = site([brief(A, updated="2099-01-01"), brief(B, corrections="[{date: 2099-01-01, text: x}]")])
    assert [problem.code for problem in made.problems] == ["future-change", "future-change"]
