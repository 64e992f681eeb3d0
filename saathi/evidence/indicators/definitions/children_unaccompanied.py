"""Children who were alone."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import ACCOMPANIED, AGE, NATIONAL, NATIONALITY, SEX

INDICATOR = Indicator(
    name="children_unaccompanied",
    theme=Theme.CHILDREN,
    title=_("Children who were alone"),
    question=_("How many children had nobody with them who answers for them?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted")
    & yes("has_case")
    & column("accompanied").is_("parent", "separated", "alone"),
    denominator=_("Children with a case of whom it is known who was with them"),
    counts=column("accompanied").is_("separated", "alone"),
    numerator=_("of them alone, or with relatives apart from parents and guardian"),
    by=(
        ACCOMPANIED,
        SEX,
        AGE,
        NATIONALITY,
        NATIONAL,
    ),
    zero=_("Every child of whom it is known was with a parent or guardian."),
    caveats=(_("Children of whom it is not known are left out of the whole."),),
    requirements=(
        "GDN-004",
        "RTS-009",
    ),
    lines=(2195,),
)
