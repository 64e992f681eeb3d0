"""Reports of a concern."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="reports_received",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports of a concern"),
    question=_("How many concerns for a child were told to us, by whom and about what?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received, whatever became of them"),
    by=(
        dimensions.CHANNEL,
        dimensions.REPORTER,
        dimensions.URGENCY,
        dimensions.CONCERNS,
        dimensions.DISTRICT,
        dimensions.SEX,
        dimensions.AGE_REPORTED,
        dimensions.REPORT_OUTCOME,
    ),
    zero=_("Nobody reported. That says nothing of how children are."),
    caveats=(
        _("Several reports may be about one child, and one report about several."),
        _("A report may have several concerns; they do not add up to the reports."),
    ),
    requirements=(
        "DAT-001",
        "IDN-001",
    ),
    lines=(
        2279,
        362,
    ),
    terms={"INSPIRE": "response and support services: reports received"},
)
