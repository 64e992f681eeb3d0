"""The eight countries of South Asia, by ISO 3166 code, with their names in the reader's language.

Not for nationality, which may be any country, none, unknown or disputed.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Country(TextChoices):
    """One of the eight Member States that the regional tables are about, in the report's order."""

    AFGHANISTAN = "AFG", _("Afghanistan")
    BANGLADESH = "BGD", _("Bangladesh")
    BHUTAN = "BTN", _("Bhutan")
    INDIA = "IND", _("India")
    MALDIVES = "MDV", _("Maldives")
    NEPAL = "NPL", _("Nepal")
    PAKISTAN = "PAK", _("Pakistan")
    SRI_LANKA = "LKA", _("Sri Lanka")


# Each has one time zone.
TIME_ZONES: dict[str, str] = {
    Country.AFGHANISTAN: "Asia/Kabul",
    Country.BANGLADESH: "Asia/Dhaka",
    Country.BHUTAN: "Asia/Thimphu",
    Country.INDIA: "Asia/Kolkata",
    Country.MALDIVES: "Indian/Maldives",
    Country.NEPAL: "Asia/Kathmandu",
    Country.PAKISTAN: "Asia/Karachi",
    Country.SRI_LANKA: "Asia/Colombo",
}


def country_name(code: str) -> str:
    """The name of the country on a page; an unknown code is returned as it is."""
    return str(Country(code).label) if code in Country.values else code
