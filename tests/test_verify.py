"""`briefing build --verify`: the same bytes, clean and from the cache."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from conftest import SiteFolder
from test_cli import build as command

from generator import verify
from generator.model import Page
from generator.templates import Templates

pytestmark = pytest.mark.usefixtures("cold")


def test_a_site_is_the_same_clean_and_from_the_cache(site: SiteFolder) -> None:
    """Building twice gives the same bytes; nothing is published."""
    for number in range(30):
        site.brief(f"{number}.md", tags="[NATO]", source="Reuters")
    assert verify.verify(site.settings()).same
    assert not site.output.exists()
    site.brief("3.md", title="Another one", tags="[Orbel]")
    site.brief("40.md", date="2022-01-27")
    (site.root / "content" / "7.md").unlink()
    verdict = verify.verify(site.settings())
    assert (verdict.same, verdict.differing) == (True, ())
    assert verify.verify(site.settings(cache=False)).same


def test_what_is_published_is_left_alone(site: SiteFolder) -> None:
    """Verifying neither writes nor removes a byte of the published site."""
    site.brief("a.md")
    site.build()
    before = site.tree()
    site.brief("b.md")
    assert verify.verify(site.settings()).same
    assert site.tree() == before


def test_bytes_that_change_from_build_to_build_are_found(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is made differently each time is named."""
    site.brief("a.md")
    render, times = Templates.render, count()

    def odd(self: Templates, page: Page) -> bytes:
        """The page, and a number in one of them that no other build has."""
        return render(self, page) + (b"<!-- %d -->" % next(times) if page.url == "/2022/01/25/a/" else b"")

    monkeypatch.setattr(Templates, "render", odd)
    found = verify.problems(verify.verify(site.settings()))
    assert ("2022/01/25/a/index.html", "differs", "error") in [(one.path, one.code, one.level) for one in found]


def test_folders_are_compared_byte_by_byte(tmp_path: Path) -> None:
    """A file that differs, and one that stands in one folder only, are both named."""
    for name, files in (("one", {"a": "1", "b": "2", "d/e": "5"}), ("two", {"a": "1", "b": "3", "c": "4"})):
        for path, text in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    assert verify.compare(tmp_path / "one", tmp_path / "two") == ("b", "c", "d/e")


def test_the_command_says_what_it_found(site: SiteFolder) -> None:
    """`briefing build --verify` ends with 0 and a line, and with 1 if the site can't be built."""
    site.brief("a.md")
    done = command(site, "--verify")
    assert (done.returncode, b"byte for byte the same" in done.stdout) == (0, True)
    site.brief("b.md", date="Jan 25th")
    assert command(site, "--verify").returncode == 1
    assert not site.output.exists()
