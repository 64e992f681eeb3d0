"""Gives and reads notices. They go to leaders of a file's office or to a colleague; none names a child."""

from uuid import UUID

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock


def notify_supervisors(*, file_id: UUID, kind: NoticeKind, record: UUID, actor: Staff) -> int:
    """How many leaders of the file's office were told; only for those who read the case."""
    told = definer_functions.make_change(
        "access_notify_leaders", [file_id, kind.value, record], by=actor.id
    )
    return int(told)


def notify_staff(staff_id: UUID, *, kind: NoticeKind, record: UUID, actor: Staff) -> None:
    """One notice to one member of staff; nobody is told of what she did herself."""
    if staff_id == actor.id:
        return
    definer_functions.make_change("notice_give", [staff_id, kind.value, record], by=actor.id)


def notify_data_officers(*, kind: NoticeKind, record: UUID, actor: Staff) -> None:
    """One notice to each data officer of the agency of `by`."""
    for officer in Staff.objects.filter(
        agency_id=actor.agency_id, bundle="data_officer", is_active=True
    ).order_by("id"):
        notify_staff(officer.id, kind=kind, record=record, actor=actor)


# Of these a page shows one line with their number: all of them lead to the same list.
READ_TOGETHER_KINDS = frozenset({NoticeKind.ENQUIRY_WAITS})


def mark_notice_read(notice_id: UUID, *, actor: Staff) -> Notice:
    """Her notice, which from now on is read, as are those shown with it; NotAllowed when not hers."""
    notice = Notice.objects.filter(pk=notice_id, staff=actor).first()
    if notice is None:
        raise access.NotAllowed
    unread = Notice.objects.filter(staff=actor, read_at=None)
    if notice.kind in READ_TOGETHER_KINDS:
        unread = unread.filter(kind=notice.kind, given_at__lte=notice.given_at)
    else:
        unread = unread.filter(pk=notice_id)
    unread.update(read_at=clock.now())
    return notice
