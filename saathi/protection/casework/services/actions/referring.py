"""Actions on referrals. An offer is never refused; sharing the child's data may be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.consent import actions as consents
from saathi.consent.models import Consent
from saathi.consent.rules import BASES_OVER_REFUSAL
from saathi.consent.vocabulary import ChildAnswer
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, Duty
from saathi.protection.casework.services import abroad_rules, rules, sharing_rules
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.queries import abroad, facility_entries, support
from saathi.protection.casework.services.queries.legal_bases import sharing_basis
from saathi.protection.casework.services.vocabulary import (
    REFERRAL_ANSWERED_NOTICE,
    REFERRED_NOTICE,
    ChildReferralAnswer,
    ReferralDeclineReason,
    ReferralDocumentStatus,
    ReferralOutcome,
    ReferralSentBy,
    ReferralState,
    ReferralUrgency,
    ServiceKind,
    SharedInformation,
)
from saathi.protection.identification.intake.models import Report

type SealedTexts = Mapping[str, str]


class ReferralNotPermitted(Refused):
    """A referral that the rules refuse; `reasons` say why."""


@dataclass(frozen=True)
class ReferralInput:
    """What is requested from which service and what is shared with it; `texts` are sealed."""

    kind: ServiceKind
    urgency: ReferralUrgency
    offered_on: dt.date
    service: Service | None = None
    country: str = ""  # of a service that is not in the directory
    child_answer: ChildReferralAnswer = ChildReferralAnswer.NOT_RECORDED
    consent: Consent | None = None
    shared: Sequence[str] = (SharedInformation.CODE, SharedInformation.NEED)
    needs_access: Sequence[str] = ()
    papers: ReferralDocumentStatus = ReferralDocumentStatus.NOT_RECORDED
    texts: SealedTexts = field(default_factory=dict)  # to_whom, need, withheld(_from), child_words


@transaction.atomic
def create_referral(*, child: Child, data: ReferralInput, actor: Staff) -> Referral:
    """Creates a referral of a child. `ReferralNotPermitted` if there is no basis for sharing (GDN-001).

    A legal basis is accepted only if it covers this service and the child's response. With none, a
    referral that shares the case ID and the need alone is always possible.
    """
    referral = _new_referral(data, actor)
    referral.file_id, referral.child = child.file_id, child
    access.require(actor, Permission.WORK_ON_CASE, referral)
    has_basis = data.consent is not None
    if data.child_answer == ChildReferralAnswer.NO and not has_basis:
        referral.state, referral.answered_on = ReferralState.CHILD_DECLINED, data.offered_on
    reasons = list(sharing_rules.reasons_against_sharing(has_basis=has_basis, shared=data.shared))
    if data.consent is not None:
        reasons += _reasons_against_basis(data.consent, referral, actor)
    if reasons := [*reasons, *abroad.reasons_against_service(referral, data.texts, actor)]:
        raise ReferralNotPermitted(reasons)

    if referral.state == ReferralState.OFFERED:
        send_by = rules.send_deadline(
            data.urgency, offered_on=referral.offered_on, answer_by=referral.answer_by
        )
        referral.due = _add_duty(referral, Duty.SEND_REFERRAL, send_by, actor)
    return writing.add(referral, actor=actor, payload=writing.nonblank_texts(data.texts))


@transaction.atomic
def create_referral_with_consent(
    *, child: Child, data: ReferralInput, consent: Consent, actor: Staff
) -> Referral:
    """Creates a referral with its legal basis; `ConsentRecordRefused` if that is refused."""
    answer = ChildAnswer(consent.answer)
    if reasons := sharing_rules.reasons_against_new_basis(answer, response=data.child_answer):
        raise ReferralNotPermitted(reasons)
    recorded = consents.record_consent(consent=consent, actor=actor)
    return create_referral(child=child, data=replace(data, consent=recorded), actor=actor)


@transaction.atomic
def create_referral_from_report(*, report: Report, data: ReferralInput, actor: Staff) -> Referral:
    """Creates a referral for the family or child of a report, also without a case.

    A report and an offer of livelihood support go together (SRV-010). Only the need is shared, within
    the country. `ReferralNotPermitted` with reasons.
    """
    referral = _new_referral(data, actor)
    referral.file_id = report.file_id
    access.require(actor, Permission.RECORD_REPORT, referral)
    reasons = sharing_rules.reasons_against_sharing(has_basis=False, shared=data.shared)
    if reasons := (*reasons, *abroad.reasons_against_family(report, data.country)):
        raise ReferralNotPermitted(reasons)

    return writing.add(referral, actor=actor, payload=writing.nonblank_texts(data.texts))


def _reasons_against_basis(
    consent: Consent, referral: Referral, actor: Staff
) -> tuple[Reason, ...]:
    child, kind = referral.child, ServiceKind(referral.kind)
    none = sharing_rules.SharingBasis(consent.basis, consent.scopes, is_active=False)
    return sharing_rules.reasons_against_basis(
        sharing_basis(actor, consent, child, kind) if child else none,
        kind=kind,
        response=ChildReferralAnswer(referral.child_answer),
    )


def _new_referral(data: ReferralInput, actor: Staff) -> Referral:
    planned = office_procedure(actor.office, on=data.offered_on).referral_days
    return Referral(
        service=data.service,
        country="" if data.service else data.country,
        kind=data.kind,
        urgency=data.urgency,
        offered_on=data.offered_on,
        answer_by=rules.answer_deadline(
            data.urgency, offered_on=data.offered_on, planned_days=planned
        ),
        child_answer=data.child_answer,
        consent=data.consent.pk if data.consent else None,
        basis=data.consent.basis if data.consent else "",
        shared=list(data.shared),
        needs_access=list(data.needs_access),
        papers=data.papers,
    )


def _add_duty(referral: Referral, duty: Duty, due_on: dt.date, actor: Staff) -> UUID | None:
    """Adds a duty to the worker's My day; its id, None without an open case."""
    cases = access.visible(actor, Case).filter(child=referral.child)
    case = cases.filter(status__in=OPEN_STATUSES).order_by("-opened_on").first()
    if case is None:
        return None
    due = duties.add_standalone_duty(case=case, duty=duty, due_on=due_on, actor=actor)
    return due.pk if due else None


