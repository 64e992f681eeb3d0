"""Queries of incidents: those that the reader may see, with the codes of the children."""

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
    """The incidents that the reader may see, each with `child_code`: None if the child is not visible."""
    return access.visible(staff, Incident).annotate(child_code=code_of_file(staff))


def child_code(staff: Staff, file_id: UUID) -> str:
    """The code of the child of a file; empty if the child is not visible."""
    codes = access.visible(staff, Child).filter(file_id=file_id).values_list("code", flat=True)
    return codes.first() or ""


def open_incidents_column(staff: Staff, _files: object) -> Any:
    """How many open breaches the reader may see; it stops at a thousand."""
    open_incidents = access.visible(staff, Incident).filter(state=IncidentState.OPEN)
    return count_column(open_incidents, MAX_COUNT)
