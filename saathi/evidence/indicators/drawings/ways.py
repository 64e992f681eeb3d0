"""A way from one place to another with the number that may be shown of it. Never an exact count.

On a map a place is a country or a whole region and nothing finer (PRV-020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import Region
from saathi.evidence.indicators.regions import regions
from saathi.evidence.pages import Cell

INTERNAL, RETURN = "internal", "return"
ELSEWHERE = Region.ELSEWHERE.value


class Kind(TextChoices):
    """What a way is to the region; each is drawn in a pattern of its own, not in a colour alone."""

    INTERNAL = "internal", _("inside the same country")
    REGION = "region", _("to another country of South Asia")
    BEYOND = "beyond", _("to another region of the world")
    RETURN = "return", _("out of the country and back into it")


@dataclass(frozen=True, slots=True)
class Way:
    """From an origin to where it leads: the codes, the names, and the cell that a table prints.

    `number` is the printed one; None where it is hidden or there is none, and so nothing is drawn.
    """

    origin: str
    leads_to: str
    origin_name: str
    end_name: str
    cell: Cell
    number: int | None
    kind: Kind


def region_of(code: str) -> str:
    """The region of a country; a region is its own, what is in none lies elsewhere."""
    return code if code in Region.values else regions().get(code, ELSEWHERE)


def kind_of(leads_to: str) -> Kind:
    """What a way that leads there is to the region."""
    if leads_to in {INTERNAL, RETURN}:
        return Kind(leads_to)
    return Kind.REGION if region_of(leads_to) == Region.SOUTH_ASIA else Kind.BEYOND


def drawn(ways: Sequence[Way]) -> list[Way]:
    """The ways that have a number to draw."""
    return [way for way in ways if way.number]


def in_order(codes: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Where ways lead, as charts and tables list it: inside first, then the region, then the others."""
    order = [INTERNAL, RETURN]
    by_region = list(Region.values)

    def rank(code: str) -> tuple[int, int, str]:
        if code in order:
            return (0, order.index(code), "")
        return (1, by_region.index(region_of(code)), names.get(code, code))

    return sorted(dict.fromkeys(codes), key=rank)
