"""Actions on privacy incidents: record one, add measures, close it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, definer_functions, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentKind,
    IncidentState,
    MeasureKind,
)


@dataclass(frozen=True)
class IncidentInput:
    """A reported privacy incident."""

    kind: IncidentKind
    began_at: dt.datetime
    texts: Mapping[str, str] = field(default_factory=dict)  # what, who


@transaction.atomic
def record_incident(*, file_id: UUID, data: IncidentInput, actor: Staff) -> Incident:
    """Records the incident and notifies the nearest data officers; open to all who work on the case."""
    if not access.may_write(actor, file_id, Section.CASE):
        raise access.NotAllowed

    incident = Incident(file_id=file_id, kind=data.kind, began_at=data.began_at)
    writing.add(incident, actor=actor, payload=data.texts)

    definer_functions.make_change("incident_tell_of", [incident.pk], by=actor.pk)
    return incident


@transaction.atomic
def add_measure(
    *, incident: Incident, kind: MeasureKind, done_on: dt.date, text: str, actor: Staff
) -> Measure:
    """Records a measure; also after the incident was closed, because events are always recorded."""
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)

    measure = Measure(file_id=incident.file_id, incident=incident, kind=kind, done_on=done_on)
    return writing.add(measure, actor=actor, payload={"words": text})


@transaction.atomic
def close_incident(
    *, incident: Incident, reason: IncidentCloseReason, text: str, version: int, actor: Staff
) -> Incident:
    """Closes the incident with a reason; NotAllowed if it is closed already."""
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)
    if incident.state != IncidentState.OPEN:
        raise access.NotAllowed

    texts = records.open_texts(incident) | {"closing": text}
    return writing.change(
        incident,
        actor=actor,
        version=version,
        payload=texts,
        state=IncidentState.CLOSED,
        closed_at=clock.now(),
        closed_by=actor.id,
        closed_for=reason,
    )