def _await_response(referral: Referral, offered_on: dt.date, actor: Staff) -> dict[str, Any]:
    """The columns that change once the service knows of a referral: its response is due.

    A service that was informed late has the same number of days to respond.
    """
    if not support.is_unsent(referral):
        return {}
    planned = office_procedure(actor.office, on=offered_on).referral_days
    urgency = ReferralUrgency(referral.urgency) if referral.urgency else None
    deadline = rules.answer_deadline(urgency, offered_on=offered_on, planned_days=planned)
    answer_by = max(referral.answer_by, deadline)
    if referral.due is not None:
        duties.finish_standalone_duty(due_id=referral.due, done_on=offered_on, actor=actor)
    return {
        "answer_by": answer_by,
        "due": _add_duty(referral, Duty.REFERRAL, answer_by, actor),
    }


@dataclass(frozen=True)
class ReferralFollowUpInput:
    """The present state of a referral; each date is that of the event."""

    state: ReferralState
    child_answer: ChildReferralAnswer
    answered_on: dt.date | None = None
    began_on: dt.date | None = None
    ended_on: dt.date | None = None
    why_declined: ReferralDeclineReason | None = None
    outcome: ReferralOutcome | None = None
    texts: SealedTexts = field(default_factory=dict)  # child_words, answer, result


@transaction.atomic
def follow_up_referral(
    *,
    referral: Referral,
    data: ReferralFollowUpInput,
    earlier_texts: SealedTexts,
    version: int,
    actor: Staff,
) -> Referral:
    """Updates a referral after an answer, a first day or an end; `earlier_texts` are its opened texts.

    Both the child's worker and the receiver of the referral may write it. When a referral ends, or the child
    refuses and no legal basis overrides that, the service's access to the file ends.
    """
    is_of_child = referral.child_id is not None
    permission = Permission.WORK_ON_CASE if is_of_child else Permission.RECORD_REPORT
    access.require(actor, permission, referral)
    before = ReferralState(referral.state)
    reasons = _follow_up_reasons(before, referral, data, actor)
    if abroad_rules.goes_on(before, data.state):
        need = earlier_texts.get("need", "")
        reasons += abroad.reasons_against_going_on(referral, need, actor, answer=data.child_answer)
    if reasons:
        raise ReferralNotPermitted(reasons)

    writing.change(
        referral,
        actor=actor,
        version=version,
        payload=dict(earlier_texts) | writing.nonblank_texts(data.texts),
        state=data.state,
        child_answer=data.child_answer,
        answered_on=data.answered_on,
        began_on=data.began_on,
        ended_on=data.ended_on,
        why_declined=data.why_declined or "",
        outcome=data.outcome or "",
    )
    if data.state != ReferralState.OFFERED and referral.due is not None:
        _finish_answer_duty(referral, data.answered_on or actor.office.today(), actor)
    if actor.id == referral.receiver and before != data.state:
        _tell_of_answer(referral, actor)
    if data.state not in rules.OPEN_STATES or _is_refused(referral):
        _end_access(referral, actor)  # last, because it may end the actor's own right to write here
    return referral


def _is_refused(referral: Referral) -> bool:
    """Whether the child does not want the service and no legal basis overrides that."""
    has_refused = referral.child_answer == ChildReferralAnswer.NO
    return has_refused and referral.basis not in BASES_OVER_REFUSAL


def _tell_of_answer(referral: Referral, actor: Staff) -> None:
    notices.notify_about(referral, referral.recorded_by, kind=REFERRAL_ANSWERED_NOTICE, actor=actor)


