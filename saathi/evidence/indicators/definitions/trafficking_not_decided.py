"""Trafficked children without a decision."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, FORM, NATIONAL, NATIONALITY, SEX

INDICATOR = Indicator(
    name="trafficking_not_decided",
    theme=Theme.TRAFFICKING,
    title=_("Trafficked children without a decision"),
    question=_(
        "For how many children does trafficking show from the facts, and no authority has decided?"
    ),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("is_trafficked") & ~yes("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=~column("layer").is_("preliminary", "final"),
    numerator=_("of them without a finding of an authority"),
    by=(
        SEX,
        AGE,
        NATIONALITY,
        NATIONAL,
        FORM,
    ),
    zero=_("An authority decided for every such child."),
    caveats=(_("No child has to wait for a decision before she is helped."),),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: PossibleVictim"},
)
