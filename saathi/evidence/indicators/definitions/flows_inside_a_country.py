"""Trafficking routes inside a country."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import (
    CountedUnit,
    Indicator,
    IndicatorTheme,
    Responsibility,
    TimeBasis,
)
from saathi.evidence.indicators.dimensions import (
    AGE,
    DESTINATION_DISTRICT,
    DISTRICT_PAIR,
    FORM,
    ORIGIN_DISTRICT,
    SEX,
)

INDICATOR = Indicator(
    name="flows_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways inside a country"),
    question=_("Between which districts of one country are children brought?"),
    unit=CountedUnit.JOURNEYS,
    basis=TimeBasis.RECRUITMENT,
    frame="flows",
    when="recruited",
    among=is_true("is_counted") & column("kind").is_one_of("internal"),
    denominator=_("Children on a way that never leaves the country of recruitment"),
    by=(
        ORIGIN_DISTRICT,
        DESTINATION_DISTRICT,
        DISTRICT_PAIR,
        SEX,
        AGE,
        FORM,
    ),
    zero=_("No way inside the country is on record."),
    caveats=(_("Internal is said only where every place of the way is known."),),
    requirements=("FLW-005",),
    lines=(109,),
    responsibilities={
        "internal": (
            Responsibility.PREVENT,
            Responsibility.PROTECT,
            Responsibility.PROSECUTE,
            Responsibility.RECOVER,
        )
    },
)
