"""Children who were asked how they lived before."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX

INDICATOR = Indicator(
    name="background_asked",
    theme=Theme.CHILDREN,
    title=_("Children asked how they lived before"),
    question=_("Of how many children is anything known of home, school and living before?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case"),
    counts=yes("has_background"),
    numerator=_("of them asked about one thing at least"),
    by=(SEX, AGE, NATIONAL),
    zero=_("No child was asked. Nothing can be said of what put children at risk."),
    caveats=(_("To be asked is not to answer: a child may choose not to say."),),
    requirements=("DAT-003", "DAT-007"),
    lines=(2289, 143),
)
