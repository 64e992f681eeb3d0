"""Screens of voice recordings: the list, one recording, adding, changing, a newer consent, erasing."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import require_write
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.recordings import actions, forms, pages, queries
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.sound_views import screens
from saathi.protection.casework.recordings.vocabulary import (
    RecordingRemovalReason,
    RecordingState,
)
from saathi.vault.accepted_media import MAX_BYTES
from saathi.vault.errors import UploadRefused

__all__ = ["screens"]

ADDRESS = kit.CHILD + "recordings/"
RECORDING = ADDRESS + "<uuid:recording_id>/"
SECTION = VoiceRecording.section
# Only the page of a recording plays anything, and only what this site serves.
PLAYING_POLICY = {
    **cast("dict[str, Collection[str]]", settings.SECURE_CSP),
    "media-src": [CSP.SELF],
}


@screens.ordinary(ADDRESS)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_recordings(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The child's recordings that the reader may hear, without any sound."""
    child = child_of_file(request.staff, file_id, SECTION)
    listed = queries.list_recordings(request.staff, child)
    access_log.log_file_list(request.staff, SECTION, file_id, [each.pk for each in listed])
    return render_child_page(
        request,
        child,
        "recordings/list_recordings.html",
        table=pages.recording_table(listed),
        is_full=len(listed) == queries.MAX_LISTED,
        may_write=queries.may_write_recordings(request.staff, file_id),
    )


@screens.ordinary(ADDRESS + "new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_recording(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a recording, from a file or made in the browser."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    if not queries.may_write_recordings(request.staff, file_id):
        raise access.NotAllowed

    def save(form: forms.RecordingForm) -> str:
        recording = form.to_record(file_id=file_id, child=child)
        sound = form.cleaned_data["sound"]
        try:
            actions.add_recording(
                recording=recording, data=sound.read(), name=sound.name or "", actor=request.staff
            )
        except UploadRefused as refusal:
            form.add_error("sound", str(refusal))
            return ""
        return reverse(pages.SHOW, args=[file_id, recording.pk])

    form = forms.RecordingForm(
        posted_data(request), files=request.FILES or None, staff=request.staff, about=child
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "file_id": file_id,
        "form": form,
        "has_consent": queries.recording_consents(request.staff, child).exists(),
        "duties": reporting_duties_in_country(request.staff.office.country),
        "most_bytes": MAX_BYTES,
    }
    return submit_form(request, form, save) or render(
        request, "recordings/add_recording.html", context
    )


@screens.ordinary(RECORDING)
@csp_override(PLAYING_POLICY)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_recording(request: StaffRequest, file_id: UUID, recording_id: UUID) -> HttpResponse:
    """One recording: its facts and typed text; the sound only on request."""
    staff = request.staff
    child = child_of_file(staff, file_id, SECTION)
    recording = queries.get_recording(staff, file_id, recording_id)
    not_played = pages.reason_not_played(staff, recording)
    may_write = queries.may_write_recordings(staff, file_id)
    statement = queries.statement_of(staff, recording)
    return render_child_page(
        request,
        child,
        "recordings/show_recording.html",
        recording=recording,
        pairs=pages.recording_pairs(recording),
        text_language=languages.language_name(recording.text_language),
        statement=statement,
        not_played=not_played,
        withdrawal_url=pages.withdrawal_url(staff, recording),
        is_asked=not not_played and request.GET.get("play") == "yes",
        may_change=may_write and recording.state == RecordingState.KEPT,
    )


@screens.child_edit(
    "recordings/<uuid:recording_id>/change/",
    Permission.WORK_ON_CASE,
    VoiceRecording,
    forms.RecordingFactsForm,
    kit.ChildFormPageText(_("Edit voice recording"), back=pages.LIST),
)
def change_recording(
    request: StaffRequest, recording: VoiceRecording, form: forms.RecordingFactsForm
) -> str:
    """Changes the facts and the typed text of a recording; the sound stays as it is."""
    form.put_texts(recording)
    actions.change_recording(
        recording=recording, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return reverse(pages.SHOW, args=[recording.file_id, recording.pk])


@screens.child_edit(
    "recordings/<uuid:recording_id>/consent/",
    Permission.WORK_ON_CASE,
    VoiceRecording,
    forms.RecordingBasisForm,
    kit.ChildFormPageText(
        _("Consent to the voice recording"),
        _("Choose a newer consent or legal basis. Record it first if it is not in the list."),
        back=pages.LIST,
    ),
)
def renew_recording_basis(
    request: StaffRequest, recording: VoiceRecording, form: forms.RecordingBasisForm
) -> str:
    """Bases a recording on a newer consent, such as at 18."""
    consent, agreement = form.chosen
    actions.renew_basis(
        recording=recording,
        consent=consent,
        agreement=agreement,
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(pages.SHOW, args=[recording.file_id, recording.pk])


@screens.ordinary(RECORDING + "remove/")
@staff_screen(Permission.WORK_ON_CASE)
def remove_recording(request: StaffRequest, file_id: UUID, recording_id: UUID) -> HttpResponse:
    """Erases the sound of a recording, with a reason."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    recording = queries.get_recording(request.staff, file_id, recording_id)
    show = reverse(pages.SHOW, args=[file_id, recording_id])

    def save(form: forms.RecordingRemovalForm) -> str:
        actions.remove_recording(
            recording=recording,
            reason=RecordingRemovalReason(form.cleaned_data["reason"]),
            version=form.seen_version,
            actor=request.staff,
        )
        return show

    form = forms.RecordingRemovalForm(posted_data(request), initial={"version": recording.version})
    context = {
        "child": child_header(child, staff=request.staff),
        "file_id": file_id,
        "form": form,
        "day": kit.format_day(recording.spoken_on),
    }
    return submit_form(request, form, save, newest_url=show) or render(
        request, "recordings/remove_recording.html", context
    )
