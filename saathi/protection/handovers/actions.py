"""Offers a case to another office or agency, takes that back, and answers it. No handover closes a case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, warden, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.participation.vocabulary import Understood
from saathi.protection.cases.actions.approvals import NotApproved
from saathi.protection.cases.models import Case
from saathi.protection.handovers import queries, rules
from saathi.protection.handovers.models import Handover
from saathi.protection.handovers.vocabulary import (
    HandoverKind,
    HandoverState,
    HerView,
    Why,
    WhyDeclined,
)
from saathi.vault import store as vault

type Words = Mapping[str, str]


class Answered(Exception):
    """Somebody answered the offer, or took it back, in the meantime."""


@dataclass(frozen=True)
class HandoverTold:
    """Why a case changes hands, what the child says and knows of it; `words` are sealed."""

    why: Why
    her_view: HerView = HerView.NOT_ASKED
    told: Understood = Understood.NOT_TOLD
    words: Words = field(default_factory=dict)  # handed, her_words, told_words, beyond

    def payload(self) -> dict[str, str]:
        """What its envelope holds: only what was filled in."""
        return {key: text for key, text in self.words.items() if text}


def within_office(
    *, case: Case, to: Staff, told: HandoverTold, is_beyond_limit: bool, by: Staff
) -> Handover:
    """The record of a case that passes to another worker now; whoever calls adds it and hands over."""
    return Handover(
        file_id=case.file_id,
        case=case,
        kind=HandoverKind.WORKER,
        state=HandoverState.ACCEPTED,
        why=told.why,
        from_worker_id=case.worker_id,
        from_office_id=case.office_id,
        to_office_id=case.office_id,
        to_worker=to,
        her_view=told.her_view,
        told=told.told,
        offered_on=by.office.today(),
        answered_at=clock.now(),
        answered_by=by.id,
        is_beyond_limit=is_beyond_limit,
    )


@dataclass(frozen=True)
class Offer:
    """To which office a case is offered, until when it is to answer, and how long we still read it."""

    to_office: Office
    answer_by: dt.date
    former_until: dt.date
    consent: Consent | None = None


@transaction.atomic
def offer(*, case: Case, to: Offer, told: HandoverTold, by: Staff) -> Handover:
    """The offer on record, and read by those who lead the other office; `NotApproved` with reasons.

    They read the offer and how the case stands, nothing else. Until they accept it the case stays.
    """
    handover = _offered(case, to, told, by)
    access.require(by, Permission.ASSIGN, handover)

    if reasons := queries.reasons_against(case, to.to_office, handover, to.consent, by):
        raise NotApproved(reasons)

    zone = ZoneInfo(by.office.time_zone)
    values = [case.file_id, handover.pk, to.to_office.pk, _end_of(to.answer_by, zone)]
    handover.access = UUID(warden.change("handover_offer", values, by=by.id))
    writing.add(handover, by=by, payload=told.payload())

    audit.record(
        audit.Kind.GRANTED,
        by=by.id,
        agency=by.agency_id,
        file_id=case.file_id,
        detail={"office": to.to_office.pk, "reads": int(Handover.section), "writes": 0},
    )
    return handover


def _offered(case: Case, to: Offer, told: HandoverTold, by: Staff) -> Handover:
    zone = ZoneInfo(by.office.time_zone)
    is_ours = to.to_office.agency_id == by.agency_id
    return Handover(
        file_id=case.file_id,
        case=case,
        kind=HandoverKind.OFFICE if is_ours else HandoverKind.AGENCY,
        state=HandoverState.OFFERED,
        why=told.why,
        from_worker_id=case.worker_id,
        from_office_id=case.office_id,
        to_office=to.to_office,
        her_view=told.her_view,
        told=told.told,
        offered_on=by.office.today(),
        answer_by=to.answer_by,
        former_until=_end_of(to.former_until, zone),
        consent=to.consent.pk if to.consent else None,
    )


@transaction.atomic
def withdraw(*, handover: Handover, version: int, by: Staff) -> Handover:
    """The offer taken back; nobody of the other office reads it any more."""
    access.require(by, Permission.ASSIGN, handover)
    if not rules.may_move(HandoverState(handover.state), HandoverState.WITHDRAWN):
        raise Answered

    writing.change(
        handover,
        by=by,
        version=version,
        state=HandoverState.WITHDRAWN,
        answered_at=clock.now(),
        answered_by=by.id,
    )
    warden.change("handover_close", [handover.file_id, handover.access], by=by.id)

    _log_right(audit.Kind.GRANT_ENDED, handover, by)
    return handover


@transaction.atomic
def accept(*, handover: Handover, to: Staff, beyond: str, by: Staff) -> Handover:
    """The case in the hands of `to`, its file with her office; `NotApproved` where she has too many.

    `beyond` is why she takes it all the same. Those who had it read it until the day of the offer.
    """
    access.require(by, Permission.ASSIGN)
    is_beyond, reasons = queries.judge_load(to, beyond, on=by.office.today())
    if reasons:
        raise NotApproved(reasons)

    _seal(handover, {"beyond": beyond if is_beyond else ""})
    values = [handover.pk, to.pk, is_beyond, bytes(handover.sealed or b"")]
    changed = warden.change("handover_accept", values, by=by.id)
    if not changed:
        raise Answered
    access.rights_changed(by, handover.file_id)

    for one in changed:
        audit.record(
            audit.Kind.WROTE,
            by=by.id,
            agency=by.agency_id,
            file_id=handover.file_id,
            objects=[UUID(one["changed_id"])],
            detail={"action": "changed", "model": one["changed_table"]},
        )
    _log_right(audit.Kind.GRANTED, handover, by, staff=to.pk)
    _tell(handover, by)
    notices.tell(to.pk, kind=NoticeKind.CASE_ASSIGNED, record=handover.file_id, by=by)
    return handover


@transaction.atomic
def decline(*, handover: Handover, why: WhyDeclined, answer: str, by: Staff) -> Handover:
    """The offer declined, with the reason; the case stays where it was, as open as before."""
    access.require(by, Permission.ASSIGN)

    _seal(handover, {"answer": answer})
    values = [handover.pk, why.value, bytes(handover.sealed or b"")]
    if not warden.change("handover_decline", values, by=by.id):
        raise Answered
    access.rights_changed(by, handover.file_id)

    audit.record(
        audit.Kind.SENT_BACK,
        by=by.id,
        agency=by.agency_id,
        file_id=handover.file_id,
        objects=[handover.pk],
        detail={"action": "handover", "reason": why.value},
    )
    _tell(handover, by)
    return handover


def _seal(handover: Handover, more: Words) -> None:
    """Adds words to what is sealed. Nothing that stood there goes, so no old value is kept."""
    said = dict(records.words_of(handover)) | {key: text for key, text in more.items() if text}
    vault.seal(handover, said)


def _tell(handover: Handover, by: Staff) -> None:
    """Those who offered it and who worked on it hear of the answer."""
    for person in {handover.recorded_by, handover.from_worker_id}:
        notices.tell(person, kind=NoticeKind.HANDOVER_ANSWERED, record=handover.pk, by=by)


def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def _log_right(kind: audit.Kind, handover: Handover, by: Staff, **detail: object) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        file_id=handover.file_id,
        objects=[handover.pk],
        detail={"office": handover.to_office_id, **detail},
    )
