"""Queries of incidents: a page of them, the measures of one, and who saw the record by the log."""

from collections import defaultdict
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.audit.queries import AuditEntryRow, list_accesses_to_file
from saathi.people.models import Child
from saathi.protection.identification.intake.paging import PagePosition, RecordPage, fetch_page
from saathi.protection.oversight.incidents.models import Incident
from saathi.protection.oversight.incidents.vocabulary import IncidentState

OVERSIGHT = "oversight"  # what oversight bodies view is not shown to anyone


def list_incidents(staff: Staff, position: PagePosition, *, state: str) -> RecordPage[Incident]:
    """The incidents that the reader may see, latest first, fifty at a time."""
    incidents = access.visible(staff, Incident)
    if state in IncidentState.values:
        incidents = incidents.filter(state=state)
    return fetch_page(incidents, position, when="recorded_at")


def codes_of_children(staff: Staff, files: list[UUID]) -> dict[UUID, str]:
    """The codes of the children of these files whom the reader may see, by file."""
    children = access.visible(staff, Child).filter(file__in=files)
    return dict(children.values_list("file_id", "code"))


def list_record_viewers(incident: Incident) -> list[tuple[Staff, list[AuditEntryRow]]]:
    """Who opened the record between the start and the end of the breach, with their entries, latest first.

    Two queries. The log is readable by those who can read the case; it names no page of another file.
    """
    by_person: dict[UUID, list[AuditEntryRow]] = defaultdict(list)
    for entry in list_accesses_to_file(incident.file_id, incident.began_at):
        is_during = incident.ended_at is None or entry.at <= incident.ended_at
        if entry.by is not None and is_during:
            by_person[entry.by].append(entry)
    people = Staff.objects.exclude(bundle=OVERSIGHT).select_related("office").in_bulk(by_person)
    return [(people[who], entries) for who, entries in by_person.items() if who in people]
