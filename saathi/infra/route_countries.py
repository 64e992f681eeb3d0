"""Countries on a route: a list of choices, not a limit.

The eight countries of the region, those to which children are taken, and the sea.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.infra.countries import Country

# International waters: ISO 3166 reserves XAA to XZZ for users. "Not known" is None.
AT_SEA: Final = "XZZ"
OTHER_COUNTRIES: tuple[tuple[str, str | Promise], ...] = (
    ("BHR", _("Bahrain")),
    ("CHN", _("China")),
    ("IRN", _("Iran")),
    ("IRQ", _("Iraq")),
    ("JOR", _("Jordan")),
    ("KWT", _("Kuwait")),
    ("LBN", _("Lebanon")),
    ("MYS", _("Malaysia")),
    ("MMR", _("Myanmar")),
    ("OMN", _("Oman")),
    ("QAT", _("Qatar")),
    ("SAU", _("Saudi Arabia")),
    ("SGP", _("Singapore")),
    ("THA", _("Thailand")),
    ("TUR", _("Türkiye")),
    ("ARE", _("United Arab Emirates")),
    ("GBR", _("United Kingdom")),
)
_SEA: tuple[str, str | Promise] = (AT_SEA, _("International waters"))
_NAMES: dict[str, str | Promise] = {
    **dict(Country.choices),
    **dict(OTHER_COUNTRIES),
    AT_SEA: _SEA[1],
}


def country_name(code: str) -> str:
    """The name of a country for a page; an unknown code is shown as it is."""
    return str(_NAMES.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    """The countries as choices of a select; the first choice is blank."""
    offered = [*Country.choices, *OTHER_COUNTRIES, _SEA]
    return [("", "—"), *((code, str(name)) for code, name in offered)]


def land_country_choices() -> list[tuple[str, str]]:
    """The same choices without the sea."""
    return [choice for choice in country_choices() if choice[0] != AT_SEA]
