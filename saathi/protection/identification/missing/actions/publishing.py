"""Public notices: requested by one person, approved by another, withdrawn at any time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions.searching import MissingReportNotChangeable
from saathi.protection.identification.missing.models import MissingReport, PublicNotice
from saathi.protection.identification.missing.vocabulary import (
    NOTICE_ASKED,
    NOTICE_DECIDED,
    MissingReportState,
    NoticeState,
)
from saathi.vault import store as vault


@dataclass(frozen=True)
class PublicNoticeInput:
    """The parts that a notice shows, who consented and when, the contact, and the end date."""

    parts: Sequence[str]
    consent_by: Seeker
    consent_on: dt.date
    until: dt.date
    contact: str
    consent_note: str = ""


def reasons_not_to_publish(report: MissingReport, consent_by: Seeker) -> tuple[Reason, ...]:
    """Why no notice about this child may be published in the report's present state."""
    return rules.reasons_not_to_publish(
        state=MissingReportState(report.state),
        circumstances=report.circumstances,
        may_tell=report.may_tell,
        consent_by=consent_by,
    )


@transaction.atomic
def ask_for_notice(*, report: MissingReport, new: PublicNoticeInput, actor: Staff) -> PublicNotice:
    """Creates a notice, which may not be published before a second person approves it."""
    access.require(actor, Permission.RECORD_REPORT, report)
    today = actor.office.today()
    against = rules.reasons_against_notice(
        parts=new.parts, consent_on=new.consent_on, until=new.until, today=today
    )
    if reasons := (*reasons_not_to_publish(report, new.consent_by), *against):
        raise MissingReportNotChangeable(reasons)

    notice = PublicNotice(
        file_id=report.file_id,
        report=report,
        parts=list(new.parts),
        consent_by=new.consent_by,
        consent_on=new.consent_on,
        until=new.until,
    )
    texts = {"contact": new.contact, "consent_note": new.consent_note}
    writing.add(notice, actor=actor, payload=texts)
    notices.notify_supervisors(
        file_id=report.file_id, kind=NOTICE_ASKED, record=report.pk, actor=actor
    )
    return notice


@transaction.atomic
def decide_notice(
    *, notice: PublicNotice, is_approved: bool, reason: str, version: int, actor: Staff
) -> PublicNotice:
    """Records the decision on a notice, by a person who did not request it."""
    access.require(actor, Permission.APPROVE, notice)
    if notice.recorded_by == actor.id or notice.state != NoticeState.WAITS:
        raise access.NotAllowed
    if is_approved:
        reasons = reasons_not_to_publish(notice.report, Seeker(notice.consent_by))
        if reasons:
            raise MissingReportNotChangeable(reasons)

    writing.change(
        notice,
        actor=actor,
        version=version,
        payload=vault.open(notice) | {"reason": reason},
        state=NoticeState.APPROVED if is_approved else NoticeState.REFUSED,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    notices.notify_staff(
        notice.recorded_by, kind=NOTICE_DECIDED, record=notice.report_id, actor=actor
    )
    return notice


@transaction.atomic
def withdraw_notice(*, notice: PublicNotice, version: int, actor: Staff) -> PublicNotice:
    """Withdraws the notice: anyone who works on the report may, at any time, with no reason."""
    access.require(actor, Permission.RECORD_REPORT, notice)
    if notice.state not in {NoticeState.WAITS, NoticeState.APPROVED}:
        raise access.NotAllowed

    return writing.change(
        notice, actor=actor, version=version, state=NoticeState.WITHDRAWN,
        withdrawn_on=actor.office.today(),
    )  # fmt: skip
