"""Screens of incidents: recording one in a child's file, following it up, closing it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.people.queries import header
from saathi.people.screens import to_write
from saathi.protection.incidents import actions, pages, queries
from saathi.protection.incidents.forms import CloseForm, IncidentForm, MeasureForm
from saathi.protection.incidents.models import Incident
from saathi.protection.incidents.vocabulary import CloseReason, IncidentState, MeasureKind
from saathi.web.parts import Empty


@require_safe
@staff_screen(Permission.ANSWER_ENQUIRY)
def list_incidents(request: StaffRequest) -> HttpResponse:
    """Breaches of privacy in the files that a data officer answers for."""
    state = request.GET.get("state", "")
    found = queries.page(request.staff, state=state, after=request.GET.get("after", ""))
    looking.listed(request.staff, [one.pk for one in found.incidents], model="incidents.incident")
    empty = Empty(
        _("No incident"),
        _("When a child’s privacy is broken, it stands here until it is followed up and closed."),
        icon="lock",
    )
    table = pages.list_table(found, request.staff.office) if found.incidents else None
    context = {
        "table": table,
        "empty": empty,
        "state": state,
        "states": IncidentState.choices,
        "after": found.after,
    }
    return render(request, "incidents/list_incidents.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY)
def record_incident(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Writes down that others came to know what is the child's own."""
    child = to_write(request, file_id, Section.CASE)
    back = reverse("desk:child_file", args=[file_id])

    def save(form: IncidentForm) -> str:
        actions.record(file_id=file_id, told=form.told(request.staff), by=request.staff)
        return back

    form = IncidentForm(request.POST or None, today=request.staff.office.today())
    return send(request, form, save) or render(
        request,
        "incidents/record_incident.html",
        {"child": header(child, staff=request.staff), "form": form, "back": back},
    )


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def show_incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """One incident: who saw what, what was done; something more that was done."""
    incident = access.get(request.staff, Incident, incident_id)
    here = reverse("incidents:show_incident", args=[incident.pk])

    def save(form: MeasureForm) -> str:
        actions.add_measure(
            incident=incident,
            kind=MeasureKind(form.cleaned_data["kind"]),
            done_on=form.done_on,
            words=form.cleaned_data["note"],
            by=request.staff,
        )
        return here

    form = MeasureForm(request.POST or None, today=request.staff.office.today())
    if answer := send(request, form, save, newest=here):
        return answer
    audit.record(
        audit.Kind.LOG_READ,
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

    def save(form: CloseForm) -> str:
        actions.close(
            incident=incident,
            reason=CloseReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["closing"],
            version=form.seen,
            by=request.staff,
        )
        return back

    form = CloseForm(
        request.POST or None,
        today=request.staff.office.today(),
        initial={"version": incident.version},
    )
    return send(request, form, save, newest=back) or render(
        request, "incidents/close_incident.html", {"form": form, "back": back}
    )
