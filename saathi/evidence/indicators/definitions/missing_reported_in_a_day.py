"""Disappearances that were reported by the next day."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE_MISSING, DISTRICT, SEEKER, SEX

INDICATOR = Indicator(
    name="missing_reported_in_a_day",
    theme=IndicatorTheme.MISSING,
    title=_("Disappearances reported by the next day"),
    question=_("How many disappearances were reported within a day?"),
    unit=CountedUnit.MISSING,
    basis=TimeBasis.REPORT,
    frame="missing",
    when="told",
    among=~column("why_closed").is_one_of("error", "same") & column("days_to_report").is_known,
    denominator=_("Reports of missing children of which the day of the disappearance is known"),
    counts=column("days_to_report").at_most(1),
    numerator=_("of them reported on the same day or the next"),
    by=(
        SEEKER,
        SEX,
        AGE_MISSING,
        DISTRICT,
    ),
    zero=_("No disappearance was reported by the next day."),
    caveats=(_("The first day on which a child may have disappeared counts."),),
    requirements=("MIS-006",),
    lines=(375,),
)
