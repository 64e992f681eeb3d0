"""Cases closed, by reason."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="cases_closed",
    theme=IndicatorTheme.HELP,
    title=_("Cases closed, and why"),
    question=_("How do cases end?"),
    rows=counted_rows.CASES_CLOSED,
    denominator=_("Cases that were closed, by the year in which that was asked for"),
    counts=column("reason").is_one_of("lost_contact"),
    numerator=_("of them because contact was lost"),
    by=(
        dimensions.CLOSING_REASON,
        dimensions.EVALUATION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("Contact was lost with no child."),
    caveats=(_("Transfer, return and turning 18 close no case."),),
    requirements=(
        "CAS-011",
        "DAT-001",
    ),
    lines=(2279,),
)
