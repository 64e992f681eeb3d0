"""Disappearances that were reported by the next day."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="missing_reported_in_a_day",
    theme=IndicatorTheme.MISSING,
    title=_("Disappearances reported by the next day"),
    question=_("How many disappearances were reported within a day?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same") & column("days_to_report").is_known,
    denominator=_("Reports of missing children of which the day of the disappearance is known"),
    counts=column("days_to_report").at_most(1),
    numerator=_("of them reported on the same day or the next"),
    by=(
        dimensions.SEEKER,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.DISTRICT,
    ),
    zero=_("No disappearance was reported by the next day."),
    caveats=(_("The first day on which a child may have disappeared counts."),),
    requirements=("MIS-006",),
    lines=(375,),
)
