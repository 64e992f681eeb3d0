"""The URLs of the lists behind the dashboard's numbers, in one place."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from saathi.protection.casework.cases.supervision import SupervisedPart


def cases_address(
    *, office: UUID | None, worker: UUID, overdue: bool = False, risk: str = ""
) -> str:
    """The URL of one worker's list of cases, or else of the cases behind the number."""
    try:
        address = reverse("desk:list_cases")
    except NoReverseMatch:
        part = SupervisedPart.OVERDUE if overdue else SupervisedPart.OPEN
        return matters_address(part, office=office, worker=worker)
    query = {"office": office, "worker": worker, "overdue": "any" if overdue else "", "risk": risk}
    return f"{address}?{_written(query)}"


def matters_address(part: str, *, office: UUID | None = None, worker: UUID | None = None) -> str:
    """The URL of the cases behind one number."""
    query = {"part": part, "office": office, "worker": worker}
    return f"{reverse('desk:list_supervised')}?{_written(query)}"


def reports_address(urgency: str, *, office: UUID | None = None) -> str:
    """The URL of the unaccepted reports of this urgency."""
    query = _written({"tab": "new", "scope": "team", "urgency": urgency, "office": office})
    return f"{reverse('intake:list_reports')}?{query}"


def approvals_address(*, office: UUID | None = None, risk: str = "") -> str:
    """The URL of the requests waiting for approval."""
    query = _written({"office": office, "risk": risk})
    return reverse("desk:list_approvals") + (f"?{query}" if query else "")


def _written(query: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in query.items() if value})
