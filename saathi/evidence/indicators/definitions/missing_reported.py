"""Children who were reported missing, by the reason for the disappearance."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="missing_reported",
    theme=IndicatorTheme.MISSING,
    title=_("Children reported missing"),
    question=_("How many disappearances were reported, and what did they turn out to be?"),
    rows=counted_rows.MISSING_REPORTED,
    among=~column("why_closed").is_one_of("error", "same"),
    denominator=_("Reports of missing children, without those closed as a mistake or as the same"),
    by=(
        dimensions.MISSING_OUTCOME,
        dimensions.CIRCUMSTANCES,
        dimensions.SEX,
        dimensions.AGE_MISSING,
        dimensions.NATIONALITY_COUNTRY,
        dimensions.DISTRICT,
        dimensions.SEEKER,
    ),
    zero=_("No disappearance was reported. That says nothing of how many children are missing."),
    caveats=(
        _("Several people may report one child to several agencies."),
        _("Circumstances are as told, several for one child; they do not add up to the reports."),
        _("What a disappearance was is known for those alone who were found."),
    ),
    requirements=(
        "MIS-001",
        "MIS-007",
    ),
    lines=(
        2281,
        2287,
    ),
)
