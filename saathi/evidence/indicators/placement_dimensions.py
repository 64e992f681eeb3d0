"""Dimensions of placements: type of care, inspection, who decided, length of the stay."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.protection.care.inspections.vocabulary import InspectionResult
from saathi.protection.care.placements.vocabulary import (
    FACILITY_KINDS,
    PlacementBasis,
    PlacementEnd,
    PlacementKind,
)

CARE_KIND = Dimension("kind", _("Type of care"), dict(PlacementKind.choices))
FACILITY_CARE_KIND = Dimension(
    "kind", _("Type of care"), {kind.value: kind.label for kind in FACILITY_KINDS}
)
# Never which facility: releases count by `facility_operator` of how many a figure is.
LAST_INSPECTION = Dimension(
    "inspection",
    _("Last inspection before the placement"),
    dict(InspectionResult.choices) | {NOT_KNOWN: _("None")},
)
PLACED_BY = Dimension("basis", _("Decided by"), dict(PlacementBasis.choices))
PLACEMENT_END = Dimension(
    "end_reason",
    _("Reason for the end"),
    {code: label for code, label in PlacementEnd.choices if code},
    sensitive=True,
)
STAY_LENGTH = Dimension(
    "stay",
    _("Length of the stay"),
    {
        "month": _("Less than 1 month"),
        "quarter": _("1 to 3 months"),
        "half": _("3 to 6 months"),
        "year": _("6 to 12 months"),
        "longer": _("More than 12 months"),
    },
)
