"""Origin, transit, destination, internal: Box 1.1 of the report as a table of routes."""

import dataclasses

import pytest

from saathi.infra.route_countries import AT_SEA
from saathi.protection.identification.trafficking.rules import EpisodeFacts, find_country_roles
from saathi.protection.identification.trafficking.vocabulary import CountryRole, LegHarm
from tests.protection.identification.trafficking.stories import (
    brought_to,
    meant_for,
    story,
    through,
)

ORIGIN, TRANSIT, DESTINATION, INTENDED, INTERNAL = CountryRole


def route(recruited: str | None, *legs: object) -> EpisodeFacts:
    return story(recruited=recruited, legs=legs)  # type: ignore[arg-type]


# the route | the facts | origin | destinations | transit | internal | cross-border | back at origin
ROUTES = [
    ("Nepal to India", route("NPL", brought_to("IND")), "NPL", ["IND"], [], False, True, False),
    ("Cox's Bazar to Dhaka (story 3)", route("BGD", brought_to("BGD")), "BGD", ["BGD"], [], True, False, False),
    ("Bangladeshi child recruited in Kolkata, brought to Mumbai (story 4)", route("IND", brought_to("IND")), "IND", ["IND"], [], True, False, False),
    ("Bangladesh through India to Pakistan", route("BGD", through("IND"), brought_to("PAK")), "BGD", ["PAK"], ["IND"], False, True, False),
    ("abused in transit through India: India stays transit", route("BGD", through("IND", harm=LegHarm.THERE), brought_to("PAK")), "BGD", ["PAK"], ["IND"], False, True, False),
    ("sold on: a second destination", route("NPL", brought_to("IND"), brought_to("ARE")), "NPL", ["IND", "ARE"], [], False, True, False),
    ("sold on inside country of destination", route("NPL", brought_to("IND"), brought_to("IND")), "NPL", ["IND"], [], False, True, False),
    ("exploited in Nepal, then moved to India: both", route("NPL", brought_to("NPL"), brought_to("IND")), "NPL", ["NPL", "IND"], [], True, True, False),
    ("India through Nepal back to India", route("IND", through("NPL"), brought_to("IND")), "IND", ["IND"], ["NPL"], False, True, True),
    ("exploited at home, sent abroad and brought back: both", route("NPL", brought_to("NPL"), through("IND"), brought_to("NPL")), "NPL", ["NPL"], ["IND"], True, True, True),
    ("recruited in a third country", route("MYS", brought_to("IND")), "MYS", ["IND"], [], False, True, False),
    ("recruited at sea", route(AT_SEA, brought_to("MYS")), None, ["MYS"], [], False, True, False),
    ("taken over the sea", route("BGD", through(AT_SEA), brought_to("MYS")), "BGD", ["MYS"], [], False, True, False),
    ("stopped in India in transit to the Gulf", route("NPL", through("IND"), meant_for("ARE")), "NPL", [], ["IND"], False, True, False),
    ("stopped at home before the border", route("NPL", meant_for("IND")), "NPL", [], [], False, False, False),
    ("stopped just behind the border of the intended country", route("NPL", through("IND"), meant_for("IND")), "NPL", [], [], False, True, False),
    ("nobody knows where she was recruited", route(None, brought_to("IND")), None, ["IND"], [], False, False, False),
    ("recruitment not known, first seen leaving Nepal", route(None, brought_to("IND", from_country="NPL")), None, ["IND"], [], False, True, False),
    ("a place in transit is not known: internal is not claimed", route("PAK", through(None), brought_to("PAK")), "PAK", ["PAK"], [], False, False, False),
    ("destination not known", route("LKA", brought_to(None)), "LKA", [], [], False, False, False),
    ("a gap in the route, told by where a leg began", route("BGD", through("IND"), brought_to("SAU", from_country="ARE")), "BGD", ["SAU"], ["IND", "ARE"], False, True, False),
    ("nothing known", EpisodeFacts(), None, [], [], False, False, False),
]  # fmt: skip


@pytest.mark.requirement("DEF-018")
@pytest.mark.requirement("DEF-020")
@pytest.mark.requirement("DEF-021")
@pytest.mark.requirement("DEF-022")
@pytest.mark.requirement("DEF-023")
@pytest.mark.parametrize(("facts", "origin", "destinations", "transit", "internal", "cross_border", "returns"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES])  # fmt: skip
def test_country_roles_of_routes(
    facts: EpisodeFacts,
    origin: str | None,
    destinations: list[str],
    transit: list[str],
    internal: bool,
    cross_border: bool,
    returns: bool,
) -> None:
    roles = find_country_roles(facts)
    assert roles.origin == origin
    assert list(roles.destinations) == destinations
    assert list(roles.transit) == transit
    assert (roles.internal, roles.cross_border) == (internal, cross_border)
    assert roles.returns_to_origin is returns


@pytest.mark.parametrize(
    ("facts", "intended"),
    [
        (route("NPL", through("IND"), meant_for("ARE")), ["ARE"]),
        (route("NPL", meant_for("IND")), ["IND"]),
        (route("NPL", brought_to("IND"), meant_for("IND")), []),
        (route("NPL", brought_to("IND")), []),
    ],
)
def test_a_destination_never_reached_is_intended_only(
    facts: EpisodeFacts, intended: list[str]
) -> None:
    assert list(find_country_roles(facts).intended) == intended


@pytest.mark.parametrize(
    ("facts", "warns"),
    [
        (route("NPL", brought_to("IND")), False),
        (route(None, brought_to("IND")), True),
        (route("NPL", through(None), brought_to("IND")), True),
    ],
)
def test_unknown_place_is_marked_in_country_roles(facts: EpisodeFacts, warns: bool) -> None:
    assert find_country_roles(facts).has_unknown_places is warns


@pytest.mark.requirement("DEF-024")
def test_internal_trafficking_makes_a_country_origin_and_destination() -> None:
    roles = find_country_roles(route("BGD", brought_to("BGD"))).by_country()
    assert roles == {"BGD": {ORIGIN, DESTINATION, INTERNAL}}


@pytest.mark.requirement("DEF-019")
@pytest.mark.requirement("DEF-025")
def test_neither_nationality_nor_home_nor_status_is_asked() -> None:
    """Story 4: nationality Bangladesh, origin India, internal to India, by the route alone."""
    fields = {field.name for field in dataclasses.fields(EpisodeFacts)}
    assert not {"nationality", "home", "residence", "status", "citizenship"} & fields
    roles = find_country_roles(route("IND", brought_to("IND")))
    assert (roles.origin, roles.internal) == ("IND", True)


def test_returning_over_a_border_is_origin_and_destination_but_not_internal() -> None:
    found = find_country_roles(route("IND", through("NPL"), brought_to("IND"))).by_country()
    assert found == {"IND": {ORIGIN, DESTINATION}, "NPL": {TRANSIT}}
