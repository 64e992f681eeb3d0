"""Indicators of the ways of children: from where, through where, to where."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import (
    Indicator,
    IndicatorTheme,
    Responsibility,
    responsibilities_of,
)

COUNTRY_ROLES = Indicator(
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

FLOWS_ACROSS_BORDERS = Indicator(
    name="flows_across_borders",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways across borders"),
    question=_("Into which countries and regions are children brought?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("cross_border"),
    denominator=_("Children on a way that ends in another country than the one of recruitment"),
    by=(
        dimensions.DESTINATION,
        dimensions.DESTINATION_REGION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record leads there."),
    caveats=(
        _("Places that were planned and never reached are left out."),
        _("Not de-duplicated across borders."),
    ),
    requirements=(
        "FLW-003",
        "FLW-004",
        "FLW-007",
    ),
    lines=(
        321,
        319,
    ),
    terms={"CTDC": "CountryOfExploitation"},
    responsibilities=responsibilities_of("origin", "destination"),
)

FLOWS_INSIDE_A_COUNTRY = Indicator(
    name="flows_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways inside a country"),
    question=_("Between which districts of one country are children brought?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("internal"),
    denominator=_("Children on a way that never leaves the country of recruitment"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.DESTINATION_DISTRICT,
        dimensions.DISTRICT_PAIR,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way inside the country is on record."),
    caveats=(_("Internal is said only where every place of the way is known."),),
    requirements=("FLW-005",),
    lines=(109,),
    responsibilities=responsibilities_of("internal"),
)

ORIGIN_BY_DISTRICT = Indicator(
    name="origin_by_district",
    theme=IndicatorTheme.FLOWS,
    title=_("Districts of recruitment"),
    question=_("Where are children recruited, so that prevention goes there?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_("Children on a way from the place of recruitment to a place of exploitation"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.FLOW_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record begins there."),
    caveats=(
        _("A child who was brought to two places is on two ways."),
        _("Home and place of recruitment may differ."),
    ),
    requirements=("FLW-008",),
    lines=(322,),
    responsibilities={"origin": (Responsibility.PREVENT,)},
)

TRAFFICKED_INSIDE_A_COUNTRY = Indicator(
    name="trafficked_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Trafficking inside a country and across borders"),
    question=_("Which part of trafficking never crosses a border?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & column("journey").is_known,
    denominator=_("Children with an act and a purpose whose route is known"),
    counts=column("journey").is_one_of("internal", "both"),
    numerator=_("of them trafficked inside one country, alone or also across a border"),
    by=(
        dimensions.JOURNEY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.NATIONALITY,
    ),
    zero=_("No child on record was trafficked inside a country."),
    caveats=(_("Children whose route is not known are left out of the whole."),),
    requirements=(
        "FLW-005",
        "DAT-010",
    ),
    lines=(
        109,
        354,
    ),
)

WAYS_OF_CHILDREN = Indicator(
    name="ways_of_children",
    theme=IndicatorTheme.FLOWS,
    title=_("From where to where"),
    question=_(
        "Where do the ways of children lead from each country: inside it, into other countries of "
        "the region, into other regions?"
    ),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_(
        "Children on a way from the country of recruitment to a place that was reached, once for "
        "each place"
    ),
    by=(
        dimensions.LEADS_TO,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record leads there."),
    caveats=(
        _("A child who was brought to several places is on several ways."),
        _("Places that were planned and never reached are left out."),
        _("Not de-duplicated across borders."),
        _("Internal is said only where every place of the way is known."),
    ),
    requirements=(
        "FLW-003",
        "FLW-004",
        "FLW-005",
        "FLW-007",
    ),
    lines=(
        109,
        319,
        321,
    ),
    responsibilities=responsibilities_of("origin", "destination", "internal"),
)