@transaction.atomic
def record_referral_sent(
    *, referral: Referral, sent_how: ReferralSentBy, sent_on: dt.date, version: int, actor: Staff
) -> Referral:
    """Records how and when the service was informed of a referral that awaits its response."""
    access.require(actor, Permission.WORK_ON_CASE, referral)
    state = ReferralState(referral.state)
    reasons = rules.reasons_against_sent(
        state, sent_how, offered_on=referral.offered_on, sent_on=sent_on
    )
    need = records.open_texts(referral).get("need", "")
    if reasons := (*reasons, *abroad.reasons_against_going_on(referral, need, actor)):
        raise ReferralNotPermitted(reasons)
    waits = _await_response(referral, sent_on, actor)
    return writing.change(
        referral, actor=actor, version=version, sent_how=sent_how, sent_on=sent_on, **waits
    )


def _finish_answer_duty(referral: Referral, day: dt.date, actor: Staff) -> None:
    """Finishes the duty to follow up the answer, even for a receiver who cannot read duties."""
    assert referral.due is not None
    if actor.id != referral.receiver:
        duties.finish_standalone_duty(due_id=referral.due, done_on=day, actor=actor)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_answered(%s)", [referral.pk])


def _follow_up_reasons(
    before: ReferralState, referral: Referral, data: ReferralFollowUpInput, actor: Staff
) -> list[Reason]:
    times = rules.ReferralTimes(referral.offered_on, data.answered_on, data.began_on, data.ended_on)
    reasons = list(rules.reasons_against_times(times, today=actor.office.today()))
    reasons += rules.reasons_against_referral_state(
        before, data.state, times=times, has_why=data.why_declined is not None
    )
    return [*reasons, *facility_entries.reasons_against_start(referral, data.began_on)]


def has_active_basis(referral: Referral, actor: Staff) -> bool:
    """Whether the legal basis is active today and covers this sharing, as far as `actor` may read it."""
    if referral.consent is None:
        return False
    consents = access.visible(actor, Consent).filter(pk=referral.consent, file=referral.file_id)
    consent = consents.first()
    return consent is not None and not _reasons_against_basis(consent, referral, actor)


@transaction.atomic
def grant_service_access(
    *, referral: Referral, recipient: Staff, until: dt.date, version: int, actor: Staff
) -> Referral:
    """Opens the file to one person of the service until the end of a day.

    The sections opened are those of what was agreed to be shared, and never more (PRI-005).
    """
    access.require(actor, Permission.ASSIGN, referral)
    reads = sharing_rules.sections_for_shared_items(referral.shared)
    reasons = rules.reasons_against_access(
        is_open=ReferralState(referral.state) in rules.OPEN_STATES,
        opens_anything=bool(reads),
        has_basis=has_active_basis(referral, actor),
        until=until,
        today=actor.office.today(),
    )
    if reasons := (*reasons, *abroad.reasons_against_recipient(referral, recipient)):
        raise ReferralNotPermitted(reasons)

    _end_referral_right(referral, actor)
    zone = ZoneInfo(actor.office.time_zone)
    ends_at = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    grant = rights.grant_referral_rights(
        file_id=referral.file_id, to=recipient, reads=reads, until=ends_at, actor=actor
    )
    writing.change(
        referral,
        actor=actor,
        version=version,
        receiver=recipient.id,
        access=grant,
        access_until=ends_at,
        **_await_response(referral, actor.office.today(), actor),
    )

    notices.notify_about(referral, recipient.id, kind=REFERRED_NOTICE, actor=actor)
    return referral


@transaction.atomic
def revoke_service_access(*, referral: Referral, version: int, actor: Staff) -> Referral:
    """Ends the service's access to the file early."""
    access.require(actor, Permission.WORK_ON_CASE, referral)

    if referral.version != version:
        raise writing.ChangedMeanwhile(referral)
    _end_access(referral, actor)
    return referral


def _end_access(referral: Referral, actor: Staff) -> None:
    now = clock.now()
    if referral.access_until is None or referral.access_until <= now:
        return
    writing.change(referral, actor=actor, access_until=now)
    _end_referral_right(referral, actor)


def _end_referral_right(referral: Referral, actor: Staff) -> None:
    """Ends the right that this referral gave, and no other."""
    if referral.receiver is not None and referral.access is not None:
        rights.end_referral_rights(
            file_id=referral.file_id, grant=referral.access, staff_id=referral.receiver, actor=actor
        )


@transaction.atomic
def stop_referral(*, referral: Referral, on: dt.date, actor: Staff) -> None:
    """Stops a referral because its consent was withdrawn (GDN-008).

    The actor who recorded the withdrawal may have no right to write the referral: then the service's
    right still ends, and the next person who opens the referral stops it.
    """
    if access.may_write(actor, referral.file_id, Section.SUPPORT):
        writing.change(referral, actor=actor, state=ReferralState.STOPPED, ended_on=on)
        _end_access(referral, actor)
        if referral.due is not None:
            duties.finish_standalone_duty(due_id=referral.due, done_on=on, actor=actor)
    else:
        _end_referral_right(referral, actor)
