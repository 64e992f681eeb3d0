"""Records verifications, their steps and what they lead to; permits; a court's need."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Reason, Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.protection_screening import contact_gate
from saathi.protection.returns.protection_screening import rules as screening_rules
from saathi.protection.returns.protection_screening.vocabulary import ContactMaker
from saathi.protection.returns.verifications import rules
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
    VerificationStep,
)
from saathi.protection.returns.verifications.vocabulary import (
    NEEDS_SOLUTION,
    OUR_ROUTES,
    CourtNeedKind,
    OtherSolution,
    PermitState,
    VerificationAnswer,
    VerificationEvent,
    VerificationRoute,
)


class VerificationRefused(Refused):
    """A verification or permit that cannot be saved as entered; `reasons` give the codes."""


@transaction.atomic
def add_verification(
    *, verification: OriginVerification, case: Case, actor: Staff
) -> OriginVerification:
    """Records a verification that was asked for; it is asked again after 30 and 60 days at the latest.

    After 90 days other solutions are due. `VerificationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, verification)
    verification.answer, today = VerificationAnswer.WAITING, actor.office.today()
    reasons = rules.reasons_against_question(
        has_enquiry=verification.enquiry_id is not None,
        has_contact=verification.contact_id is not None,
        asked=verification.subjects,
    )
    contact = verification.contact
    reasons += rules.reasons_against_route(
        VerificationRoute(verification.route),
        is_of_others=contact is not None and contact.made_by != ContactMaker.US,
    )
    reasons += rules.reasons_against_verification(_facts(verification), today=today)
    if verification.route in OUR_ROUTES:
        reasons += _reasons_of_gate(verification, "route")
    if reasons:
        raise VerificationRefused(reasons)

    question = verification.enquiry or verification.contact
    assert question is not None
    verification.country = question.country
    dues = _new_dues(verification, case, today, actor)
    verification.due, verification.solutions_due = dues["due"], dues["solutions_due"]
    return writing.add(verification, actor=actor)


def _reasons_of_gate(record: Scoped, field: str) -> tuple[Reason, ...]:
    """Why we do not ask the country of origin now, from screening and referrals."""
    answer = contact_gate.ask_gate(record.file_id)
    return screening_rules.reasons_against_contact(
        answer.gate, field, is_represented=answer.is_represented
    )


def _facts(
    verification: OriginVerification, columns: Mapping[str, object] | None = None
) -> rules.VerificationFacts:
    changed = columns or {}

    def value(name: str) -> object:
        return changed.get(name, getattr(verification, name))

    def day(name: str) -> dt.date | None:
        result = value(name)
        return result if isinstance(result, dt.date) else None

    return rules.VerificationFacts(
        asked_on=verification.asked_on,
        answer=VerificationAnswer(str(value("answer"))),
        answered_on=day("answered_on"),
        next_on=day("next_on"),
        solutions_on=day("solutions_on"),
        is_solved=_is_solved(verification),
    )


def _is_solved(verification: OriginVerification) -> bool:
    """Whether other solutions were assessed, and one was found."""
    return verification.solved_on is not None and verification.solution != OtherSolution.NONE_YET


def _new_dues(
    verification: OriginVerification, case: Case, today: dt.date, actor: Staff
) -> dict[str, Any]:
    """The open duties of a verification as it is now, by the field that holds their id."""
    is_waiting = verification.answer == VerificationAnswer.WAITING
    dues: dict[str, Any] = {"due": None, "solutions_due": None}
    if is_waiting and verification.next_on is not None:
        day = rules.reminder_day(verification.asked_on, verification.next_on, today)
        due = duties.add_standalone_duty(case=case, duty=Duty.VERIFICATION, due_on=day, actor=actor)
        dues["due"] = due.pk if due else None
    if not _is_solved(verification) and (is_waiting or verification.answer in NEEDS_SOLUTION):
        day = rules.solution_day(verification.asked_on, verification.solutions_on)
        due = duties.add_standalone_duty(case=case, duty=Duty.SOLUTIONS, due_on=day, actor=actor)
        dues["solutions_due"] = due.pk if due else None
    return dues


def _renew_dues(
    verification: OriginVerification, columns: dict[str, Any], case: Case, actor: Staff
) -> dict[str, Any]:
    """The columns with the duties that follow from them; the earlier duties end."""
    today = actor.office.today()
    for due_id in (verification.due, verification.solutions_due):
        if due_id is not None:
            duties.finish_standalone_duty(due_id=due_id, done_on=today, actor=actor)
    for name, value in columns.items():
        setattr(verification, name, value)
    return columns | _new_dues(verification, case, today, actor)


@transaction.atomic
def change_verification(
    *,
    verification: OriginVerification,
    columns: Mapping[str, object],
    case: Case,
    version: int,
    actor: Staff,
) -> OriginVerification:
    """Records the answer, or that it is still waited for, with the next date.

    `verification` has its new texts. `VerificationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, verification)
    today = actor.office.today()
    new = dict(columns)
    if new["answer"] != VerificationAnswer.WAITING:
        new["next_on"] = None
    changed = [name for name, value in new.items() if getattr(verification, name) != value]
    reasons = rules.reasons_against_answer_change(VerificationAnswer(verification.answer), changed)
    reasons += rules.reasons_against_verification(_facts(verification, new), today=today)
    if reasons:
        raise VerificationRefused(reasons)
    texts = payload_of(verification)
    new = _renew_dues(verification, new, case, actor)
    return writing.change(verification, actor=actor, version=version, payload=texts, **new)


