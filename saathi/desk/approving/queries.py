"""What waits for a supervisor, and how cases and late work are spread over her offices."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.people.models import Child
from saathi.protection.cases import caseload
from saathi.protection.cases.models import Approval
from saathi.protection.cases.vocabulary import ApprovalDecision

ROWS = 50
WORKERS = 100  # on the page; who leads a whole district leads two thousand


@dataclass(frozen=True)
class Key:
    """Where a page of the list ends: the moment and id of its last row."""

    asked_at: dt.datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.asked_at.timestamp():.6f}_{self.pk}"

    @classmethod
    def of(cls, text: str) -> "Key | None":
        """The key that an address holds; None when it is none."""
        moment, _sep, pk = text.partition("_")
        try:
            return cls(dt.datetime.fromtimestamp(float(moment), dt.UTC), UUID(pk))
        except (ValueError, OverflowError):
            return None


def waiting(
    staff: Staff, offices: Sequence[UUID], *, subject: str = "", after: Key | None = None
) -> list[Approval]:
    """What waits in these offices, the oldest first; one row more than a page shows."""
    found = access.visible(staff, Approval, by_row=True).filter(
        office_id__in=offices, decision=ApprovalDecision.WAITING
    )
    if subject:
        found = found.filter(subject=subject)
    if after is not None:
        found = found.filter(
            Q(asked_at__gt=after.asked_at) | Q(asked_at=after.asked_at, pk__gt=after.pk)
        )
    return list(found.order_by("asked_at", "pk")[: ROWS + 1])


def codes(staff: Staff, approvals: Sequence[Approval]) -> dict[UUID, str]:
    """The codes of the children these are about, by file, as far as she may see them."""
    files = {approval.file_id for approval in approvals}
    seen = access.visible(staff, Child, by_row=True).filter(file_id__in=files)
    return dict(seen.values_list("file_id", "code"))


@dataclass(frozen=True)
class Load:
    """What one worker carries: open cases, and things of them that are late."""

    worker: str
    office: str
    cases: int
    late: int


def loads(offices: Sequence[UUID], today: dt.date) -> list[Load]:
    """How open cases and late work are spread over the workers of these offices, the most late first."""
    found = caseload.spread(offices, today)
    called = names_of(one.worker for one in found)
    of_offices = Office.objects.filter(pk__in={one.office for one in found})
    places = dict(of_offices.values_list("pk", "name"))
    carried = [
        Load(called.get(one.worker, ""), places[one.office], one.cases, one.late) for one in found
    ]
    return sorted(carried, key=lambda one: (-one.late, -one.cases, one.worker))
