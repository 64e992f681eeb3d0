"""Missing children who were found within a month of their disappearance."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="missing_found_in_a_month",
    theme=IndicatorTheme.MISSING,
    title=_("Missing children found within a month"),
    question=_("Of how many missing children was it known within thirty days where they are?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, those who are still looked for too"),
    counts=column("days_to_find").at_most(30),
    numerator=_(
        "of them found within thirty days of the first day on which they may have been missing"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.MISSING_OUTCOME,
    ),
    zero=_("No child was found in the first month."),
    caveats=(
        _("Where nobody knows since when a child is missing, she counts as not found in time."),
        _("Reports of the last month count as not found yet."),
    ),
    requirements=(
        "MIS-006",
        "MIS-007",
    ),
    lines=(
        375,
        2287,
    ),
)
