"""Help that began within two weeks."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    DOCUMENTS_AT_REFERRAL,
    NATIONAL,
    NATIONALITY,
    SERVICE_KIND,
    SEX,
)

INDICATOR = Indicator(
    name="help_within_two_weeks",
    theme=IndicatorTheme.HELP,
    title=_("Help that began within two weeks"),
    question=_(
        "Do girls and boys, nationals and others, with and without papers, wait equally long?"
    ),
    unit=CountedUnit.REFERRALS,
    basis=TimeBasis.EVENT,
    frame="referrals",
    when="offered",
    among=~column("state").is_one_of("child_declined"),
    denominator=_("Referrals to services that the child did not decline"),
    counts=column("days_to_help").at_most(14),
    numerator=_("of them in which help began within fourteen days of the offer"),
    by=(
        SERVICE_KIND,
        DOCUMENTS_AT_REFERRAL,
        SEX,
        AGE,
        NATIONAL,
        NATIONALITY,
    ),
    zero=_("No help began within two weeks."),
    caveats=(
        _("Referrals of the last fourteen days count as not begun yet."),
        _("Caste, ethnicity, religion and ability are not told apart."),
    ),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
