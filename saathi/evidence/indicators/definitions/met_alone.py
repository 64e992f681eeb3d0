"""Children who were met alone."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    DISABILITY,
    NATIONAL,
    PAPERS,
    RISK,
    SEX,
)

INDICATOR = Indicator(
    name="met_alone",
    theme=Theme.HELP,
    title=_("Children who were met alone"),
    question=_("Does somebody speak with the child without others listening?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case") & yes("was_met"),
    denominator=_("Children with a case who were met at least once"),
    counts=yes("was_met_alone"),
    numerator=_("of them met alone at least once"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        PAPERS,
        DISABILITY,
        RISK,
    ),
    zero=_("No child was met alone."),
    caveats=(_("That she was met is what the worker recorded."),),
    requirements=(
        "SRV-014",
        "GDN-009",
    ),
    lines=(198,),
)
