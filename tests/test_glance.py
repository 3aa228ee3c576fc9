"""A first look: the page of a saved brief is what the build that follows will make of it."""

from typing import Any

import pytest
from conftest import NOW, SiteFolder

from generator import publish
from generator.build import Planned, build
from generator.glance import changed
from generator.model import Document, Options, Page
from generator.parse import parse
from generator.templates import Templates

OLD = "---\ntitle: Zorvia speaks\ndate: 2022-01-25\ntags: [One]\n---\nWords [there](26-b.md).\n"


def look(planned: Planned, text: str) -> Page | None:
    """The page of the brief 25-a.md, with another text."""
    page = next(page for page in planned.pages if page.origin == "content/2022/01/25-a.md")
    return changed(page, parse(Document("2022/01/25-a.md", "", lambda _: text.encode()), Options("UTC")))


class Nothing:
    """A memory that forgets."""

    def recall(self, name: str, kind: Any) -> None:
        """Nothing."""

    def keep(self, states: Any) -> None:
        """Keep nothing."""


@pytest.fixture
def planned(site: SiteFolder) -> Planned:
    """A site of two briefs, built."""
    site.write("content/2022/01/25-a.md", OLD)
    site.brief("2022/01/26-b.md", date="2022-01-26")
    found: list[Planned] = []
    assert build(site.settings(), follow=found.append).ok
    return found[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Words", "Other *words*"),
        ("Zorvia speaks", "Zorvia is silent"),
        ("[there](26-b.md)", "there"),
        ("tags: [One]", "tags: [One]\nsummary: In short.\nupdated: 2022-01-26"),
        ("tags: [One]", "tags: [One]\ncorrections: [{date: 2022-01-26, text: It was two.}]"),
        ("Words", "Words[^1].\n\n[^1]: A note.\n\n## A heading\n\nMore"),
    ],
)
def test_a_first_look_is_what_the_build_makes(site: SiteFolder, planned: Planned, old: str, new: str) -> None:
    """For a change of words the page is the same, byte for byte, as that of the build that follows."""
    text = OLD.replace(old, new)
    page = look(planned, text)
    assert page
    made = Templates(planned.theme, planned.config, Nothing()).render(page)
    site.write("content/2022/01/25-a.md", text)
    assert build(site.settings(now=NOW)).ok
    assert site.page("/2022/01/25/a/") == made.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2022-01-25", "Jan 25th"),
        ("2022-01-25", "2022-01-24"),
        ("tags:", "slug: other\ntags:"),
        ("tags:", "lang: uk\ntags:"),
        ("26-b.md", "27-c.md"),
        ("---\nWords", "Words"),
    ],
)
def test_what_is_more_than_words_is_left_to_the_build(planned: Planned, old: str, new: str) -> None:
    """A new address, date, language or link, and whatever is wrong, is nothing for a first look."""
    assert look(planned, OLD.replace(old, new)) is None


def test_a_first_look_that_was_killed_leaves_nothing(site: SiteFolder, planned: Planned, monkeypatch: Any) -> None:
    """Whatever moment a first look dies at, the folder holds the page of before, and the next build clears away."""
    before = site.tree()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish.show(site.output, "/2022/01/25/a/", b"half")
    assert site.tree() == before
    left = {file.name for file in site.root.iterdir()}
    assert build(site.settings()).ok
    assert left - {file.name for file in site.root.iterdir()} == {".output.glance"}
    publish.show(site.output, "/2022/01/25/a/", b"whole")
    assert site.page("/2022/01/25/a/") == "whole"
