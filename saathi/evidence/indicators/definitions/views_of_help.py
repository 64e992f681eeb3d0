"""What children think of the help they got."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    EACH_HELP,
    FOUND_BAD,
    FOUND_GOOD,
    MISSED,
    NATIONAL,
    SEX,
)

INDICATOR = Indicator(
    name="views_of_help",
    theme=Theme.VOICE,
    title=_("What children think of help"),
    question=_("Which help do children find good, which bad, and what do they miss?"),
    unit=Unit.CHILDREN,
    basis=Basis.EVENT,
    frame="voices",
    when="said",
    among=yes("is_counted") & yes("has_case") & yes("spoke_of_help"),
    denominator=_("Children who spoke of help and let it be counted"),
    by=(SEX, AGE, NATIONAL, FOUND_GOOD, FOUND_BAD, MISSED, *EACH_HELP),
    zero=_("No child’s view of help is counted. That says nothing of how it is."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
        _("Who is helped by us may not like to say what is bad."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
