"""Screens of photographs of an inspection, for the inspectors of the inspecting agency alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import idempotency
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.inspections import (
    forms,
    pages,
    photo_actions,
    photo_pages,
    photo_queries,
    queries,
)
from saathi.protection.care.inspections.actions import InspectionRefused
from saathi.protection.care.inspections.views import add_reasons, in_state, refusing
from saathi.protection.care.inspections.vocabulary import (
    InspectionPhotoState,
    InspectionState,
    PhotoRemovalReason,
)
from saathi.vault import attachments
from saathi.vault.accepted_media import MAX_BYTES
from saathi.vault.errors import UploadRefused
from saathi.web.media_responses import picture_response

REMOVE_TEXT = FormPageText(
    _("Remove photo"),
    _(
        "The photo is erased immediately. This cannot be undone. Who removed it and why is recorded."
    ),
    _("Remove photo"),
    _("Photos"),
)


@require_safe
@staff_screen(Permission.INSPECT)
def list_photos(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """The photos of an inspection by criterion, in the order of the standards."""
    row = queries.get_inspection(inspection_id, request.staff)
    audit.record(
        audit.AuditKind.LISTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk, row.facility_id],
        detail={"screen": "inspections:list_photos"},
    )
    is_barred = queries.has_declared_conflict(row.facility_id, request.staff.id)
    context = {
        "row": row,
        "groups": photo_pages.photo_groups(row, request.staff.office, may_remove=not is_barred),
        "is_barred": is_barred,
        "back": pages.inspection_url("show_inspection", row),
    }
    return render(request, "inspections/list_photos.html", context)


@require_safe
@staff_screen(Permission.INSPECT)
def open_photo(request: StaffRequest, photo_id: UUID) -> HttpResponse:
    """The photo itself; not stored by browsers."""
    photo = photo_queries.get_photo(photo_id, request.staff)
    stored = photo_queries.stored_photo(photo)
    audit.record(
        audit.AuditKind.MEDIA_OPENED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[photo.pk, photo.inspection_id, stored.pk],
        detail={"format": "photo", "reason": "inspection"},
    )
    return picture_response(attachments.read_file(stored), stored.media_type)


@sensitive_post_parameters()
@staff_screen(Permission.INSPECT)
def add_photo(request: StaffRequest, inspection_id: UUID, finding_id: UUID) -> HttpResponse:
    """Adds a photo to a criterion; the checklist sends here too."""
    row = in_state(request, inspection_id, InspectionState.OPEN)
    finding = queries.get_finding(row, finding_id)
    back = f"{pages.inspection_url('fill_checklist', row)}#c{finding.place}"

    def save(sent: forms.InspectionPhotoForm) -> str:
        try:
            data = sent.cleaned_data["photo"].read()
            photo_actions.add_photo(finding=finding, data=data, actor=request.staff)
        except UploadRefused as refusal:
            sent.add_error("photo", str(refusal))
            return ""
        except InspectionRefused as refused:
            add_reasons(sent, refused.reasons)
            return ""
        return back

    form = forms.InspectionPhotoForm(posted_data(request), request.FILES or None)
    context = {"form": form, "back": back, "finding": finding, "most_bytes": MAX_BYTES}
    return submit_form(request, form, save) or render(
        request, "inspections/add_photo.html", context
    )


@staff_screen(Permission.INSPECT)
def remove_photo(request: StaffRequest, photo_id: UUID) -> HttpResponse:
    """Removes a photo, with a reason, whatever the status of the inspection."""
    photo = photo_queries.get_photo(photo_id, request.staff)
    back = reverse("inspections:list_photos", args=[photo.inspection_id])
    form = forms.PhotoRemovalForm(posted_data(request))
    if photo.state != InspectionPhotoState.KEPT:
        return idempotency.redirect_saved(back)

    def save(sent: forms.PhotoRemovalForm) -> str:
        reason = PhotoRemovalReason(sent.cleaned_data["reason"])
        photo_actions.remove_photo(photo=photo, reason=reason, actor=request.staff)
        return back

    return submit_form(request, form, refusing(save)) or render_form_page(
        request, form, REMOVE_TEXT, back
    )
