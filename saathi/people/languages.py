"""Languages of children in the region by BCP 47 code; the list does not exclude others.

These are not the languages into which Saathi's pages are translated.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """A language; `other` if the list lacks it."""

    AWADHI = "awa", _("Awadhi")
    ASSAMESE = "as", _("Assamese")
    BALOCHI = "bal", _("Balochi")
    BENGALI = "bn", _("Bangla")
    BHOJPURI = "bho", _("Bhojpuri")
    CHITTAGONIAN = "ctg", _("Chittagonian")
    DARI = "prs", _("Dari")
    DHIVEHI = "dv", _("Dhivehi")
    DZONGKHA = "dz", _("Dzongkha")
    ENGLISH = "en", _("English")
    GUJARATI = "gu", _("Gujarati")
    HAZARAGI = "haz", _("Hazaragi")
    HINDI = "hi", _("Hindi")
    KANNADA = "kn", _("Kannada")
    KASHMIRI = "ks", _("Kashmiri")
    MAITHILI = "mai", _("Maithili")
    MALAYALAM = "ml", _("Malayalam")
    MARATHI = "mr", _("Marathi")
    NEPALI = "ne", _("Nepali")
    NEWAR = "new", _("Nepal Bhasa (Newar)")
    ODIA = "or", _("Odia")
    PASHTO = "ps", _("Pashto")
    PUNJABI = "pa", _("Punjabi")
    ROHINGYA = "rhg", _("Rohingya")
    SANTALI = "sat", _("Santali")
    SARAIKI = "skr", _("Saraiki")
    SIGN = "sgn", _("Sign language")
    SINDHI = "sd", _("Sindhi")
    SINHALA = "si", _("Sinhala")
    SYLHETI = "syl", _("Sylheti")
    TAMANG = "taj", _("Tamang")
    TAMIL = "ta", _("Tamil")
    TELUGU = "te", _("Telugu")
    THARU = "the", _("Tharu")
    TSHANGLA = "tsj", _("Tshangla")
    URDU = "ur", _("Urdu")
    UZBEK = "uz", _("Uzbek")
    OTHER = "other", _("Another language")


def language_name(code: str) -> str:
    """The name of a language for a page; an unknown code is shown as it is."""
    return str(Language(code).label) if code in Language.values else code


def language_choices() -> list[tuple[str, str]]:
    """The languages as choices of a select; the first choice is blank."""
    return [("", "—"), *((language.value, str(language.label)) for language in Language)]
