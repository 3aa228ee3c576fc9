"""Frozen addresses: what was public once stays, leads on, or expires."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SiteFolder
from test_cli import run

from generator import permalinks
from generator.check import Frozen, Outcome, check


def held(site: SiteFolder, add: bool = False, **options: Any) -> Outcome:
    """A check against site/permalinks.txt."""
    return check(site.settings(**options), frozen=Frozen(site.root / "permalinks.txt", add))


def codes(outcome: Outcome) -> list[tuple[str, int]]:
    """The codes of the problems about addresses, with their lines."""
    return [(problem.code, problem.line) for problem in outcome.problems if problem.code.startswith("permalink")]


def lines(site: SiteFolder) -> list[str]:
    """The list's addresses."""
    text = (site.root / "permalinks.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture
def frozen(site: SiteFolder) -> SiteFolder:
    """A site with a list of its addresses."""
    site.brief("a.md", date="2022-01-25", tags="[NATO]", source="Zantic Post", aliases="[/old/]")
    site.brief("b.md", date="2022-02-26", source="Orbel Times")
    assert codes(held(site, add=True)) == []
    return site


def test_a_list_is_made_sorted_and_holds(frozen: SiteFolder) -> None:
    """`--fix` makes the list of what is public, sorted; a second time it adds nothing."""
    found = lines(frozen)
    assert found == sorted(found)
    assert {"/", "/2022/01/25/a/", "/old/", "/tags/nato/", "/feed.xml"} <= set(found)
    assert not [url for url in found if "static" in url or "sitemap" in url or "404" in url]
    before = (frozen.root / "permalinks.txt").read_bytes()
    assert (held(frozen, add=True).added, codes(held(frozen))) == (0, [])
    assert (frozen.root / "permalinks.txt").read_bytes() == before


def test_new_addresses_are_appended(frozen: SiteFolder) -> None:
    """`--fix` appends what is new and touches nothing above it: comments and order stay."""
    file = frozen.root / "permalinks.txt"
    file.write_bytes(b"# mine\r\n/old/ # since 2019\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    frozen.brief("c.md", date="2022-02-27", source="Orbel Times")
    assert held(frozen, add=True).added == 2
    assert file.read_bytes() == before + b"/2022/02/27/\r\n/2022/02/27/c/\r\n"


def test_an_address_that_vanishes_is_an_error(frozen: SiteFolder) -> None:
    """A brief that is removed without a redirect is an error at its line; an alias mends it."""
    (frozen.root / "content" / "b.md").unlink()
    number = (frozen.root / "permalinks.txt").read_text("utf-8").splitlines().index("/2022/02/26/b/") + 1
    outcome = held(frozen)
    assert not outcome.ok
    assert ("permalink-gone", number) in codes(outcome)
    frozen.brief("c.md", date="2022-02-26", source="Orbel Times", aliases="[/2022/02/26/b/]")
    assert codes(held(frozen)) == []


def test_an_address_is_held_however_it_is_written(frozen: SiteFolder) -> None:
    """A page is held to its address without the final slash too, by its file, percent-encoded, with a comment."""
    there = b"/2022/01/25/a\r\n/2022/01/25/a/index.html  # why\r\n/2022/01/25/%61/\r\n"
    frozen.write(
        "permalinks.txt",
        b"\xef\xbb\xbf# Mine\r\n  # more\r\n\r\n"
        + there
        + b"/nothing\r\n/2022/01/25/A/\n/nothing/index.html\n/nothing?a=b",
    )
    assert codes(held(frozen)) == [("permalink-gone", line) for line in (7, 8, 9, 10)]
    assert held(frozen, add=True).added
    assert "/2022/01/25/a/" not in (frozen.root / "permalinks.txt").read_text("utf-8").splitlines()


def test_what_expires_may_go(frozen: SiteFolder) -> None:
    """An expired brief takes its address with it, and those of lists that only it was in."""
    frozen.brief(
        "a.md", date="2022-01-25", tags="[NATO]", source="Zantic Post", aliases="[/old/]", expires="2022-02-01"
    )
    assert codes(held(frozen)) == []
    frozen.brief("a.md", date="2022-01-25", tags="[NATO]", source="Zantic Post", aliases="[/old/]", draft="true")
    assert codes(held(frozen)) != []


def test_what_is_embargoed_is_not_listed(frozen: SiteFolder) -> None:
    """The list is committed, and may be public: it never names what is not."""
    frozen.brief("c.md", date="2022-02-27", source="Secret Source", publish_at="2022-03-05")
    assert held(frozen, add=True).added == 0
    assert held(frozen, add=True, now=NOW.replace(day=6)).added == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "permalinks"),
        (b"\xff", "permalinks"),
        (b"https://example.org/\n", "permalink-form"),
        (b"/\0/\n", "permalink-gone"),
    ],
)
def test_a_list_that_is_none_is_told(data: bytes | None, code: str, site: SiteFolder) -> None:
    """A list that is not there, can't be read, or holds something else is an error with its place."""
    site.brief("a.md", source="Zantic Post")
    if data is not None:
        site.write("permalinks.txt", data)
    assert [found for found, _ in codes(held(site))] == [code]


def test_the_command_holds_a_site_to_its_list(frozen: SiteFolder, tmp_path: Path) -> None:
    """`briefing check --permalinks FILE` ends with 1 for a lost address, and is about what is public."""
    file = frozen.root / "permalinks.txt"
    arguments = ("check", "-C", frozen.root, "--now", "2022-03-01", "--permalinks")
    assert run(*arguments, file).returncode == 0
    assert b"addresses added" in run(*arguments, tmp_path / "deep" / "new.txt", "--fix").stdout
    assert run(*arguments, file, "-D").returncode == 2
    file.write_text("/gone/\n")
    done = run(*arguments, file, "--format", "github")
    assert done.returncode == 1
    assert b"line=1,col=1,title=permalink-gone" in done.stdout


def test_a_list_that_is_saved_meanwhile_is_left_alone(frozen: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody writes into the list while it is looked at is not lost: nothing is added, and that is told."""
    file = frozen.root / "permalinks.txt"
    frozen.brief("c.md", date="2022-02-27", source="Orbel Times")
    appended = permalinks.appended

    def saved(*given: Any) -> tuple[str, int]:
        file.write_text("/old/\n")
        return appended(*given)

    monkeypatch.setattr(permalinks, "appended", saved)
    outcome = held(frozen, add=True)
    assert (outcome.added, [problem.code for problem in outcome.problems]) == (0, ["not-mended"])
    assert file.read_text() == "/old/\n"
