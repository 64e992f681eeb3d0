"""Write actions for transfers to another office or agency.

Offer, withdraw, answer. No transfer closes a case.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions, notices, records, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.danger import assignment_notice_kind
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers import queries, rules
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import (
    HANDOVER_ANSWERED_NOTICE,
    ChildViewOnHandover,
    HandoverDeclineReason,
    HandoverKind,
    HandoverReason,
    HandoverState,
)
from saathi.vault import store as vault

type Texts = Mapping[str, str]


class HandoverAlreadyAnswered(Exception):
    """Someone answered or withdrew the offer in the meantime."""


@dataclass(frozen=True)
class HandoverInput:
    """Why a case is transferred, the child's view and information given; `texts` are sealed."""

    reason: HandoverReason
    child_view: ChildViewOnHandover = ChildViewOnHandover.NOT_RECORDED
    child_informed: UnderstandingLevel = UnderstandingLevel.NOT_RECORDED
    texts: Texts = field(default_factory=dict)  # handed, child_words, information_given, beyond

    def payload(self) -> dict[str, str]:
        """The content of the envelope: only what was filled in."""
        return {key: text for key, text in self.texts.items() if text}


def build_worker_handover(
    *, case: Case, worker: Staff, data: HandoverInput, is_beyond_limit: bool, actor: Staff
) -> Handover:
    """The record, not saved, of a transfer to another worker; the caller transfers the case."""
    return Handover(
        file_id=case.file_id,
        case=case,
        kind=HandoverKind.WORKER,
        state=HandoverState.ACCEPTED,
        why=data.reason,
        from_worker_id=case.worker_id,
        from_office_id=case.office_id,
        to_office_id=case.office_id,
        to_worker=worker,
        child_view=data.child_view,
        child_informed=data.child_informed,
        offered_on=actor.office.today(),
        answered_at=clock.now(),
        answered_by=actor.id,
        is_beyond_limit=is_beyond_limit,
    )


@dataclass(frozen=True)
class HandoverOfferInput:
    """The receiving office, the day to answer, and how long the offering office can still read."""

    to_office: Office
    answer_by: dt.date
    former_access_until: dt.date
    consent: Consent | None = None


@transaction.atomic
def offer_handover(
    *, case: Case, offer: HandoverOfferInput, data: HandoverInput, actor: Staff
) -> Handover:
    """Offers a case to the leaders of another office; `ApprovalRefused` with reasons.

    They can read the offer and the summary of the case, nothing else. The case stays until they
    accept it.
    """
    handover = _new_offer(case, offer, data, actor)
    access.require(actor, Permission.ASSIGN, handover)

    if reasons := queries.reasons_not_to_offer(
        case, offer.to_office, handover, offer.consent, actor
    ):
        raise ApprovalRefused(reasons)

    zone = ZoneInfo(actor.office.time_zone)
    values = [case.file_id, handover.pk, offer.to_office.pk, _end_of_day(offer.answer_by, zone)]
    handover.access = UUID(definer_functions.make_change("handover_offer", values, by=actor.id))
    writing.add(handover, actor=actor, payload=data.payload())

    audit.record(
        audit.AuditKind.GRANTED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=case.file_id,
        detail={"office": offer.to_office.pk, "reads": int(Handover.section), "writes": 0},
    )
    return handover


def _new_offer(
    case: Case, offer: HandoverOfferInput, data: HandoverInput, actor: Staff
) -> Handover:
    zone = ZoneInfo(actor.office.time_zone)
    is_ours = offer.to_office.agency_id == actor.agency_id
    return Handover(
        file_id=case.file_id,
        case=case,
        kind=HandoverKind.OFFICE if is_ours else HandoverKind.AGENCY,
        state=HandoverState.OFFERED,
        why=data.reason,
        from_worker_id=case.worker_id,
        from_office_id=case.office_id,
        to_office=offer.to_office,
        child_view=data.child_view,
        child_informed=data.child_informed,
        offered_on=actor.office.today(),
        answer_by=offer.answer_by,
        former_until=_end_of_day(offer.former_access_until, zone),
        consent=offer.consent.pk if offer.consent else None,
    )


