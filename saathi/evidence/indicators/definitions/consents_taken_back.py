"""Withdrawn consents."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, BASIS, CONSENT_ANSWER, NATIONAL, SEX

INDICATOR = Indicator(
    name="consents_taken_back",
    theme=IndicatorTheme.VOICE,
    title=_("Consents that were taken back"),
    question=_("Do children use their right to take a consent back?"),
    unit=CountedUnit.CONSENTS,
    basis=TimeBasis.DECISION,
    frame="consents",
    when="given",
    among=column("basis").is_one_of("consent", "assent"),
    denominator=_("Consents and assents of children, by the year they were given"),
    counts=is_true("is_withdrawn"),
    numerator=_("of them taken back by now"),
    by=(
        BASIS,
        CONSENT_ANSWER,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No consent was taken back. It may be that children do not know that they may."),
    caveats=(_("A child has several consents."),),
    requirements=("GDN-001",),
    lines=(1806,),
)
