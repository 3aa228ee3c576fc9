"""docs/checks.md as a manual: the longer story of each code that a problem can have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.errors import suggestion

_HERE = Path(__file__).parent
FILE = next(
    (file for file in (_HERE / "checks.md", _HERE.parent / "docs" / "checks.md") if file.is_file()),
    _HERE / "checks.md",
)
"""Where the manual lies: in the wheel, or in a checkout."""
_SECTION = re.compile(r"^### ([a-z][a-z0-9-]*)\n((?:```[^\n]*\n.*?^```\n|(?!##)[^\n]*\n)*)", re.MULTILINE | re.DOTALL)
"""A heading that is a code, and all up to the next heading; what stands between fences is none."""


@cache
def sections() -> Mapping[str, str]:
    """The story of each code, as Markdown without its heading."""
    text = FILE.read_text("utf-8") if FILE.is_file() else ""
    return {code: story.strip() for code, story in _SECTION.findall(text)}


def story(code: str) -> str | None:
    """The story of a code, given as messages have it or alone, as it is printed; None if there is no such code."""
    code = code.rpartition("[")[2].rstrip("]:").casefold()
    found = sections().get(code)
    return None if found is None else f"{code}\n\n{found}"


def near(word: str) -> str:
    """The code that `word` may have been meant for, as a suggestion; empty if it looks like an address or like none."""
    return "" if "/" in word or "." in word else suggestion(word, sections())
