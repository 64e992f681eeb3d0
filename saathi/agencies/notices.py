"""Sends and reads notices to leaders of a file's office or to a colleague; none names a child."""

from functools import cache
from uuid import UUID

from saathi.agencies import access, definer_functions, domains
from saathi.agencies.declared_kinds import NoticeKind, notice_kinds
from saathi.agencies.models import Notice, Scoped, Staff
from saathi.infra import clock


def notify_supervisors(*, file_id: UUID, kind: NoticeKind, record: UUID, actor: Staff) -> int:
    """The number of leaders of the file's office who were notified: those who can read the case."""
    count = definer_functions.make_change(
        "access_notify_leaders", [file_id, kind.code, record], by=actor.id
    )
    return int(count)


def notify_staff(
    staff_id: UUID, *, kind: NoticeKind, record: UUID, actor: Staff, file_id: UUID | None = None
) -> None:
    """Sends one notice to one member of staff; the actor is not notified of their own action.

    `file_id`: the file of the record, unless the record is the file. Staff that the file is
    hidden from are not notified.
    """
    if staff_id == actor.id:
        return
    definer_functions.make_change(
        "notice_give", [staff_id, kind.code, record, file_id], by=actor.id
    )


def notify_of_ended_job(record: Scoped, *, kind: NoticeKind, actor: Staff) -> None:
    """Tells the person who recorded it, and the actor in whose name a job ran, that the job ended."""
    for staff_id in sorted({actor.id, record.recorded_by}):
        definer_functions.make_change(
            "notice_give", [staff_id, kind.code, record.pk, record.file_id], by=actor.id
        )


def notify_about(record: Scoped, staff_id: UUID, *, kind: NoticeKind, actor: Staff) -> None:
    """Sends one notice about a record of a file to one member of staff."""
    notify_staff(staff_id, kind=kind, record=record.pk, actor=actor, file_id=record.file_id)


def notify_data_officers(*, kind: NoticeKind, record: UUID, actor: Staff) -> None:
    """Sends one notice to each data officer of the actor's agency."""
    for officer in Staff.objects.filter(
        agency_id=actor.agency_id, role_kind="data_officer", is_active=True
    ).order_by("id"):
        notify_staff(officer.id, kind=kind, record=record, actor=actor)


@cache
def grouped_notice_kinds() -> frozenset[str]:
    """The codes of kinds that a page shows as one line with a count: all leading to one list."""
    pages = domains.notice_pages()
    return frozenset(
        kind.code
        for kind in notice_kinds().values()
        if kind.is_read_together or (kind.code in pages and not pages[kind.code].is_of_record)
    )


def mark_notice_read(notice_id: UUID, *, actor: Staff) -> Notice:
    """Marks the actor's notice, and those grouped with it, as read; NotAllowed if not theirs."""
    notice = Notice.objects.filter(pk=notice_id, staff=actor).first()
    if notice is None:
        raise access.NotAllowed
    unread = Notice.objects.filter(staff=actor, read_at=None)
    shown_with = unread.filter(kind=notice.kind, given_at__lte=notice.given_at)
    if notice.kind not in grouped_notice_kinds():
        shown_with = shown_with.filter(record=notice.record)
    shown_with.update(read_at=clock.now())
    return notice
