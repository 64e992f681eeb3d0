"""Missing children who were found and got a case within a week."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="missing_case_in_a_week",
    theme=IndicatorTheme.MISSING,
    title=_("Found children with a case within a week"),
    question=_("How many missing children who were found had a case within seven days of it?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("outcome").is_known,
    denominator=_("Reports of missing children who were found"),
    counts=column("days_to_case").at_most(7),
    numerator=_("of them with a case by the seventh day after they were found, or before"),
    by=(
        dimensions.MISSING_OUTCOME,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.DISTRICT,
    ),
    zero=_("No child who was found had a case within a week."),
    caveats=(
        _("A case counts where somebody who reads both records said that it is the same child."),
        _("Not every child who comes back needs a case; whoever does has a right to it."),
    ),
    requirements=("MIS-006",),
    lines=(375,),
)
