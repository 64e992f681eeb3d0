"""Rules for consent, guardians and decisions."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.consent.rules import (
    ConsentDates,
    ConsentFacts,
    DecisionFacts,
    GuardianFacts,
    consent_state,
    is_silence_on_own_consent,
    needs_guardian,
    reasons_against_decision,
    reasons_against_legal_basis,
    reasons_to_ask_another_guardian,
)
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentState,
    GuardianKind,
    GuardianYesNo,
    LegalBasis,
)

TODAY = dt.date(2026, 3, 10)
MARCH_1, MARCH_9, MARCH_11 = dt.date(2026, 3, 1), dt.date(2026, 3, 9), dt.date(2026, 3, 11)
AUNT = GuardianFacts(GuardianKind.RELATIVE, MARCH_1)
ASKED = ConsentFacts(LegalBasis.CONSENT, ChildAnswer.YES, ChildCapacity.FULL, MARCH_9)
ALONE = replace(ASKED, basis=LegalBasis.GUARDIAN, reason="Unconscious", guardian=AUNT)


@pytest.mark.requirement("GDN-001")
@pytest.mark.requirement("GDN-005")
@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (ASKED, []),
        (replace(ASKED, answer=ChildAnswer.NO), ["answer"]),
        (replace(ASKED, answer=ChildAnswer.NOT_ASKED), ["answer"]),
        (replace(ASKED, capacity=ChildCapacity.NOT), ["capacity"]),
        (replace(ASKED, capacity=ChildCapacity.PARTLY), []),
        (replace(ASKED, given_on=MARCH_11), ["in_the_future"]),
        (replace(ASKED, ends_on=MARCH_9), []),
        (replace(ASKED, ends_on=MARCH_1), ["ends_before"]),
        # Assent: the child agrees and their guardian consents.
        (replace(ASKED, basis=LegalBasis.ASSENT), ["guardian"]),
        (replace(ASKED, basis=LegalBasis.ASSENT, guardian=AUNT), []),
        (replace(ASKED, basis=LegalBasis.ASSENT, guardian=AUNT, answer=ChildAnswer.NO), ["answer"]),
        # A guardian alone: never against the child's refusal, never without a reason.
        (replace(ALONE, answer=ChildAnswer.NOT_ASKED), []),
        (replace(ALONE, answer=ChildAnswer.NOT_ASKED, reason=" "), ["reason"]),
        (replace(ALONE, answer=ChildAnswer.NO), ["refused"]),
        # A carer who may be involved in the harm, or with a conflict of interest, does not consent
        # for the child.
        (
            replace(ALONE, guardian=replace(AUNT, may_be_involved=GuardianYesNo.YES)),
            ["may_be_involved"],
        ),
        (replace(ALONE, guardian=replace(AUNT, has_conflict=GuardianYesNo.YES)), ["conflict"]),
        (replace(ALONE, guardian=replace(AUNT, ends_on=MARCH_1)), ["not_acting"]),
        (replace(ALONE, guardian=replace(AUNT, starts_on=MARCH_11)), ["not_acting"]),
        # Overriding the child's refusal needs a reason; a basis that needs no answer accepts any.
        (replace(ASKED, basis=LegalBasis.BEST_INTERESTS, answer=ChildAnswer.NO), ["reason"]),
        (
            replace(ASKED, basis=LegalBasis.BEST_INTERESTS, answer=ChildAnswer.NO, reason="Risk"),
            [],
        ),
        (
            replace(ASKED, basis=LegalBasis.VITAL, answer=ChildAnswer.NOT_ASKED, reason="Bleeding"),
            [],
        ),
        (replace(ASKED, basis=LegalBasis.DUTY, answer=ChildAnswer.NO), ["reason"]),
        (replace(ASKED, basis=LegalBasis.ORDER, answer=ChildAnswer.NO, reason="Order 12"), []),
        (replace(ASKED, basis=LegalBasis.REFUSED, answer=ChildAnswer.NO), []),
        (replace(ASKED, basis=LegalBasis.REFUSED), ["answer"]),
        (replace(ASKED, basis=LegalBasis.REFUSED, answer=ChildAnswer.NOT_ASKED), ["answer"]),
    ],
)
def test_accepted_and_refused_legal_bases(asked: ConsentFacts, codes: list[str]) -> None:
    assert [reason.code for reason in reasons_against_legal_basis(asked, today=TODAY)] == codes


@pytest.mark.requirement("GDN-007")
@pytest.mark.parametrize(
    ("consent", "adult_from", "state"),
    [
        (ConsentDates(LegalBasis.CONSENT, MARCH_1), None, ConsentState.ACTIVE),
        (ConsentDates(LegalBasis.CONSENT, MARCH_1), MARCH_11, ConsentState.ACTIVE),
        (ConsentDates(LegalBasis.CONSENT, MARCH_1), TODAY, ConsentState.RENEWAL_NEEDED),
        (ConsentDates(LegalBasis.GUARDIAN, MARCH_1), MARCH_9, ConsentState.RENEWAL_NEEDED),
        (ConsentDates(LegalBasis.CONSENT, MARCH_9), MARCH_9, ConsentState.ACTIVE),  # given at 18
        (ConsentDates(LegalBasis.ORDER, MARCH_1), MARCH_9, ConsentState.ACTIVE),
        (ConsentDates(LegalBasis.CONSENT, MARCH_1, ends_on=TODAY), None, ConsentState.ACTIVE),
        (ConsentDates(LegalBasis.CONSENT, MARCH_1, ends_on=MARCH_9), None, ConsentState.ENDED),
        (ConsentDates(LegalBasis.ORDER, MARCH_1, None, TODAY), None, ConsentState.WITHDRAWN),
        (ConsentDates(LegalBasis.REFUSED, MARCH_1), TODAY, ConsentState.REFUSED),
        (ConsentDates(LegalBasis.REFUSED, MARCH_1, MARCH_9, MARCH_9), None, ConsentState.REFUSED),
        (
            ConsentDates(LegalBasis.CONSENT, MARCH_1, MARCH_9, MARCH_9),
            MARCH_9,
            ConsentState.WITHDRAWN,
        ),
    ],
)
def test_consent_state_on_a_day(
    consent: ConsentDates, adult_from: dt.date | None, state: ConsentState
) -> None:
    assert consent_state(consent, adult_from=adult_from, today=TODAY) == state


@pytest.mark.parametrize(
    ("basis", "guardian", "codes"),
    [
        (LegalBasis.ASSENT, AUNT, []),
        (LegalBasis.ASSENT, replace(AUNT, ends_on=MARCH_9), []),
        (LegalBasis.ASSENT, replace(AUNT, has_conflict=GuardianYesNo.YES), ["conflict"]),
        (
            LegalBasis.GUARDIAN,
            replace(AUNT, may_be_involved=GuardianYesNo.YES, ends_on=MARCH_9),
            ["may_be_involved"],
        ),
        (LegalBasis.ORDER, replace(AUNT, may_be_involved=GuardianYesNo.YES), []),
        (LegalBasis.CONSENT, None, []),
    ],
)
def test_consent_of_a_guardian_who_may_not_consent_needs_another_person(
    basis: LegalBasis, guardian: GuardianFacts | None, codes: list[str]
) -> None:
    reasons = reasons_to_ask_another_guardian(basis, guardian)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("GDN-006")
@pytest.mark.parametrize(
    ("accompanied", "guardians", "alert"),
    [
        (AccompanimentStatus.ALONE, [], True),
        (AccompanimentStatus.SEPARATED, [], True),
        (AccompanimentStatus.ALONE, [AUNT], False),
        (AccompanimentStatus.ALONE, [replace(AUNT, ends_on=MARCH_9)], True),
        (AccompanimentStatus.PARENT, [], False),
        (AccompanimentStatus.NOT_KNOWN, [], False),
        (None, [], False),
    ],
)
def test_guardian_alert_for_unaccompanied_children(
    accompanied: AccompanimentStatus | None, guardians: list[GuardianFacts], alert: bool
) -> None:
    assert needs_guardian(accompanied, guardians, on=TODAY) == alert


WHOLE = DecisionFacts(
    ChildParticipation.IN_PERSON, ChildViewWeight.FOLLOWED, ChildAgreement.AGREES, MARCH_9,
    dict.fromkeys(("equal", "best", "develop", "views", "harm"), "A sentence"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        (WHOLE, []),
        *((replace(WHOLE, texts=WHOLE.texts | {key: " "}), [key]) for key in WHOLE.texts),
        (replace(WHOLE, decided_on=MARCH_11), ["in_the_future"]),
        (replace(WHOLE, informed_on=MARCH_1), ["before_decision"]),
        (replace(WHOLE, informed_on=MARCH_9), []),
        (replace(WHOLE, child_participation=ChildParticipation.NOT_HEARD), ["why_not_heard"]),
        (replace(WHOLE, child_participation=ChildParticipation.CHOSE_NOT), []),
        (replace(WHOLE, weight=ChildViewWeight.OTHERWISE), ["answer"]),
        (replace(WHOLE, agreement=ChildAgreement.DISAGREES), ["answer"]),
        (
            replace(
                WHOLE, agreement=ChildAgreement.DISAGREES, texts=WHOLE.texts | {"answer": "Why"}
            ),
            [],
        ),
    ],
)
def test_a_decision_answers_for_each_principle_and_for_harm(
    made: DecisionFacts, codes: list[str]
) -> None:
    assert [reason.code for reason in reasons_against_decision(made, today=TODAY)] == codes


def test_silence_does_not_renew_the_childs_own_consent() -> None:
    silent = {
        (basis, chose_not)
        for basis in (*LegalBasis, None)
        for chose_not in (True, False)
        if is_silence_on_own_consent(basis, chose_not_to_say=chose_not)
    }
    assert silent == {(LegalBasis.CONSENT, True), (LegalBasis.ASSENT, True)}
