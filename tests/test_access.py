"""The theme in a real browser: every kind of page, on a phone and a desktop, in light and dark (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import web
from conftest import copy_of_sample
from site_check import node
from site_check.kinds import EMAIL, KINDS, MOVED, fill

pytestmark = pytest.mark.browser

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules among these that look at colours, which are all that is otherwise in the dark."""
PHONE, DESKTOP = (390, 844), (1280, 900)

SPACING = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-block-end:2em!important}"""
"""WCAG 2.2, success criterion 1.4.12."""

CLIPPED = """() => [...document.querySelectorAll("body *")].filter(element => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect()
  if (element.matches(".unseen, .skip, svg *, .scroll *, .lead > .day *") || box.width <= 1) return false
  return box.right > innerWidth + 1 || box.left < -1 ||
    (style.overflow != "visible" && element.scrollHeight > element.clientHeight + 1)
}).map(element => element.outerHTML.slice(0, 100))"""
"""What stands out of the window or is cut off (and is not one point wide, for ears only)."""

FOCUS = """() => {
  const element = document.activeElement
  if (element == document.body) return null
  const style = getComputedStyle(element), box = element.getClientRects()[0]
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  return {
    name: element.outerHTML.slice(0, 100),
    index: [...document.querySelectorAll("a[href], summary, [tabindex]")].indexOf(element),
    ring: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
    clear: element.contains(top) || top?.contains(element),
    inside: box.top > 2 && box.bottom < innerHeight - 2 && box.left > 2 && box.right < innerWidth - 2,
  }
}"""
"""The element with the focus: is it marked, uncovered and in the window?"""

SMALL = """() => {
  const all = [...document.querySelectorAll("a[href]:not(.skip)")]
  const boxes = all.map(element => element.getBoundingClientRect())
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2]
  const beyond = (value, low, high) => Math.max(low - value, 0, value - high)
  const apart = ([x, y], box) => Math.hypot(beyond(x, box.left, box.right), beyond(y, box.top, box.bottom))
  const small = box => box.width < 24 || box.height < 24
  return all.filter((element, index) => {
    const own = boxes[index]
    if (!small(own)) return false
    const block = element.closest("p, li, dd, td")
    if (getComputedStyle(element).display == "inline" && block?.closest(".text") &&
        block.textContent.trim() != element.textContent.trim()) return false
    return boxes.some((box, other) => other != index && (apart(middle(own), box) < 12 ||
      small(box) && Math.hypot(middle(own)[0] - middle(box)[0], middle(own)[1] - middle(box)[1]) < 24))
  }).map(element => element.outerHTML)
}"""
"""Targets that are under 24 px, not in running text and too near to another (WCAG 2.2, success criterion 2.5.8)."""

MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element)
  return style.animationName != "none" || style.transitionDuration != "0s" || style.scrollBehavior != "auto"
}).map(element => element.outerHTML.slice(0, 100))"""
"""What is animated or scrolls smoothly."""

WIDTHS = (320, 390, 640, 768, 1024, 1280, 1600)

Looks = dict[tuple[str, int], dict[str, Any]]
"""What is wrong with the look of each kind of page, at each width."""


