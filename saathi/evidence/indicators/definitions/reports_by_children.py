"""Reports made by children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="reports_by_children",
    theme=IndicatorTheme.REPORTS,
    title=_("Reports made by children"),
    question=_("How often does a child report for herself or for another child?"),
    rows=counted_rows.REPORTS_RECEIVED,
    denominator=_("Reports received"),
    counts=column("reporter_kind").is_one_of("child", "another_child"),
    numerator=_("of them reported by a child"),
    by=(
        dimensions.CHANNEL,
        dimensions.DISTRICT,
        dimensions.SEX,
    ),
    zero=_("No report came from a child. It may be that children do not know the way."),
    caveats=(_("Who did not wish to be named may have been a child."),),
    requirements=(
        "IDN-004",
        "CHP-001",
    ),
    lines=(2279,),
)
