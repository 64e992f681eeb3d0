"""Gives and reads notices. They go to leaders of a file's office or to a colleague; none names a child."""

from uuid import UUID

from saathi.agencies import access, warden
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock


def tell_leaders(*, of_file: UUID, kind: NoticeKind, record: UUID, by: Staff) -> int:
    """How many leaders of the file's office were told; only for those who read the case."""
    told = warden.change("access_notify_leaders", [of_file, kind.value, record], by=by.id)
    return int(told)


def tell(staff_id: UUID, *, kind: NoticeKind, record: UUID, by: Staff) -> None:
    """One notice to one member of staff; nobody is told of what she did herself."""
    if staff_id == by.id:
        return
    warden.change("notice_give", [staff_id, kind.value, record], by=by.id)


def tell_data_officers(*, kind: NoticeKind, record: UUID, by: Staff) -> None:
    """One notice to each data officer of the agency of `by`."""
    for officer in Staff.objects.filter(
        agency_id=by.agency_id, bundle="data_officer", is_active=True
    ).order_by("id"):
        tell(officer.id, kind=kind, record=record, by=by)


# Of these a page shows one line with their number: all of them lead to the same list.
TOGETHER = frozenset({NoticeKind.ENQUIRY_WAITS})


def read(notice_id: UUID, *, by: Staff) -> Notice:
    """Her notice, which from now on is read, as are those shown with it; NotAllowed when not hers."""
    notice = Notice.objects.filter(pk=notice_id, staff=by).first()
    if notice is None:
        raise access.NotAllowed
    unread = Notice.objects.filter(staff=by, read_at=None)
    if notice.kind in TOGETHER:
        unread = unread.filter(kind=notice.kind, given_at__lte=notice.given_at)
    else:
        unread = unread.filter(pk=notice_id)
    unread.update(read_at=clock.now())
    return notice
