"""The rules of `briefing check`, each a function: a value in, findings out. To add one, write the function, give it
its code here, its default level in `levels.py` and its story in `docs/checks.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator import levels, rules_signs, rules_site, rules_text
from generator.errors import Level, Problem
from generator.levels import Check
from generator.prose import Finding, Text
from generator.rules_site import Corpus, Found

TEXT: dict[str, Callable[[Text], Iterable[Finding]]] = {
    "missing-source": rules_text.missing_source,
    "empty-text": rules_text.empty_text,
    "missing-summary": rules_text.missing_summary,
    "long-title": rules_text.long_title,
    "long-summary": rules_text.long_summary,
    "placeholder": rules_text.placeholder,
    "title-case": rules_text.title_case,
    "mixed-quotes": rules_text.mixed_quotes,
    "unrendered-link": rules_text.unrendered_link,
    "list-blank-line": rules_text.list_blank_line,
    "shallow-nesting": rules_text.shallow_nesting,
    "indented-fence": rules_text.indented_fence,
    "heading-space": rules_text.heading_space,
    "left-out": rules_text.left_out,
    "markdown-in-html": rules_text.markdown_in_html,
    "missing-alt": rules_text.missing_alt,
    "absolute-own-link": rules_text.absolute_own_link,
    "bidi-control": rules_signs.bidi_control,
    "zero-width": rules_signs.zero_width,
    "mixed-script": rules_signs.mixed_script,
}
"""Rules over one document."""

SITE: dict[str, Callable[[Corpus], Iterable[Found]]] = {
    "unknown-tag": rules_site.unknown_tag,
    "unknown-source": rules_site.unknown_source,
    "duplicate-story": rules_site.duplicate_story,
}
"""Rules over all briefs together."""

PAGES = ("dead-link", "dead-fragment", "slashless-link")
"""Rules over the rendered site: `rules_links.Site.dead`."""
FIXES = ("tracking", "canonical-name", "date-form", "key-alias", "trailing-space")
"""Rules that `--fix` mends: `fix.plan`."""
EXTERNAL = ("external-dead", "external-moved", "external-unknown")
"""Rules over other sites: `external.Prober`."""


def reported(check: Check, code: str) -> Level | None:
    """The level at which the configuration lets the rule `code` be told; None if it is off, or mends in silence."""
    known: dict[str, Level] = {"error": "error", "warning": "warning", "note": "note"}
    return known.get(levels.level(check, code))


def problem(check: Check, code: str, path: str, finding: Finding) -> list[Problem]:
    """What a rule found in a content file as a problem, at the level that the configuration gives it; none if off."""
    level = reported(check, code)
    if level is None:
        return []
    return [Problem(f"content/{path}", finding.line, finding.column, code, finding.what, finding.mend, level)]


def of_text(text: Text) -> list[Problem]:
    """All that the rules over one document find in it."""
    return [
        made
        for code, rule in TEXT.items()
        if levels.level(text.check, code) != "off"
        for finding in rule(text)
        for made in problem(text.check, code, text.brief.path, finding)
    ]


def of_site(corpus: Corpus) -> list[Problem]:
    """All that the rules over all briefs find."""
    return [
        made
        for code, rule in SITE.items()
        if levels.level(corpus.config.check, code) != "off"
        for path, finding in rule(corpus)
        for made in problem(corpus.config.check, code, path, finding)
    ]
