"""Screens of incidents: recording one in a child's file, following it up, closing it."""

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
from saathi.protection.incidents import actions, pages, queries
from saathi.protection.incidents.forms import IncidentCloseForm, IncidentForm, IncidentMeasureForm
from saathi.protection.incidents.models import Incident
from saathi.protection.incidents.vocabulary import IncidentCloseReason, IncidentState, MeasureKind
from saathi.web.components import EmptyState


@require_safe
@staff_screen(Permission.ANSWER_ENQUIRY)
def list_incidents(request: StaffRequest) -> HttpResponse:
    """Breaches of privacy in the files that a data officer answers for."""
    state = request.GET.get("state", "")
    found = queries.list_incidents(request.staff, state=state, after=request.GET.get("after", ""))
    access_log.log_list_view(
        request.staff, [one.pk for one in found.incidents], model="incidents.incident"
    )
    empty = EmptyState(
        _("No incident"),
        _("When a child’s privacy is broken, it stands here until it is followed up and closed."),
        icon="lock",
    )
    table = pages.incident_table(found, request.staff.office) if found.incidents else None
    context = {
        "table": table,
        "empty": empty,
        "state": state,
        "states": IncidentState.choices,
        "after": found.next_key,
    }
    return render(request, "incidents/list_incidents.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY)
def record_incident(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Writes down that others came to know what is the child's own."""
    child = child_for_editing(request, file_id, Section.CASE)
    back = reverse("desk:child_file", args=[file_id])

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
    """One incident: who saw what, what was done; something more that was done."""
    incident = access.get(request.staff, Incident, incident_id)
    here = reverse("incidents:show_incident", args=[incident.pk])

    def save(form: IncidentMeasureForm) -> str:
        actions.add_measure(
            incident=incident,
            kind=MeasureKind(form.cleaned_data["kind"]),
            done_on=form.done_on,
            text=form.cleaned_data["note"],
            actor=request.staff,
        )
        return here

    form = IncidentMeasureForm(request.POST or None, today=request.staff.office.today())
    if answer := submit_form(request, form, save, newest_url=here):
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
    """Closes an incident, with the reason."""
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
