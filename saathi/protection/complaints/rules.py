"""By when a child is answered, who may not answer, when a complaint is settled. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)

# Derived, in no source: to be verified in each country's procedure.
ANSWER_DAYS: Final = 14
MAX_ANSWER_DAYS: Final = 60

COMPLAINT_TRANSITIONS: Final[dict[ComplaintState, frozenset[ComplaintState]]] = {
    ComplaintState.OPEN: frozenset(
        {ComplaintState.ANSWERED, ComplaintState.BROUGHT, ComplaintState.TAKEN_BACK}
    ),
    ComplaintState.ANSWERED: frozenset(
        {ComplaintState.SETTLED, ComplaintState.BROUGHT, ComplaintState.TAKEN_BACK}
    ),
    ComplaintState.BROUGHT: frozenset(
        {ComplaintState.ANSWERED, ComplaintState.SETTLED, ComplaintState.TAKEN_BACK}
    ),
    # What will not do in the end can be taken up again.
    ComplaintState.SETTLED: frozenset({ComplaintState.OPEN}),
    ComplaintState.TAKEN_BACK: frozenset({ComplaintState.OPEN}),
}
WAITING_STATES: Final = frozenset({ComplaintState.OPEN, ComplaintState.BROUGHT})


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint as it is to be put on record."""

    words: str
    about: ComplaintSubject
    names_person: bool
    said_on: dt.date
    answer_by: dt.date


def reasons_not_to_record(complaint: ComplaintFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """What is missing in a complaint; empty when it can be kept (CHP-004).

    It stands in the child's words. About somebody who works with her it says who, so that this person
    neither reads nor answers it.
    """
    reasons = []
    if not complaint.words.strip():
        reasons.append(Reason("words", _("Write down what the child said.")))
    if complaint.about == ComplaintSubject.STAFF and not complaint.names_person:
        text = _("Say who it is about: this person will not see it.")
        reasons.append(Reason("not_for", text))
    if complaint.said_on > today:
        reasons.append(Reason("said_on", _("This day is still to come.")))
    if (
        not complaint.said_on
        <= complaint.answer_by
        <= complaint.said_on + dt.timedelta(days=MAX_ANSWER_DAYS)
    ):
        text = _("Say a day within 60 days of when the child said it.")
        reasons.append(Reason("answer_by", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ComplaintStepFacts:
    """What was done with a complaint, as it is to be put on record."""

    before: ComplaintState
    after: ComplaintState
    answer: str = ""
    told_on: dt.date | None = None
    accepts: AnswerAcceptance = AnswerAcceptance.NOT_ASKED
    brought_before: EscalationBody | None = None


def reasons_against_step(
    step: ComplaintStepFacts, *, said_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a complaint cannot stand like this yet; empty when it can (CHP-004, CHP-005).

    It is answered when the child was told, and settled when it will do for her. What she does not
    accept goes before somebody else.
    """
    if step.after != step.before and step.after not in COMPLAINT_TRANSITIONS[step.before]:
        return (Reason("state", _("It does not pass from there to here.")),)
    reasons = []
    if step.after in {ComplaintState.ANSWERED, ComplaintState.SETTLED}:
        if not step.answer.strip():
            reasons.append(Reason("answer", _("Write what the child was answered.")))
        if step.told_on is None:
            reasons.append(Reason("told_on", _("Say when the answer was given to the child.")))
    if step.told_on is not None and not said_on <= step.told_on <= today:
        text = _("The answer was given after the complaint, and not in days to come.")
        reasons.append(Reason("told_on", text))
    if step.after == ComplaintState.SETTLED and step.accepts == AnswerAcceptance.NOT_ASKED:
        reasons.append(Reason("accepts", _("Ask the child first whether the answer will do.")))
    if step.after == ComplaintState.SETTLED and step.accepts == AnswerAcceptance.NO:
        text = _("The child does not accept the answer: bring it before somebody else.")
        reasons.append(Reason("accepts", text))
    if step.after == ComplaintState.BROUGHT and step.brought_before is None:
        reasons.append(Reason("brought_before", _("Say before whom it is brought.")))
    return tuple(reasons)


def is_overdue(state: ComplaintState, answer_by: dt.date, today: dt.date) -> bool:
    """Whether the child waits for an answer longer than she was promised."""
    return state in WAITING_STATES and answer_by < today
