"""Sessions of support."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, FORM, NATIONAL, PROVIDER, SESSION_KIND, SEX

INDICATOR = Indicator(
    name="support_sessions_held",
    theme=IndicatorTheme.HELP,
    title=_("Sessions of support"),
    question=_("How much support is given, by whom, and does the child come?"),
    unit=CountedUnit.SESSIONS,
    basis=TimeBasis.EVENT,
    frame="sessions",
    when="held",
    denominator=_("Sessions of support, by the year they were set for"),
    counts=column("presence").is_one_of("came", "part"),
    numerator=_("of them to which the child came, wholly or for a part"),
    by=(
        SESSION_KIND,
        PROVIDER,
        SEX,
        AGE,
        NATIONAL,
        FORM,
    ),
    zero=_("No child came to a session."),
    caveats=(_("Counts sessions, not children."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
