"""Reports answered within a week."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="reports_settled_in_a_week",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports answered within a week"),
    question=_("Of how many reports was it clear within seven days what follows?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, those still open too"),
    counts=column("days_to_outcome").at_most(7),
    numerator=_("of them with an outcome within seven days"),
    by=(
        dimensions.URGENCY,
        dimensions.CHANNEL,
        dimensions.SEX,
        dimensions.DISTRICT,
    ),
    zero=_("No report had an outcome in its first week."),
    caveats=(
        _("Reports of the last seven days count as not answered yet."),
        _("An outcome is not yet help."),
    ),
    requirements=(
        "SRV-014",
        "DAT-001",
    ),
    lines=(198,),
)
