"""Rules of transfers as tables: what is missing, and why a step is refused."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from saathi.protection.returns.protection_screening.vocabulary import ContactGate, PermissionState
from saathi.protection.returns.transfers import (
    authorisation_rules,
    journey_facts,
    journey_rules,
    paper_rules,
    step_rules,
    view_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.verifications.vocabulary import CourtNeedKind, PermitState

DAY = dt.date(2026, 3, 10)


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


JOURNEY = journey_facts.JourneyFacts(
    departs_at=at(12, 8),
    crosses_at=at(12, 11),
    arrives_at=at(12, 17),
    crossing=codes.BorderCrossing.LAND,
    escort_choice=codes.EscortChoice.CHOSEN,
    escort_screening=codes.EscortScreening.SCREENED,
    language=codes.SharedLanguage.SHARED,
    fitness=codes.TravelFitness.FIT,
    is_child_told=True,
)
WORKER, COLLEAGUE = uuid4(), uuid4()
VIEW = view_rules.ViewFacts(
    codes.TransferWish.GOES, at(9, 10), is_replied=False, recorded_at=at(9, 11), recorded_by=WORKER
)
PLACEMENT = authorisation_rules.PlacementFacts(
    codes.ReceivingCare.RELATIVES,
    codes.PlacementStanding.MEETS,
    has_worker=True,
    first_visit_on=dt.date(2026, 3, 14),
    has_reasons=False,
)
SAFE = authorisation_rules.SafetyAssessmentFacts(DAY, codes.SafetyResult.SAFE)
HELD = paper_rules.PaperFacts(codes.PaperState.HELD, dt.date(2026, 4, 10))
WHOLE = authorisation_rules.TransferFacts(
    kind=codes.TransferKind.RETURN,
    from_country="NPL",
    to_country="IND",
    coordination=codes.TransferCoordination.AGREEMENT,
    has_agreement=True,
    has_focal_points=True,
    basis_faults=(),
    unusable_basis=(),
    acting_office="",
    answer=codes.TransferAnswerCode.ACCEPTED_IF,
    has_determination=True,
    has_order=False,
    decision_faults=(),
    has_receiver=False,
    has_guardian_view=True,
    has_guardian=True,
    view=VIEW,
    has_open_doubt=False,
    child_stopped_on=None,
    departure_view=None,
    is_off=False,
    safety=dict.fromkeys(codes.SafetySubject, SAFE),
    gate=ContactGate.OPEN,
    is_represented=False,
    is_to_origin=True,
    unpermitted="",
    is_against_elsewhere=False,
    origin=authorisation_rules.OriginFinding.VERIFIED,
    placement=PLACEMENT,
    permits=[],
    court_needs=[],
    open_courts=[],
    journey=JOURNEY,
    papers=dict.fromkeys(codes.REQUIRED_PAPERS, HELD),
    disclosing_texts=[],
    has_unexplained_correction=False,
)


def missing(**facts: Any) -> list[str]:
    found = authorisation_rules.missing_for_authorisation(replace(WHOLE, **facts), on=DAY)
    return [reason.code for reason in found]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"gate": ContactGate.STATELESS}, ["screening"]),
        ({"gate": ContactGate.STATELESS, "is_represented": True}, []),
        ({"gate": ContactGate.STATELESS, "is_to_origin": False}, []),
        ({"gate": ContactGate.CLOSED}, ["screening"]),
        (
            {
                "kind": codes.TransferKind.RELATIVES,
                "origin": authorisation_rules.OriginFinding.DENIED,
            },
            ["origin"],
        ),
        ({"unpermitted": authorisation_rules.UNPERMITTED}, ["screening"]),  # the permission ended
        ({"gate": ContactGate.OTHER_FILE}, ["screening"]),
        ({"gate": ContactGate.OTHER_FILE, "is_to_origin": False}, ["screening"]),
        ({"is_against_elsewhere": True}, ["screening"]),
        ({"is_against_elsewhere": True, "gate": ContactGate.CLOSED}, ["screening"]),  # one reason
        ({"gate": ContactGate.NOT_NOW}, ["screening"]),  # for those who do not read the screening
        ({"gate": ContactGate.CLOSED, "is_to_origin": False}, []),  # a refugee to a third country
        ({"gate": ContactGate.NOT_SCREENED, "is_to_origin": False}, ["screening"]),
        ({"has_guardian_view": False}, ["guardian"]),
        ({"view": replace(VIEW, wish=codes.TransferWish.CHOSE_NOT)}, []),
        ({"view": replace(VIEW, wish=codes.TransferWish.TOO_YOUNG)}, []),
        ({"has_open_doubt": True}, ["reply"]),
        ({"view": replace(VIEW, wish=codes.TransferWish.HAS_DOUBTS, is_replied=True)}, []),
        # No reply makes up for it.
        (
            {"view": replace(VIEW, wish=codes.TransferWish.DOES_NOT_WANT, is_replied=True)},
            ["child_view"],
        ),
        ({"permits": [authorisation_rules.PermitFacts(PermitState.RECEIVED, None)]}, []),
        (
            {"permits": [authorisation_rules.PermitFacts(PermitState.RECEIVED, dt.date(2026, 3, 11))]},
            ["permits"],
        ),
        (
            {"court_needs": [authorisation_rules.CourtNeedFacts(CourtNeedKind.IN_PERSON, None)]},
            ["court"],
        ),
        (
            {"court_needs": [authorisation_rules.CourtNeedFacts(CourtNeedKind.IN_PERSON, DAY)]},
            [],
        ),
        ({"court_needs": [authorisation_rules.CourtNeedFacts(CourtNeedKind.VIDEO, None)]}, []),
        ({"placement": replace(PLACEMENT, has_worker=False)}, ["receiving_worker"]),
        ({"placement": replace(PLACEMENT, care=codes.ReceivingCare.FACILITY)}, ["why_facility"]),
        (
            {"placement": replace(PLACEMENT, first_visit_on=dt.date(2026, 3, 16))},
            ["first_visit_on"],
        ),
        (
            {"placement": replace(PLACEMENT, first_visit_on=dt.date(2026, 3, 11))},
            ["first_visit_on"],
        ),
        ({"journey": replace(JOURNEY, crosses_at=at(12, 18))}, ["crosses_at"]),
        (
            {"journey": replace(JOURNEY, crosses_at=at(12, 18), crossing=codes.BorderCrossing.AIR)},
            [],
        ),
        ({"journey": replace(JOURNEY, departs_at=at(9, 8))}, ["journey"]),
        ({"journey": replace(JOURNEY, escort_choice=codes.EscortChoice.NOT_ASKED)}, ["escort_choice"]),
        ({"coordination": codes.TransferCoordination.OFFICES, "has_focal_points": False}, ["focal_points"]),
        (
            {
                "to_country": "THA",
                "coordination": codes.TransferCoordination.OFFICES,
                "has_focal_points": False,
                "has_agreement": False,
            },
            ["acting_office"],
        ),
        (
            {
                "to_country": "THA",
                "coordination": codes.TransferCoordination.OFFICES,
                "has_focal_points": False,
                "has_agreement": False,
                "acting_office": "Juvenile office",
            },
            [],
        ),
        ({"to_country": "THA", "coordination": "", "has_agreement": False}, ["agreement"]),
        ({"disclosing_texts": ["route"]}, ["neutral"]),
        ({"journey": replace(JOURNEY, has_telephone=False)}, ["telephone"]),
        ({"has_unexplained_correction": True}, ["correction"]),
    ],
)  # fmt: skip
def test_what_is_missing_for_the_authorisation(facts: dict[str, Any], expected: list[str]) -> None:
    assert missing(**facts) == expected


@pytest.mark.requirement("XBR-001")
def test_each_document_is_here_or_not_needed_with_a_reason() -> None:
    day = dt.date(2026, 3, 12)
    assert paper_rules.missing_papers({}, day=day) == [
        paper.value for paper in codes.REQUIRED_PAPERS
    ]
    over = paper_rules.PaperFacts(codes.PaperState.HELD, DAY)
    not_needed = paper_rules.PaperFacts(codes.PaperState.NOT_NEEDED, DAY)
    papers = dict.fromkeys(codes.REQUIRED_PAPERS, HELD) | {
        codes.TransferPaper.EXIT_PERMIT: over,
        codes.TransferPaper.TRAVEL_PERMIT: not_needed,
    }
    assert paper_rules.missing_papers(papers, day=day) == ["exit_permit"]
    found = step_rules.reasons_against_paper(
        codes.PaperState.NOT_NEEDED, form="", issuer="", note=""
    )
    assert [reason.code for reason in found] == ["note"]
    held = step_rules.reasons_against_paper(codes.PaperState.HELD, form="", issuer=" ", note="")
    assert [reason.code for reason in held] == ["form", "issuer"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (None, ["last_view"]),
        (replace(VIEW, asked_at=at(11, 20)), []),
        (replace(VIEW, asked_at=at(11, 7)), ["last_view"]),  # 25 hours before
        (replace(VIEW, asked_at=at(12, 9)), ["last_view"]),  # after the departure
        (replace(VIEW, asked_at=at(12, 7), wish=codes.TransferWish.NOT_ASKED), ["last_view"]),
        (replace(VIEW, asked_at=at(12, 7), wish=codes.TransferWish.DOES_NOT_WANT), ["last_view"]),
    ],
)
def test_the_last_view_before_the_departure(
    view: view_rules.ViewFacts | None, expected: list[str]
) -> None:
    facts = replace(WHOLE, departure_view=view)
    found = journey_rules.missing_for_departure(facts, at=at(12, 8))
    assert [reason.code for reason in found] == expected


@pytest.mark.parametrize(
    ("hour", "presence", "identity", "expected"),
    [
        (5, [], "both", ["NIGHT"]),
        (18, [], "both", ["NIGHT"]),
        (12, ["press"], "both", ["WATCHED"]),
        (12, ["police"], "both", ["WATCHED"]),
        (12, [], "none", ["UNCHECKED"]),
        (12, [], "child", ["UNCHECKED"]),  # whoever took the child is not known
        (20, ["press"], "none", ["NIGHT", "WATCHED", "UNCHECKED"]),
        (6, [], "both", []),
        (17, ["family"], "receiver", []),
    ],
)
def test_what_makes_a_handover_a_violation(
    hour: int, presence: list[str], identity: str, expected: list[str]
) -> None:
    found = journey_rules.faults_of_handover(at(12, hour), presence, codes.IdentityCheck(identity))
    assert [fault.name for fault in found] == expected


@pytest.mark.requirement("XBR-010")
def test_words_about_exploitation_go_nowhere() -> None:
    texts = {"needs": "Goes to class 6", "shared": "Victim of trafficking"}
    assert [reason.code for reason in step_rules.reasons_against_words(texts)] == ["shared"]


@pytest.mark.parametrize(
    ("words", "is_enough"),
    [
        ("", False),
        ("x", False),
        ("The child is well.", False),
        ("Asha Rao saw the child today. The child is well.", True),
    ],
)
def test_receipt_says_who_saw_the_child_and_how_the_child_is(
    words: str, *, is_enough: bool
) -> None:
    found = journey_rules.reasons_against_condition(words)
    assert [reason.code for reason in found] == ([] if is_enough else ["condition"])


def test_receipt_is_recorded_whenever_the_child_arrived() -> None:
    state, direction = codes.TransferState.HANDED_OVER, codes.TransferDirection.OUTGOING
    for days, expected in ((0, []), (3, []), (9, []), (-1, ["first_visit_on"])):
        visit_on = DAY + dt.timedelta(days=days)
        found = journey_rules.reasons_against_receipt(
            state, direction, DAY, visit_on, handed_on=DAY
        )
        assert [reason.code for reason in found] == expected
        assert journey_rules.is_late_visit(DAY, visit_on) is (days == 9)
    travelling = codes.TransferState.TRAVELLING
    assert not journey_rules.reasons_against_receipt(travelling, direction, DAY, DAY, handed_on=DAY)
    before = codes.TransferState.AUTHORISED
    found = journey_rules.reasons_against_receipt(before, direction, DAY, DAY, handed_on=None)
    assert [reason.code for reason in found] == ["state"]
    later = DAY + dt.timedelta(days=1)
    found = journey_rules.reasons_against_receipt(state, direction, DAY, DAY, handed_on=later)
    assert [reason.code for reason in found] == ["received_on"]


ANSWER = step_rules.AnswerFacts(
    codes.TransferState.REQUESTED,
    codes.TransferAnswerCode.ACCEPTED,
    answered_on=DAY,
    next_on=None,
    conditions="",
    requested_on=DAY,
)


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({"answer": codes.TransferAnswerCode.ACCEPTED_IF}, ["conditions"]),
        ({"answer": codes.TransferAnswerCode.ACCEPTED_IF, "conditions": "With an escort"}, []),
        ({"answered_on": DAY - dt.timedelta(days=1)}, ["answered_on"]),
        ({"requested_on": None}, ["state"]),
        ({"state": codes.TransferState.AUTHORISED}, ["state"]),
        ({"state": codes.TransferState.CONSIDERED}, ["state"]),
        ({}, []),
        # A refusal also counts after they had accepted.
        (
            {
                "state": codes.TransferState.AUTHORISED,
                "answer": codes.TransferAnswerCode.REFUSED,
                "refusal": "no_place",
                "conditions": "No family was found.",
            },
            [],
        ),
        ({"answer": codes.TransferAnswerCode.REFUSED}, ["refusal", "conditions"]),
        # Our own answer to a request of another country.
        (
            {
                "state": codes.TransferState.CONSIDERED,
                "direction": codes.TransferDirection.INCOMING,
                "requested_on": None,
            },
            [],
        ),
    ],
)
def test_what_an_answer_needs(entered: dict[str, Any], expected: list[str]) -> None:
    found = step_rules.reasons_against_answer(replace(ANSWER, **entered))
    assert [reason.code for reason in found] == expected


def test_refusal_after_the_authorisation_moves_the_transfer() -> None:
    state, answers = codes.TransferState.AUTHORISED, codes.TransferAnswerCode
    assert step_rules.state_after_answer(state, answers.REFUSED) == codes.TransferState.REFUSED


@pytest.mark.parametrize("state", list(codes.TransferState))
def test_the_kind_stays_once_the_other_country_was_asked(state: codes.TransferState) -> None:
    is_refused = bool(step_rules.reasons_against_kind(state))
    assert is_refused is (state != codes.TransferState.CONSIDERED)


def test_why_contact_is_not_permitted_says_what_became_of_the_request() -> None:
    texts = authorisation_rules.UNPERMITTED_BY_STATE
    assert "awaits a supervisor" in texts[PermissionState.ASKED]
    assert "did not permit" in texts[PermissionState.REFUSED]
    assert "was not requested" in texts[None]
    assert set(texts) == {PermissionState.ASKED, PermissionState.REFUSED, None}, "all others ended"
