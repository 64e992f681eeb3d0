"""A flow of children between two places, with the number that may be shown. Never an exact count.

On a map a place is a country or a whole region, never anything smaller (PRV-020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimension_codes import Region
from saathi.evidence.indicators.regions import country_regions
from saathi.evidence.pages import CountCell

INTERNAL, RETURN = "internal", "return"
ELSEWHERE = Region.ELSEWHERE.value


class FlowKind(TextChoices):
    """How a flow relates to the region; kinds differ by pattern, not only by colour."""

    INTERNAL = "internal", _("within the same country")
    REGION = "region", _("to another country of South Asia")
    BEYOND = "beyond", _("to another region of the world")
    RETURN = "return", _("abroad and back to the same country")


@dataclass(frozen=True, slots=True)
class ChildFlow:
    """A flow from an origin to a destination: codes, names, and the cell that a table prints.

    `number` is the printed one; None where it is hidden or missing, and then nothing is drawn.
    """

    origin: str
    leads_to: str
    origin_name: str
    end_name: str
    cell: CountCell
    number: int | None
    kind: FlowKind


def region_of(code: str) -> str:
    """The region of a country; a region's own code; "elsewhere" for a country without a region."""
    return code if code in Region.values else country_regions().get(code, ELSEWHERE)


def flow_kind(leads_to: str) -> FlowKind:
    """The kind of a flow with this destination."""
    if leads_to in {INTERNAL, RETURN}:
        return FlowKind(leads_to)
    return FlowKind.REGION if region_of(leads_to) == Region.SOUTH_ASIA else FlowKind.BEYOND


def drawable_flows(flows: Sequence[ChildFlow]) -> list[ChildFlow]:
    """The flows with a number to draw."""
    return [flow for flow in flows if flow.number]


def sort_destinations(codes: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Destinations in the order of charts and tables: domestic, the region, then the others."""
    order = [INTERNAL, RETURN]
    by_region = list(Region.values)

    def rank(code: str) -> tuple[int, int, str]:
        if code in order:
            return (0, order.index(code), "")
        return (1, by_region.index(region_of(code)), names.get(code, code))

    return sorted(dict.fromkeys(codes), key=rank)
