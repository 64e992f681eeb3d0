"""Children whose age is documented."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, NATIONALITY, SEX

INDICATOR = Indicator(
    name="ages_documented",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children whose age a document tells"),
    question=_("Of how many children does a document tell the age?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("papers").is_one_of("document"),
    numerator=_("of them with a document of age on record"),
    by=(
        SEX,
        AGE,
        NATIONALITY,
        NATIONAL,
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
