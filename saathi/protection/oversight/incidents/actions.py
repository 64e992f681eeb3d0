"""Actions on privacy incidents: record one, add measures, close it."""

from django.db import transaction

from saathi.agencies import access, definer_functions, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import IncidentState


@transaction.atomic
def record_incident(*, incident: Incident, actor: Staff) -> Incident:
    """Records the incident and notifies the nearest data officers; open to all who work on the case."""
    if not access.may_write(actor, incident.file_id, incident.section):
        raise access.NotAllowed

    writing.add(incident, actor=actor)

    definer_functions.make_change("incident_tell_of", [incident.pk], by=actor.pk)
    return incident


@transaction.atomic
def add_measure(*, measure: Measure, actor: Staff) -> Measure:
    """Records a measure; also after the incident was closed, because events are always recorded."""
    access.require(actor, Permission.ANSWER_ENQUIRY, measure.incident)

    return writing.add(measure, actor=actor)


@transaction.atomic
def close_incident(*, incident: Incident, reason: str, version: int, actor: Staff) -> Incident:
    """Closes an opened incident, with its text `closing`; NotAllowed if it is closed already."""
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)
    if incident.state != IncidentState.OPEN:
        raise access.NotAllowed

    return writing.change(
        incident,
        actor=actor,
        version=version,
        payload=payload_of(incident),
        state=IncidentState.CLOSED,
        closed_at=clock.now(),
        closed_by=actor.id,
        closed_for=reason,
    )
