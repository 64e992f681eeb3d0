"""The few texts that Saathi itself adds to a form, in the languages of the form."""

from collections.abc import Iterable, Mapping
from typing import Final

OTHER_CHOICE: Final = "Other"
SPECIFY_OTHER: Final = "Please specify"
CONFIRMED: Final = "OK"

# Drafts for native review, as all translations of Saathi.
_TRANSLATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    OTHER_CHOICE: {"ur": "دیگر"},
    SPECIFY_OTHER: {"ur": "براہِ کرم وضاحت کریں"},
    CONFIRMED: {"ur": "ٹھیک ہے"},
}


def translate_to_languages(text: str, languages: Iterable[str]) -> dict[str, str]:
    """The text by language code: translated where Saathi has the language, otherwise in English."""
    return {code: _TRANSLATIONS[text].get(code, text) for code in languages}
