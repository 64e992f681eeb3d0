"""When to answer a child, who may answer, when a complaint is settled. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)

# Our own, without a source: to be verified against each country's procedure.
ANSWER_DAYS: Final = 14
MAX_ANSWER_DAYS: Final = 60

COMPLAINT_TRANSITIONS: Final[dict[ComplaintState, frozenset[ComplaintState]]] = {
    ComplaintState.OPEN: frozenset(
        {ComplaintState.ANSWERED, ComplaintState.BROUGHT, ComplaintState.WITHDRAWN}
    ),
    ComplaintState.ANSWERED: frozenset(
        {ComplaintState.SETTLED, ComplaintState.BROUGHT, ComplaintState.WITHDRAWN}
    ),
    ComplaintState.BROUGHT: frozenset(
        {ComplaintState.ANSWERED, ComplaintState.SETTLED, ComplaintState.WITHDRAWN}
    ),
    # A complaint can be reopened if the child does not accept the answer.
    ComplaintState.SETTLED: frozenset({ComplaintState.OPEN}),
    ComplaintState.WITHDRAWN: frozenset({ComplaintState.OPEN}),
}
WAITING_STATES: Final = frozenset({ComplaintState.OPEN, ComplaintState.BROUGHT})


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint to be recorded."""

    words: str
    about: ComplaintSubject
    names_person: bool
    said_on: dt.date
    answer_by: dt.date


def reasons_not_to_record(complaint: ComplaintFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """What is missing in a complaint; empty if it can be recorded (CHP-004).

    It must be in the child's words. If it is about a person who works with the child, it must name
    the person, who can then neither read nor answer it.
    """
    reasons = []
    if not complaint.words.strip():
        reasons.append(Reason("words", _("Enter what the child said.")))
    if complaint.about == ComplaintSubject.STAFF and not complaint.names_person:
        text = _("Select the person the complaint is about. This person will not see it.")
        reasons.append(Reason("not_for", text))
    if complaint.said_on > today:
        reasons.append(Reason("said_on", _("Enter today’s date or an earlier date.")))
    if (
        not complaint.said_on
        <= complaint.answer_by
        <= complaint.said_on + dt.timedelta(days=MAX_ANSWER_DAYS)
    ):
        text = _("Enter a date within 60 days of the child’s statement.")
        reasons.append(Reason("answer_by", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ComplaintStepFacts:
    """A step of a complaint to be recorded."""

    before: ComplaintState
    after: ComplaintState
    answer: str = ""
    answered_on: dt.date | None = None
    accepts: AnswerAcceptance = AnswerAcceptance.NOT_RECORDED
    brought_before: EscalationBody | None = None


def reasons_against_complaint_step(
    step: ComplaintStepFacts, *, said_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why the complaint cannot move to this state yet; empty if it can (CHP-004, CHP-005).

    It is answered once the child is informed, and settled once the child accepts the answer. If the
    child does not accept it, it is escalated.
    """
    if step.after != step.before and step.after not in COMPLAINT_TRANSITIONS[step.before]:
        return (Reason("state", _("This change of status is not possible.")),)
    reasons = []
    if step.after in {ComplaintState.ANSWERED, ComplaintState.SETTLED}:
        if not step.answer.strip():
            reasons.append(Reason("answer", _("Enter the reply given to the child.")))
        if step.answered_on is None:
            reasons.append(Reason("answered_on", _("Enter the date the child was answered.")))
    if step.answered_on is not None and not said_on <= step.answered_on <= today:
        text = _("Enter a date that is not before the complaint and not in the future.")
        reasons.append(Reason("answered_on", text))
    if step.after == ComplaintState.SETTLED and step.accepts in {
        AnswerAcceptance.NOT_RECORDED,
        AnswerAcceptance.NOT_ASKED,
    }:
        reasons.append(Reason("accepts", _("Ask the child first whether they accept the answer.")))
    if step.after == ComplaintState.SETTLED and step.accepts == AnswerAcceptance.NO:
        text = _("The child does not accept the answer. Escalate the complaint.")
        reasons.append(Reason("accepts", text))
    if step.after == ComplaintState.BROUGHT and step.brought_before is None:
        reasons.append(Reason("brought_before", _("Choose where the complaint is escalated to.")))
    return tuple(reasons)


def is_overdue(state: ComplaintState, answer_by: dt.date, today: dt.date) -> bool:
    """Whether the answer to the child is overdue."""
    return state in WAITING_STATES and answer_by < today
