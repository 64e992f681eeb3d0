"""Writes about referrals. An offer is never refused; sharing what is known of a child may be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import NoticeKind
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case
from saathi.protection.cases.queries import procedure_of
from saathi.protection.cases.vocabulary import CaseStatus, Duty
from saathi.protection.intake.models import Report
from saathi.protection.services import rules
from saathi.protection.services.models import Referral, Service
from saathi.protection.services.vocabulary import (
    HerAnswer,
    Outcome,
    Papers,
    ReferralState,
    ServiceKind,
    Shared,
    Urgency,
    WhyDeclined,
)

type Words = Mapping[str, str]


class NotSoYet(Refused):
    """A referral that cannot stand like this; `reasons` tell why."""


@dataclass(frozen=True)
class ReferralTold:
    """What is asked of which service, and what it is told; `words` are sealed."""

    kind: ServiceKind
    urgency: Urgency
    offered_on: dt.date
    service: Service | None = None
    her_answer: HerAnswer = HerAnswer.NOT_ASKED
    consent: Consent | None = None
    shared: Sequence[str] = (Shared.CODE, Shared.NEED)
    needs_access: Sequence[str] = ()
    papers: Papers = Papers.NOT_KNOWN
    words: Words = field(default_factory=dict)  # to_whom, need, withheld, withheld_from, her_words


@transaction.atomic
def refer(*, child: Child, told: ReferralTold, by: Staff) -> Referral:
    """The referral of a child. `NotSoYet` only where what is shared rests on nothing (GDN-001)."""
    referral = _referral(told, by)
    referral.file_id, referral.child = child.file_id, child
    access.require(by, Permission.WORK_ON_CASE, referral)
    has_basis = told.consent is not None and told.consent.file_id == child.file_id
    if reasons := rules.reasons_against_sharing(has_basis=has_basis, shared=told.shared):
        raise NotSoYet(reasons)

    if told.her_answer == HerAnswer.NO and not has_basis:
        referral.state, referral.answered_on = ReferralState.CHILD_DECLINED, told.offered_on
    _wait_for_answer(referral, by)
    return writing.add(referral, by=by, payload=writing.filled(told.words))


@transaction.atomic
def refer_from_report(*, report: Report, told: ReferralTold, by: Staff) -> Referral:
    """The referral of a family or a child that a report is about, before and without any case.

    Reporting and a way to live are offered at the same time (SRV-010). Nothing but the need goes.
    """
    referral = _referral(told, by)
    referral.file_id = report.file_id
    access.require(by, Permission.RECORD_REPORT, referral)
    if reasons := rules.reasons_against_sharing(has_basis=False, shared=told.shared):
        raise NotSoYet(reasons)

    return writing.add(referral, by=by, payload=writing.filled(told.words))


def _referral(told: ReferralTold, by: Staff) -> Referral:
    planned = procedure_of(by.office, on=told.offered_on).referral_days
    return Referral(
        service=told.service,
        kind=told.kind,
        urgency=told.urgency,
        offered_on=told.offered_on,
        answer_by=rules.answer_by(told.urgency, offered_on=told.offered_on, planned_days=planned),
        her_answer=told.her_answer,
        consent=told.consent.pk if told.consent else None,
        basis=told.consent.basis if told.consent else "",
        shared=list(told.shared),
        needs_access=list(told.needs_access),
        papers=told.papers,
    )


def _wait_for_answer(referral: Referral, by: Staff) -> None:
    """Puts the question for the answer on the worker's day, where there is an open case."""
    if referral.state != ReferralState.OFFERED or referral.child is None:
        return
    cases = access.visible(by, Case).filter(child=referral.child)
    case = cases.exclude(status=CaseStatus.CLOSED).order_by("-opened_on").first()
    if case is not None:
        due = duties.add_single(case=case, duty=Duty.REFERRAL, due_on=referral.answer_by, by=by)
        referral.due = due.pk if due else None


@dataclass(frozen=True)
class FollowUp:
    """A referral as it stands now; the days are those on which it happened."""

    state: ReferralState
    her_answer: HerAnswer
    answered_on: dt.date | None = None
    began_on: dt.date | None = None
    ended_on: dt.date | None = None
    why_declined: WhyDeclined | None = None
    outcome: Outcome | None = None
    words: Words = field(default_factory=dict)  # her_words, answer, result


@transaction.atomic
def follow(
    *, referral: Referral, told: FollowUp, earlier: Words, version: int, by: Staff
) -> Referral:
    """The referral after an answer, a first day, an end. `earlier` are its opened words.

    Whoever the child was referred to may write it as well as her worker. What ended opens the file
    to nobody any longer.
    """
    of_child = referral.child_id is not None
    needed = Permission.WORK_ON_CASE if of_child else Permission.RECORD_REPORT
    access.require(by, needed, referral)
    before = ReferralState(referral.state)
    if reasons := _against(before, referral.offered_on, told, by):
        raise NotSoYet(reasons)

    writing.change(
        referral,
        by=by,
        version=version,
        payload=dict(earlier) | writing.filled(told.words),
        state=told.state,
        her_answer=told.her_answer,
        answered_on=told.answered_on,
        began_on=told.began_on,
        ended_on=told.ended_on,
        why_declined=told.why_declined or "",
        outcome=told.outcome or "",
    )
    if told.state != ReferralState.OFFERED and referral.due is not None:
        _take_off_the_day(referral, told.answered_on or by.office.today(), by)
    if by.id == referral.receiver and before != told.state:
        notices.tell(
            referral.recorded_by, kind=NoticeKind.REFERRAL_ANSWERED, record=referral.pk, by=by
        )
    if told.state not in rules.OPEN:
        _end_access(referral, by)  # last: it may be her own right to write here that ends
    return referral


