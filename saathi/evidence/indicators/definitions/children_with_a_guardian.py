"""Children alone who have a guardian."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    DISABILITY,
    NATIONAL,
    PAPERS,
    SEX,
)

INDICATOR = Indicator(
    name="children_with_a_guardian",
    theme=Theme.CHILDREN,
    title=_("Children alone who have a guardian"),
    question=_("Does a child who was alone get somebody to stand for her?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case") & column("accompanied").is_("separated", "alone"),
    denominator=_("Children with a case who were alone, or apart from parents and guardian"),
    counts=yes("has_guardian"),
    numerator=_("of them with a guardian who is not the head of an institution"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        PAPERS,
        DISABILITY,
    ),
    zero=_("No child who was alone has a guardian on record."),
    caveats=(_("A guardian who was appointed and not recorded is missing."),),
    requirements=("GDN-004",),
    lines=(2195,),
)
