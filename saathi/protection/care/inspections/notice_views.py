"""Screens of notices to facilities: all staff read them, inspectors issue and close them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, queries
from saathi.protection.care.inspections.forms import FacilityNoticeClosingForm, FacilityNoticeForm
from saathi.protection.care.inspections.lists import notices_list
from saathi.protection.care.inspections.views import refusing
from saathi.protection.care.inspections.vocabulary import (
    FacilityNoticeKind,
    FacilityNoticeState,
    InspectionState,
)
from saathi.web.components import LabelledValue

ISSUE_TEXT = FormPageText(
    _("Issue a notice"),
    _("Say what must change and until when. All staff can read notices. Do not name a child."),
    _("Issue"),
    _("The facility"),
)
CLOSE_TEXT = FormPageText(
    _("Close the notice"),
    _("Close it after you have seen in the facility that it was followed."),
    _("Close the notice"),
    _("The facility"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_notices(request: StaffRequest) -> HttpResponse:
    """The notices to facilities, filtered and by page."""
    declaration = notices_list(request.staff)
    return list_response(request, declaration, "inspections/list_notices.html", {})


@staff_screen(Permission.INSPECT)
def issue_notice(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Issues a notice to a facility without an inspection."""
    return _issue_page(request, queries.get_inspectable_facility(facility_id), None)


@staff_screen(Permission.INSPECT)
def issue_inspection_notice(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Issues a notice after a final inspection."""
    row = queries.get_inspection(inspection_id, request.staff)
    if row.state != InspectionState.FINAL:
        raise Http404
    return _issue_page(request, row.facility, row.pk)


def _issue_page(request: StaffRequest, facility: Facility, inspection: UUID | None) -> HttpResponse:
    back = reverse("facilities:show_facility", args=[facility.pk])
    form = FacilityNoticeForm(posted_data(request), today=request.staff.office.today())

    def save(sent: FacilityNoticeForm) -> str:
        actions.issue_notice(
            facility=facility, data=sent.to_input(), inspection=inspection, actor=request.staff
        )
        return back

    return submit_form(request, form, refusing(save)) or render_form_page(
        request, form, ISSUE_TEXT, back
    )


@staff_screen(Permission.INSPECT)
def close_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Closes a notice after a check in the facility, as another inspector."""
    notice = queries.get_notice(notice_id, request.staff)
    is_own = notice.recorded_by == request.staff.id
    if request.method != "POST" and (is_own or notice.state != FacilityNoticeState.OPEN):
        raise Http404
    back = reverse("facilities:show_facility", args=[notice.facility_id])
    form = FacilityNoticeClosingForm(posted_data(request), today=request.staff.office.today())

    def save(sent: FacilityNoticeClosingForm) -> str:
        data = sent.cleaned_data
        actions.close_notice(
            notice=notice,
            checked_on=data["checked_on"],
            proof=data["proof"],
            actor=request.staff,
        )
        return back

    context = {
        "form": form,
        "about": CLOSE_TEXT,
        "back": back,
        "title": notice.facility.name,
        "pairs": [
            LabelledValue(_("Type of notice"), FacilityNoticeKind(notice.kind).label),
            LabelledValue(_("What the facility must do"), notice.text),
            LabelledValue(_("Due on"), day_text(notice.due_on)),
        ],
    }
    return submit_form(request, form, refusing(save)) or render(
        request, "register_kit/act_on_entry.html", context
    )
