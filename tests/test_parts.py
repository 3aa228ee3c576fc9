"""Planning part by part: what stands is recalled, and is what planning it again would have given."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import brief, site

from generator import digest, plan
from generator.config import Config, Lists
from generator.model import Brief, Page
from generator.parts import Parts

SMALL = Config(title="T", base_url="https://example.org/digest/", lists=Lists(home=2, page=2, feed=3))
PATHS = tuple(f"{month:02}/{day:02}.md" for month in (1, 2, 3) for day in (1, 2, 3))
FIELDS = st.fixed_dictionaries(
    {"body": st.sampled_from(("Ono.", "Due.", f"[a](../{PATHS[0]})", f"[b](../{PATHS[4]})"))},
    optional={
        "title": st.sampled_from(("Vesk", "Mordin")),
        "tags": st.sampled_from(("[T]", "[U, T]", "[U]")),
        "source": st.sampled_from(("Wire", "Post")),
        "story": st.sampled_from(("S", "R")),
        "updated": st.just("2022-02-01"),
        "corrections": st.just("{date: 2022-02-02, text: Ono}"),
        "slug": st.sampled_from(("x", "y")),
        "pin": st.just("true"),
        "draft": st.just("true"),
        "template": st.just("other.html"),
        "lang": st.just("uk"),
    },
)
SITES = st.dictionaries(st.sampled_from(PATHS), FIELDS, min_size=1)


def written(given: dict[str, dict[str, Any]]) -> list[Brief]:
    """The briefs of a site, each with its fields."""
    dates = {path: f"2021-{path[:2]}-{path[3:5]}" for path in given}
    return [
        brief(path, fields["body"], date=dates[path], **{name: fields[name] for name in fields if name != "body"})
        for path, fields in sorted(given.items())
    ]


def planned(briefs: Iterable[Brief], parts: Parts, config: Config = SMALL) -> list[Page]:
    """The pages of a site of these briefs."""
    return list(plan.pages(config, site(briefs, config=config), (), lambda text: text, parts))


def told(pages: Iterable[Page]) -> dict[str, tuple[object, ...]]:
    """All that is to be known of pages, their contexts by digest: that is how pages are compared."""
    return {
        page.url: (page, digest.of((page.template, " ".join(page.context), *page.context.values()))) for page in pages
    }


@given(st.lists(SITES, min_size=2, max_size=3))
def test_recalled_pages_are_what_planning_gives(sites: list[dict[str, dict[str, Any]]]) -> None:
    """Whatever changed between two plans, the second one is the same with and without the memory of the first."""
    known: dict[str, Any] = {}
    for fields in sites:
        parts = Parts("basis", known)
        recalled, fresh = told(planned(written(fields), parts)), told(planned(written(fields), Parts()))
        assert {url: made for url, (_, made) in recalled.items()} == {url: made for url, (_, made) in fresh.items()}
        for url, (page, made) in recalled.items():
            assert isinstance(page, Page)
            known_page = fresh[url][0]
            assert isinstance(known_page, Page)
            assert page.digest == known_page.digest == (made if page.template else page.digest)
            assert (page.order, page.changed, page.listed, page.place, page.origin) == (
                known_page.order, known_page.changed, known_page.listed, known_page.place, known_page.origin
            )  # fmt: skip
        known = parts.kept


def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts the pages of briefs that are planned."""
    count = 0
    run = plan._briefs

    def counting(*given: Any) -> Iterable[Page]:
        nonlocal count
        for page in run(*given):
            count += 1
            yield page

    monkeypatch.setattr(plan, "_briefs", counting)
    return lambda: count


def test_an_edit_plans_its_month_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """After one edit the pages of briefs of other months are not planned, unless somebody asks for their contexts."""
    fields = {path: {"body": "Ono.", "title": path} for path in PATHS}
    first = Parts("basis")
    planned(written(fields), first)
    count = counted(monkeypatch)
    fields["02/02.md"] = {"body": "Due.", "title": "02/02.md"}
    pages = planned(written(fields), Parts("basis", first.kept))
    assert count() == 3
    january = next(page for page in pages if page.origin == "content/01/01.md")
    assert january.context["brief"].title == "01/01.md"  # type: ignore[attr-defined]
    assert count() == 6


@pytest.mark.parametrize(
    ("basis", "config"),
    [("another program", SMALL), ("basis", Config(title="Other", base_url="https://example.org/digest/"))],
)
def test_what_all_pages_share_is_part_of_every_key(basis: str, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program or another frame plans everything again."""
    fields = {path: {"body": "Ono."} for path in PATHS}
    first = Parts("basis")
    planned(written(fields), first)
    count = counted(monkeypatch)
    planned(written(fields), Parts(basis, first.kept), config)
    assert count() == len(PATHS)
