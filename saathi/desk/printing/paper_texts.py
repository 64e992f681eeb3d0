"""Texts of documents for a child, per language, in files that a native reader can correct.

Not gettext: these languages are spoken to children here, and not all of them are languages of the
interface.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.web.components import Text

FOLDER = Path(__file__).parent / "languages"
# Each name as its speakers write it; the file of the same name contains its texts.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ne": "नेपाली",
    "hi": "हिन्दी",
    "bn": "বাংলা",
    "ur": "اردو",
}
RIGHT_TO_LEFT = frozenset({"ur"})
# Speakers of these languages read the texts of the other one, until they have their own.
NEAREST_LANGUAGES = {
    "mai": "hi",
    "bho": "hi",
    "awa": "hi",
    "the": "ne",
    "taj": "ne",
    "new": "ne",
    "syl": "bn",
}


@cache
def load_paper_texts(language: str) -> dict[str, Any]:
    """The texts of one language of LANGUAGES."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def nearest_language(spoken: list[str]) -> str:
    """The language offered first to a child who speaks these; English if none is closer."""
    candidates = (NEAREST_LANGUAGES.get(code, code) for code in spoken)
    return next((code for code in candidates if code in LANGUAGES), "en")


def language_choices() -> list[tuple[str, Text]]:
    """The languages for a select; those not checked by a native reader are marked."""
    return [
        (
            code,
            name
            if load_paper_texts(code)["checked_by_native_reader"]
            else f"{name} · {_('draft')}",
        )
        for code, name in LANGUAGES.items()
    ]
