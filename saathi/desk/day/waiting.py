"""What waits on My day: urgent work of all domains, and requests that others have not answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import domains
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.desk.day import queries, wording
from saathi.protection.casework.cases.vocabulary import ApprovalSubject
from saathi.web.components import AlertBox, DueItem

MAX_REQUESTS = 3


@dataclass(frozen=True)
class WaitingItems:
    """What has to be done at once, and what waits."""

    urgent: Sequence[AlertBox]
    waiting: Sequence[DueItem]


def waiting_items(staff: Staff, may: frozenset[Permission], files: list[UUID]) -> WaitingItems:
    """The work of all domains, the most urgent first, then what the person waits for."""
    boxes = [
        box
        for part in domains.waiting_work()
        if part.permissions & may
        for box in part.boxes(staff, files)
    ]
    lines = [_line(box) for box in sorted(boxes, key=_is_calm) if box.kind != "danger"]
    if files:
        lines += _own_requests(staff)
    return WaitingItems([box for box in boxes if box.kind == "danger"], lines)


def _is_calm(box: AlertBox) -> bool:
    return box.kind == "calm"


def _line(box: AlertBox) -> DueItem:
    url = box.action.url if box.action else reverse("desk:my_day")
    return DueItem("", box.title, url, about=box.text)


def _own_requests(staff: Staff) -> list[DueItem]:
    """The person's own requests for approval, oldest first."""
    requests = queries.list_own_requests(staff, MAX_REQUESTS)
    today = staff.office.today()
    return [
        DueItem(
            wording.describe_days((today - staff.office.date_of(asked.asked_at)).days),
            _("Approval: %(subject)s") % {"subject": ApprovalSubject(asked.subject).label},
            reverse("desk:child_file", args=[asked.file_id]),
            about=asked.code,
        )
        for asked in requests
    ]