@transaction.atomic
def add_step(
    *,
    step: VerificationStep,
    next_on: dt.date | None,
    case: Case,
    actor: Staff,
) -> VerificationStep:
    """Records a step; after asking again, the verification waits until the next date.

    `VerificationRefused` if it would wait without one, and for our reminder, whoever asked first,
    while the screening for international protection does not allow contact. A reminder of others is
    recorded in any case.
    """
    access.require(actor, Permission.WORK_ON_CASE, step)
    verification = step.verification
    is_reminder = step.event == VerificationEvent.ASKED_AGAIN
    if is_reminder and (reasons := _reasons_of_gate(step, "event")):
        raise VerificationRefused(reasons)
    is_waiting = verification.answer == VerificationAnswer.WAITING
    if is_waiting and (next_on is not None or step.event == VerificationEvent.ASKED_AGAIN):
        columns: dict[str, Any] = {"next_on": next_on}
        facts = _facts(verification, columns)
        if reasons := rules.reasons_against_verification(facts, today=actor.office.today()):
            raise VerificationRefused(reasons)
        new = _renew_dues(verification, columns, case, actor)
        writing.change(verification, actor=actor, **new)
    return writing.add(step, actor=actor)


@transaction.atomic
def record_solution(
    *,
    verification: OriginVerification,
    columns: Mapping[str, object],
    case: Case,
    version: int,
    actor: Staff,
) -> OriginVerification:
    """Records what an assessment of other solutions found; without a solution, another is due."""
    access.require(actor, Permission.WORK_ON_CASE, verification)
    new, today = dict(columns), actor.office.today()
    solutions_on = new["solutions_on"]
    assert solutions_on is None or isinstance(solutions_on, dt.date)
    solution = OtherSolution(str(new["solution"]))
    if reasons := rules.reasons_against_solution(solution, solutions_on, today):
        raise VerificationRefused(reasons)
    new["solved_on"] = today
    texts = payload_of(verification)
    new = _renew_dues(verification, new, case, actor)
    return writing.change(verification, actor=actor, version=version, payload=texts, **new)


@transaction.atomic
def add_permit(*, permit: TravelPermit, actor: Staff) -> TravelPermit:
    """Records a permit that was requested, received or refused; `VerificationRefused`.

    An embassy or authority of the other country is asked only as the screening for international
    protection allows. What was received or refused is recorded in any case.
    """
    access.require(actor, Permission.WORK_ON_CASE, permit)
    state = PermitState(permit.state)
    reasons = rules.reasons_against_permit(
        state,
        asked_on=permit.asked_on,
        received_on=permit.received_on,
        valid_until=permit.valid_until,
    )
    if rules.asks_abroad(state, permit.asked_body):
        reasons += _reasons_of_gate(permit, "asked_body")
    if reasons:
        raise VerificationRefused(reasons)
    return writing.add(permit, actor=actor)


@transaction.atomic
def change_permit(
    *, permit: TravelPermit, columns: Mapping[str, object], version: int, actor: Staff
) -> TravelPermit:
    """Changes a permit, such as when it is received; the earlier version is kept.

    It becomes a request to the other country only as a new one does: see `add_permit`.
    """
    access.require(actor, Permission.WORK_ON_CASE, permit)
    texts = payload_of(permit)
    before = PermitState(permit.state)
    changed = [name for name, value in columns.items() if getattr(permit, name) != value]
    reasons = rules.reasons_against_permit_change(before, changed)
    for name, value in columns.items():
        setattr(permit, name, value)
    reasons += rules.reasons_against_permit(
        PermitState(permit.state),
        asked_on=permit.asked_on,
        received_on=permit.received_on,
        valid_until=permit.valid_until,
    )
    if rules.becomes_question(before, PermitState(permit.state), permit.asked_body):
        reasons += _reasons_of_gate(permit, "state")
    if reasons:
        raise VerificationRefused(reasons)
    return writing.change(permit, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def change_court_need(
    *,
    need: CourtNeed,
    columns: Mapping[str, object],
    texts: Mapping[str, str],
    version: int,
    actor: Staff,
) -> CourtNeed:
    """Changes what a court needs; the earlier version is kept. `need` has its earlier texts.

    `VerificationRefused` if the court needs the child in person: a new entry says what changed.
    """
    access.require(actor, Permission.WORK_ON_CASE, need)
    entered = dict(columns) | dict(texts)
    changed = [name for name, value in entered.items() if getattr(need, name) != value]
    if reasons := rules.reasons_against_need_change(CourtNeedKind(need.need), changed):
        raise VerificationRefused(reasons)
    for name, text in texts.items():
        setattr(need, name, text)
    payload = payload_of(need)
    return writing.change(need, actor=actor, version=version, payload=payload, **columns)
