"""Records case conferences and their decisions, and the outcome of decisions."""

import datetime as dt

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.conferences import rules
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import DECISION_GIVEN_NOTICE, DecisionState


class ConferenceRefused(Refused):
    """A conference or decision that cannot be saved as entered; `reasons` give the codes."""


@transaction.atomic
def add_conference(*, conference: Conference, actor: Staff) -> Conference:
    """Records a conference; the next one is due on the case worker's My day."""
    access.require(actor, Permission.WORK_ON_CASE, conference)
    today = actor.office.today()
    if reasons := rules.reasons_against_next_date(conference.next_on, today):
        raise ConferenceRefused(reasons)

    _end_dues_of_conferences(conference, today, actor)
    if conference.next_on is not None:
        due = duties.add_standalone_duty(
            case=conference.case, duty=Duty.CONFERENCE, due_on=conference.next_on, actor=actor
        )
        conference.due = due.pk if due else None
    return writing.add(conference, actor=actor)


def _end_dues_of_conferences(conference: Conference, today: dt.date, actor: Staff) -> None:
    """Ends the due dates of conferences that took place, not of one planned at a later one."""
    later = access.visible(actor, Conference).filter(
        case=conference.case, held_on__gt=conference.held_on, due__isnull=False
    )
    dues = access.visible(actor, Due).filter(
        case=conference.case, duty=Duty.CONFERENCE, done_on=None
    )
    for due in dues.exclude(pk__in=list(later.values_list("due", flat=True))):
        duties.finish_standalone_duty(due_id=due.pk, done_on=today, actor=actor)


@transaction.atomic
def add_decision(*, decision: ConferenceDecision, actor: Staff) -> ConferenceDecision:
    """Adds a decision; a responsible colleague is notified and has it on My day until done."""
    access.require(actor, Permission.WORK_ON_CASE, decision)
    reasons = rules.reasons_against_decision(
        has_colleague=decision.to is not None,
        other=decision.other,
        until=decision.until,
        today=actor.office.today(),
    )
    if reasons:
        raise ConferenceRefused(reasons)

    if decision.until is not None:
        due = duties.add_standalone_duty(
            case=decision.conference.case,
            duty=Duty.DECISION,
            due_on=decision.until,
            actor=actor,
            worker=decision.to,
        )
        decision.due = due.pk if due else None
    writing.add(decision, actor=actor)
    if decision.to is not None and decision.to.pk != actor.pk:
        notices.notify_staff(
            decision.to.pk, kind=DECISION_GIVEN_NOTICE, record=decision.file_id, actor=actor
        )
    return decision


@transaction.atomic
def end_decision(
    *,
    decision: ConferenceDecision,
    state: DecisionState,
    answer: str,
    version: int,
    actor: Staff,
) -> ConferenceDecision:
    """Records the outcome of a decision; `ConferenceRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, decision)
    if reasons := rules.reasons_not_to_end_decision(DecisionState(decision.state), state, answer):
        raise ConferenceRefused(reasons)

    today = actor.office.today()
    records.open_texts(decision)
    decision.answer = answer.strip()
    writing.change(
        decision,
        actor=actor,
        version=version,
        payload=payload_of(decision),
        state=state,
        ended_on=today,
    )
    if decision.due is not None:
        duties.finish_standalone_duty(due_id=decision.due, done_on=today, actor=actor)
    return decision
