"""Visits and attempts."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="visits_made",
    theme=IndicatorTheme.HELP,
    title=_("Visits and attempts"),
    question=_("How often are children met, and where?"),
    rows=counted_rows.VISITS_MADE,
    denominator=_("Visits and attempts"),
    counts=~column("outcome").is_one_of("not_met"),
    numerator=_("of them in which the child was met"),
    by=(
        dimensions.VISIT_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child was met. An attempt counts as an attempt."),
    caveats=(_("Counts visits, not children."),),
    requirements=("SRV-014",),
    lines=(198,),
)
