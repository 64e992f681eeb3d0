"""Screens of notices to facilities: all staff read them, inspectors issue and close them."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, conflict_actions, pages, queries
from saathi.protection.care.inspections.forms import (
    FacilityNoticeClosingForm,
    FacilityNoticeForm,
    InspectionAgreementForm,
)
from saathi.protection.care.inspections.lists import notices_list
from saathi.protection.care.inspections.models import FacilityNotice
from saathi.protection.care.inspections.views import DECLARED_TEXT, refusing
from saathi.protection.care.inspections.vocabulary import (
    ConflictStatement,
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
AGREE_TEXT = FormPageText(
    _("Agree to the notice"),
    _("New placements are stopped already. Every resident is reviewed within 7 days."),
    _("Approve"),
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
    about = replace(ISSUE_TEXT, pairs=[residents_pair(facility)])

    def save(sent: FacilityNoticeForm) -> str:
        actions.issue_notice(
            facility=facility, data=sent.to_input(), inspection=inspection, actor=request.staff
        )
        return back

    return submit_form(request, form, refusing(save)) or render_form_page(
        request, form, about, back
    )


def residents_pair(facility: Facility) -> LabelledValue:
    """How many children live in a facility, each of whom is reviewed if it is closed."""
    return LabelledValue(
        _("Children who live here"),
        str(queries.count_residents(facility.pk)),
        note=_("Each is reviewed within 7 days after a closure or a suspension of the licence."),
    )


@staff_screen(Permission.INSPECT)
def agree_to_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Agrees to a closure or a suspension of the licence, as the second inspector."""
    notice = queries.get_notice(notice_id, request.staff)
    is_own = notice.recorded_by == request.staff.id
    if request.method != "POST" and (is_own or notice.state != FacilityNoticeState.ASKED):
        raise Http404
    back = reverse("facilities:show_facility", args=[notice.facility_id])
    form = InspectionAgreementForm(posted_data(request))

    def save(sent: InspectionAgreementForm) -> str:
        if sent.cleaned_data["conflict"] == ConflictStatement.DECLARED:
            sent.saved_message = DECLARED_TEXT
            conflict_actions.declare_conflict(facility=notice.facility, actor=request.staff)
        else:
            actions.agree_to_notice(
                notice=notice, conflict=sent.cleaned_data["conflict"], actor=request.staff
            )
        return back

    return submit_form(request, form, refusing(save)) or _notice_page(
        request, form, AGREE_TEXT, notice
    )


def _notice_page(
    request: StaffRequest, form: RecordForm, about: FormPageText, notice: FacilityNotice
) -> HttpResponse:
    """The page on which a notice is agreed to or closed, with what it says."""
    kind = LabelledValue(_("Type of notice"), FacilityNoticeKind(notice.kind).label)
    names = names_of([notice.recorded_by, notice.answered_by])
    pairs = [kind, *pages.notice_pairs(notice, names), residents_pair(notice.facility)]
    context = {
        "form": form,
        "about": about,
        "back": reverse("facilities:show_facility", args=[notice.facility_id]),
        "title": notice.facility.name,
        "pairs": pairs,
    }
    return render(request, "register_kit/act_on_entry.html", context)


@staff_screen(Permission.INSPECT)
def close_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Closes a notice after a check in the facility, as another inspector."""
    notice = queries.get_notice(notice_id, request.staff)
    is_own = notice.recorded_by == request.staff.id
    if request.method != "POST" and (is_own or notice.state == FacilityNoticeState.CLOSED):
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

    return submit_form(request, form, refusing(save)) or _notice_page(
        request, form, CLOSE_TEXT, notice
    )
