"""Children who know the limits of confidentiality."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="limits_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know what cannot be kept secret"),
    question=_(
        "Was it explained to the child what a worker cannot keep to herself, and did she understand?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_limits"),
    numerator=_("of them who could say in their own words what was explained"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child could say it in her own words."),
    caveats=(_("How far she understood is judged by the worker."),),
    requirements=("GDN-009",),
    lines=(1806,),
)
