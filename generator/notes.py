"""What a build says of a site that readers should not get as it is: a preview, a local address, foreign words."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from generator.config import Config
from generator.errors import Problem
from generator.model import Site
from generator.visibility import Moment, visible

_HERE = re.compile(r"(.*\.)?localhost|127\.[\d.]+|0\.0\.0\.0|::1")
"""Hosts that are this machine (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3)."""


def hidden(site: Site, moment: Moment) -> int:
    """How many briefs and standing pages a site shows that are not public: drafts, and what is to come."""
    if not (moment.drafts or moment.future):
        return 0
    public = Moment(moment.now)
    return sum(not visible(text.brief, public) for text in (*site.texts, *site.pages))


def public(config: Config, site: Site, moment: Moment, words: bool) -> tuple[Problem, ...]:
    """Notes: if a site shows what is not public yet, if nobody else can reach its address, if its words are foreign.

    `words` is whether the theme has any in the site's language.
    """
    found = []
    if count := hidden(site, moment):
        what = f"{count} {'text that is' if count == 1 else 'texts that are'} not public yet can be read in this site"
        mend = "publish it nowhere, or build without -D and -F"
        found.append(Problem("content", 0, 0, "preview", what, mend, "note"))
    if _HERE.fullmatch(urlsplit(config.base_url).hostname or ""):
        what = f"'{config.base_url}' leads nobody else here: feeds, the sitemap and canonical links name it"
        mend = "before you publish, set base_url, or -b, to the address that readers use"
        found.append(Problem("briefing.toml", 0, 0, "local-address", what, mend, "note"))
    if not words and config.language.partition("-")[0] != "en":
        what = f"the theme '{config.theme}' has no words in '{config.language}': 'Topics' and the like are English"
        mend = f"add i18n/{config.language}.po, as docs/themes.md says"
        found.append(Problem("briefing.toml", 0, 0, "no-words", what, mend, "note"))
    return tuple(found)
