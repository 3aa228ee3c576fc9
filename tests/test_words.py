"""The words of the theme, in every language that it speaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import SiteFolder, copy_of_sample
from selectolax.lexbor import LexborHTMLParser
from site_check.kinds import KINDS, fill

from generator.theme import BUILT_IN

pytestmark = pytest.mark.usefixtures("cold")


FORMS = {"uk": 4, "fr": 2, "de": 2, "pl": 3, "ar": 6}


WIRE = BUILT_IN / "wire"


def parsed(site: SiteFolder, url: str) -> LexborHTMLParser:
    """The page at `url`."""
    return LexborHTMLParser(site.page(url))


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    """The words of each element that matches, white space folded."""
    return [" ".join(node.text().split()) for node in page.css(selector)]


def messages() -> dict[Any, list[str]]:
    """Every text of the theme's templates, with the templates that use it."""
    found: dict[Any, list[str]] = {}
    options = {"trim_blocks": "true", "silent": "false"}
    words = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for theme in ("wire", "ledger"):
        extracted = extract_from_dir(
            BUILT_IN / theme / "templates", [("**.*", "jinja2.ext:babel_extract")], {"**.*": options}, words
        )
        for name, _, message, _, _ in extracted:
            found.setdefault(message, []).append(name)
    return found


@pytest.mark.parametrize("language", FORMS)
def test_every_word_is_translated(language: str) -> None:
    """A catalogue has each text of the templates in all its plural forms, no text beside them, and no doubtful one."""
    with (WIRE / "i18n" / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert catalogue.num_plurals == FORMS[language]
    theirs = {message.id: message for message in catalogue if message.id}
    ours = messages()
    assert {key if isinstance(key, str) else tuple(key) for key in theirs} == set(ours)
    for key, message in theirs.items():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), key
        assert not message.fuzzy, key
        assert len(forms) == (1 if isinstance(key, str) else FORMS[language]), key
        for form in forms:
            assert '"' not in form and "<" not in form, key  # words stand in attributes, too
            names = set(re.findall(r"%\((\w+)\)[sd]", form))
            assert names <= set(re.findall(r"%\((\w+)\)[sd]", str(key))), key


def test_templates_say_nothing_untranslated() -> None:
    """Outside of `_()` and `ngettext()` the templates hold no words."""
    for theme in ("wire", "ledger"):
        for file in (BUILT_IN / theme / "templates").glob("*.html"):
            policy = r"\{% block policy %\}.*?\{% endblock"
            machines = rf"{policy}|\{{#.*?#\}}|\{{%.*?%\}}|<script.*?</script>"
            text = re.sub(machines, "", file.read_text("utf-8"), flags=re.DOTALL)
            text = re.sub(r"\{\{.*?\}\}", "", text, flags=re.DOTALL)
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&\w+;", "", text))
            assert words == [], file


@pytest.mark.parametrize(
    ("language", "texts_of"),
    [
        ("uk", {1: "1 замітка", 2: "2 замітки", 5: "5 заміток", 11: "11 заміток", 21: "21 замітка", 22: "22 замітки"}),
        ("pl", {1: "1 wiadomość", 2: "2 wiadomości", 5: "5 wiadomości", 22: "22 wiadomości"}),
        ("ar", {0: "لا أخبار", 1: "خبر واحد", 2: "خبران", 3: "3 أخبار", 11: "11 خبرًا", 100: "100 خبر"}),
        ("fr", {0: "0 brève", 1: "1 brève", 2: "2 brèves"}),
        ("de", {0: "0 Meldungen", 1: "1 Meldung", 2: "2 Meldungen"}),
        ("en", {0: "0 briefs", 1: "1 brief", 2: "2 briefs"}),
    ],
)
def test_numbers_and_words_agree(language: str, texts_of: dict[int, str]) -> None:
    """Each language counts by its own rules."""
    from generator import l10n, tools

    file = WIRE / "i18n" / f"{language}.po"
    catalogue = l10n.catalogue([file.read_bytes()] if file.is_file() else [], language)
    count = tools.words(catalogue)["ngettext"]
    found = {number: str(count("%(num)d brief", "%(num)d briefs", number)) for number in texts_of}
    assert found == texts_of


@pytest.mark.parametrize("language", FORMS)
def test_a_site_speaks_its_language(tmp_path: Path, language: str) -> None:
    """A site in another language has no English word in its frame."""
    site = fill(copy_of_sample(tmp_path / "site"), language)
    assert site.build().ok
    page = parsed(site, KINDS["plain brief"])
    assert page.css_first("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    own = texts(page, ".skip, nav li a[href='/'], .facts dt, .row > h2, .imprint li")
    english = {key for message in messages() for key in ([message] if isinstance(message, str) else message)}
    assert own and not {text for text in own if text in english} - {"Sources", "Source", "Dossier", "Corrections"}
