"""Children by the year they were recruited."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE_RECRUITED,
    FORM,
    JOURNEY,
    NATIONALITY,
    PURPOSES,
    SEX,
)

INDICATOR = Indicator(
    name="trafficked_by_recruitment",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children by the year they were recruited"),
    question=_("When were the children recruited whom we know of by now?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.RECRUITMENT,
    frame="children",
    when="recruited",
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose, in the year of the first recruitment"),
    by=(
        SEX,
        AGE_RECRUITED,
        NATIONALITY,
        FORM,
        PURPOSES,
        JOURNEY,
    ),
    zero=_("No child on record was recruited in that year. More may come to be known."),
    caveats=(_("Recent years are never complete: children are found years later."),),
    requirements=(
        "DAT-004",
        "DAT-002",
    ),
    lines=(
        2291,
        2287,
    ),
    terms={"HTCDS": "AgeWhenTrafficked", "CTDC": "majorityStatusAtExploit"},
)
