"""Children who were trafficked again."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, FORM, JOURNEY, SEX

INDICATOR = Indicator(
    name="trafficked_again",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were trafficked again"),
    question=_("How many children were recruited again after an escape or return?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=column("episodes").at_least(2),
    numerator=_("of them with more than one such episode"),
    by=(
        SEX,
        AGE,
        FORM,
        JOURNEY,
    ),
    zero=_("Of no child a second episode is on record. It may not have been asked for."),
    caveats=(_("An onward sale is a further leg of one episode and does not count."),),
    requirements=(
        "REI-004",
        "FLW-006",
    ),
    lines=(
        1382,
        425,
    ),
)
