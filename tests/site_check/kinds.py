"""A site with every kind of page and everything that a brief may hold, to be looked at in a browser."""

from __future__ import annotations

import base64

from conftest import SiteFolder

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mNoaGhgAGIABwYCAYMwE1MAAAAASUVORK5CYII="
)
"""A picture of two grey points (PNG)."""

EVERYTHING = """First words with a note[^1], an OSCE, `code`, *emphasis*, a [link](https://example.net/) and an address
without a break: https://example.org/averyveryveryveryveryveryverylongaddresswithoutanybreakpointsatall.

## A heading in the text

> A quotation that is long enough to run over two lines of the column, so that one can see how it is set.

| Country | Troops | Ships | Verteidigungsbereitschaft | Verteidigungsministerium | Note |
| :--- | ---: | ---: | ---: | :---: | --- |
| United States | 8,500 | 3 | Luftverteidigungsgeschwader | 24&nbsp;January&nbsp;2022 | Heightened alert |
| Denmark | 160 | 1 | Marineunterstützungskommando | 24&nbsp;January&nbsp;2022 | To the Baltic Sea |

### A smaller heading

1. First
2. Second
    - nested

Term
:   What it means, at some length.

```python
def function(argument: int) -> str:  # a comment that goes on and on beyond the measure of the column
    return str(argument)
```

![A grey picture](grey.png)

*[OSCE]: Organization for Security and Co-operation in Europe

[^1]: A note, with a [link](https://example.net/).
"""

UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
"""A name that is one word, longer than a telephone is wide."""

KINDS = {
    "stories": "/stories/",
    "story": "/stories/troop-movements/",
    "older part of a story": "/stories/troop-movements/page/1/",
    "corrections": "/corrections/",
    "home": "/",
    "edition": "/2022/01/25/",
    "brief": "/2022/02/02/everything/",
    "plain brief": "/2022/01/25/stoltenberg-no-combat-troops/",
    "corrected brief": "/2022/01/19/ukraine-estimates-russian-force/",
    "foreign brief": "/2022/02/02/foreign/",
    "brief with a long word": "/2022/02/02/unbroken/",
    "month": "/2022/01/",
    "year": "/2022/",
    "archive": "/archive/",
    "tags": "/tags/",
    "tag": "/tags/nato/",
    "older part of a tag": "/tags/nato/page/1/",
    "sources": "/sources/",
    "source": "/sources/reuters/",
    "standing page": "/about/",
    "search": "/search/",
    "not found": "/404.html",
}
"""An address for each kind of page."""


EMAIL = "/2022/02/02/edition.html"
"""A day's edition as an email."""
MOVED = "/2022/02/02/moved/"
"""An old address, which redirects."""


def fill(site: SiteFolder, language: str = "en") -> SiteFolder:
    """Make the repository's digest a site in `language` that has all of `KINDS`."""
    config = (site.root / "briefing.toml").read_text("utf-8").replace('language = "en"', f'language = "{language}"')
    site.write("briefing.toml", config + "\n[lists]\npage = 3\n[email]\neditions = 'all'\n")
    site.write("content/2022/02/grey.png", PICTURE)
    site.brief(
        "2022/02/02-everything.md",
        EVERYTHING,
        title="Everything that a brief may hold",
        date="2022-02-02T21:07:00+01:00",
        updated="2022-02-03T09:15",
        source="[{name: Reuters, url: 'https://www.reuters.example/a'}, DW]",
        tags="[NATO, Ukraine, A tag whose name is so long that it has to wrap on a telephone]",
        story="Troop movements",
        authors="[Olena Kovalenko, Jan Nowak]",
        image="grey.png",
        image_alt="A grey picture",
        summary="A sentence that says what it is.",
        aliases="[/2022/02/02/moved/]",
        corrections="[{date: 2022-02-03, text: A number was wrong.}, {date: 2022-02-04, text: A name was misspelt.}]",
    )
    site.brief(
        "2022/02/02-unbroken.md",
        title=UNBROKEN,
        date="2022-02-02",
        source=f"{{name: {UNBROKEN}, url: 'https://example.net/{UNBROKEN}'}}",
        tags=f"[NATO, {UNBROKEN}]",
        summary=UNBROKEN,
    )
    foreign, words = ("ar", "محادثات في جنيف حول الأمن الأوروبي")
    if language == "ar":
        foreign, words = ("uk", "Перемовини в Женеві про безпеку в Європі")
    site.brief("2022/02/02-foreign.md", f"{words}.\n", title=words, lang=foreign, tags="[NATO]", date="2022-02-02")
    return site
