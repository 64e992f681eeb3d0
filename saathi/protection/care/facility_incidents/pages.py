"""What pages show of incidents in facilities."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import current_licence
from saathi.protection.care.facility_incidents import actions, queries
from saathi.protection.care.facility_incidents.models import FacilityIncident, FacilityIncidentStep
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    FacilityIncidentState,
    FacilityIncidentStepKind,
    IncidentChannel,
    IncidentFinding,
    IncidentSeverity,
)
from saathi.web.components import AlertBox, LabelledValue


@dataclass(frozen=True)
class IncidentLine:
    """One incident as the page of its facility shows it."""

    title: str
    state: str
    needs_attention: bool
    url: str


@dataclass(frozen=True)
class IncidentStepRow:
    """One step after an incident."""

    title: str
    pairs: list[LabelledValue]


def incident_line(incident: FacilityIncident) -> IncidentLine:
    """An incident with its day, in one line."""
    kind, day = FacilityIncidentKind(incident.kind).label, queries.day_text(incident.occurred_on)
    return IncidentLine(
        title=f"{day} · {kind}",
        state=str(FacilityIncidentState(incident.state).label),
        needs_attention=is_open_and_serious(incident),
        url=reverse("facility_incidents:show_incident", args=[incident.pk]),
    )


def is_open_and_serious(incident: FacilityIncident) -> bool:
    """Whether an incident needs attention now."""
    is_open = incident.state == FacilityIncidentState.OPEN
    return is_open and incident.severity == IncidentSeverity.SERIOUS


def incident_pairs(incident: FacilityIncident, office: Office) -> list[LabelledValue]:
    """All that is known of an incident besides its steps."""
    names = names_of([incident.recorded_by, *incident.not_for])
    recorded = date_format(office.local(incident.recorded_at), "j F Y, H:i")
    harmed = "" if incident.children_harmed is None else str(incident.children_harmed)
    hidden = ", ".join(names[person] for person in incident.not_for if person in names)
    return [
        LabelledValue(_("Facility"), incident.facility.name),
        LabelledValue(_("Type of incident"), FacilityIncidentKind(incident.kind).label),
        LabelledValue(_("Severity"), IncidentSeverity(incident.severity).label),
        LabelledValue(_("Status"), FacilityIncidentState(incident.state).label),
        LabelledValue(_("Date of the incident"), queries.day_text(incident.occurred_on)),
        LabelledValue(_("How it became known"), IncidentChannel(incident.channel).label),
        LabelledValue(_("Number of children harmed or at risk"), harmed, missing=_("not recorded")),
        LabelledValue(_("What happened"), incident.text),
        LabelledValue(_("People who must not have access"), hidden, missing=_("none named")),
        LabelledValue(_("Recorded on"), recorded, note=names.get(incident.recorded_by, "")),
    ]


def step_rows(incident: FacilityIncident) -> list[IncidentStepRow]:
    """The steps after an incident."""
    steps = queries.list_steps(incident)
    names = names_of([step.recorded_by for step in steps])
    unconfirmed = queries.decision_to_confirm(incident)
    return [
        IncidentStepRow(
            title=f"{queries.day_text(step.done_on)} · {FacilityIncidentStepKind(step.kind).label}",
            pairs=[
                *_finding_pairs(step),
                *(_unconfirmed_pairs() if unconfirmed and step.pk == unconfirmed.pk else []),
                LabelledValue(_("Details"), step.text),
                LabelledValue(_("Recorded by"), names.get(step.recorded_by, "")),
            ],
        )
        for step in steps
    ]


def _finding_pairs(step: FacilityIncidentStep) -> list[LabelledValue]:
    if not step.finding:
        return []
    return [LabelledValue(_("Result"), IncidentFinding(step.finding).label)]


def _unconfirmed_pairs() -> list[LabelledValue]:
    """What a decision needs to take effect."""
    text = _(
        "Not in effect. Another person of the authority records the same decision, or any other step "
        "if the follow-up goes on."
    )
    return [LabelledValue(_("Second person"), text)]


def readers_pair(facility: Facility, actor: Staff) -> list[LabelledValue]:
    """Who reads an incident that this person records, for the form; empty if nobody would."""
    agencies = queries.reading_agencies(facility.pk, [actor.pk])
    note = _("They are notified of a serious incident at once.")
    return [LabelledValue(_("Who reads it"), "; ".join(agencies), note=note)] if agencies else []


def no_reader_alerts(facility: Facility, actor: Staff) -> list[AlertBox]:
    """What to do if nobody outside the operator would read an incident; empty if somebody does."""
    if queries.reading_agencies(facility.pk, [actor.pk]):
        return []
    return [
        AlertBox(
            _("No one outside the agency that operates this facility would read this incident."),
            other_routes(facility, actor),
        )
    ]


def other_routes(facility: Facility, actor: Staff) -> str:
    """The ways to complain that bypass the facility: its licensing authority and those of everyone."""
    licence = current_licence(facility, actor.office.today())
    text = _(
        "Report it also outside Saathi: to the child helpline, the police or the child protection "
        "authority of the country. Administrators of other agencies see that an incident has no reader."
    )
    if not licence or not licence.authority:
        return text
    named = _("Licensing authority in the register: %(authority)s.")
    return f"{text} {named % {'authority': licence.authority}}"


def saved_text(incident: FacilityIncident, actor: Staff) -> str:
    """What the recorder learns after saving: who reads the incident, or that nobody does."""
    closed_to = [*incident.not_for, incident.recorded_by]
    agencies = queries.reading_agencies(incident.facility_id, closed_to)
    if not agencies:
        nobody = _("Saved. No one outside the agency that operates this facility can read it.")
        return f"{nobody} {other_routes(incident.facility, actor)}"
    return _("Saved. Who reads it: %(agencies)s.") % {"agencies": "; ".join(agencies)}


def facility_part(request: StaffRequest, facility: Facility) -> dict[str, Any] | None:
    """The part of a facility's page: a warning, the incidents the reader may read, a form's address.

    Staff of the agency that operates the facility see that they can record one, and none of those
    recorded.
    """
    if facility.published_at is None or not request.may.intersection(actions.RECORDERS):
        return None
    return {
        "warnings": queries.placement_warnings(facility.pk),
        "rows": [incident_line(incident) for incident in queries.incidents_of(facility.pk)],
        "record_url": reverse("facility_incidents:record_incident", args=[facility.pk]),
    }
