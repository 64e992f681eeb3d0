"""Countries of a transfer: any country, those of the region first (XBR-009)."""

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import gettext

from saathi.infra.countries import Country
from saathi.infra.route_countries import (
    OTHER_COUNTRIES,
    country_name,
)

__all__ = ["country_choices", "country_name", "known_countries", "way_text"]


def country_choices() -> list[tuple[str, str]]:
    """The countries as choices of a select; the first choice is blank."""
    offered = [*Country.choices, *OTHER_COUNTRIES]
    return [("", "—"), *((code, str(name)) for code, name in offered)]


def known_countries() -> frozenset[str]:
    """The codes of the countries that a transfer can name."""
    return frozenset([*Country.values, *(code for code, _name in OTHER_COUNTRIES)])


def way_text(codes: Iterable[str]) -> str:
    """The countries of a way in their order, in words."""
    names = [country_name(code) for code in codes]
    way = gettext("%(origin)s to %(destination)s")
    return reduce(lambda before, name: way % {"origin": before, "destination": name}, names or [""])
