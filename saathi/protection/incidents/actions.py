"""Writes about breaches of privacy: that one happened, what was done, that it is closed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, records, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.protection.incidents.models import Incident, Measure
from saathi.protection.incidents.vocabulary import (
    CloseReason,
    IncidentKind,
    IncidentState,
    MeasureKind,
)


@dataclass(frozen=True)
class IncidentTold:
    """A breach as somebody tells it."""

    kind: IncidentKind
    began_at: dt.datetime
    words: Mapping[str, str] = field(default_factory=dict)  # what, who


@transaction.atomic
def record(*, file_id: UUID, told: IncidentTold, by: Staff) -> Incident:
    """The incident; the nearest data officers are told. Whoever works on the case may record one."""
    if not access.may_write(by, file_id, Section.CASE):
        raise access.NotAllowed

    incident = Incident(file_id=file_id, kind=told.kind, began_at=told.began_at)
    writing.add(incident, by=by, payload=told.words)

    warden.change("incident_tell_of", [incident.pk], by=by.pk)
    return incident


@transaction.atomic
def add_measure(
    *, incident: Incident, kind: MeasureKind, done_on: dt.date, words: str, by: Staff
) -> Measure:
    """Something that was done about it; also after it was closed: what happened is recorded."""
    access.require(by, Permission.ANSWER_ENQUIRY, incident)

    measure = Measure(file_id=incident.file_id, incident=incident, kind=kind, done_on=done_on)
    return writing.add(measure, by=by, payload={"words": words})


@transaction.atomic
def close(
    *, incident: Incident, reason: CloseReason, words: str, version: int, by: Staff
) -> Incident:
    """The incident, closed for a reason; NotAllowed where it is closed already."""
    access.require(by, Permission.ANSWER_ENQUIRY, incident)
    if incident.state != IncidentState.OPEN:
        raise access.NotAllowed

    told = records.words_of(incident) | {"closing": words}
    return writing.change(
        incident,
        by=by,
        version=version,
        payload=told,
        state=IncidentState.CLOSED,
        closed_at=clock.now(),
        closed_by=by.id,
        closed_for=reason,
    )
