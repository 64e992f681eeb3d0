"""Sessions of support."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="support_sessions_held",
    theme=IndicatorTheme.HELP,
    title=_("Sessions of support"),
    question=_("How much support is given, by whom, and does the child come?"),
    rows=counted_rows.SESSIONS_HELD,
    denominator=_("Sessions of support, by the year they were set for"),
    counts=column("presence").is_one_of("came", "part"),
    numerator=_("of them to which the child came, wholly or for a part"),
    by=(
        dimensions.SESSION_KIND,
        dimensions.PROVIDER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child came to a session."),
    caveats=(_("Counts sessions, not children."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
