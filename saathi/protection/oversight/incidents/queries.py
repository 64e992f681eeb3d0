"""Queries of incidents: those the reader may see, with the children's codes."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column
from saathi.people.models import Child
from saathi.people.queries import code_of_file
from saathi.protection.oversight.incidents.models import Incident
from saathi.protection.oversight.incidents.vocabulary import IncidentState

MAX_COUNT = 1000


def incidents_with_codes(staff: Staff) -> QuerySet[Incident]:
    """The incidents the reader may see, with `child_code`: None if the child is not visible."""
    return access.visible(staff, Incident).annotate(child_code=code_of_file(staff))


def child_code(staff: Staff, file_id: UUID) -> str:
    """The code of the child of a file; empty if the child is not visible to the reader."""
    codes = access.visible(staff, Child).filter(file_id=file_id).values_list("code", flat=True)
    return codes.first() or ""


def open_incidents_column(staff: Staff, _files: object) -> Any:
    """The number of open breaches that the reader may see, at most a thousand."""
    open_incidents = access.visible(staff, Incident).filter(state=IncidentState.OPEN)
    return count_column(open_incidents, MAX_COUNT)
