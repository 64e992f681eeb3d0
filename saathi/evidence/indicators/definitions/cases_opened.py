"""Cases opened."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, NATIONALITY, RISK, SEX

INDICATOR = Indicator(
    name="cases_opened",
    theme=IndicatorTheme.HELP,
    title=_("Cases opened"),
    question=_("How many cases were opened?"),
    unit=CountedUnit.CASES,
    basis=TimeBasis.EVENT,
    frame="cases",
    when="opened",
    among=~column("closing_reason").is_one_of("opened_in_error"),
    denominator=_("Cases, by the year they were opened; those opened in error left out"),
    by=(
        RISK,
        SEX,
        AGE,
        NATIONAL,
        NATIONALITY,
    ),
    zero=_("No case was opened."),
    caveats=(_("A child may have several cases."),),
    requirements=("DAT-001",),
    lines=(2279,),
)
