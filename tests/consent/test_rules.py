"""Who may consent, when a consent stands, when a guardian is missing, when a decision is whole."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.consent.rules import (
    ConsentAsked,
    ConsentTimes,
    DecisionMade,
    GuardianFacts,
    consent_state,
    needs_guardian,
    reasons_against_consent,
    reasons_against_decision,
)
from saathi.consent.vocabulary import (
    Accompanied,
    Agreement,
    Answer,
    Capacity,
    ConsentState,
    GuardianKind,
    Heard,
    LegalBasis,
    Weight,
    YesNo,
)

TODAY = dt.date(2026, 3, 10)
MARCH_1, MARCH_9, MARCH_11 = dt.date(2026, 3, 1), dt.date(2026, 3, 9), dt.date(2026, 3, 11)
AUNT = GuardianFacts(GuardianKind.RELATIVE, MARCH_1)
ASKED = ConsentAsked(LegalBasis.CONSENT, Answer.YES, Capacity.FULL, MARCH_9)
ALONE = replace(ASKED, basis=LegalBasis.GUARDIAN, reason="Unconscious", guardian=AUNT)


@pytest.mark.requirement("GDN-001")
@pytest.mark.requirement("GDN-005")
@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (ASKED, []),
        (replace(ASKED, answer=Answer.NO), ["answer"]),
        (replace(ASKED, answer=Answer.NOT_ASKED), ["answer"]),
        (replace(ASKED, capacity=Capacity.NOT), ["capacity"]),
        (replace(ASKED, capacity=Capacity.PARTLY), []),
        (replace(ASKED, given_on=MARCH_11), ["in_the_future"]),
        (replace(ASKED, ends_on=MARCH_9), []),
        (replace(ASKED, ends_on=MARCH_1), ["ends_before"]),
        # Assent: she agrees and her guardian consents.
        (replace(ASKED, basis=LegalBasis.ASSENT), ["guardian"]),
        (replace(ASKED, basis=LegalBasis.ASSENT, guardian=AUNT), []),
        (replace(ASKED, basis=LegalBasis.ASSENT, guardian=AUNT, answer=Answer.NO), ["answer"]),
        # A guardian alone: never over her refusal, never without a reason.
        (replace(ALONE, answer=Answer.NOT_ASKED), []),
        (replace(ALONE, answer=Answer.NOT_ASKED, reason=" "), ["reason"]),
        (replace(ALONE, answer=Answer.NO), ["refused"]),
        # A carer who may be involved in the harm does not consent for her; nor one with a conflict.
        (replace(ALONE, guardian=replace(AUNT, may_be_involved=YesNo.YES)), ["may_be_involved"]),
        (replace(ALONE, guardian=replace(AUNT, has_conflict=YesNo.YES)), ["conflict"]),
        (replace(ALONE, guardian=replace(AUNT, ends_on=MARCH_1)), ["not_acting"]),
        (replace(ALONE, guardian=replace(AUNT, starts_on=MARCH_11)), ["not_acting"]),
        # What goes over her refusal says why; what needs no answer takes any.
        (replace(ASKED, basis=LegalBasis.BEST_INTERESTS, answer=Answer.NO), ["reason"]),
        (replace(ASKED, basis=LegalBasis.BEST_INTERESTS, answer=Answer.NO, reason="Danger"), []),
        (replace(ASKED, basis=LegalBasis.VITAL, answer=Answer.NOT_ASKED, reason="Bleeding"), []),
        (replace(ASKED, basis=LegalBasis.DUTY, answer=Answer.NO), ["reason"]),
        (replace(ASKED, basis=LegalBasis.ORDER, answer=Answer.NO, reason="Order 12"), []),
    ],
)
def test_on_what_a_step_may_rest(asked: ConsentAsked, codes: list[str]) -> None:
    assert [reason.code for reason in reasons_against_consent(asked, today=TODAY)] == codes


@pytest.mark.requirement("GDN-007")
@pytest.mark.parametrize(
    ("consent", "adult_from", "state"),
    [
        (ConsentTimes(LegalBasis.CONSENT, MARCH_1), None, ConsentState.STANDS),
        (ConsentTimes(LegalBasis.CONSENT, MARCH_1), MARCH_11, ConsentState.STANDS),
        (ConsentTimes(LegalBasis.CONSENT, MARCH_1), TODAY, ConsentState.ASK_ANEW),
        (ConsentTimes(LegalBasis.GUARDIAN, MARCH_1), MARCH_9, ConsentState.ASK_ANEW),
        (ConsentTimes(LegalBasis.CONSENT, MARCH_9), MARCH_9, ConsentState.STANDS),  # given at 18
        (ConsentTimes(LegalBasis.ORDER, MARCH_1), MARCH_9, ConsentState.STANDS),
        (ConsentTimes(LegalBasis.CONSENT, MARCH_1, ends_on=TODAY), None, ConsentState.STANDS),
        (ConsentTimes(LegalBasis.CONSENT, MARCH_1, ends_on=MARCH_9), None, ConsentState.ENDED),
        (ConsentTimes(LegalBasis.ORDER, MARCH_1, None, TODAY), None, ConsentState.WITHDRAWN),
        (
            ConsentTimes(LegalBasis.CONSENT, MARCH_1, MARCH_9, MARCH_9),
            MARCH_9,
            ConsentState.WITHDRAWN,
        ),
    ],
)
def test_how_a_consent_stands(
    consent: ConsentTimes, adult_from: dt.date | None, state: ConsentState
) -> None:
    assert consent_state(consent, adult_from=adult_from, today=TODAY) == state


@pytest.mark.requirement("GDN-006")
@pytest.mark.parametrize(
    ("accompanied", "guardians", "alert"),
    [
        (Accompanied.ALONE, [], True),
        (Accompanied.SEPARATED, [], True),
        (Accompanied.ALONE, [AUNT], False),
        (Accompanied.ALONE, [replace(AUNT, ends_on=MARCH_9)], True),
        (Accompanied.PARENT, [], False),
        (Accompanied.NOT_KNOWN, [], False),
        (None, [], False),
    ],
)
def test_when_a_guardian_is_missing(
    accompanied: Accompanied | None, guardians: list[GuardianFacts], alert: bool
) -> None:
    assert needs_guardian(accompanied, guardians, on=TODAY) == alert


WHOLE = DecisionMade(
    Heard.IN_PERSON, Weight.FOLLOWED, Agreement.AGREES, MARCH_9,
    dict.fromkeys(("equal", "best", "develop", "views", "harm"), "A sentence"),
)  # fmt: skip


@pytest.mark.requirement("RTS-001")
@pytest.mark.requirement("RTS-002")
@pytest.mark.parametrize(
    ("made", "codes"),
    [
        (WHOLE, []),
        *((replace(WHOLE, texts=WHOLE.texts | {key: " "}), [key]) for key in WHOLE.texts),
        (replace(WHOLE, decided_on=MARCH_11), ["in_the_future"]),
        (replace(WHOLE, told_on=MARCH_1), ["told_before"]),
        (replace(WHOLE, told_on=MARCH_9), []),
        (replace(WHOLE, heard=Heard.NOT_HEARD), ["why_not_heard"]),
        (replace(WHOLE, heard=Heard.CHOSE_NOT), []),
        (replace(WHOLE, weight=Weight.OTHERWISE), ["answer"]),
        (replace(WHOLE, agreement=Agreement.DISAGREES), ["answer"]),
        (replace(WHOLE, agreement=Agreement.DISAGREES, texts=WHOLE.texts | {"answer": "Why"}), []),
    ],
)
def test_a_decision_answers_for_each_principle_and_for_harm(
    made: DecisionMade, codes: list[str]
) -> None:
    assert [reason.code for reason in reasons_against_decision(made, today=TODAY)] == codes
