"""Children by nationality and documentation."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, AGE_DOCUMENTATION, NATIONALITY_COUNTRY, SEX

INDICATOR = Indicator(
    name="children_by_nationality",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children by nationality and papers"),
    question=_("Are children without nationality or papers reached as others are?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("nationality").is_one_of("stateless", "disputed")
    | ~column("nationality").is_known,
    numerator=_("of them stateless, of disputed nationality, or of none that is known"),
    by=(
        NATIONALITY_COUNTRY,
        AGE_DOCUMENTATION,
        SEX,
        AGE,
    ),
    zero=_("Of every child a nationality is on record."),
    caveats=(
        _("Nationality is neither origin nor home."),
        _(
            "Caste, ethnicity, religion and ability are not recorded yet: equity by them cannot be told."
        ),
    ),
    requirements=(
        "RTS-009",
        "RTS-004",
    ),
    lines=(2195,),
)
