"""Help that began within two weeks."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    HAS_PAPERS,
    NATIONAL,
    NATIONALITY,
    SERVICE,
    SEX,
)

INDICATOR = Indicator(
    name="help_within_two_weeks",
    theme=Theme.HELP,
    title=_("Help that began within two weeks"),
    question=_(
        "Do girls and boys, nationals and others, with and without papers, wait equally long?"
    ),
    unit=Unit.REFERRALS,
    basis=Basis.EVENT,
    frame="referrals",
    when="offered",
    among=~column("state").is_("child_declined"),
    denominator=_("Referrals to services that the child did not decline"),
    counts=column("days_to_help").at_most(14),
    numerator=_("of them in which help began within fourteen days of the offer"),
    by=(
        SERVICE,
        HAS_PAPERS,
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
