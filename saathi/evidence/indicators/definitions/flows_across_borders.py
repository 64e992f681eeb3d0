"""Trafficking routes across borders."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import (
    CountedUnit,
    Indicator,
    IndicatorTheme,
    Responsibility,
    TimeBasis,
)
from saathi.evidence.indicators.dimensions import AGE, DESTINATION, DESTINATION_REGION, FORM, SEX

INDICATOR = Indicator(
    name="flows_across_borders",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways across borders"),
    question=_("Into which countries and regions are children brought?"),
    unit=CountedUnit.JOURNEYS,
    basis=TimeBasis.RECRUITMENT,
    frame="flows",
    when="recruited",
    among=is_true("is_counted") & column("kind").is_one_of("cross_border"),
    denominator=_("Children on a way that ends in another country than the one of recruitment"),
    by=(
        DESTINATION,
        DESTINATION_REGION,
        SEX,
        AGE,
        FORM,
    ),
    zero=_("No way on record leads there."),
    caveats=(
        _("Places that were planned and never reached are left out."),
        _("Not de-duplicated across borders."),
    ),
    requirements=(
        "FLW-003",
        "FLW-004",
        "FLW-007",
    ),
    lines=(
        321,
        319,
    ),
    terms={"CTDC": "CountryOfExploitation"},
    responsibilities={
        "origin": (
            Responsibility.PREVENT,
            Responsibility.RECOVER,
        ),
        "destination": (
            Responsibility.PROTECT,
            Responsibility.PROSECUTE,
            Responsibility.RECOVER,
        ),
    },
)
