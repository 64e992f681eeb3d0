"""Children who were trafficked again."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficked_again",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children who were trafficked again"),
    question=_("How many children were recruited again after an escape or return?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=column("episodes").at_least(2),
    numerator=_("of them with more than one such episode"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.JOURNEY,
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
