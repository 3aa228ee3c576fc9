"""The rules of `briefing check` as `briefing.toml` knows them: code, default level, what each is about.

This struct is the one table: `rules.py` gives each code its function, `docs/checks.md` its story, and the
configuration reads `[check]` by it. `error` fails a check, `warning` does so under `--strict`, `note` never,
`fix` is not reported and only mended by `--fix`, and `off` is neither.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

Level = Literal["error", "warning", "note", "off"]
Mended = Literal["error", "warning", "note", "fix", "off"]
"""The levels of a rule that `--fix` can mend."""
Count = Annotated[int, Meta(ge=0, le=10_000)]


def _about(text: str) -> Meta:
    return Meta(description=text)


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How strictly each rule of `briefing check` is held, and what the rules go by."""

    dead_link: Annotated[Level, _about("A link inside the site that leads nowhere.")] = "error"
    dead_fragment: Annotated[Level, _about("A link to a place on a page that has no such place.")] = "warning"
    slashless_link: Annotated[Level, _about("A link to a page without its final slash.")] = "warning"
    absolute_own_link: Annotated[Level, _about("A link to the site's own domain, written whole.")] = "warning"
    unknown_tag: Annotated[Level, _about("A tag that is spelt almost like a known one, or holds a semicolon.")] = (
        "warning"
    )
    unknown_source: Annotated[Level, _about("A source that is spelt almost like a known one.")] = "warning"
    duplicate_story: Annotated[Level, _about("Two briefs of the same days on one source's text.")] = "warning"
    missing_source: Annotated[Level, _about("A brief that does not say where its news came from.")] = "warning"
    empty_text: Annotated[Level, _about("A brief without any text.")] = "warning"
    missing_summary: Annotated[Level, _about("A brief without a summary of its own.")] = "off"
    long_title: Annotated[Level, _about("A title longer than `title-length`.")] = "warning"
    long_summary: Annotated[Level, _about("A summary longer than `summary-length`.")] = "warning"
    placeholder: Annotated[Level, _about("TK, TODO or FIXME left in a text.")] = "warning"
    unrendered_link: Annotated[Level, _about("A link or footnote in Markdown that stays as typed.")] = "warning"
    list_blank_line: Annotated[Level, _about("A list that needs an empty line before it.")] = "warning"
    shallow_nesting: Annotated[Level, _about("A list or a paragraph in a list that is indented too little.")] = (
        "warning"
    )
    indented_fence: Annotated[Level, _about("A fence of code that does not begin a line.")] = "warning"
    heading_space: Annotated[Level, _about("A word with # before it that becomes a heading.")] = "warning"
    left_out: Annotated[Level, _about("HTML, or an address, that pages do not carry.")] = "warning"
    markdown_in_html: Annotated[Level, _about("Markdown in an element of HTML, where it stays as typed.")] = "warning"
    missing_alt: Annotated[Level, _about("A picture without a text for those who don't see it.")] = "warning"
    bidi_control: Annotated[Level, _about("An invisible sign that turns the direction of text.")] = "warning"
    zero_width: Annotated[Level, _about("An invisible sign that splits or joins words.")] = "warning"
    mixed_script: Annotated[Level, _about("A name with letters of two alphabets that look alike.")] = "warning"
    mixed_quotes: Annotated[Level, _about("Curly and straight quotes in one text.")] = "warning"
    title_case: Annotated[
        Literal["sentence", "title", "off"], _about("How titles are capitalised; others are warned of.")
    ] = "off"
    tracking: Annotated[Mended, _about("An address with `utm_` or other tracking parameters.")] = "warning"
    canonical_name: Annotated[Mended, _about("A tag, source or story under another name than its own.")] = "fix"
    date_form: Annotated[Mended, _about("A date in another form than `2022-01-25` or `2022-01-25 09:30`.")] = "fix"
    key_alias: Annotated[Mended, _about("A key of front matter under its second name.")] = "fix"
    trailing_space: Annotated[Mended, _about("Spaces at the end of a line that mean nothing.")] = "fix"
    external_dead: Annotated[Level, _about("An outbound link that answers no more.")] = "warning"
    external_moved: Annotated[Level, _about("An outbound link that moved for good.")] = "note"
    external_unknown: Annotated[Level, _about("An outbound link that could not be checked.")] = "note"
    title_length: Annotated[Count, _about("The most characters of a title; 0 for any.")] = 100
    summary_length: Annotated[Count, _about("The most characters of a summary; 0 for any.")] = 300
    duplicate_days: Annotated[Count, _about("How many days apart two briefs count as duplicates.")] = 7
    external_days: Annotated[Count, _about("How many days an outbound link counts as checked.")] = 7
    external_private: Annotated[bool, _about("Ask addresses of private networks and this machine too.")] = False

    digest: ClassVar[str] = "check"
    """What is checked changes no page: to the digest of the configuration, all values of this are one."""


def level(check: Check, code: str) -> str:
    """The level of the rule `code` in a configuration."""
    found: str = getattr(check, code.replace("-", "_"))
    return {"sentence": "warning", "title": "warning"}.get(found, found)


CODES: dict[str, str] = {
    field.encode_name: level(Check(), field.encode_name)
    for field in msgspec.structs.fields(Check)
    if isinstance(field.default, str)
}
"""Each rule's code and its default level; what is no text is a setting."""
