"""What is not public: drafts, what is scheduled, what expired."""

from __future__ import annotations

import json

import pytest
from conftest import NOW, SiteFolder
from test_cli import run

from generator import listing
from generator.visibility import Moment, visible


@pytest.fixture
def mixed(site: SiteFolder) -> SiteFolder:
    """A site with briefs of all kinds; the moment is noon of 1 March 2022, UTC."""
    site.brief("public.md", title="Public")
    site.brief("far.md", title="Far", date="2022-05-01 09:00")
    site.brief("near.md", title="Near", publish_at="2022-03-02T09:00+02:00")
    site.brief("draft.md", title="Draft", draft="true")
    site.brief("late-draft.md", title="Late draft", draft="true", date="2022-04-01")
    site.brief("expired.md", title="Expired", expires="2022-02-01")
    site.brief("long-expired.md", title="Long expired", expires="2022-01-26", draft="true")
    site.write("content/pages/about.md", "---\ntitle: About\ndraft: true\n---\n\nWords.\n")
    return site


def listed(site: SiteFolder, kind: listing.State) -> list[str]:
    """The lines of a list."""
    return listing.lines(listing.read(site.settings(), kind))


def test_the_lists_are_nearest_first(mixed: SiteFolder) -> None:
    """Each list has its briefs, the nearest to now first, with the moment in the site's time zone."""
    assert listed(mixed, "scheduled") == [
        "2022-03-02 07:00  content/near.md  Near",
        "2022-05-01 09:00  content/far.md  Far",
    ]
    assert listed(mixed, "drafts") == [
        "2022-04-01 00:00  content/late-draft.md  Late draft",
        "2022-01-25 00:00  content/draft.md  Draft",
        "undated           content/pages/about.md  About",
    ]
    assert listed(mixed, "expired") == [
        "2022-02-01 00:00  content/expired.md  Expired",
        "2022-01-26 00:00  content/long-expired.md  Long expired",
    ]


def test_a_brief_is_public_or_in_one_list(mixed: SiteFolder) -> None:
    """What no list has is what readers see: both follow the one visibility function."""
    hidden = sum(len(listed(mixed, kind)) for kind in ("drafts", "scheduled", "expired"))  # type: ignore[arg-type]
    assert hidden == 7
    assert mixed.build().briefs == 1
    assert visible.__module__ == listing.visible.__module__
    assert Moment(NOW) == Moment(NOW, drafts=False, future=False)


def test_a_mistake_does_not_vanish(mixed: SiteFolder) -> None:
    """A brief with a mistake is in no list, so it is named, and the command ends with 1."""
    mixed.brief("broken.md", draft="perhaps")
    done = run("list", "drafts", "-C", mixed.root, "--now", "2022-03-01T12:00Z")
    assert done.returncode == 1
    assert b"content/broken.md:4:8: error[bad-value]" in done.stderr
    assert b"late-draft" in done.stdout


def test_a_list_can_be_had_as_json(mixed: SiteFolder) -> None:
    """`--format json` prints what docs/report.md describes."""
    done = run("list", "scheduled", "-C", mixed.root, "--now", "2022-03-01T12:00Z", "--format", "json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["version"], data["list"], data["problems"]) == (0, 1, "scheduled", [])
    assert data["briefs"][0] == {"path": "content/near.md", "title": "Near", "at": "2022-03-02T07:00:00Z"}
    assert run("list", "nothing", "-C", mixed.root).returncode == 2


def test_a_list_publishes_nothing(mixed: SiteFolder) -> None:
    """Listing writes nothing but the cache."""
    listed(mixed, "drafts")
    assert not mixed.output.exists()
