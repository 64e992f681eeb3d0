"""When a family is asked, in which words; what a finding, contact and return need."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from saathi.protection.casework.cases.rules import OfficeDays
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.tracing import (
    enquiry_rules,
    family_rules,
    reunification_rules,
    rules,
)
from saathi.protection.returns.tracing.vocabulary import (
    ClaimSign,
    ContactStep,
    FamilyPart,
    HomeResult,
    OrderCheck,
    ReunificationState,
    SafetyCheck,
    SignsAssessed,
    TracingState,
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


@pytest.mark.parametrize(
    ("view", "facts", "wrong"),
    [
        (None, [], []),
        (None, ["age", "home"], []),
        (None, ["name"], ["facts"]),
        (wish("wants"), ["name", "photo"], []),
        (wish("too_young"), ["name"], []),
        (wish("no"), [], ["child_view"]),
        (wish("not_now"), [], ["child_view"]),
        (wish("later", wait_until=later(1)), [], ["child_view"]),
        (wish("later", wait_until=DAY), ["name"], []),
        (wish("chose_not"), ["age"], []),
        (wish("chose_not"), ["whereabouts"], ["facts"]),
        (wish("not_asked"), ["age"], []),
        (wish("not_asked"), ["name"], ["facts"]),
        (wish("not_asked", why_not_asked="danger"), ["name"], []),
    ],
)
def test_enquiry_follows_the_child(
    view: rules.ChildWish | None, facts: list[str], wrong: list[str]
) -> None:
    assert [r.code for r in rules.reasons_against_enquiry(view, facts, on=DAY)] == wrong


@pytest.mark.parametrize(
    ("elsewhere", "facts", "wrong"),
    [
        (wish("wants"), ["age"], []),
        (wish("wants"), ["name"], ["facts"]),
        (wish("no"), [], ["child_view"]),
        (wish("later", wait_until=later(1)), ["age"], ["child_view"]),
        (wish("chose_not"), ["age"], []),
    ],
)
def test_answer_about_another_request_only_refuses(
    elsewhere: rules.ChildWish, facts: list[str], wrong: list[str]
) -> None:
    reasons = rules.reasons_against_enquiry(None, facts, on=DAY, elsewhere=elsewhere)
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("gate", "is_outgoing", "wrong"),
    [
        ("open", True, []),
        ("stateless", True, []),
        ("open", False, ["cross_border"]),
        ("not_screened", True, ["way"]),
        ("unfinished", True, ["way"]),
        ("closed", False, ["way", "cross_border"]),
    ],
)
def test_enquiry_abroad_follows_the_screening(
    gate: str, *, is_outgoing: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_abroad(ContactGate(gate), is_outgoing=is_outgoing)
    assert [r.code for r in reasons] == wrong


def target(**more: object) -> enquiry_rules.EnquiryTarget:
    usual = {"way": "phone", "asked": "family", "country": "NPL", "home_country": "NPL"}
    return enquiry_rules.EnquiryTarget(**usual | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"asked": ""}, ["asked"]),
        ({"asked": "not_known", "country": ""}, ["asked", "country"]),
        ({"way": "radio", "facts": ["whereabouts"]}, ["facts"]),
        ({"asked": "neighbours", "facts": ["whereabouts"]}, ["facts"]),
        ({"facts": ["photo"]}, ["facts"]),
        ({"facts": ["name"]}, ["why_name"]),
        ({"facts": ["name"], "has_name_reason": True}, []),
        ({"facts": ["photo"], "way": "photo"}, []),
        ({"facts": ["whereabouts", "age"]}, []),
    ],
)
def test_enquiry_tells_no_more_than_is_safe_there(
    more: dict[str, object], wrong: list[str]
) -> None:
    assert [r.code for r in enquiry_rules.reasons_against_target(target(**more))] == wrong


@pytest.mark.parametrize(
    ("asked", "country", "gate", "permitted", "outgoing", "wrong"),
    [
        ("family", "IND", "closed", True, True, ["asked"]),
        ("consulate", "NPL", "not_screened", False, False, ["asked", "asked"]),
        ("consulate", "IND", "open", False, True, ["asked"]),
        ("origin", "IND", "stateless", False, True, ["asked", "asked"]),
        ("family", "IND", "stateless", False, False, ["asked"]),
        ("consulate", "IND", "open", True, False, []),
        ("family", "IND", "stateless", False, True, []),
        ("family", "IND", "open", False, False, []),
        ("authority", "NPL", "closed", False, False, []),
    ],
)
def test_gate_counts_for_whoever_is_asked_abroad(
    *, asked: str, country: str, gate: str, permitted: bool, outgoing: bool, wrong: list[str]
) -> None:
    reasons = enquiry_rules.reasons_against_foreign(
        target(asked=asked, country=country),
        ContactGate(gate),
        is_permitted=permitted,
        is_outgoing=outgoing,
    )
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("A child in care is looking for relatives of the Mahato family.", False),
        ("The father was a soldier; the family sells vegetables.", False),
        ("The girl was trafficked to a city", True),
        ("a Victim, rescued", True),
        ("forced  labour", True),
        ("एक बच्चा जो बेचा गया", True),
        ("यौनशोषण", True),
        ("संरक्षण में एक बच्चा", False),
        ("ایک بچہ جو اغوا ہوا", True),
        ("ایک بچہ اپنے خاندان کو تلاش کر رہا ہے", False),
        ("পাচারের শিকার", True),
        ("කුඩා දරුවෙක්", False),
        ("", False),
        ("She was forced to work in a house", True),
        ("He was made to beg", True),
        ("a child rescued last week", True),
        ("The girl was beaten there", True),
        ("Ladki bechi gayi thi", True),
        ("ladki bechee gaee", True),
        ("police ne chhudaya", True),
        ("Bachche ko bech diya gaya tha", True),
        ("zabardasti kaam karwaya", True),
        ("chori bechiyeki thii", True),
        ("cheli bechbikhanma pareki", True),
        ("meyeti pachar hoyechilo", True),
        ("Us ka balaatkar hua", True),
        ("uddhaar gariyeko balika", True),
        # harmless
        ("The mother sells vegetables and the father works in a brick kiln.", False),
        ("The boy had to leave school to work with his uncle.", False),
        ("Traffic was slow; the road to the market is closed.", False),
        ("The grandfather was a police officer in Janakpur.", False),
        ("She remembers a bridge, a red temple and a light at night.", False),
        ("Ek bachchi apne parivar ko dhundh rahi hai.", False),
        ("Uski maa sabzi bechti hai aur pita kheti karte hain.", False),
        ("Aama tarkari bechchhin, buba khet ma kaam garnuhunchha.", False),
        ("Ghar ke paas ek talab aur mandir hai.", False),
        ("Baba sobji bikri kore, ma bari te thake.", False),
        ("Ghulam Nabi ki bahan Peshawar mein rehti hai.", False),
        ("Baje ra bajai ko naam Darshan ra Maya ho.", False),
        ("Ek ladka khala ke ghar jana chahta hai.", False),
        ("Pachas saal ka aadmi, chai ki dukaan, churi bechne wala.", False),
    ],
)
def test_cover_text_never_tells_what_happened(text: str, *, refused: bool) -> None:
    assert bool(rules.reasons_against_cover_text(text)) == refused


@pytest.mark.parametrize(
    ("view", "has_words", "wrong"),
    [
        (wish("wants"), True, []),
        (wish("chose_not"), False, []),
        (wish("later"), True, ["wait_until"]),
        (wish("later", wait_until=DAY), True, ["wait_until"]),
        (wish("later", wait_until=later(1)), True, []),
        (wish("wants", wait_until=later(9)), True, ["wait_until"]),
        (wish("not_asked"), False, []),
        (wish("not_asked", why_not_asked="danger"), True, ["child_words"]),
        (wish("no", why_not_asked="danger"), True, ["why_not_asked"]),
    ],
)
def test_each_answer_of_the_child_is_complete(
    view: rules.ChildWish, has_words: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_view(view, has_words=has_words)
    assert [r.code for r in reasons] == wrong


@pytest.mark.parametrize(
    ("result_on", "next_on", "has_result", "wrong"),
    [
        (None, None, False, []),
        (DAY, None, True, []),
        (None, None, True, ["result_on"]),
        (DAY, None, False, ["result"]),
        (later(-1), later(-1), True, ["result_on", "next_on"]),
    ],
)
def test_result_of_an_enquiry(
    result_on: dt.date | None, next_on: dt.date | None, has_result: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_result(DAY, result_on, next_on, has_result=has_result)
    assert [r.code for r in reasons] == wrong


def test_end_of_tracing_has_a_reason() -> None:
    def codes(before: str, after: str, why: str) -> list[str]:
        states = TracingState(before), TracingState(after)
        return [r.code for r in rules.reasons_not_to_end(*states, why)]

    assert codes("open", "found", "") == []
    assert codes("open", "stopped", " ") == ["why_ended"]
    assert codes("found", "stopped", "The child does not want it any more") == []
    assert codes("stopped", "open", "") == ["state"]


def test_days_of_tracing() -> None:
    nepal = OfficeDays(frozenset({5}), frozenset({dt.date(2026, 3, 11)}))
    assert rules.first_step_day(DAY, nepal) == dt.date(2026, 3, 17)
    assert rules.first_step_day(DAY, OfficeDays(frozenset(range(7)))) == later(21)
    assert rules.review_day(DAY) == later(30)
    assert rules.solution_day(DAY) == later(91)
    assert rules.days_waiting(DAY, None, later(12)) == 12
    assert rules.days_waiting(DAY, later(3), later(12)) == 3


def test_claim_names_its_signs() -> None:
    def codes(assessed: str, *signs: ClaimSign) -> list[str]:
        reasons = family_rules.reasons_against_claim(SignsAssessed(assessed), signs)
        return [r.code for r in reasons]

    assert codes("none") == codes("not_assessed") == []
    assert codes("seen") == ["signs"]
    assert codes("seen", ClaimSign.MONEY) == []
    assert codes("none", ClaimSign.MONEY) == ["assessed"]


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
def test_finding_rests_on_both_sides(changes: dict[str, object], wrong: list[str]) -> None:
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
            ReunificationState(state), authors={ONE, None}, by=by
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
