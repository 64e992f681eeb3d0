"""Children who know their rights and legal help."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="rights_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know their rights and legal help"),
    question=_("Was the child told of her rights and of legal help, and did she understand?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_rights"),
    numerator=_("of them told of rights or legal help, who could say it in their own words"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No child was told so that she could say it in her own words."),
    caveats=(_("How far she understood is judged by the worker."),),
    requirements=(
        "INF-008",
        "RTS-009",
    ),
    lines=(998,),
)
