"""Time limits kept."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, HAPPENING, NATIONAL, SEX

INDICATOR = Indicator(
    name="limits_kept",
    theme=Theme.LAW,
    title=_("Time limits kept"),
    question=_("Are the times that the law sets kept?"),
    unit=Unit.LIMITS,
    basis=Basis.EVENT,
    frame="limits",
    when="happened",
    denominator=_("Time limits that ran, by the year of what started them"),
    counts=yes("is_in_time"),
    numerator=_("of them met in time"),
    by=(
        HAPPENING,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No time limit was kept."),
    caveats=(_("Limits that still run count as not met yet."),),
    requirements=(
        "AUT-006",
        "SRV-014",
    ),
    lines=(198,),
)
