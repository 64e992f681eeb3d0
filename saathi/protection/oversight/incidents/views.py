"""Screens of incidents: record one in a child's file, follow it up, close it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.people.form_pages import child_for_editing
from saathi.people.queries import child_header
from saathi.protection.oversight.incidents import actions, pages, queries
from saathi.protection.oversight.incidents.forms import (
    IncidentCloseForm,
    IncidentForm,
    IncidentMeasureForm,
)
from saathi.protection.oversight.incidents.models import Incident
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentState,
    MeasureKind,
)
from saathi.web.components import EmptyState
from saathi.web.page_names import CHILD_FILE


@require_safe
@staff_screen(Permission.ANSWER_ENQUIRY)
def list_incidents(request: StaffRequest) -> HttpResponse:
    """Privacy incidents in the files that the data officer is responsible for."""
    state = request.GET.get("state", "")
    incident_page = queries.list_incidents(
        request.staff, state=state, after=request.GET.get("after", "")
    )
    access_log.log_list_view(
        request.staff,
        [incident.pk for incident in incident_page.incidents],
        model="incidents.incident",
    )
    empty = EmptyState(
        _("No incident"),
        _(
            "When a child’s privacy is broken, it is listed here until it is followed up and closed."
        ),
        icon="lock",
    )
    table = (
        pages.incident_table(incident_page, request.staff.office)
        if incident_page.incidents
        else None
    )
    context = {
        "table": table,
        "empty": empty,
        "state": state,
        "states": IncidentState.choices,
        "after": incident_page.next_key,
    }
    return render(request, "incidents/list_incidents.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY)
def record_incident(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records that others learned what is private to the child."""
    child = child_for_editing(request, file_id, Section.CASE)
    back = reverse(CHILD_FILE, args=[file_id])

    def save(form: IncidentForm) -> str:
        actions.record_incident(
            file_id=file_id, data=form.to_input(request.staff), actor=request.staff
        )
        return back

    form = IncidentForm(request.POST or None, today=request.staff.office.today())
    return submit_form(request, form, save) or render(
        request,
        "incidents/record_incident.html",
        {"child": child_header(child, staff=request.staff), "form": form, "back": back},
    )


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def show_incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """One incident with its viewers and measures, and a form to add a measure."""
    incident = access.get(request.staff, Incident, incident_id)
    incident_url = reverse("incidents:show_incident", args=[incident.pk])

    def save(form: IncidentMeasureForm) -> str:
        actions.add_measure(
            incident=incident,
            kind=MeasureKind(form.cleaned_data["kind"]),
            done_on=form.done_on,
            text=form.cleaned_data["note"],
            actor=request.staff,
        )
        return incident_url

    form = IncidentMeasureForm(request.POST or None, today=request.staff.office.today())
    if answer := submit_form(request, form, save, newest_url=incident_url):
        return answer
    audit.record(
        audit.AuditKind.LOG_READ,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=incident.file_id,
        objects=[incident.pk],
        detail={"screen": "incidents:show_incident"},
    )
    page = pages.incident_page(incident, request.staff)
    context = {"page": page, "form": form, "incident": incident}
    return render(request, "incidents/show_incident.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def close_incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Closes an incident with a reason."""
    incident = access.get(request.staff, Incident, incident_id)
    back = reverse("incidents:show_incident", args=[incident.pk])
    if incident.state != IncidentState.OPEN:
        raise access.NotAllowed

    def save(form: IncidentCloseForm) -> str:
        actions.close_incident(
            incident=incident,
            reason=IncidentCloseReason(form.cleaned_data["reason"]),
            text=form.cleaned_data["closing"],
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    form = IncidentCloseForm(
        request.POST or None,
        today=request.staff.office.today(),
        initial={"version": incident.version},
    )
    return submit_form(request, form, save, newest_url=back) or render(
        request, "incidents/close_incident.html", {"form": form, "back": back}
    )
