"""Texts of documents for a child, by language, in files that native speakers can correct.

Not gettext: children speak these languages, and not all of them are interface languages.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.web.components import Text

FOLDER = Path(__file__).parent / "languages"
# Each language's own name, by code; the file named after the code has its texts.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ne": "नेपाली",
    "hi": "हिन्दी",
    "bn": "বাংলা",
    "ur": "اردو",
}
RIGHT_TO_LEFT = frozenset({"ur"})
# Speakers of these languages get the texts of another one until there are texts in their own.
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
    """The texts in one of LANGUAGES."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def nearest_language(spoken: list[str]) -> str:
    """The default language for a child who speaks these languages; English if none is closer."""
    candidates = (NEAREST_LANGUAGES.get(code, code) for code in spoken)
    return next((code for code in candidates if code in LANGUAGES), "en")


def language_choices() -> list[tuple[str, Text]]:
    """The language choices of a select; those not checked by a native speaker are marked."""
    return [
        (
            code,
            name
            if load_paper_texts(code)["checked_by_native_reader"]
            else f"{name} · {_('draft')}",
        )
        for code, name in LANGUAGES.items()
    ]
