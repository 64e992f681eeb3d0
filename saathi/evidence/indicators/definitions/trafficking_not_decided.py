"""Trafficked children without a decision."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficking_not_decided",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Trafficked children without a decision"),
    question=_(
        "For how many children does trafficking show from the facts, and no authority has decided?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_("Children with an act and a purpose"),
    counts=~column("layer").is_one_of("preliminary", "final"),
    numerator=_("of them without a finding of an authority"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
        dimensions.FORM,
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
