"""Screens of a facility's licence and address, for the keepers of its agency."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit.queries import get_own_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Reason, Refused
from saathi.protection.care.facilities import actions, queries, rules
from saathi.protection.care.facilities.forms import (
    FacilityAddressForm,
    FacilityAddressPublishForm,
    LicenceErrorForm,
    LicenceForm,
)
from saathi.protection.care.facilities.models import Facility, FacilityLicence
from saathi.protection.care.facilities.pages import address_pairs, licence_pairs
from saathi.protection.care.facilities.register import ADDRESSES

_BACK = _("The facility")
LICENCE_TEXT = FormPageText(
    _("Record licence"),
    _(
        "Enter what the authority decided. A registration counts once a second person has confirmed "
        "it; a suspension, refusal or end counts at once."
    ),
    _("Save"),
    _BACK,
)
CONFIRM_TEXT = FormPageText(
    _("Confirm the licence"),
    _("Compare the record with the document of the authority."),
    _("Confirm"),
    _BACK,
)
ERROR_TEXT = FormPageText(
    _("Mark as an error"),
    _("The record stays visible and no longer counts."),
    _("Mark as an error"),
    _BACK,
)
ADDRESS_TEXT = FormPageText(
    _("Address of the facility"),
    _("Until a second person publishes it, the former address is used."),
    _("Save"),
    _BACK,
)
PUBLISH_ADDRESS_TEXT = FormPageText(
    _("Publish the address"),
    _("Check who can read it: the address of a shelter can put children in danger."),
    _("Publish"),
    _BACK,
)


@staff_screen(Permission.KEEP_FACILITIES)
def record_licence(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Records what an authority decided about the licence of a facility."""
    facility, back = _own_facility(request, facility_id)
    form = LicenceForm(posted_data(request), today=request.staff.office.today())

    def save(sent: LicenceForm) -> str:
        try:
            actions.record_licence(facility=facility, record=sent.to_input(), actor=request.staff)
        except Refused as refused:
            return _refuse(sent, refused.reasons)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, LICENCE_TEXT, back
    )


@staff_screen(Permission.KEEP_FACILITIES)
def confirm_licence(request: StaffRequest, facility_id: UUID, licence_id: UUID) -> HttpResponse:
    """Confirms the record of a licence as the second person."""
    facility, back = _own_facility(request, facility_id)
    licence = queries.get_licence(facility, licence_id)
    _require_possible(request, licence, rules.reasons_against_confirming)

    def save(sent: RecordForm) -> str:
        try:
            actions.confirm_licence(licence=licence, actor=request.staff)
        except Refused as refused:
            return _refuse(sent, refused.reasons)
        return back

    form = RecordForm(posted_data(request))
    return submit_form(request, form, save, newest_url=back) or _decision_page(
        request, form, CONFIRM_TEXT, licence
    )


@staff_screen(Permission.KEEP_FACILITIES)
def withdraw_licence(request: StaffRequest, facility_id: UUID, licence_id: UUID) -> HttpResponse:
    """Marks the record of a licence as an error, with the reason."""
    facility, back = _own_facility(request, facility_id)
    licence = queries.get_licence(facility, licence_id)
    _require_possible(request, licence, rules.reasons_against_withdrawing)

    def save(sent: LicenceErrorForm) -> str:
        why, actor = sent.cleaned_data["why"], request.staff
        try:
            actions.withdraw_licence(licence=licence, why=why, actor=actor)
        except Refused as refused:
            return _refuse(sent, refused.reasons)
        return back

    form = LicenceErrorForm(posted_data(request))
    return submit_form(request, form, save, newest_url=back) or _decision_page(
        request, form, ERROR_TEXT, licence
    )


@staff_screen(Permission.KEEP_FACILITIES)
def change_address(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Proposes the address of a facility and who reads it."""
    facility, back = _own_facility(request, facility_id)
    current = queries.current_address(facility)
    form = FacilityAddressForm(posted_data(request), initial=vars(current) if current else {})

    def save(sent: FacilityAddressForm) -> str:
        try:
            actions.record_address(facility=facility, data=sent.to_input(), actor=request.staff)
        except Refused as refused:
            return _refuse(sent, refused.reasons)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, ADDRESS_TEXT, back
    )


@staff_screen(Permission.KEEP_FACILITIES)
def publish_address(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Publishes the address of a facility that another keeper entered."""
    facility, back = _own_facility(request, facility_id)
    address = queries.newest_address(facility)
    if address is None or (request.method != "POST" and queries.proposed_address(facility) is None):
        raise Http404
    form = FacilityAddressPublishForm(posted_data(request), initial={"seen": address.pk})

    def save(sent: FacilityAddressPublishForm) -> str:
        seen, actor = sent.cleaned_data["seen"], request.staff
        try:
            actions.publish_address(address=address, seen=seen, actor=actor)
        except Refused as refused:
            return _refuse(sent, refused.reasons)
        return back

    context = {
        "form": form,
        "about": PUBLISH_ADDRESS_TEXT,
        "back": back,
        "title": facility.name,
        "pairs": address_pairs(address, request.staff.office, names_of([address.recorded_by])),
    }
    answer = submit_form(request, form, save, newest_url=back)
    return answer or render(request, "register_kit/act_on_entry.html", context)


def _own_facility(request: StaffRequest, facility_id: UUID) -> tuple[Facility, str]:
    """A facility of the staff member's agency and its URL; 404 for those of others."""
    facility = get_own_entry(actions.FACILITIES, facility_id, request.staff)
    return facility, ADDRESSES.of_entry("show", facility.pk)


def _require_possible(
    request: StaffRequest, licence: FacilityLicence, reasons_against: Callable[..., Any]
) -> None:
    """404 for a page that this person cannot use; a form that was sent says why instead."""
    reasons = reasons_against(licence.state, licence.recorded_by, actor_id=request.staff.id)
    if request.method != "POST" and reasons:
        raise Http404


def _decision_page(
    request: StaffRequest, form: RecordForm, about: FormPageText, licence: FacilityLicence
) -> HttpResponse:
    context = {
        "form": form,
        "about": about,
        "back": ADDRESSES.of_entry("show", licence.facility_id),
        "title": licence.facility.name,
        "pairs": licence_pairs(licence, request.staff.office, names_of([licence.recorded_by])),
    }
    return render(request, "register_kit/act_on_entry.html", context)


def _refuse(form: RecordForm, reasons: Iterable[Reason]) -> str:
    """Adds the reasons to the form, which is then shown again."""
    for reason in reasons:
        form.add_error(reason.code if reason.code in form.fields else None, gettext(reason.text))
    return ""
