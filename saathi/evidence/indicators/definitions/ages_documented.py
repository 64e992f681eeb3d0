"""Children whose age is documented."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="ages_documented",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children whose age a document tells"),
    question=_("Of how many children does a document tell the age?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("papers").is_one_of("document"),
    numerator=_("of them with a document of age on record"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
    ),
    zero=_("No document of age is on record. Children are believed all the same."),
    caveats=(
        _("A document may be wrong, imposed or forged."),
        _("No child is refused anything for want of a document."),
    ),
    requirements=(
        "RTS-009",
        "IDN-012",
    ),
    lines=(2195,),
)
