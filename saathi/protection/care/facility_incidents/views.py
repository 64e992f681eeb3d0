"""Screens of incidents in facilities: the list, one incident, recording one and its steps."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi import audit
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.facility_incidents import actions, pages, quality, queries
from saathi.protection.care.facility_incidents.actions import RECORDERS, FacilityIncidentRefused
from saathi.protection.care.facility_incidents.child_views import screens
from saathi.protection.care.facility_incidents.forms import (
    FacilityIncidentForm,
    IncidentStepForm,
    incident_input,
)
from saathi.protection.care.facility_incidents.lists import incidents_list
from saathi.protection.care.inspections.queries import has_declared_conflict

RECORD_TEXT = FormPageText(
    _("Record an incident"),
    _(
        "Record it whether or not it is proven. The facility and the people concerned cannot read it. "
        "If you work for the agency that operates the facility, you cannot read it after you save it."
    ),
    _("Save"),
    _("The facility"),
)
STEP_TEXT = FormPageText(
    _("Record a step"),
    _("Record what was done, or decide on the incident. A step cannot be changed."),
    _("Save"),
    _("The incident"),
)


@screens.ordinary("facility-incidents/")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(*RECORDERS)
def list_incidents(request: StaffRequest) -> HttpResponse:
    """The incidents in facilities that the reader may read, filtered and by page."""
    template = "facility_incidents/list_incidents.html"
    return list_response(request, incidents_list(), template, {})


@screens.ordinary("facility-incidents/<uuid:incident_id>/")
@require_safe
@staff_screen(*RECORDERS)
def show_incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """One incident and the steps after it."""
    incident = queries.get_facility_incident(incident_id)
    audit.record(
        audit.AuditKind.LOOKED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[incident.pk],
        detail={"screen": "facility_incidents:show_incident"},
    )
    context = {
        "facility_url": reverse("facilities:show_facility", args=[incident.facility_id]),
        "facility_name": incident.facility.name,
        "pairs": pages.incident_pairs(incident, request.staff.office),
        "steps": pages.step_rows(incident),
        "step_url": ""
        if has_declared_conflict(incident.facility_id, request.staff.id)
        else reverse("facility_incidents:record_step", args=[incident.pk]),
    }
    return render(request, "facility_incidents/show_incident.html", context)


@screens.ordinary("facility-incidents/of/<uuid:facility_id>/new/")
@staff_screen(*RECORDERS)
def record_incident(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Records an incident in a facility, without a child's name."""
    facility = queries.get_listed_facility(facility_id)
    back = reverse("facilities:show_facility", args=[facility.pk])
    form = FacilityIncidentForm(posted_data(request), staff=request.staff)

    def save(sent: FacilityIncidentForm) -> str:
        data = incident_input(sent.cleaned_data)
        try:
            incident = actions.record_facility_incident(
                facility=facility, data=data, actor=request.staff
            )
        except FacilityIncidentRefused as refused:
            sent.add_refusal_reasons(refused.reasons)
            return ""
        sent.saved_message = pages.saved_text(incident, request.staff)
        return back

    about = replace(
        RECORD_TEXT,
        alerts=pages.no_reader_alerts(facility, request.staff),
        pairs=pages.readers_pair(facility, request.staff),
    )
    return submit_form(request, form, save) or render_form_page(request, form, about, back)


@screens.ordinary("facility-incidents/<uuid:incident_id>/step/")
@staff_screen(*RECORDERS)
def record_step(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Records a step after an incident, or closes, reopens or cancels it."""
    incident = queries.get_facility_incident(incident_id)
    back = reverse("facility_incidents:show_incident", args=[incident.pk])
    form = IncidentStepForm(posted_data(request), staff=request.staff, incident=incident)

    def save(sent: IncidentStepForm) -> str:
        try:
            actions.record_incident_step(
                incident=incident, data=sent.to_input(), actor=request.staff
            )
        except FacilityIncidentRefused as refused:
            sent.add_refusal_reasons(refused.reasons)
            return ""
        return back

    return submit_form(request, form, save) or render_form_page(request, form, STEP_TEXT, back)


@screens.ordinary("facility-quality/")
@require_safe
@staff_screen(Permission.KEEP_FACILITIES, Permission.INSPECT)
def compare_quality(request: StaffRequest) -> HttpResponse:
    """Licences, inspections, critical criteria, discrimination and incidents, by country of care."""
    today = request.staff.office.today()
    rows = quality.list_quality(today)
    criteria = quality.list_criteria(today)
    context = {
        "table": quality.quality_table(rows) if rows else None,
        "criteria": quality.criteria_table(criteria) if criteria else None,
        "least": quality.LEAST,
    }
    return render(request, "facility_incidents/compare_quality.html", context)
