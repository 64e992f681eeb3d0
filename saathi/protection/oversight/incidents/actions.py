"""Actions on data breaches: record one, add measures, close and reopen it."""

from django.db import transaction

from saathi.agencies import access, definer_functions, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.oversight.incidents import rules
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import IncidentState


class IncidentRefused(Refused):
    """A breach, or a step of it, that is refused; `reasons` give the codes."""


@transaction.atomic
def record_incident(*, incident: Incident, actor: Staff) -> Incident:
    """Records a breach (anyone on the case may) and notifies the nearest data officers."""
    if not access.may_write(actor, incident.file_id, incident.section):
        raise access.NotAllowed
    children = access.visible(actor, Child).filter(file_id=incident.file_id)
    born = children.values_list("birth_year_low", flat=True).first()
    began_on = actor.office.date_of(incident.began_at)
    if reasons := rules.reasons_against_start(began_on, born):
        raise IncidentRefused(reasons)

    writing.add(incident, actor=actor)

    definer_functions.make_change("incident_tell_of", [incident.pk], by=actor.pk)
    return incident


@transaction.atomic
def add_measure(*, measure: Measure, actor: Staff) -> Measure:
    """Records a measure of an open breach; `IncidentRefused` with reasons."""
    incident = measure.incident
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)
    began_on = actor.office.date_of(incident.began_at)
    reasons = rules.reasons_against_measure(incident.state, measure.done_on, began_on=began_on)
    if reasons:
        raise IncidentRefused(reasons)

    return writing.add(measure, actor=actor)


@transaction.atomic
def close_incident(*, incident: Incident, reason: str, version: int, actor: Staff) -> Incident:
    """Closes a breach with the `closing` text; `IncidentRefused` if it is already closed."""
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)
    if reasons := rules.reasons_against_closing(incident.state):
        raise IncidentRefused(reasons)

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


@transaction.atomic
def reopen_incident(*, measure: Measure, version: int, actor: Staff) -> Incident:
    """Reopens a closed breach; `measure` gives the reason. Earlier findings stay on record."""
    incident = measure.incident
    access.require(actor, Permission.ANSWER_ENQUIRY, incident)
    if reasons := rules.reasons_against_reopening(incident.state):
        raise IncidentRefused(reasons)

    writing.add(measure, actor=actor)
    return writing.change(
        incident,
        actor=actor,
        version=version,
        state=IncidentState.OPEN,
        closed_at=None,
        closed_by=None,
        closed_for="",
    )
