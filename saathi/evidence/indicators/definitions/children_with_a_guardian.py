"""Unaccompanied children who have a guardian."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_with_a_guardian",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children alone who have a guardian"),
    question=_("Does a child who was alone get a guardian?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("separated", "alone"),
    denominator=_("Children with a case who were alone, or apart from parents and guardian"),
    counts=is_true("has_guardian"),
    numerator=_("of them with a guardian who is not the head of an institution"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
    ),
    zero=_("No child who was alone has a guardian on record."),
    caveats=(_("A guardian who was appointed and not recorded is missing."),),
    requirements=("GDN-004",),
    lines=(2195,),
)
