"""Children's views of the help they received."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="views_of_help",
    theme=IndicatorTheme.VOICE,
    title=_("What children think of help"),
    question=_("Which help do children find good, which bad, and what do they miss?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_help"),
    denominator=_("Children who spoke of help and let it be counted"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.HELP_FOUND_GOOD,
        dimensions.HELP_FOUND_BAD,
        dimensions.HELP_MISSED,
        *dimensions.HELP_DIMENSIONS,
    ),
    zero=_("No child’s view of help is counted. That says nothing of how it is."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
        _("Who is helped by us may not like to say what is bad."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
