"""When facts may go to another country, what a protocol contains, and that an answer decides nothing."""

import datetime as dt
from typing import Any

import pytest

from saathi.agencies import configuration_rules as agency_rules
from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
    parse_protocol,
)
from saathi.protection.returns.borders import rules
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    EnquiryRoute,
    FearOfAuthority,
)

DAY = dt.date(2026, 3, 2)
TEXT = """
with = IND
partner = Focal point in Patna
agreed_on = 2026-01-15
ends_on = 2026-12-31
may_ask = who, family
may_go = age, languages, clues
"""


def agreed_protocol(text: str = TEXT, version: int = 1) -> CountryProtocol:
    body, mistakes = agency_rules.parse_configuration("protocol", text)
    assert not mistakes
    protocol = parse_protocol("patna", version, body)
    assert protocol is not None
    return protocol


def disclosure(**values: Any) -> rules.CrossBorderDisclosureFacts:
    usual = {"facts": [ProtocolShareableFact.AGE], "fear": FearOfAuthority.NONE, "child_view": ChildViewOnEnquiry.AGREES,
             "best": "She wants to find her aunt.", "rests_on_consent": True}  # fmt: skip
    return rules.CrossBorderDisclosureFacts(**(usual | values))


def codes(reasons: Any) -> set[str]:
    return {reason.code for reason in reasons}


def test_a_protocol_is_read_from_its_lines() -> None:
    protocol = agreed_protocol()
    assert protocol.country == "IND"
    assert protocol.may_ask == {ProtocolQuestion.WHO, ProtocolQuestion.FAMILY}
    assert protocol.may_go == {
        ProtocolShareableFact.AGE,
        ProtocolShareableFact.LANGUAGES,
        ProtocolShareableFact.CLUES,
    }
    assert protocol.answer_days == 30


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("with = India", "three-letter country code"),
        ("agreed_on = last spring", "year-month-day"),
        ("may_go = age, photograph", "Enter one or more of these codes, separated by commas:"),
        ("answer_days = 0", "whole number"),
        ("returns = yes", "This line is not allowed in a protocol"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, mistake: str) -> None:
    _body, mistakes = agency_rules.parse_configuration("protocol", line)
    assert any(mistake in str(problem) for problem in mistakes), mistakes


def test_incomplete_protocol_is_not_accepted() -> None:
    _body, mistakes = agency_rules.parse_configuration("protocol", "with = IND\npartner = Somebody")
    assert {str(problem) for problem in mistakes} == {
        "The line “agreed_on” is missing.",
        "The line “may_ask” is missing.",
        "The line “may_go” is missing.",
    }
    assert parse_protocol("patna", 1, {"with": "IND"}) is None


@pytest.mark.parametrize(
    ("told", "against"),
    [
        ({}, set()),
        ({"child_view": ChildViewOnEnquiry.IN_PART}, set()),
        ({"child_view": ChildViewOnEnquiry.TOO_YOUNG}, set()),
        ({"child_view": ChildViewOnEnquiry.REFUSES}, {"child_view"}),
        ({"child_view": None}, {"child_view"}),
        ({"is_silent": True}, {"child_view"}),
        ({"fear": FearOfAuthority.NOT_ASKED}, {"fear"}),
        ({"fear": FearOfAuthority.FEARS}, {"fear"}),
        ({"facts": [ProtocolShareableFact.NAMES]}, {"facts"}),  # not in the protocol
        ({"facts": []}, {"facts"}),
        ({"clues": "A white temple"}, {"clues"}),  # not chosen
        ({"clues": "A white temple", "facts": [ProtocolShareableFact.CLUES]}, set()),
        ({"rests_on_consent": False}, {"consent"}),
        ({"best": " "}, {"best"}),
    ],
)
def test_reasons_against_disclosure_across_the_border(
    told: dict[str, Any], against: set[str]
) -> None:
    assert (
        codes(rules.reasons_against_disclosure(disclosure(**told), agreed_protocol(), on=DAY))
        == against
    )


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (dt.date(2026, 1, 14), False),
        (dt.date(2026, 1, 15), True),
        (dt.date(2026, 12, 31), True),
        (dt.date(2027, 1, 1), False),
    ],
)
def test_nothing_goes_outside_the_days_of_the_protocol(day: dt.date, *, holds: bool) -> None:
    reasons = codes(rules.reasons_against_disclosure(disclosure(), agreed_protocol(), on=day))
    assert reasons == (set() if holds else {"protocol"})


def test_nothing_goes_without_a_protocol() -> None:
    assert "protocol" in codes(rules.reasons_against_disclosure(disclosure(), None, on=DAY))


@pytest.mark.parametrize(
    ("direction", "state", "has_facts", "against"),
    [
        (EnquiryDirection.WE_ASK, CrossBorderEnquiryState.CONFIRMED, True, set()),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.CONFIRMED, False, {"state"}),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.IN_PART, False, {"state"}),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.REFUSED, False, set()),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.CONFIRMED, True, set()),
    ],
)
def test_what_they_ask_is_confirmed_by_an_answer_alone(
    direction: EnquiryDirection,
    state: CrossBorderEnquiryState,
    *,
    has_facts: bool,
    against: set[str],
) -> None:
    standing = rules.CrossBorderEnquiryFacts(direction, DAY, has_facts)
    assert codes(rules.reasons_against_answer(standing, state, answered_on=DAY)) == against


@pytest.mark.parametrize(
    ("direction", "state", "has_facts", "count"),
    [
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.OPEN, False, 0),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.OPEN, True, 1),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.CONFIRMED, True, 1),
        (EnquiryDirection.THEY_ASK, CrossBorderEnquiryState.WITHDRAWN, False, 1),
        (EnquiryDirection.WE_ASK, CrossBorderEnquiryState.OPEN, False, 1),
    ],
)
def test_only_a_waiting_enquiry_of_the_other_country_is_answered(
    direction: EnquiryDirection,
    state: CrossBorderEnquiryState,
    *,
    has_facts: bool,
    count: int,
) -> None:
    standing = rules.CrossBorderEnquiryFacts(direction, DAY, has_facts)
    assert len(rules.reasons_against_answering(standing, state)) == count


def test_an_answer_has_its_day_and_comes_after_the_question() -> None:
    standing = rules.CrossBorderEnquiryFacts(EnquiryDirection.WE_ASK, DAY, has_facts=True)
    early = DAY - dt.timedelta(days=1)
    for day in (None, early):
        reasons = rules.reasons_against_answer(
            standing, CrossBorderEnquiryState.NOT_KNOWN, answered_on=day
        )
        assert codes(reasons) == {"answered_on"}


@pytest.mark.parametrize(
    ("route", "through", "national", "count"),
    [
        (EnquiryRoute.FOCAL_POINT, "IND", True, 0),
        (EnquiryRoute.FOCAL_POINT, "BGD", True, 1),
        (EnquiryRoute.NOT_RECORDED, "", True, 1),
        (EnquiryRoute.NOT_RECORDED, "", False, 0),
        (EnquiryRoute.DIRECT, "", True, 0),
        (EnquiryRoute.NOT_KNOWN, "", True, 0),
    ],
)
def test_an_enquiry_goes_through_the_national_focal_point_or_says_that_it_does_not(
    route: EnquiryRoute, through: str, national: bool, count: int
) -> None:
    reasons = rules.reasons_against_route(
        route, country="IND", through=through, has_focal_point=national
    )
    assert [reason.code for reason in reasons] == ["route"] * count
