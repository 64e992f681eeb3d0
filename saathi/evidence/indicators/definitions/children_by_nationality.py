"""Children by nationality and documentation."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_by_nationality",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children by nationality and papers"),
    question=_("Are children without nationality or papers reached as others are?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("nationality").is_one_of("stateless", "disputed")
    | ~column("nationality").is_known,
    numerator=_("of them stateless, of disputed nationality, or of none that is known"),
    by=(
        dimensions.NATIONALITY_COUNTRY,
        dimensions.AGE_DOCUMENTATION,
        dimensions.SEX,
        dimensions.AGE,
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
