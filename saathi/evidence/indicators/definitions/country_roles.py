"""The roles of each country for a child."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme, responsibilities_of

INDICATOR = Indicator(
    name="country_roles",
    theme=IndicatorTheme.FLOWS,
    title=_("What each country was to a child"),
    question=_(
        "For how many children was a country origin, transit, destination, or all inside it?"
    ),
    rows=counted_rows.COUNTRY_ROLES_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_("Children who were trafficked, once for each country and each role it had"),
    by=(
        dimensions.ROLE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
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
    responsibilities=responsibilities_of(
        "origin", "transit", "destination", "intended", "internal"
    ),
)
