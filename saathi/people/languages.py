"""Languages of the region, by ISO 639 code, with their names in the reader's language.

A list to choose from, not a limit: the column takes any code.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: tuple[tuple[str, str | Promise], ...] = (
    ("as", _("Assamese")),
    ("bal", _("Balochi")),
    ("bn", _("Bangla")),
    ("bho", _("Bhojpuri")),
    ("prs", _("Dari")),
    ("dv", _("Dhivehi")),
    ("dz", _("Dzongkha")),
    ("en", _("English")),
    ("gu", _("Gujarati")),
    ("hi", _("Hindi")),
    ("kn", _("Kannada")),
    ("ks", _("Kashmiri")),
    ("mai", _("Maithili")),
    ("ml", _("Malayalam")),
    ("mr", _("Marathi")),
    ("ne", _("Nepali")),
    ("or", _("Odia")),
    ("ps", _("Pashto")),
    ("pa", _("Punjabi")),
    ("rhg", _("Rohingya")),
    ("skr", _("Saraiki")),
    ("sat", _("Santali")),
    ("sgn", _("A sign language")),
    ("sd", _("Sindhi")),
    ("si", _("Sinhala")),
    ("ta", _("Tamil")),
    ("taj", _("Tamang")),
    ("te", _("Telugu")),
    ("the", _("Tharu")),
    ("tsj", _("Tshangla")),
    ("ur", _("Urdu")),
    ("uz", _("Uzbek")),
)
_NAMES = dict(LANGUAGES)


def language_name(code: str) -> str | Promise:
    """The name of a language, or its code where we have no name for it."""
    return _NAMES.get(code, code)
