"""Children identified as trafficked."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficked_by_identification",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children identified as trafficked"),
    question=_("How many children with an act and a purpose of exploitation were identified?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("is_trafficked") & ~is_true("was_adult"),
    denominator=_(
        "Children with an act and a purpose (Palermo art. 3(c)), in the year of the first case"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.FORM,
        dimensions.PURPOSES,
        dimensions.JOURNEY,
        dimensions.SOURCE,
        dimensions.CONFIDENCE,
        dimensions.FINDING,
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
