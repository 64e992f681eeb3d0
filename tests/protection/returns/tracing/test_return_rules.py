"""Findings, homes, contact and the return to the family, as tables."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from saathi.protection.returns.tracing import (
    family_rules,
    reunification_rules,
    rules,
)
from saathi.protection.returns.tracing.vocabulary import (
    ContactStep,
    FamilyPart,
    HomeResult,
    OrderCheck,
    ReunificationState,
    SafetyCheck,
    TracingWish,
    VerificationOutcome,
    VerificationState,
    ViolenceScreen,
)

DAY = dt.date(2026, 3, 10)
ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def wish(code: str, **more: object) -> rules.ChildWish:
    return rules.ChildWish(TracingWish(code), DAY, **more)  # type: ignore[arg-type]


AGREEING = family_rules.RelationshipFacts(
    methods=["questions"],
    child_worker=ONE,
    family_worker=OTHER,
    has_other_worker=False,
    matches=["agrees", "agrees", "explained", "not_asked"],
    reasons="All fits",
    outcome=VerificationOutcome.VERIFIED,
)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"family_worker": None, "has_other_worker": True}, []),
        ({"family_worker": None}, ["child_worker"]),
        ({"child_worker": None}, ["child_worker"]),
        ({"family_worker": ONE}, ["family_worker"]),
        ({"matches": ["agrees", "agrees"]}, ["outcome"]),
        ({"matches": ["agrees", "agrees", "agrees", "differs"]}, ["outcome"]),
        ({"methods": ["dna"], "matches": []}, []),
        ({"methods": ["dna"], "matches": [], "child_worker": None}, ["child_worker"]),
        ({"methods": ["dna"], "matches": ["differs"]}, ["outcome"]),
        ({"matches": [], "outcome": VerificationOutcome.DOUBTFUL}, []),
        ({"outcome": VerificationOutcome.NOT_RECORDED, "reasons": " "}, ["outcome", "reasons"]),
    ],
)
def test_finding_needs_answers_of_both_sides(changes: dict[str, object], wrong: list[str]) -> None:
    facts = replace(AGREEING, **changes)  # type: ignore[arg-type]
    assert [r.code for r in family_rules.reasons_against_finding(facts)] == wrong


def test_second_person_confirms() -> None:
    def codes(state: VerificationState, by: uuid.UUID) -> list[str]:
        reasons = family_rules.reasons_not_to_confirm(state, involved={ONE, None}, by=by)
        return [r.code for r in reasons]

    assert codes(VerificationState.SUBMITTED, OTHER) == []
    assert codes(VerificationState.SUBMITTED, ONE) == ["own"]
    assert codes(VerificationState.OPEN, OTHER) == ["state"]


HOME = family_rules.HomeFacts(
    DAY, HomeResult.SUITABLE, ViolenceScreen.NONE, FamilyPart.DECEIVED, ["debt"], ["carer"]
)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"family_part": FamilyPart.NOT_KNOWN, "factors": ["not_known"]}, []),
        ({"violence": ViolenceScreen.NOT_SCREENED}, ["violence"]),
        ({"violence": ViolenceScreen.PRESENT}, ["result"]),
        ({"family_part": FamilyPart.NOT_ASSESSED}, ["family_part"]),
        ({"factors": []}, ["factors"]),
        ({"seen_alone": []}, ["seen_alone"]),
        ({"result": HomeResult.CONDITIONS}, ["conditions"]),
        ({"result": HomeResult.CONTACT_ONLY, "violence": ViolenceScreen.PRESENT}, []),
        ({"result": HomeResult.NOT_CONCLUDED, "factors": [], "seen_alone": []}, []),
    ],
)
def test_suitable_home_is_assessed(changes: dict[str, object], wrong: list[str]) -> None:
    home = replace(HOME, **changes)  # type: ignore[arg-type]
    reasons = family_rules.reasons_against_home_result(home, conditions="", reasons_given="x")
    assert [r.code for r in reasons] == wrong


CONTACT = family_rules.ContactFacts(
    step=ContactStep.VISIT,
    on=DAY,
    safety=SafetyCheck.SAFE,
    is_verified=True,
    home=HOME,
    view=wish("wants"),
)
VIOLENT = replace(HOME, result=HomeResult.CONTACT_ONLY, violence=ViolenceScreen.PRESENT)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"is_verified": False}, ["verification"]),
        ({"home": None}, ["home"]),
        ({"home": replace(HOME, violence=ViolenceScreen.NOT_SCREENED)}, ["home"]),
        ({"on": later(184), "view": wish("wants")}, ["home"]),
        ({"home": replace(HOME, result=HomeResult.NOT_SUITABLE)}, ["home"]),
        ({"home": VIOLENT}, ["step"]),
        ({"home": VIOLENT, "step": ContactStep.ACCOMPANIED_VISIT}, []),
        ({"home": replace(HOME, result=HomeResult.CONTACT_ONLY), "step": ContactStep.TRIAL_STAY}, ["step"]),
        ({"safety": SafetyCheck.NOT_CHECKED}, ["safety"]),
        ({"view": None}, ["child_view"]),
        ({"view": wish("not_asked")}, ["child_view"]),
        ({"view": wish("no")}, ["child_view"]),
        ({"view": wish("later", wait_until=later(1))}, ["child_view"]),
        ({"view": wish("too_young")}, ["child_view"]),
        ({"view": wish("too_young"), "has_best_interests": True}, []),
        ({"view": wish("too_young", heard_for_child="no_one")}, ["child_view"]),
        ({"view": wish("too_young", heard_for_child="objection")}, ["child_view"]),
        ({"view": wish("too_young", heard_for_child="guardian")}, []),
        ({"view": wish("too_young", heard_for_child="representative")}, []),
    ],
)  # fmt: skip
def test_contact_is_verified_safe_and_wanted(changes: dict[str, object], wrong: list[str]) -> None:
    facts = replace(CONTACT, **changes)  # type: ignore[arg-type]
    assert [r.code for r in family_rules.reasons_against_contact(facts)] == wrong


NEAR = replace(HOME, is_alleged_near=True)
RETURN = reunification_rules.ReturnFacts(
    is_verified=True,
    home=HOME,
    has_best_interests=True,
    needs_determination=False,
    has_determination=False,
    view=wish("wants"),
    order_check=OrderCheck.NONE,
    has_protection_order=False,
    answer_to_child="",
    country="NPL",
    here="NPL",
)


@pytest.mark.parametrize(
    ("changes", "on", "wrong"),
    [
        ({}, DAY, []),
        ({}, later(14), []),
        ({}, later(15), ["child_view"]),
        ({}, later(184), ["home", "child_view"]),
        ({"is_verified": False, "home": None}, DAY, ["verification", "home"]),
        ({"home": VIOLENT}, DAY, ["home"]),
        ({"has_best_interests": False}, DAY, ["best_interests"]),
        ({"needs_determination": True}, DAY, ["determination"]),
        ({"needs_determination": True, "has_best_interests": False}, DAY, ["determination"]),
        ({"needs_determination": True, "has_determination": True}, DAY, []),
        ({"home": NEAR}, DAY, ["conditions", "determination"]),
        ({"home": NEAR, "has_determination": True}, DAY, ["conditions"]),
        ({"home": NEAR, "has_determination": True, "has_conditions": True}, DAY, []),
        ({"has_other_approved": True}, DAY, ["other"]),
        ({"view": wish("too_young")}, DAY, []),
        ({"view": wish("not_asked")}, DAY, ["child_view"]),
        ({"view": wish("no")}, DAY, ["answer_to_child"]),
        ({"view": wish("no"), "answer_to_child": "We heard you."}, DAY, []),
        ({"country": ""}, DAY, ["country"]),
        ({"country": "IND"}, DAY, ["country"]),
        ({"order_check": OrderCheck.AGAINST}, DAY, ["order_check"]),
        ({"order_check": OrderCheck.NOT_CHECKED}, DAY, ["order_check"]),
        ({"has_protection_order": True}, DAY, ["order_check"]),
        ({"has_protection_order": True, "order_check": OrderCheck.OTHER_PERSONS}, DAY, []),
    ],
)
def test_what_is_missing_for_a_return(
    changes: dict[str, object], on: dt.date, wrong: list[str]
) -> None:
    facts = replace(RETURN, **changes)  # type: ignore[arg-type]
    assert [r.code for r in reunification_rules.missing_for_return(facts, on=on)] == wrong


def test_no_author_of_a_proposal_decides() -> None:
    def codes(state: str, by: uuid.UUID) -> list[str]:
        reasons = reunification_rules.reasons_not_to_decide(
            ReunificationState(state), authors={ONE, None}, actor_id=by
        )
        return [r.code for r in reasons]

    assert codes("proposed", OTHER) == []
    assert codes("proposed", ONE) == ["own"]
    assert codes("approved", OTHER) == ["state"]


@pytest.mark.parametrize(
    ("state", "handed", "visit", "wrong"),
    [
        ("approved", DAY, later(7), []),
        ("approved", DAY, later(8), ["first_visit_on"]),
        ("approved", DAY, later(-1), ["first_visit_on"]),
        ("approved", None, None, ["handed_over_on", "first_visit_on"]),
        ("approved", DAY, DAY, ["first_visit_on"]),
        ("proposed", DAY, later(1), ["state"]),
    ],
)
def test_handover_follows_the_approval(
    state: str, handed: dt.date | None, visit: dt.date | None, wrong: list[str]
) -> None:
    reasons = reunification_rules.reasons_against_handover(ReunificationState(state), handed, visit)
    assert [r.code for r in reasons] == wrong


VISIT = reunification_rules.FirstVisit(
    visited_on=later(2),
    next_visit_on=later(9),
    seen="alone",
    safety="safe",
    has_words=True,
    has_needs=True,
)


@pytest.mark.parametrize(
    ("changes", "state", "wrong"),
    [
        ({"visited_on": DAY}, "carried_out", ["visited_on"]),
        ({"visited_on": later(-1)}, "by_others", ["visited_on"]),
        ({"seen": "", "safety": ""}, "carried_out", ["visit_seen", "visit_safety"]),
        ({"has_words": False, "has_needs": False}, "carried_out", ["visit_words", "visit_needs"]),
        ({"next_visit_on": None}, "carried_out", ["next_visit_on"]),
        ({"next_visit_on": later(2)}, "carried_out", ["next_visit_on"]),
        ({"visited_on": DAY}, "by_others", []),
        ({"seen": "not_seen", "has_words": False}, "carried_out", []),
        ({}, "carried_out", []),
    ],
)
def test_first_visit_is_not_the_handover_and_says_how_the_child_is(
    changes: dict[str, object], state: str, wrong: list[str]
) -> None:
    visit = replace(VISIT, **changes)  # type: ignore[arg-type]
    reasons = reunification_rules.reasons_against_first_visit(
        visit, state=ReunificationState(state), handed_over_on=DAY
    )
    assert [reason.code for reason in reasons] == wrong
