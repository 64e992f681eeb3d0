"""Views of photos given for the search: shown only on request, every access logged."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, record_history, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import record_screens as kit
from saathi.protection.identification.missing import queries
from saathi.protection.identification.missing.actions import photos as actions
from saathi.protection.identification.missing.actions.searching import MissingReportNotChangeable
from saathi.protection.identification.missing.forms.photos import (
    SearchPhotoErasureForm,
    SearchPhotoForm,
)
from saathi.protection.identification.missing.models import MissingReport, SearchPhoto
from saathi.protection.identification.missing.views.searching import (
    get_missing_report,
    render_report_form,
    report_form_text,
)
from saathi.protection.identification.missing.vocabulary import (
    SearchPhotoErasure,
    SearchPhotoState,
)
from saathi.vault import attachments
from saathi.vault.accepted_media import MAX_BYTES
from saathi.vault.errors import UploadRefused
from saathi.web.media_responses import picture_response


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def list_search_photos(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """The photos given for the search, without pictures until the reader requests one."""
    staff = request.staff
    report = access.get(staff, MissingReport, missing_id)
    listed = queries.list_search_photos(staff, report)
    records.open_texts_of_each(listed)
    access_log.log_file_list(
        staff, SearchPhoto.section, report.file_id, [each.pk for each in listed]
    )
    asked = request.GET.get("show", "")
    context = {
        "report": report,
        "photos": [_shown(request, report, photo, asked) for photo in listed],
        "may_write": access.may_write(staff, report.file_id, SearchPhoto.section),
    }
    return render(request, "missing/list_search_photos.html", context)


def _shown(
    request: StaffRequest, report: MissingReport, photo: SearchPhoto, asked: str
) -> dict[str, object]:
    may_show = queries.may_show_search_photo_today(request.staff, report, photo)
    fields = ["consent_by", "consent_on", "consent_note", "until", "taken_in"]
    return {
        "photo": photo,
        "state": SearchPhotoState(photo.state).label,
        "pairs": kit.labelled_values(photo, fields),
        "may_show": may_show,
        "is_asked": may_show and asked == str(photo.pk),
    }


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def open_search_photo(request: StaffRequest, missing_id: UUID, photo_id: UUID) -> HttpResponse:
    """The photo itself, while the search and the consent last; not stored by browsers."""
    report = access.get(request.staff, MissingReport, missing_id)
    photo = queries.get_search_photo(request.staff, report, photo_id)
    if not queries.may_show_search_photo_today(request.staff, report, photo):
        raise access.NotAllowed
    stored = record_history.stored_file(request.staff, photo, "picture")
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.MEDIA_OPENED,
        SearchPhoto.section,
        file_id=photo.file_id,
        objects=[photo.pk, stored.pk],
        format="photo",
        reason="missing",
    )
    return picture_response(attachments.read_file(stored), stored.media_type)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def add_search_photo(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Adds a photo for the search, with the consent of those who miss the child."""
    report = get_missing_report(request, missing_id)
    if not access.may_write(request.staff, report.file_id, SearchPhoto.section):
        raise access.NotAllowed

    def save(form: SearchPhotoForm) -> str:
        data = form.cleaned_data
        try:
            actions.add_search_photo(
                photo=form.to_record(file_id=report.file_id, report=report),
                data=data["photo"].read(),
                has_read=data["has_read"],
                actor=request.staff,
            )
        except UploadRefused as refusal:
            form.add_error("photo", str(refusal))
            return ""
        except MissingReportNotChangeable as refused:
            for reason in refused.reasons:
                place = reason.code if reason.code in form.fields else None
                form.add_error(place, gettext(reason.text))
            return ""
        return reverse("missing:list_search_photos", args=[report.pk])

    form = SearchPhotoForm(posted_data(request), files=request.FILES or None, staff=request.staff)
    context = {
        "report": report,
        "form": form,
        "duties": reporting_duties_in_country(request.staff.office.country),
        "most_bytes": MAX_BYTES,
    }
    return submit_form(request, form, save) or render(
        request, "missing/add_search_photo.html", context
    )


@staff_screen(Permission.RECORD_REPORT)
def erase_search_photo(request: StaffRequest, missing_id: UUID, photo_id: UUID) -> HttpResponse:
    """Erases a photo, with a reason."""
    report = get_missing_report(request, missing_id)
    photo = queries.get_search_photo(request.staff, report, photo_id)
    if not access.may_write(request.staff, photo.file_id, photo.section):
        raise access.NotAllowed
    text = report_form_text(
        _("Erase the photo"),
        _("The photo is erased immediately. This cannot be undone."),
        _("Erase photo"),
    )

    def work(form: SearchPhotoErasureForm) -> None:
        actions.erase_search_photo(
            photo=photo,
            reason=SearchPhotoErasure(form.cleaned_data["reason"]),
            version=form.seen_version,
            actor=request.staff,
        )

    form = SearchPhotoErasureForm(posted_data(request), initial={"version": photo.version})
    return render_report_form(request, report, form, work, text)
