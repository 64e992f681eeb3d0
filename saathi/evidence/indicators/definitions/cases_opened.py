"""Cases opened."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="cases_opened",
    theme=IndicatorTheme.HELP,
    title=_("Cases opened"),
    question=_("How many cases were opened?"),
    rows=counted_rows.CASES_OPENED,
    among=~column("closing_reason").is_one_of("opened_in_error"),
    denominator=_("Cases, by the year they were opened; those opened in error left out"),
    by=(
        dimensions.RISK,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No case was opened."),
    caveats=(_("A child may have several cases."),),
    requirements=("DAT-001",),
    lines=(2279,),
)
