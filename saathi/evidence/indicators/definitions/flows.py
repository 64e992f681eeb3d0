"""Indicators of children's routes: origin, transit and destination."""

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
    title=_("Roles of countries"),
    question=_(
        "For how many children was a country the origin, transit or destination, or the "
        "only country involved?"
    ),
    rows=counted_rows.COUNTRY_ROLES_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_(
        "Children who were trafficked, counted once for each country and each role of that country"
    ),
    by=(dimensions.ROLE, dimensions.SEX, dimensions.AGE, dimensions.FORM),
    zero=_("This country does not have this role for any child on record."),
    caveats=(
        _(
            "Roles do not add up to children: for one child, several countries may have a "
            "role, and one country may have two roles."
        ),
        _("Counts of several countries are not de-duplicated across borders."),
    ),
    requirements=("FLW-001", "FLW-007", "FLW-009"),
    lines=(107, 112, 411),
    responsibilities=responsibilities_of(
        "origin", "transit", "destination", "intended", "internal"
    ),
)

FLOWS_ACROSS_BORDERS = Indicator(
    name="flows_across_borders",
    theme=IndicatorTheme.FLOWS,
    title=_("Cross-border routes"),
    question=_("To which countries and regions are children trafficked?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("cross_border"),
    denominator=_(
        "Children per route that ends in a country other than the country of recruitment"
    ),
    by=(
        dimensions.DESTINATION,
        dimensions.DESTINATION_REGION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No recorded route leads there."),
    caveats=(
        _("Planned places that were never reached are left out."),
        _("Not de-duplicated across borders."),
    ),
    requirements=("FLW-003", "FLW-004", "FLW-007"),
    lines=(321, 319),
    terms={"CTDC": "CountryOfExploitation"},
    responsibilities=responsibilities_of("origin", "destination"),
)

FLOWS_INSIDE_A_COUNTRY = Indicator(
    name="flows_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Routes within a country"),
    question=_("Between which districts of a country are children trafficked?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("internal"),
    denominator=_("Children per route within the country of recruitment"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.DESTINATION_DISTRICT,
        dimensions.DISTRICT_PAIR,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No route within the country is recorded."),
    caveats=(_("“Internal” is used only if every place on the route is known."),),
    requirements=("FLW-005",),
    lines=(109,),
    responsibilities=responsibilities_of("internal"),
)

HARMED_ON_THE_ROUTE = Indicator(
    name="harmed_on_the_route",
    theme=IndicatorTheme.FLOWS,
    title=_("Exploitation or abuse on the route"),
    question=_(
        "How many trafficked children were exploited or abused on the route, and at which stage?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & is_true("is_harm_answered"),
    denominator=_(
        "Children with a recorded act and purpose of trafficking, with a yes or no answer "
        "about harm for at least one leg of the route"
    ),
    counts=is_true("was_harmed_on_route"),
    numerator=_("of these, exploited or abused on at least one leg or where the route ended"),
    by=(dimensions.HARM_STAGE, dimensions.SEX, dimensions.AGE, dimensions.FORM, dimensions.JOURNEY),
    zero=_("No harm on a route is recorded. Children do not have to be asked."),
    caveats=(
        _("A child may be harmed at several stages; the stages do not add up to the children."),
        _("Harm does not make a country of transit a destination."),
    ),
    requirements=("DEF-026",),
    lines=(407,),
)

ORIGIN_BY_DISTRICT = Indicator(
    name="origin_by_district",
    theme=IndicatorTheme.FLOWS,
    title=_("Districts of recruitment"),
    question=_("Where are children recruited, and where is prevention needed?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_("Children per route from the place of recruitment to a place of exploitation"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.FLOW_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No recorded route begins there."),
    caveats=(
        _("A child who was brought to two places has two routes."),
        _("Home and place of recruitment may differ."),
    ),
    requirements=("FLW-008",),
    lines=(322,),
    responsibilities={"origin": (Responsibility.PREVENT,)},
)

TRAFFICKED_INSIDE_A_COUNTRY = Indicator(
    name="trafficked_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Trafficking within a country and across borders"),
    question=_("What share of trafficking does not cross a border?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("is_trafficked")
    & ~is_true("was_adult")
    & column("journey").is_known,
    denominator=_("Children with a recorded act and purpose of trafficking whose route is known"),
    counts=column("journey").is_one_of("internal", "both"),
    numerator=_(
        "of these, trafficked within one country, including those also trafficked across a border"
    ),
    by=(
        dimensions.JOURNEY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
        dimensions.NATIONALITY,
    ),
    zero=_("No child on record was trafficked within a country."),
    caveats=(_("Children whose route is not known are excluded from the denominator."),),
    requirements=("FLW-005", "DAT-010"),
    lines=(109, 354),
)

WAYS_OF_CHILDREN = Indicator(
    name="ways_of_children",
    theme=IndicatorTheme.FLOWS,
    title=_("Trafficking routes"),
    question=_(
        "Where do trafficking routes from each country lead: within the country, to other"
        " countries of the region, or to other regions?"
    ),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_(
        "Children per route from the country of recruitment to each place reached, counted "
        "once for each place"
    ),
    by=(dimensions.LEADS_TO, dimensions.SEX, dimensions.AGE, dimensions.FORM),
    zero=_("No recorded route leads there."),
    caveats=(
        _("A child who was brought to several places has several routes."),
        _("Planned places that were never reached are left out."),
        _("Not de-duplicated across borders."),
        _("“Internal” is used only if every place on the route is known."),
    ),
    requirements=("FLW-003", "FLW-004", "FLW-005", "FLW-007"),
    lines=(109, 319, 321),
    responsibilities=responsibilities_of("origin", "destination", "internal"),
)
