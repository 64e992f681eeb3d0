"""Begins and ends the follow-up after a return, and records its contacts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.record_kit.rows import format_day
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.actions import duties, visiting
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    Duty,
    NotMetReason,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.casework.reintegration import queries, rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models import MonitoringContact, Reintegration
from saathi.web.time_field import moment_of


class ReintegrationRefused(Refused):
    """A step of the follow-up after a return that cannot be taken; `reasons` give the codes."""


@transaction.atomic
def begin_follow_up(
    *, reintegration: Reintegration, actor: Staff, is_cover_confirmed: bool = False
) -> Reintegration:
    """Begins the follow-up after a return, and plans all contacts of the procedure.

    Contacts whose days have passed before it began are planned as well: they were missed.
    `is_cover_confirmed`: the explanation is not that of the safe contact on the file, on purpose.
    """
    access.require(actor, Permission.WORK_ON_CASE, reintegration)
    today = actor.office.today()
    reasons = rules.reasons_against_start(
        reintegration.returned_on,
        today=today,
        cover=codes.CoverAgreement(reintegration.cover_agreement),
        has_cover=bool(reintegration.cover.strip()),
    )
    reasons += _reasons_against_cover(reintegration, actor, is_confirmed=is_cover_confirmed)
    result = queries.find_reintegration(actor, reintegration.file_id)
    if result is not None and result.state == codes.ReintegrationState.ACTIVE:
        text = _("A follow-up is already in progress. End it before you begin another.")
        reasons += (Reason("returned_on", text),)
    if reasons:
        raise ReintegrationRefused(reasons)
    days = rules.contact_schedule(
        reintegration.returned_on, office_procedure(actor.office, on=today)
    )
    reintegration.next_on = days[0]
    writing.add(reintegration, actor=actor)
    planned = [_planned(reintegration, day) for day in days]
    writing.add_all(planned, actor=actor)
    _set_duty(reintegration, days[0], actor)
    return reintegration


def _reasons_against_cover(
    reintegration: Reintegration, actor: Staff, *, is_confirmed: bool
) -> tuple[Reason, ...]:
    on_file = queries.safe_contact_on_file(reintegration.child, actor)
    reasons = rules.reasons_against_cover(reintegration.cover, on_file, is_confirmed=is_confirmed)
    return tuple(Reason(each.code, gettext(each.text) % {"on_file": on_file}) for each in reasons)


def _planned(reintegration: Reintegration, day: dt.date) -> MonitoringContact:
    return MonitoringContact(
        file_id=reintegration.file_id, reintegration=reintegration, planned_on=day
    )


@transaction.atomic
def change_follow_up(
    *,
    reintegration: Reintegration,
    columns: Mapping[str, Any],
    version: int,
    actor: Staff,
    is_cover_confirmed: bool = False,
) -> Reintegration:
    """Changes what was agreed, of a follow-up opened with its texts. The schedule stays.

    `is_cover_confirmed` is as in `begin_follow_up`.
    """
    access.require(actor, Permission.WORK_ON_CASE, reintegration)
    reasons = rules.reasons_against_start(
        reintegration.returned_on,
        today=actor.office.today(),
        cover=codes.CoverAgreement(columns["cover_agreement"]),
        has_cover=bool(reintegration.cover.strip()),
    )
    reasons += _reasons_against_cover(reintegration, actor, is_confirmed=is_cover_confirmed)
    if reasons:
        raise ReintegrationRefused(reasons)
    return writing.change(
        reintegration, actor=actor, version=version, payload=payload_of(reintegration), **columns
    )


@dataclass(frozen=True)
class ReturnContactInput:
    """A contact that took place or was tried, with its unsaved record and the next day."""

    contact: MonitoringContact
    next_on: dt.date | None


@transaction.atomic
def record_contact(*, new: ReturnContactInput, actor: Staff) -> MonitoringContact:
    """Records a contact: it takes the place of a planned one, and the next is planned.

    What our worker did is a visit of the case too, so that the child's danger and the next visit by
    risk follow from it; what others did is one if the child is not safe. After the end of a follow-up,
    nothing is planned: the day of the next contact becomes a duty. `ReintegrationRefused` with reasons.
    """
    contact = new.contact
    reintegration = contact.reintegration
    access.require(actor, Permission.WORK_ON_CASE, contact)
    planned = queries.planned_contacts(reintegration, actor)
    assert contact.contact_on is not None
    plan = rules.fill_plan([each.planned_on for each in planned], contact.contact_on)
    closed = (plan.filled + 1) if plan.filled is not None else 0
    later = [each.planned_on for each in planned[closed:]]
    if reasons := _reasons_against(contact, new.next_on, later, actor):
        raise ReintegrationRefused(reasons)

    reached = contact.result != codes.ContactResult.NOT_REACHED
    contact.state = (
        codes.PlannedContactState.HELD if reached else codes.PlannedContactState.NOT_HELD
    )
    contact.visit = _record_visit(contact, actor)
    if contact.finding == codes.ContactFinding.UNSAFE:
        contact.unsafe_at = clock.now()
    _mark_missed([planned[place] for place in plan.missed], actor)
    saved = _save(contact, None if plan.filled is None else planned[plan.filled], actor)
    if reintegration.state == codes.ReintegrationState.ACTIVE:
        _plan_next(reintegration, planned[closed:], new.next_on, actor)
        _follow(reintegration, actor)
    else:
        _set_duty(reintegration, new.next_on, actor)
    return saved


def _reasons_against(
    contact: MonitoringContact,
    next_on: dt.date | None,
    later: Sequence[dt.date],
    actor: Staff,
) -> tuple[Reason, ...]:
    assert contact.contact_on is not None
    entry = rules.ContactEntry(
        contact_on=contact.contact_on,
        made_by=codes.ReturnContactMaker(contact.made_by),
        way=codes.ReturnContactWay(contact.way),
        result=codes.ContactResult(contact.result),
        finding=codes.ContactFinding(contact.finding),
        not_held_because=contact.not_held_because,
        replaced=codes.ReplacedVisit(contact.replaced),
        next_on=next_on,
        risks=contact.risks,
        recorded_on=actor.office.today(),
        who_acts=contact.who_acts,
        act_until=contact.act_until,
        child_words=contact.child_words,
    )
    returned_on = contact.reintegration.returned_on
    return rules.reasons_against_entry(entry, returned_on=returned_on, later=later)


_KIND_OF_WAY: Final = {
    codes.ReturnContactWay.HOME: VisitKind.HOME,
    codes.ReturnContactWay.NEUTRAL: VisitKind.OTHER,
    codes.ReturnContactWay.CALL: VisitKind.TELEPHONE,
}
_OUTCOME_OF_RESULT: Final = {
    codes.ContactResult.ALONE: VisitOutcome.MET_ALONE,
    codes.ContactResult.WITH_OTHERS: VisitOutcome.MET_WITH_OTHERS,
    codes.ContactResult.NOT_REACHED: VisitOutcome.NOT_MET,
}


def _record_visit(contact: MonitoringContact, actor: Staff) -> Visit | None:
    """The visit of the open case; none for a message, for a safe contact of others, and without a case."""
    case = queries.open_case(contact.file_id, actor)
    kind = _KIND_OF_WAY.get(codes.ReturnContactWay(contact.way))
    made_by, finding = (
        codes.ReturnContactMaker(contact.made_by),
        codes.ContactFinding(contact.finding),
    )
    if case is None or kind is None or not rules.counts_as_visit(made_by, finding):
        return None
    is_unsafe = finding == codes.ContactFinding.UNSAFE
    assert contact.contact_on is not None
    visit = visiting.VisitInput(
        happened_at=moment_of(contact.contact_on, None, case.office.time_zone),
        is_time_unknown=True,
        kind=kind,
        outcome=_OUTCOME_OF_RESULT[codes.ContactResult(contact.result)],
        not_met_because=NotMetReason(contact.not_held_because),
        child_safe=ChildSafety.NO if is_unsafe else ChildSafety.NOT_RECORDED,
        note=_who_acts_text(contact) if is_unsafe else "",
        worry=contact.risks if is_unsafe else "",
    )
    return visiting.record_visit(case=case, new=visit, actor=actor).visit


def _who_acts_text(contact: MonitoringContact) -> str:
    """Who told that the child is not safe, and who acts: for those who read the visits of the case."""
    text = gettext("Contact made by: %(maker)s. Who acts until %(day)s: %(who)s")
    maker = codes.ReturnContactMaker(contact.made_by).label
    day = format_day(contact.act_until)
    return text % {"maker": maker, "day": day, "who": contact.who_acts}


def _mark_missed(missed: Sequence[MonitoringContact], actor: Staff) -> None:
    state = codes.PlannedContactState.MISSED
    writing.change_each([(each, {"state": state}) for each in missed], actor=actor)


_FILLED: Final = (
    "state", "contact_on", "made_by", "way", "result", "not_held_because", "replaced", "finding",
    "lives_with", "school", "work", "visit", "act_until", "unsafe_at",
)  # fmt: skip


def _save(
    contact: MonitoringContact, planned: MonitoringContact | None, actor: Staff
) -> MonitoringContact:
    """Saves a contact in the place of a planned one, or as a further one of its day."""
    if planned is None:
        assert contact.contact_on is not None
        contact.planned_on = contact.contact_on
        return writing.add(contact, actor=actor)
    values = {name: getattr(contact, name) for name in _FILLED}
    return writing.change(planned, actor=actor, payload=payload_of(contact), **values)


def _plan_next(
    reintegration: Reintegration,
    later: Sequence[MonitoringContact],
    next_on: dt.date | None,
    actor: Staff,
) -> None:
    if next_on is None:
        return
    if rules.moves_planned(next_on, [each.planned_on for each in later]):
        writing.change(later[0], actor=actor, planned_on=next_on)
    else:
        writing.add(_planned(reintegration, next_on), actor=actor)


def _follow(reintegration: Reintegration, actor: Staff) -> None:
    """Brings the next day and the duty up to date after a contact."""
    planned = queries.planned_contacts(reintegration, actor)
    next_on = planned[0].planned_on if planned else None
    writing.change(reintegration, actor=actor, next_on=next_on)
    _set_duty(reintegration, next_on, actor)


def _set_duty(reintegration: Reintegration, due_on: dt.date | None, actor: Staff) -> None:
    """Ends the open duty of a contact and makes the next one due; none without an open case."""
    end_duties(reintegration, Duty.RETURN_CONTACT, actor)
    case = queries.open_case(reintegration.file_id, actor)
    if case is not None and due_on is not None:
        duties.add_standalone_duty(case=case, duty=Duty.RETURN_CONTACT, due_on=due_on, actor=actor)


def end_duties(record: Any, duty: Duty, actor: Staff) -> None:
    """Marks the open duties of a kind in the file of a record as done today."""
    dues = access.visible(actor, Due).filter(file_id=record.file_id, duty=duty, done_on=None)
    for due_id in list(dues.values_list("pk", flat=True)):
        duties.finish_standalone_duty(due_id=due_id, done_on=actor.office.today(), actor=actor)


def add_duty_today(record: Any, duty: Duty, actor: Staff, *, days: int = 0) -> Due | None:
    """Makes a duty due today, or in so many days; None without an open case."""
    case: Case | None = queries.open_case(record.file_id, actor)
    if case is None:
        return None
    due_on = actor.office.today() + dt.timedelta(days=days)
    return duties.add_standalone_duty(case=case, duty=duty, due_on=due_on, actor=actor)


@transaction.atomic
def record_missed_reason(
    *, contact: MonitoringContact, because: NotMetReason, version: int, actor: Staff
) -> MonitoringContact:
    """Records why a missed contact, opened with its texts, did not take place. It stays missed."""
    access.require(actor, Permission.WORK_ON_CASE, contact)
    if contact.state != codes.PlannedContactState.MISSED:
        raise access.NotAllowed
    texts = payload_of(contact)
    return writing.change(
        contact, actor=actor, version=version, payload=texts, not_held_because=because
    )


def _is_second(reintegration: Reintegration, actor: Staff) -> bool:
    """Whether this person may end a follow-up while something is urgent."""
    case = queries.open_case(reintegration.file_id, actor)
    involved = {reintegration.recorded_by, case.worker_id if case else None}
    return Permission.APPROVE in actor.permissions and actor.pk not in involved


@transaction.atomic
def end_follow_up(
    *, reintegration: Reintegration, reason: codes.MonitoringEnd, version: int, actor: Staff
) -> Reintegration:
    """Ends a follow-up opened with its explanation; planned contacts are cancelled.

    While something about the child is urgent, or within 12 months of the return, a second person ends
    it. `ReintegrationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, reintegration)
    today = actor.office.today()
    if reintegration.state != codes.ReintegrationState.ACTIVE:
        raise access.NotAllowed
    facts = rules.MonitoringFacts(
        returned_on=reintegration.returned_on,
        attempt_days=queries.attempt_days(reintegration, actor),
        has_open_sign=queries.has_open_sign(reintegration.file_id, actor),
        note=reintegration.end_note,
        needs_second=queries.end_needs_second(reintegration, today),
        is_second=_is_second(reintegration, actor),
    )
    procedure = office_procedure(actor.office, on=today)
    if reasons := rules.reasons_against_end(reason, facts, on=today, procedure=procedure):
        raise ReintegrationRefused(reasons)
    _close_planned_contacts(reintegration, today, actor)
    end_duties(reintegration, Duty.RETURN_CONTACT, actor)
    return writing.change(
        reintegration,
        actor=actor,
        version=version,
        payload=payload_of(reintegration),
        state=codes.ReintegrationState.ENDED,
        end_reason=reason,
        ended_on=today,
        next_on=None,
    )


def _close_planned_contacts(reintegration: Reintegration, today: dt.date, actor: Staff) -> None:
    """Planned contacts are missed if their day has passed, and cancelled otherwise."""
    missed, cancelled = codes.PlannedContactState.MISSED, codes.PlannedContactState.CANCELLED
    closed = [
        (each, {"state": missed if rules.is_missed(each.planned_on, today=today) else cancelled})
        for each in queries.planned_contacts(reintegration, actor)
    ]
    writing.change_each(closed, actor=actor)
