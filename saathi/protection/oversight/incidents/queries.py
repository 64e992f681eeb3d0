"""Queries of incidents: the list, one with its measures, and who saw the record by the log."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.audit.queries import AuditEntryRow, list_accesses_to_file
from saathi.people.models import Child
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import IncidentState

PAGE_SIZE = 50
OVERSIGHT = "oversight"  # what oversight bodies view is not shown to anyone


@dataclass(frozen=True)
class IncidentListPage:
    """A page of incidents, open ones first, with the codes of the children."""

    incidents: Sequence[Incident]
    codes: dict[UUID, str]
    next_key: str = ""


def list_incidents(staff: Staff, *, state: str = "", after: str = "") -> IncidentListPage:
    """The incidents that the reader may see, latest first, fifty at a time."""
    incidents = access.visible(staff, Incident)
    if state in IncidentState.values:
        incidents = incidents.filter(state=state)
    last = incidents.filter(pk=after).first() if _is_id(after) else None
    if last is not None:
        incidents = incidents.filter(
            Q(recorded_at__lt=last.recorded_at) | Q(recorded_at=last.recorded_at, pk__lt=last.pk)
        )
    rows = list(incidents.order_by("-recorded_at", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    codes = access.visible(staff, Child).filter(file__in=[row.file_id for row in shown])
    return IncidentListPage(
        shown,
        dict(codes.values_list("file_id", "code")),
        str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


@dataclass(frozen=True)
class IncidentDetails:
    """The sealed texts of an incident, and its measures, latest first."""

    texts: dict[str, Any]
    measures: Sequence[tuple[Measure, str]]


def load_incident(staff: Staff, incident: Incident) -> IncidentDetails:
    """One incident, for a reader whose right was checked."""
    visible_measures = access.visible(staff, Measure).filter(incident=incident)
    measures = list(visible_measures.order_by("-done_on", "-recorded_at"))
    texts = records.open_texts_of_each([incident, *measures])
    incident_texts = texts.get(incident.pk, {})
    return IncidentDetails(
        incident_texts,
        [(measure, str(texts.get(measure.pk, {}).get("words", ""))) for measure in measures],
    )


@dataclass(frozen=True)
class RecordViewer:
    """What one person viewed of the record, by the log: sections, period, number of views."""

    staff: Staff
    sections: Section
    first_viewed_at: dt.datetime
    last_viewed_at: dt.datetime
    view_count: int


def list_record_viewers(incident: Incident) -> list[RecordViewer]:
    """Who opened the record between the start and the end of the breach, latest first.

    Two queries. The log is readable by those who can read the case; it names no page of another file.
    """
    entries = list_accesses_to_file(incident.file_id, incident.began_at)
    if incident.ended_at is not None:
        entries = [entry for entry in entries if entry.at <= incident.ended_at]
    by_person: dict[UUID, list[AuditEntryRow]] = defaultdict(list)
    for entry in entries:
        if entry.by is not None:
            by_person[entry.by].append(entry)
    people = Staff.objects.exclude(bundle=OVERSIGHT).select_related("office").in_bulk(by_person)
    return [
        _record_viewer(people[staff_id], entries)
        for staff_id, entries in by_person.items()
        if staff_id in people
    ]


def _record_viewer(staff: Staff, entries: Sequence[AuditEntryRow]) -> RecordViewer:
    sections = Section(0)
    for entry in entries:
        number = (entry.detail or {}).get("section")
        sections |= Section(number) if isinstance(number, int) else Section(0)
    return RecordViewer(staff, sections, entries[-1].at, entries[0].at, len(entries))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
