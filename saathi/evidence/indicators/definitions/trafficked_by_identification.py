"""Children identified as trafficked."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    CONFIDENCE,
    FINDING,
    FORM,
    JOURNEY,
    NATIONALITY,
    PURPOSES,
    SEX,
    SOURCE,
)

INDICATOR = Indicator(
    name="trafficked_by_identification",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children identified as trafficked"),
    question=_("How many children with an act and a purpose of exploitation were identified?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_(
        "Children with an act and a purpose (Palermo art. 3(c)), in the year of the first case"
    ),
    by=(
        SEX,
        AGE,
        NATIONALITY,
        FORM,
        PURPOSES,
        JOURNEY,
        SOURCE,
        CONFIDENCE,
        FINDING,
    ),
    zero=_("No child of whom this is on record. Children whom nobody found are not in it."),
    caveats=(
        _("Only what was recorded is counted: where less is looked for, less is found."),
        _("A reading of the recorded facts, beside the finding of an authority."),
        _("SDG 16.2.2 is a rate per 100,000 residents; this is its count for children."),
    ),
    requirements=(
        "DAT-002",
        "DAT-010",
        "DAT-004",
    ),
    lines=(
        2287,
        2291,
        354,
    ),
    terms={
        "SDG": "16.2.2, numerator: detected victims of trafficking under 18 (VC_HTF_DETV)",
        "HTCDS": "TypeOfExploitation",
        "CTDC": "isForcedLabour, isSexualExploit, isOtherExploit",
    },
)
