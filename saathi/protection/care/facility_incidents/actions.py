"""Actions on incidents in facilities: record one, with a child or without, and the steps after it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.row_proofs import prove_rows
from saathi.infra.reasons import Refused
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import queries, rules
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
    FacilityIncidentStep,
)
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentState,
    FacilityIncidentStepKind,
    IncidentSeverity,
)
from saathi.protection.care.inspections.queries import has_declared_conflict

RECORDERS = (Permission.WORK_ON_CASE, Permission.KEEP_FACILITIES, Permission.INSPECT)


class FacilityIncidentRefused(Refused):
    """An incident or a step after it that cannot be recorded; `reasons` say why."""


@dataclass(frozen=True)
class FacilityIncidentInput:
    """An incident as it became known; `text` names no child."""

    kind: str
    severity: str
    channel: str
    occurred_on: dt.date
    children_harmed: int | None
    text: str
    not_for: list[UUID] = field(default_factory=list)
    source_id: UUID | None = None


@dataclass(frozen=True)
class IncidentStepInput:
    """A step after an incident."""

    kind: str
    done_on: dt.date
    text: str
    finding: str


@transaction.atomic
def record_facility_incident(
    *, facility: Facility, data: FacilityIncidentInput, actor: Staff
) -> FacilityIncident:
    """Records an incident; the database notifies the authority of the facility of a serious one.

    Whoever works for the operator, or is named in it, can record it and cannot read it afterwards.
    `FacilityIncidentRefused` with reasons.
    """
    if not actor.permissions.intersection(RECORDERS):
        raise access.NotAllowed
    reasons = rules.reasons_against_incident(
        data.kind, data.severity, data.occurred_on, today=actor.office.today()
    )
    if reasons:
        raise FacilityIncidentRefused(reasons)
    values = vars(data) | {"not_for": list(dict.fromkeys(data.not_for))}
    incident = FacilityIncident(
        facility=facility, agency_id=actor.agency_id, recorded_by=actor.id, **values
    )
    incident.save(force_insert=True)
    _log(incident, "incident_recorded", actor)
    return incident


@transaction.atomic
def record_incident_of_child(
    *,
    facility: Facility,
    data: FacilityIncidentInput,
    affected: FacilityIncidentChild,
    actor: Staff,
) -> FacilityIncident:
    """Records an incident and that it concerns a child; refused as `record_facility_incident`."""
    access.require(actor, Permission.WORK_ON_CASE, affected)
    incident = record_facility_incident(facility=facility, data=data, actor=actor)
    affected.incident = incident
    writing.add(affected, actor=actor)
    return incident


@transaction.atomic
def record_incident_step(
    *, incident: FacilityIncident, data: IncidentStepInput, actor: Staff
) -> FacilityIncidentStep:
    """Records what was done, or a decision on the incident; `FacilityIncidentRefused` with reasons.

    A serious incident is closed, or marked as recorded in error, once a second person records the same
    next.
    """
    facts = rules.IncidentStepFacts(
        state=FacilityIncidentState(incident.state),
        kind=FacilityIncidentStepKind(data.kind),
        occurred_on=incident.occurred_on,
        done_on=data.done_on,
        finding=data.finding,
        is_own=incident.recorded_by == actor.id,
        is_authority=queries.may_decide(incident),
        is_barred=has_declared_conflict(incident.facility_id, actor.id),
        is_serious=incident.severity == IncidentSeverity.SERIOUS,
        text=data.text,
        is_own_request=_is_own_request(incident, data, actor),
        steps_in_words=queries.kinds_of_steps_in_words(incident),
    )
    if reasons := rules.reasons_against_step(facts, today=actor.office.today()):
        raise FacilityIncidentRefused(reasons)
    step = FacilityIncidentStep(incident=incident, recorded_by=actor.id, **vars(data))
    prove_rows([(step, {})], by=actor.id)
    step.save(force_insert=True)
    _log(incident, "incident_step_recorded", actor)
    return step


def _is_own_request(incident: FacilityIncident, data: IncidentStepInput, actor: Staff) -> bool:
    """Whether this person recorded the same decision as the newest step, and waits for another."""
    newest = queries.decision_to_confirm(incident)
    if newest is None or newest.recorded_by != actor.id:
        return False
    return (newest.kind, newest.finding) == (data.kind, data.finding)


def _log(incident: FacilityIncident, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[incident.pk, incident.facility_id],
        detail={"action": action, "model": "facility_incidents.incident"},
    )