@transaction.atomic
def withdraw_handover(*, handover: Handover, version: int, actor: Staff) -> Handover:
    """Withdraws an offer; the other office can no longer read it."""
    access.require(actor, Permission.ASSIGN, handover)
    if not rules.may_transition(HandoverState(handover.state), HandoverState.WITHDRAWN):
        raise HandoverAlreadyAnswered

    writing.change(
        handover,
        actor=actor,
        version=version,
        state=HandoverState.WITHDRAWN,
        answered_at=clock.now(),
        answered_by=actor.id,
    )
    definer_functions.make_change(
        "handover_close", [handover.file_id, handover.access], by=actor.id
    )

    _log_right(audit.AuditKind.GRANT_ENDED, handover, actor)
    return handover


@transaction.atomic
def accept_handover(
    *, handover: Handover, worker: Staff, override_reason: str, actor: Staff
) -> Handover:
    """Accepts an offer.

    The case goes to the worker, the file to their office. `ApprovalRefused` if the worker has too many
    cases, if the consent to the transfer was withdrawn or refused since the offer, or if it leads to
    another country and contact with it is not possible any more.

    `override_reason` is the reason to exceed that limit. The former staff can read until the day
    stated in the offer.
    """
    access.require(actor, Permission.ASSIGN)
    is_beyond, reasons = queries.check_caseload(worker, override_reason, on=actor.office.today())
    if reasons:
        raise ApprovalRefused(reasons)

    _add_sealed_texts(handover, {"beyond": override_reason if is_beyond else ""})
    values = [handover.pk, worker.pk, is_beyond, bytes(handover.sealed or b"")]
    try:
        changed = definer_functions.make_change("handover_accept", values, by=actor.id)
    except definer_functions.ChangeNotPossible:  # the legal basis or contact abroad ended meanwhile
        is_abroad = handover.to_office.country != handover.from_office.country
        ended = rules.ABROAD_ENDED if is_abroad else rules.BASIS_ENDED
        raise ApprovalRefused([ended]) from None
    if not changed:
        raise HandoverAlreadyAnswered
    access.forget_cached_rights(actor, handover.file_id)

    for changed_case in changed:
        audit.record(
            audit.AuditKind.WROTE,
            by=actor.id,
            agency=actor.agency_id,
            file_id=handover.file_id,
            objects=[UUID(changed_case["changed_id"])],
            detail={"action": "changed", "model": changed_case["changed_table"]},
        )
    _log_right(audit.AuditKind.GRANTED, handover, actor, staff=worker.pk)
    _notify_offering_staff(handover, actor)
    kind = assignment_notice_kind(handover.file_id)
    notices.notify_staff(worker.pk, kind=kind, record=handover.file_id, actor=actor)
    return handover


@transaction.atomic
def decline_handover(
    *, handover: Handover, reason: HandoverDeclineReason, answer: str, actor: Staff
) -> Handover:
    """Declines an offer with a reason; the case stays open and with its present staff."""
    access.require(actor, Permission.ASSIGN)

    _add_sealed_texts(handover, {"answer": answer})
    values = [handover.pk, reason.value, bytes(handover.sealed or b"")]
    if not definer_functions.make_change("handover_decline", values, by=actor.id):
        raise HandoverAlreadyAnswered
    access.forget_cached_rights(actor, handover.file_id)

    audit.record(
        audit.AuditKind.SENT_BACK,
        by=actor.id,
        agency=actor.agency_id,
        file_id=handover.file_id,
        objects=[handover.pk],
        detail={"action": "handover", "reason": reason.value},
    )
    _notify_offering_staff(handover, actor)
    return handover


def _add_sealed_texts(handover: Handover, more: Texts) -> None:
    """Adds texts to the envelope. Existing texts are not removed, so no old value is kept."""
    texts = dict(records.open_texts(handover)) | {key: text for key, text in more.items() if text}
    vault.seal(handover, texts)


def _notify_offering_staff(handover: Handover, actor: Staff) -> None:
    """Notifies those who made the offer, and the case worker, of the answer."""
    for person in {handover.recorded_by, handover.from_worker_id}:
        notices.notify_about(handover, person, kind=HANDOVER_ANSWERED_NOTICE, actor=actor)


def _end_of_day(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def _log_right(kind: audit.AuditKind, handover: Handover, actor: Staff, **detail: object) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=handover.file_id,
        objects=[handover.pk],
        detail={"office": handover.to_office_id, **detail},
    )
