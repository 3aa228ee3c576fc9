"""The texts of briefs as a real Chromium lays them out: code in a text from right to left, lists on a phone."""

from __future__ import annotations

from typing import Any

import pytest
import web
from conftest import SiteFolder

pytestmark = pytest.mark.browser

LAID_OUT = """() => [...document.querySelectorAll(".text :is(pre, p > code, kbd)")].map(element => {
  const style = getComputedStyle(element), range = document.createRange()
  range.selectNodeContents(element)
  const lines = [...range.getClientRects()].filter(line => line.width), box = element.getBoundingClientRect()
  const atLeft = element.tagName != "PRE" || lines.every(line => line.left < box.left + 40)
  return [element.tagName, style.direction, style.unicodeBidi, atLeft]
})"""
"""Direction and isolation of each piece of code, and whether a block's lines begin at its left."""


def test_code_runs_from_left_to_right_in_every_text(site: SiteFolder, chromium: Any) -> None:
    """Code in a text from right to left keeps its order, and a block of it begins at the left."""
    body = "نص `./run --flag=1 (x)` و <kbd>Ctrl+C</kbd> نص.\n\n```\n./run --flag=1\nif (x) { y(); }\n```\n"
    site.brief("2022-01-25-a.md", body, lang="ar", title="عنوان")
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page()
        page.goto(base + "2022/01/25/a/")
        found = page.evaluate(LAID_OUT)
        page.close()
    assert found == [[tag, "ltr", "isolate", True] for tag in ("CODE", "KBD", "PRE")]


def test_deep_lists_fit_on_a_phone(site: SiteFolder, chromium: Any) -> None:
    """Nothing scrolls sideways at 320 px (WCAG 2.2, SC 1.4.10), however deep a list is nested."""
    for name, sign in (("a", "-"), ("b", "1.")):
        body = "\n".join(f"{' ' * 4 * depth}{sign} Some words of a list" for depth in range(12))
        site.brief(f"2022-01-25-{name}.md", body + "\n")
    assert site.build().ok
    with web.serve(site.output) as base:
        page = chromium.new_page(viewport={"width": 320, "height": 800})
        for name in ("a", "b"):
            page.goto(f"{base}2022/01/25/{name}/")
            assert page.evaluate("document.querySelectorAll('.text li').length") == 12
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            assert page.evaluate("[...document.querySelectorAll('.text li')].at(-1).offsetWidth") > 60, name
        page.close()
