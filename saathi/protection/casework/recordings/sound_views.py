"""Serves recordings: played on request, or the original file for a stated purpose.

The original is played: nothing is taken out of it. Each opening is logged. The browser stores
nothing, URLs contain ids alone, and file names from the sender's device are in no header.
"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, record_history
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.queries import child_of_file
from saathi.protection.casework.recordings import queries
from saathi.protection.casework.recordings.forms import RecordingCopyForm
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
from saathi.vault.models import StoredFile
from saathi.web import downloads, media_responses

screens = kit.RecordScreens("recordings")
RECORDING = kit.CHILD + "recordings/<uuid:recording_id>/"
ENDINGS = {
    MediaType.OGG: "ogg",
    MediaType.WEBM: "webm",
    MediaType.MP4: "m4a",
    MediaType.MP3: "mp3",
    MediaType.WAV: "wav",
}


@screens.ordinary(RECORDING + "sound/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def play_recording(request: StaffRequest, file_id: UUID, recording_id: UUID) -> HttpResponse:
    """The sound for the page of its recording, or the part of it that the browser requests."""
    recording, stored = _playable(request, file_id, recording_id)
    _log_opened(request, recording, stored, "played")
    asked = request.headers.get("Range", "")
    return media_responses.media_response(attachments.read_file(stored), stored.media_type, asked)


@screens.ordinary(RECORDING + "original/")
@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def download_recording(request: StaffRequest, file_id: UUID, recording_id: UUID) -> HttpResponse:
    """Asks for the purpose, then serves the original as uploaded, with its metadata."""
    child = child_of_file(request.staff, file_id, VoiceRecording.section)
    recording, stored = _playable(request, file_id, recording_id)
    form = RecordingCopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _log_opened(request, recording, stored, "original", reason=form.cleaned_data["purpose"])
        name = f"recording.{ENDINGS[MediaType(stored.media_type)]}"
        data = attachments.read_file(stored)
        response = downloads.attachment_response(data, name, stored.media_type)
        response.headers["Content-Security-Policy"] = media_responses.POLICY
        return response
    return render_child_page(
        request,
        child,
        "recordings/download_recording.html",
        form=form,
        back=reverse("recordings:show_recording", args=[file_id, recording_id]),
    )


def _playable(
    request: StaffRequest, file_id: UUID, recording_id: UUID
) -> tuple[VoiceRecording, StoredFile]:
    """The recording with its stored sound; 404 if the consent does not allow playing today."""
    recording = queries.find_recording(request.staff, file_id, recording_id)
    if not queries.may_play(request.staff, recording):
        raise access.NotAllowed
    return recording, record_history.stored_file(request.staff, recording, "original")


def _log_opened(
    request: StaffRequest,
    recording: VoiceRecording,
    stored: StoredFile,
    way: str,
    **reason: str,
) -> None:
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.MEDIA_OPENED,
        VoiceRecording.section,
        file_id=recording.file_id,
        objects=[recording.pk, stored.pk],
        format=way,
        **reason,
    )
