"""Children by nationality and papers."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, NATIONALITY_COUNTRY, PAPERS, SEX

INDICATOR = Indicator(
    name="children_by_nationality",
    theme=Theme.CHILDREN,
    title=_("Children by nationality and papers"),
    question=_("Are children without nationality or papers reached as others are?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case"),
    counts=column("nationality").is_("stateless", "disputed") | ~column("nationality").is_known,
    numerator=_("of them stateless, of disputed nationality, or of none that is known"),
    by=(
        NATIONALITY_COUNTRY,
        PAPERS,
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
