"""Withdrawn consents."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="consents_taken_back",
    theme=IndicatorTheme.VOICE,
    title=_("Consents that were taken back"),
    question=_("Do children use their right to take a consent back?"),
    rows=counted_rows.CONSENTS_GIVEN,
    among=column("basis").is_one_of("consent", "assent"),
    denominator=_("Consents and assents of children, by the year they were given"),
    counts=is_true("is_withdrawn"),
    numerator=_("of them taken back by now"),
    by=(
        dimensions.BASIS,
        dimensions.CONSENT_ANSWER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No consent was taken back. It may be that children do not know that they may."),
    caveats=(_("A child has several consents."),),
    requirements=("GDN-001",),
    lines=(1806,),
)