class Visits:
    """A site on loopback, and pages of it in a browser; what goes wrong on the way is noted."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.chromium, self.base = chromium, base
        self.faults: list[str] = []

    def page(self, size: tuple[int, int] = DESKTOP, **options: Any) -> Any:
        """A new page that notes errors on the console, failed requests and requests to anywhere else."""
        width, height = size
        page = self.chromium.new_context(viewport={"width": width, "height": height}, **options).new_page()
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", lambda response: self._answered(response))
        page.route("**" + MOVED, self._stay)
        return page

    def each(self, size: tuple[int, int] = DESKTOP, **options: Any) -> Iterator[tuple[str, Any]]:
        """Every kind of page, opened."""
        page = self.page(size, **options)
        for kind, url in {**KINDS, "redirect": MOVED, "email": EMAIL}.items():
            page.goto(self.base + url[1:])
            yield kind, page
        page.context.close()

    def _stay(self, route: Any) -> None:
        """Show a redirect's page without following it."""
        answer = route.fetch()
        text = re.sub(r'<meta http-equiv="refresh"[^>]*>', "", answer.text())
        route.fulfill(response=answer, body=text)

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is what leaving a page does to what it still asks for
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:")):
            self.faults.append(f"elsewhere: {url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Visits]:
    """The site with every kind of page."""
    yield from _served(tmp_path_factory.mktemp("access"), chromium, "en")


@pytest.fixture(scope="module")
def looks(visits: Visits) -> Looks:
    """What is wrong with the look of each kind of page at each width."""
    return dict(_looks(visits, WIDTHS))


def _looks(visits: Visits, widths: Iterable[int]) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
    wanted = {
        "clipped": CLIPPED,
        "small": SMALL,
        "moving": MOVING,
        "wide": "() => document.documentElement.scrollWidth",
    }
    look = "() => ({" + ", ".join(f"{name}: ({function})()" for name, function in wanted.items()) + "})"
    for kind, page in visits.each(reduced_motion="no-preference"):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            yield (kind, width), page.evaluate(look)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Visits]:
    """The same, in a language that runs from right to left."""
    yield from _served(tmp_path_factory.mktemp("arabic"), chromium, "ar")


def _served(folder: Path, chromium: Any, language: str, theme: str = "wire") -> Iterator[Visits]:
    site = fill(copy_of_sample(folder / "site"), language)
    config = (site.root / "briefing.toml").read_text("utf-8").replace('theme = "wire"', f'theme = "{theme}"')
    site.write("briefing.toml", config)
    assert site.build().ok
    with web.serve(site.output) as base:
        yield Visits(chromium, base)


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """Runs axe-core on a page, in light and in dark; gives the violations."""
    if not node.available("axe-core"):
        pytest.skip("npm, which axe-core comes from, is not installed")
    source = (node.package("axe-core") / "axe.min.js").read_text("utf-8")
    run = "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"

    def check(page: Any) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = []
        for scheme, rules in (("dark", AXE_COLOURS), ("light", AXE_TAGS)):
            page.emulate_media(color_scheme=scheme)
            for rule in page.evaluate(run, rules)["violations"]:
                found += [f"{scheme}: {rule['id']}: {place['html'][:120]}" for place in rule["nodes"]]
        return found

    return check


def test_axe_finds_nothing(visits: Visits, axe: Callable[[Any], list[str]]) -> None:
    """On a phone and a desktop no page breaks a rule of axe-core, misses a file or asks anybody else for one."""
    for kind, page in visits.each(PHONE):
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            assert axe(page) == [], (kind, width)
    assert visits.faults == []


def test_axe_finds_nothing_in_the_child_theme(tmp_path: Path, chromium: Any, axe: Callable[[Any], list[str]]) -> None:
    """A site in ledger, whose letters are smaller and whose colours are others, is as accessible."""
    for visits in _served(tmp_path, chromium, "en", "ledger"):
        for kind, page in visits.each(PHONE):
            assert axe(page) == [], kind
        assert visits.faults == []


def test_axe_finds_nothing_in_what_was_found(visits: Visits, axe: Callable[[Any], list[str]]) -> None:
    """What the search shows breaks no rule either, on a phone."""
    page = visits.page(PHONE)
    page.goto(visits.base + "search/?q=nato")
    page.wait_for_selector("#found mark")
    assert axe(page) == []
    page.context.close()
    assert visits.faults == []


def test_axe_finds_nothing_from_right_to_left(arabic: Visits, axe: Callable[[Any], list[str]]) -> None:
    """An Arabic site is as accessible, and its pages run from right to left."""
    for kind, page in arabic.each(PHONE):
        assert kind not in ("home", "brief", "archive", "search") or axe(page) == [], kind
        left, right = page.evaluate(
            "() => {const box = document.querySelector('.masthead nav a, body > main h1').getBoundingClientRect();"
            "return [box.left, innerWidth - box.right]}"
        )
        assert page.evaluate("document.dir") == "rtl", kind
        assert right < left or kind in ("redirect", "email"), kind
    assert arabic.faults == []


