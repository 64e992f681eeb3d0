"""Unaccompanied children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_unaccompanied",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children who were alone"),
    question=_("How many children had nobody with them who answers for them?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("parent", "separated", "alone"),
    denominator=_("Children with a case of whom it is known who was with them"),
    counts=column("accompanied").is_one_of("separated", "alone"),
    numerator=_("of them alone, or with relatives apart from parents and guardian"),
    by=(
        dimensions.ACCOMPANIED,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
    ),
    zero=_("Every child of whom it is known was with a parent or guardian."),
    caveats=(_("Children of whom it is not known are left out of the whole."),),
    requirements=(
        "GDN-004",
        "RTS-009",
    ),
    lines=(2195,),
)
