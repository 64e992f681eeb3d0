"""Children by the year they were recruited."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficked_by_recruitment",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children by the year they were recruited"),
    question=_("When were the children recruited whom we know of by now?"),
    rows=counted_rows.CHILDREN_BY_RECRUITMENT,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose, in the year of the first recruitment"),
    by=(
        dimensions.SEX,
        dimensions.AGE_RECRUITED,
        dimensions.NATIONALITY,
        dimensions.FORM,
        dimensions.PURPOSES,
        dimensions.JOURNEY,
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
