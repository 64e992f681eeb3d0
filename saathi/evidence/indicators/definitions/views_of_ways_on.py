"""Children's wishes for the next steps."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="views_of_ways_on",
    theme=IndicatorTheme.VOICE,
    title=_("How children want it to go on"),
    question=_("What do children want, and what must not happen to them?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_ways"),
    denominator=_("Children who said how it is to go on and let it be counted"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.PATHS_WANTED,
        dimensions.PATHS_REFUSED,
    ),
    zero=_("No child’s wish is counted. That says nothing of what children want."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
