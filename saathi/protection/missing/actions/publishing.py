"""Notices in public: asked for by one person, approved by another, taken back at any time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.protection.intake.vocabulary import Seeker
from saathi.protection.missing import rules
from saathi.protection.missing.actions.following import NotNow
from saathi.protection.missing.models import MissingReport, PublicNotice
from saathi.protection.missing.vocabulary import NoticeState, ReportState
from saathi.vault import store as vault


@dataclass(frozen=True)
class NewNotice:
    """Which parts a notice shows, who agreed to it and when, whom to call, until when."""

    parts: Sequence[str]
    consent_by: Seeker
    consent_on: dt.date
    until: dt.date
    contact: str
    consent_note: str = ""


def reasons_not_to_publish(report: MissingReport, consent_by: Seeker) -> tuple[Reason, ...]:
    """Why no notice about this child may be shown, as the report stands now."""
    return rules.reasons_not_to_publish(
        state=ReportState(report.state),
        circumstances=report.circumstances,
        may_tell=report.may_tell,
        consent_by=consent_by,
    )


@transaction.atomic
def ask_for_notice(*, report: MissingReport, new: NewNotice, by: Staff) -> PublicNotice:
    """The notice, which nobody may show before a second person approved it."""
    access.require(by, Permission.RECORD_REPORT, report)
    today = by.office.today()
    against = rules.reasons_against_notice(
        parts=new.parts, consent_on=new.consent_on, until=new.until, today=today
    )
    if reasons := (*reasons_not_to_publish(report, new.consent_by), *against):
        raise NotNow(reasons)

    notice = PublicNotice(
        file_id=report.file_id,
        report=report,
        parts=list(new.parts),
        consent_by=new.consent_by,
        consent_on=new.consent_on,
        until=new.until,
    )
    words = {"contact": new.contact, "consent_note": new.consent_note}
    writing.add(notice, by=by, payload=words)
    notices.tell_leaders(
        of_file=report.file_id, kind=NoticeKind.NOTICE_ASKED, record=report.pk, by=by
    )
    return notice


@transaction.atomic
def decide_notice(
    *, notice: PublicNotice, is_approved: bool, reason: str, version: int, by: Staff
) -> PublicNotice:
    """The notice approved or not, by somebody who did not ask for it."""
    access.require(by, Permission.APPROVE, notice)
    if notice.recorded_by == by.id or notice.state != NoticeState.WAITS:
        raise access.NotAllowed
    if is_approved:
        reasons = reasons_not_to_publish(notice.report, Seeker(notice.consent_by))
        if reasons:
            raise NotNow(reasons)

    writing.change(
        notice,
        by=by,
        version=version,
        payload=vault.open(notice) | {"reason": reason},
        state=NoticeState.APPROVED if is_approved else NoticeState.REFUSED,
        decided_by=by.id,
        decided_at=clock.now(),
    )
    notices.tell(notice.recorded_by, kind=NoticeKind.NOTICE_DECIDED, record=notice.report_id, by=by)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: PublicNotice, version: int, by: Staff) -> PublicNotice:
    """The notice taken back: by whoever works on the report, without a reason and at any time."""
    access.require(by, Permission.RECORD_REPORT, notice)
    if notice.state not in {NoticeState.WAITS, NoticeState.APPROVED}:
        raise access.NotAllowed

    return writing.change(
        notice, by=by, version=version, state=NoticeState.WITHDRAWN,
        withdrawn_on=by.office.today(),
    )  # fmt: skip
