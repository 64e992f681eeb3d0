"""Reports recorded late."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="reports_written_late",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports written down late"),
    question=_("How many reports came on record more than a day after they were told?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("days_to_record").at_least(2),
    numerator=_("of them written down more than one day later"),
    by=(
        dimensions.CHANNEL,
        dimensions.DISTRICT,
    ),
    zero=_("Every report was written down within a day."),
    caveats=(
        _(
            "Late records change the numbers of earlier months: compare years only once they have settled."
        ),
    ),
    requirements=(
        "DAT-006",
        "DAT-005",
    ),
    lines=(372,),
)
