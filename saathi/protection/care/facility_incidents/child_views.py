"""Screens of a child's file: incidents in facilities that concern the child."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.facility_incidents import actions, pages
from saathi.protection.care.facility_incidents.forms import ChildIncidentForm, incident_input
from saathi.protection.care.facility_incidents.models import FacilityIncidentChild

screens = kit.RecordScreens("facility_incidents")
NEW_TEXT = kit.ChildFormPageText(
    _("Incident in a facility"),
    _(
        "Record it whether or not it is proven. The facility and the people concerned cannot read it. "
        "The authority of the facility reads it without the child’s name."
    ),
    back="facility_incidents:list_child_incidents",
)


@screens.child_list(
    "facility-incidents/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(FacilityIncidentChild, "-known_on", related=["incident__facility"]),
)
def list_child_incidents(
    request: StaffRequest, child: Child, records: list[FacilityIncidentChild]
) -> kit.PageContent:
    """The incidents in facilities that concern a child, the latest first."""
    label = _("Record an incident in a facility")
    add = screens.links(request, child.file_id, "record_child_incident", label, "plus")
    rows = [_incident_row(record) for record in records]
    empty = _("No incident in a facility is recorded for this child.")
    panel = kit.Panel(_("Incidents in facilities"), rows=rows, empty=empty)
    return kit.PageContent(buttons=add, parts=[panel])


def _incident_row(record: FacilityIncidentChild) -> kit.PanelRow:
    line = pages.incident_line(record.incident)
    facility = kit.LabelledValue(_("Facility"), record.incident.facility.name)
    open_it = kit.link(_("Open"), "facility_incidents:show_incident", record.incident_id)
    return kit.record_row(
        record,
        [facility, "role", "known_on"],
        title=line.title,
        words=record.words,
        state_text=line.state,
        needs_attention=line.needs_attention,
        actions=[open_it],
    )


@screens.child_form("facility-incidents/new/", Permission.WORK_ON_CASE, ChildIncidentForm, NEW_TEXT)
def record_child_incident(request: StaffRequest, child: Child, form: ChildIncidentForm) -> None:
    """Records an incident in a facility and that it concerns the child."""
    incident = actions.record_incident_of_child(
        facility=form.cleaned_data["facility"],
        data=incident_input(form.cleaned_data),
        affected=form.to_record(file_id=child.file_id),
        actor=request.staff,
    )
    form.saved_message = pages.saved_text(incident, request.staff)
