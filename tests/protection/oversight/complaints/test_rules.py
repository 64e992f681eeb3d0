"""A table of when a complaint is answered and settled."""

import datetime as dt

import pytest

from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)

SAID, TODAY = dt.date(2026, 3, 2), dt.date(2026, 3, 20)
S = ComplaintState


@pytest.mark.requirement("CHP-004")
@pytest.mark.parametrize(
    ("before", "after", "given", "lacks"),
    [
        (S.OPEN, S.OPEN, {}, set()),
        (S.OPEN, S.ANSWERED, {}, {"answer", "answered_on"}),
        (S.OPEN, S.ANSWERED, {"answer": "We knock now."}, {"answered_on"}),
        (S.OPEN, S.ANSWERED, {"answer": "We knock now.", "answered_on": TODAY}, set()),
        (S.OPEN, S.ANSWERED, {"answer": "x", "answered_on": dt.date(2026, 3, 1)}, {"answered_on"}),
        (S.OPEN, S.ANSWERED, {"answer": "x", "answered_on": dt.date(2026, 3, 21)}, {"answered_on"}),
        (
            S.OPEN,
            S.SETTLED,
            {"answer": "x", "answered_on": TODAY, "accepts": AnswerAcceptance.YES},
            {"state"},
        ),
        (S.ANSWERED, S.SETTLED, {"answer": "x", "answered_on": TODAY}, {"accepts"}),
        (
            S.ANSWERED,
            S.SETTLED,
            {"answer": "x", "answered_on": TODAY, "accepts": AnswerAcceptance.NO},
            {"accepts"},
        ),
        (
            S.ANSWERED,
            S.SETTLED,
            {"answer": "x", "answered_on": TODAY, "accepts": AnswerAcceptance.IN_PART},
            set(),
        ),
        (
            S.ANSWERED,
            S.SETTLED,
            {"answer": "x", "answered_on": TODAY, "accepts": AnswerAcceptance.CHOSE_NOT},
            set(),
        ),
        (S.ANSWERED, S.BROUGHT, {"accepts": AnswerAcceptance.NO}, {"brought_before"}),
        (S.ANSWERED, S.BROUGHT, {"brought_before": EscalationBody.OMBUDS}, set()),
        (S.OPEN, S.WITHDRAWN, {}, set()),
        (S.SETTLED, S.OPEN, {}, set()),
        (S.SETTLED, S.BROUGHT, {"brought_before": EscalationBody.COURT}, {"state"}),
    ],
)
def test_a_child_is_answered_and_asked_about_the_answer(
    before: S, after: S, given: dict[str, object], lacks: set[str]
) -> None:
    step = rules.ComplaintStepFacts(before, after, **given)
    reasons = rules.reasons_against_complaint_step(step, said_on=SAID, today=TODAY)
    assert {reason.code for reason in reasons} == lacks


@pytest.mark.parametrize(
    ("heard", "lacks"),
    [
        (
            rules.ComplaintFacts(
                "He shouts.",
                ComplaintSubject.STAFF,
                names_person=True,
                said_on=SAID,
                answer_by=TODAY,
            ),
            set(),
        ),
        (
            rules.ComplaintFacts(
                "He shouts.",
                ComplaintSubject.STAFF,
                names_person=False,
                said_on=SAID,
                answer_by=TODAY,
            ),
            {"not_for"},
        ),
        (
            rules.ComplaintFacts(
                " ", ComplaintSubject.RULES, names_person=False, said_on=SAID, answer_by=TODAY
            ),
            {"words"},
        ),
        (
            rules.ComplaintFacts(
                "x",
                ComplaintSubject.RULES,
                names_person=False,
                said_on=SAID,
                answer_by=dt.date(2026, 3, 1),
            ),
            {"answer_by"},
        ),
        (
            rules.ComplaintFacts(
                "x",
                ComplaintSubject.RULES,
                names_person=False,
                said_on=SAID,
                answer_by=dt.date(2026, 6, 1),
            ),
            {"answer_by"},
        ),
    ],
)
def test_a_complaint_has_the_childs_words_and_a_day_for_the_answer(
    heard: rules.ComplaintFacts, lacks: set[str]
) -> None:
    assert {reason.code for reason in rules.reasons_not_to_record(heard, today=TODAY)} == lacks


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (S.OPEN, True),
        (S.BROUGHT, True),
        (S.ANSWERED, False),
        (S.SETTLED, False),
        (S.WITHDRAWN, False),
    ],
)
def test_complaint_is_overdue_after_the_promised_day(state: S, late: bool) -> None:
    assert rules.is_overdue(state, SAID, TODAY) is late
    assert not rules.is_overdue(state, TODAY, TODAY)