def _take_off_the_day(referral: Referral, day: dt.date, by: Staff) -> None:
    """The question for an answer is settled, also by a receiver who reads nothing of what is due."""
    assert referral.due is not None
    if by.id != referral.receiver:
        duties.finish_single(due_id=referral.due, done_on=day, by=by)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_answered(%s)", [referral.pk])


def _against(before: ReferralState, offered_on: dt.date, told: FollowUp, by: Staff) -> list[Reason]:
    times = rules.ReferralTimes(offered_on, told.answered_on, told.began_on, told.ended_on)
    found = list(rules.reasons_against_times(times, today=by.office.today()))
    found += rules.reasons_against_state(
        before, told.state, times=times, has_why=told.why_declined is not None
    )
    return found


# What of the file opens to a service, by what was agreed to be shared.
OPENS: Mapping[str, Section] = {
    Shared.NAME: Section.IDENTITY | Section.SUPPORT,
    Shared.HEALTH: Section.NEEDS,
    Shared.HAPPENED: Section.SITUATION,
}


def opened_by(shared: Sequence[str]) -> Section:
    """The sections that a service may read of the file; none where it does not know the name."""
    if Shared.NAME not in shared:
        return Section(0)
    found = Section(0)
    for part in shared:
        found |= OPENS.get(part, Section(0))
    return found


def basis_stands(referral: Referral, by: Staff) -> bool:
    """Whether the consent or other basis of the sharing stands today, for those who may read it."""
    if referral.consent is None:
        return False
    found = access.visible(by, Consent).filter(pk=referral.consent, file=referral.file_id)
    running = found.filter(withdrawn_on=None).exclude(ends_on__lt=by.office.today())
    return running.exists()


@transaction.atomic
def give_access(
    *, referral: Referral, to: Staff, until: dt.date, version: int, by: Staff
) -> Referral:
    """The file, open to one person of the service until the end of a day, and no longer.

    What it opens follows from what was agreed to be shared, and never more (PRI-005).
    """
    access.require(by, Permission.ASSIGN, referral)
    reads = opened_by(referral.shared)
    reasons = rules.reasons_against_access(
        is_open=ReferralState(referral.state) in rules.OPEN,
        opens_anything=bool(reads),
        has_basis=basis_stands(referral, by),
        until=until,
        today=by.office.today(),
    )
    if reasons:
        raise NotSoYet(reasons)

    _end_right(referral, by)
    zone = ZoneInfo(by.office.time_zone)
    ends = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    given = rights.give_referral(file_id=referral.file_id, to=to, reads=reads, until=ends, by=by)
    writing.change(
        referral, by=by, version=version, receiver=to.id, access=given, access_until=ends
    )

    notices.tell(to.id, kind=NoticeKind.REFERRED, record=referral.pk, by=by)
    return referral


@transaction.atomic
def end_access(*, referral: Referral, version: int, by: Staff) -> Referral:
    """The file, closed to the service before its time."""
    access.require(by, Permission.WORK_ON_CASE, referral)

    if referral.version != version:
        raise writing.ChangedMeanwhile(referral)
    _end_access(referral, by)
    return referral


def _end_access(referral: Referral, by: Staff) -> None:
    now = clock.now()
    if referral.access_until is None or referral.access_until <= now:
        return
    writing.change(referral, by=by, access_until=now)
    _end_right(referral, by)


def _end_right(referral: Referral, by: Staff) -> None:
    """Ends the right that this referral gave, and no other."""
    if referral.receiver is not None and referral.access is not None:
        rights.end_referral(
            file_id=referral.file_id, grant=referral.access, of=referral.receiver, by=by
        )


@transaction.atomic
def stop(*, referral: Referral, on: dt.date, by: Staff) -> None:
    """The referral stops because the consent it rested on was taken back (GDN-008).

    Who took the consent back may have no right to write here: then the right of the service ends
    all the same, and the referral is stopped by whoever opens it next.
    """
    if access.may_write(by, referral.file_id, Section.SUPPORT):
        writing.change(referral, by=by, state=ReferralState.STOPPED, ended_on=on)
        _end_access(referral, by)
        if referral.due is not None:
            duties.finish_single(due_id=referral.due, done_on=on, by=by)
    else:
        _end_right(referral, by)


def resting_on(consent_id: UUID, by: Staff) -> list[Referral]:
    """The open referrals that rest on a consent alone."""
    found = access.visible(by, Referral).filter(consent=consent_id, state__in=rules.OPEN)
    return list(found.order_by("offered_on", "pk"))
