"""Reads of incidents: what is open, one with what was done, and who saw what by the log."""

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
from saathi.protection.incidents.models import Incident, Measure
from saathi.protection.incidents.vocabulary import IncidentState

PAGE_SIZE = 50
OVERSIGHT = "oversight"  # what oversight bodies look at is shown to nobody


@dataclass(frozen=True)
class IncidentListPage:
    """A page of incidents, open ones first, with the codes of the children."""

    incidents: Sequence[Incident]
    codes: dict[UUID, str]
    next_key: str = ""


def list_incidents(staff: Staff, *, state: str = "", after: str = "") -> IncidentListPage:
    """The incidents that she may read, the latest first, fifty at a time."""
    found = access.visible(staff, Incident)
    if state in IncidentState.values:
        found = found.filter(state=state)
    last = found.filter(pk=after).first() if _is_id(after) else None
    if last is not None:
        found = found.filter(
            Q(recorded_at__lt=last.recorded_at) | Q(recorded_at=last.recorded_at, pk__lt=last.pk)
        )
    rows = list(found.order_by("-recorded_at", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    codes = access.visible(staff, Child).filter(file__in=[row.file_id for row in shown])
    return IncidentListPage(
        shown,
        dict(codes.values_list("file_id", "code")),
        str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


@dataclass(frozen=True)
class IncidentDetails:
    """What is sealed in an incident, and what was done about it, the latest first."""

    texts: dict[str, Any]
    measures: Sequence[tuple[Measure, str]]


def load_incident(staff: Staff, incident: Incident) -> IncidentDetails:
    """One incident, for somebody who may read it."""
    found = access.visible(staff, Measure).filter(incident=incident)
    measures = list(found.order_by("-done_on", "-recorded_at"))
    words = records.open_texts_of_each([incident, *measures])
    told = words.get(incident.pk, {})
    return IncidentDetails(
        told,
        [(one, str(words.get(one.pk, {}).get("words", ""))) for one in measures],
    )


@dataclass(frozen=True)
class RecordViewer:
    """What one person saw of the record, by the log: which sections, from when to when, how often."""

    staff: Staff
    sections: Section
    first_viewed_at: dt.datetime
    last_viewed_at: dt.datetime
    view_count: int


def list_record_viewers(incident: Incident) -> list[RecordViewer]:
    """Who opened the record between the beginning and the end of the breach, the latest first.

    Two queries. The log shows them to who reads the case; it names no page of another file.
    """
    entries = list_accesses_to_file(incident.file_id, incident.began_at)
    if incident.ended_at is not None:
        entries = [entry for entry in entries if entry.at <= incident.ended_at]
    by_person: dict[UUID, list[AuditEntryRow]] = defaultdict(list)
    for entry in entries:
        if entry.by is not None:
            by_person[entry.by].append(entry)
    people = Staff.objects.exclude(bundle=OVERSIGHT).select_related("office").in_bulk(by_person)
    return [_record_viewer(people[one], found) for one, found in by_person.items() if one in people]


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