def test_nothing_scrolls_sideways(looks: Looks, arabic: Visits) -> None:
    """From 320 to 1600 px nothing stands out of the window, in either direction (WCAG 2.2, criterion 1.4.10)."""
    for found in (looks, dict(_looks(arabic, (320, 768, 1600)))):
        assert {place: look["clipped"] for place, look in found.items() if look["clipped"]} == {}
        assert {place for place, look in found.items() if look["wide"] > place[1]} == set()


def test_text_may_be_spaced_and_enlarged(visits: Visits) -> None:
    """Wider spacing and text of double size lose nothing (WCAG 2.2, success criteria 1.4.4 and 1.4.12)."""
    for kind, page in visits.each(bypass_csp=True):
        for css in (SPACING, "html{font-size:200%!important}"):
            style = page.add_style_tag(content=css)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(CLIPPED) == [], (kind, width, css)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width, css)
            style.evaluate("style => style.remove()")


@pytest.mark.parametrize(
    ("size", "kinds"),
    [(PHONE, ("home", "brief", "edition", "year", "archive", "tag")), (DESKTOP, ("home", "brief", "archive"))],
    ids=["phone", "desktop"],
)
def test_focus_is_seen_and_goes_in_order(visits: Visits, size: tuple[int, int], kinds: tuple[str, ...]) -> None:
    """The Tab key visits every link in the order of the text; the focus is marked, in the window and uncovered."""
    page = visits.page(size)
    for kind in kinds:
        page.goto(visits.base + KINDS[kind][1:])
        seen = []
        for _ in range(400):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None or (seen and focus["index"] == seen[0]):
                break
            assert focus["ring"] and focus["clear"] and focus["inside"], (kind, focus)
            seen.append(focus["index"])
        assert seen == list(range(len(seen))), kind
        assert len(seen) == page.locator("a[href], summary, [tabindex]").count(), kind
    page.context.close()


def test_the_skip_link_leads_to_the_text(visits: Visits) -> None:
    """The first stop of the Tab key is a link over the navigation; after it the next stop is in the text."""
    page = visits.page()
    page.goto(visits.base + KINDS["brief"][1:])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    page.context.close()


def test_targets_can_be_hit(looks: Looks) -> None:
    """Links outside of running text are at least 24 px in size, or that far apart (success criterion 2.5.8)."""
    assert {place: look["small"] for place, look in looks.items() if look["small"]} == {}


def test_nothing_moves(looks: Looks) -> None:
    """There is no animation, no transition and no smooth scrolling, also for readers who have not asked for less."""
    assert {place: look["moving"] for place, look in looks.items() if look["moving"]} == {}


def test_forced_colours_leave_everything_visible(visits: Visits) -> None:
    """With the reader's own colours the lines of the archive, the days of the calendar and their numbers are seen."""
    page = visits.page(forced_colors="active")
    page.goto(visits.base + KINDS["archive"][1:])
    stroke, back = page.evaluate(
        "() => [getComputedStyle(document.querySelector('.strip path')).stroke,"
        " getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert stroke not in ("none", back)
    page.goto(visits.base + KINDS["year"][1:])
    days = "[...document.querySelectorAll('.calendar td a')].map(day => getComputedStyle(day)"
    assert set(page.evaluate(f"{days}.textDecorationLine)")) == {"underline"}
    assert len(set(page.evaluate(f"{days}.borderBlockEndWidth)"))) > 1
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_shifts(visits: Visits, size: tuple[int, int]) -> None:
    """What is on the page stays where it is while more is loaded: the cumulative layout shift is 0."""
    shifts = """() => new Promise(done => {
      let sum = 0
      new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
        .observe({type: "layout-shift", buffered: true})
      setTimeout(() => done(sum), 150)
    })"""
    page = visits.page(size)
    for url in (*(KINDS[kind] for kind in ("home", "brief", "archive")), KINDS["search"] + "?q=nato"):
        page.goto(visits.base + url[1:])
        page.wait_for_selector("h2")
        assert page.evaluate(shifts) == 0, url
    page.context.close()


def test_one_request_makes_a_page(visits: Visits) -> None:
    """A page is one request: its styles are in it, and there is no script and no font."""
    page = visits.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(visits.base + KINDS["plain brief"][1:])
    assert [kind for kind in asked if kind != "other"] == ["document"]
    assert page.evaluate("[...document.scripts].every(script => script.type == 'application/ld+json')")
    page.context.close()
