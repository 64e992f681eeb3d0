"""Children who know what cannot be kept secret."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX

INDICATOR = Indicator(
    name="limits_explained",
    theme=Theme.VOICE,
    title=_("Children who know what cannot be kept secret"),
    question=_(
        "Was it explained to the child what a worker cannot keep to herself, and did she understand?"
    ),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case"),
    counts=yes("knows_limits"),
    numerator=_("of them who could say in their own words what was explained"),
    by=(
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No child could say it in her own words."),
    caveats=(_("How far she understood is judged by the worker."),),
    requirements=("GDN-009",),
    lines=(1806,),
)
