"""Duplicate records."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="records_of_one_child",
    theme=IndicatorTheme.CHILDREN,
    title=_("Records that are no child of their own"),
    question=_("How many records turned out to be the same child as another, or a mistake?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("has_case"),
    denominator=_("Records with a case, before any are taken out"),
    counts=~is_true("is_counted"),
    numerator=_("of them joined with another record, closed as a double, or opened in error"),
    by=(
        dimensions.RECORD_STATUS,
        dimensions.SEX,
        dimensions.AGE,
    ),
    zero=_("No record was found to be double. It may be that nobody looked."),
    caveats=(
        _("All other numbers of children leave these records out."),
        _("Pairs that nobody has decided on yet are counted as two children, and shown apart."),
    ),
    requirements=(
        "DAT-006",
        "DAT-007",
    ),
    lines=(372,),
)
