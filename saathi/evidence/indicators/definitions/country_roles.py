"""The roles of each country for a child."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import (
    CountedUnit,
    Indicator,
    IndicatorTheme,
    Responsibility,
    TimeBasis,
)
from saathi.evidence.indicators.dimensions import AGE, FORM, ROLE, SEX

INDICATOR = Indicator(
    name="country_roles",
    theme=IndicatorTheme.FLOWS,
    title=_("What each country was to a child"),
    question=_(
        "For how many children was a country origin, transit, destination, or all inside it?"
    ),
    unit=CountedUnit.CHILD_ROLES,
    basis=TimeBasis.RECRUITMENT,
    frame="roles",
    when="recruited",
    among=is_true("is_counted"),
    denominator=_("Children who were trafficked, once for each country and each role it had"),
    by=(
        ROLE,
        SEX,
        AGE,
        FORM,
    ),
    zero=_("The country had this role for no child on record."),
    caveats=(
        _(
            "Roles do not add up to children: a child gives several countries a role, one inside it two."
        ),
        _("Counts of several countries are not de-duplicated across borders."),
    ),
    requirements=(
        "FLW-001",
        "FLW-007",
        "FLW-009",
    ),
    lines=(
        107,
        112,
        411,
    ),
    responsibilities={
        "origin": (
            Responsibility.PREVENT,
            Responsibility.RECOVER,
        ),
        "transit": (
            Responsibility.PROTECT,
            Responsibility.PROSECUTE,
        ),
        "destination": (
            Responsibility.PROTECT,
            Responsibility.PROSECUTE,
            Responsibility.RECOVER,
        ),
        "intended": (
            Responsibility.PREVENT,
            Responsibility.PROTECT,
        ),
        "internal": (
            Responsibility.PREVENT,
            Responsibility.PROTECT,
            Responsibility.PROSECUTE,
            Responsibility.RECOVER,
        ),
    },
)
