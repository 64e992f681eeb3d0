"""Indicators of what children were informed about and understood."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

LIMITS_EXPLAINED = Indicator(
    name="limits_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know the limits of confidentiality"),
    question=_(
        "Were the limits of confidentiality explained to the child, and did the child "
        "understand them?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_limits"),
    numerator=_("of these, able to explain the limits in their own words"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No child could explain the limits in their own words."),
    caveats=(_("The worker judges how far the child understood."),),
    requirements=("GDN-009",),
    lines=(1806,),
)

RIGHTS_EXPLAINED = Indicator(
    name="rights_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know their rights and how to get legal help"),
    question=_(
        "Was the child informed about their rights and legal help, and did the child understand?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_rights"),
    numerator=_(
        "of these, informed about rights or legal help and able to explain them in their own words"
    ),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL, dimensions.NATIONALITY),
    zero=_("No child was informed and able to explain their rights in their own words."),
    caveats=(_("The worker judges how far the child understood."),),
    requirements=("INF-008", "RTS-009"),
    lines=(998,),
)
