"""Views of photos of a child: shown only on request, every access logged."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import require_write
from saathi.people.queries import child_header, child_of_file
from saathi.protection.identification.portraits import actions, forms, pages, queries
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.serving import serve_picture
from saathi.protection.identification.portraits.vocabulary import (
    ErasurePhotoReason,
    PortraitPurpose,
)
from saathi.vault.accepted_media import MAX_BYTES
from saathi.vault.errors import UploadRefused

screens = kit.RecordScreens("portraits")
ADDRESS = kit.CHILD + "photo/"
SECTION = Portrait.section
LIST = "portraits:list_portraits"


@screens.ordinary(ADDRESS)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_portraits(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The photos on record, without pictures until the reader requests one."""
    staff = request.staff
    child = child_of_file(staff, file_id, SECTION)
    listed = queries.list_portraits(staff, child)
    access_log.log_file_list(staff, SECTION, file_id, [portrait.pk for portrait in listed])
    may_write = access.may_write(staff, file_id, SECTION)
    asked_for = request.GET.get("show", "")
    return render_child_page(
        request,
        child,
        "portraits/list_portraits.html",
        portraits=[
            pages.shown_portrait(staff, portrait, asked_for=asked_for, may_write=may_write)
            for portrait in listed
        ],
        may_write=may_write,
    )


@screens.ordinary(ADDRESS + "<uuid:portrait_id>/picture/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def open_picture(request: StaffRequest, file_id: UUID, portrait_id: UUID) -> HttpResponse:
    """The photo itself, if the consent allows it; not stored by browsers."""
    portrait = queries.get_portrait(request.staff, file_id, portrait_id)
    return serve_picture(request, portrait, PortraitPurpose.RECOGNISE)


@screens.ordinary(ADDRESS + "new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_portrait(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a photo with the consent that allows it."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)

    def save(form: forms.PortraitForm) -> str:
        portrait = form.to_record(file_id=file_id, child=child)
        data = form.cleaned_data
        try:
            actions.add_portrait(
                portrait=portrait,
                data=data["photo"].read(),
                has_read=data["has_read"],
                actor=request.staff,
            )
        except UploadRefused as refusal:
            form.add_error("photo", str(refusal))
            return ""
        return reverse(LIST, args=[file_id])

    form = forms.PortraitForm(
        posted_data(request), files=request.FILES or None, staff=request.staff, about=child
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "file_id": file_id,
        "form": form,
        "has_consent": bool(queries.picture_consents(request.staff, child)),
        "duties": reporting_duties_in_country(request.staff.office.country),
        "most_bytes": MAX_BYTES,
    }
    return submit_form(request, form, save) or render(
        request, "portraits/add_portrait.html", context
    )


@screens.ordinary(ADDRESS + "<uuid:portrait_id>/erase/")
@staff_screen(Permission.WORK_ON_CASE)
def erase_portrait(request: StaffRequest, file_id: UUID, portrait_id: UUID) -> HttpResponse:
    """Erases a photo, with a reason."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    portrait = queries.get_portrait(request.staff, file_id, portrait_id)

    def save(form: forms.PhotoErasureForm) -> str:
        actions.erase_portrait(
            portrait=portrait,
            reason=ErasurePhotoReason(form.cleaned_data["reason"]),
            version=form.seen_version,
            actor=request.staff,
        )
        return reverse(LIST, args=[file_id])

    form = forms.PhotoErasureForm(posted_data(request), initial={"version": portrait.version})
    context = {
        "child": child_header(child, staff=request.staff),
        "file_id": file_id,
        "form": form,
        "day": kit.format_day(portrait.taken_on),
        "title": _("Erase the photo"),
    }
    return submit_form(request, form, save) or render(
        request, "portraits/erase_portrait.html", context
    )
