"""Recordings of the child view's questions: uploaded by an administrator, approved by a second person."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Refused
from saathi.protection.casework.reintegration import recording_queries, recording_rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import recordings as actions
from saathi.protection.casework.reintegration.child_questions import (
    ChildViewLanguage,
    child_words,
    spoken_words,
)
from saathi.protection.casework.reintegration.forms import recordings as forms
from saathi.protection.casework.reintegration.models import QuestionRecording
from saathi.protection.casework.reintegration.views.screens import screens
from saathi.web import media_responses

ADDRESS: Final = "child-view-recordings/"
RECORDING: Final = f"{ADDRESS}<uuid:question_recording_id>/"
KEEPERS: Final = (Permission.MANAGE_OFFICES, Permission.APPROVE)
# Only these pages play anything, and only what this site serves.
PLAYING_POLICY: Final = {
    **cast("dict[str, Collection[str]]", settings.SECURE_CSP),
    "media-src": [CSP.SELF],
}
_BACK = _("Recordings for the child view")
UPLOAD_TEXT = FormPageText(
    _("Upload a recording"),
    _("A native reader reads the question and then each answer. No child’s voice is used."),
    _("Save"),
    _BACK,
)
APPROVE_TEXT = FormPageText(
    _("Approve the recording"),
    _("Listen to it first. Children will hear it."),
    _("Approve"),
    _BACK,
)
WITHDRAW_TEXT = FormPageText(
    _("Withdraw the recording"),
    _("Children then hear an earlier recording, or the voice of the device."),
    _("Withdraw"),
    _BACK,
)


@dataclass(frozen=True)
class RecordingRow:
    """One recording as the list shows it."""

    state: str
    sound_url: str
    approve_url: str
    withdraw_url: str
    is_played: bool
    why: str


@dataclass(frozen=True)
class QuestionRow:
    """One question with its recordings."""

    words: str
    upload_url: str
    is_recorded: bool
    recordings: list[RecordingRow]


@screens.ordinary(ADDRESS)
@require_safe
@staff_screen(*KEEPERS)
def list_languages(_request: StaffRequest) -> HttpResponse:
    """Leads to the first language."""
    return redirect("reintegration:list_question_sounds", ChildViewLanguage.UR.value)


@screens.ordinary(f"{ADDRESS}<slug:language>/")
@require_safe
@csp_override(PLAYING_POLICY)
@staff_screen(*KEEPERS)
def list_question_sounds(request: StaffRequest, language: str) -> HttpResponse:
    """The questions of a language with their recordings."""
    if language not in ChildViewLanguage.values:
        raise Http404
    played = recording_queries.played_recordings(request.staff, language)
    recordings = recording_queries.list_recordings(request.staff, language)
    may_upload = Permission.MANAGE_OFFICES in request.may
    context = {
        "languages": [
            (reverse("reintegration:list_question_sounds", args=[code]), code, label)
            for code, label in ChildViewLanguage.choices
        ],
        "language": language,
        "questions": [
            _question_row(request, language, question, recordings, played, may_upload=may_upload)
            for question in codes.OutcomeDomain.values
        ],
        "recorded": len(played),
    }
    return render(request, "reintegration/question_sounds.html", context)


def _question_row(  # noqa: PLR0913 - of one page
    request: StaffRequest,
    language: str,
    question: str,
    recordings: list[QuestionRecording],
    played: dict[str, QuestionRecording],
    *,
    may_upload: bool,
) -> QuestionRow:
    upload = reverse("reintegration:upload_question_sound", args=[language, question])
    return QuestionRow(
        words=child_words(language)[question],
        upload_url=upload if may_upload else "",
        is_recorded=question in played,
        recordings=[
            _recording_row(request, each, played.get(question))
            for each in recordings
            if each.question == question
        ],
    )


def _recording_row(
    request: StaffRequest, row: QuestionRecording, played: QuestionRecording | None
) -> RecordingRow:
    is_current = row.words == spoken_words(row.language, row.question)
    can_approve = not recording_rules.reasons_against_approving(
        row.state, row.recorded_by, actor_id=request.staff.id, is_current=is_current
    )
    can_withdraw = not recording_rules.reasons_against_withdrawing(row.state)
    address = {
        name: reverse(f"reintegration:{name}_question_sound", args=[row.pk])
        for name in ("play", "approve", "withdraw")
    }
    return RecordingRow(
        state=str(codes.QuestionRecordingState(row.state).label),
        sound_url=address["play"],
        approve_url=address["approve"] if can_approve else "",
        withdraw_url=address["withdraw"] if can_withdraw else "",
        is_played=played is not None and played.pk == row.pk,
        why=row.why_withdrawn,
    )


@screens.ordinary(f"{ADDRESS}<slug:language>/<slug:question>/new/")
@staff_screen(Permission.MANAGE_OFFICES)
def upload_question_sound(request: StaffRequest, language: str, question: str) -> HttpResponse:
    """Uploads the recording of a question."""
    if language not in ChildViewLanguage.values or question not in codes.OutcomeDomain.values:
        raise Http404
    back = reverse("reintegration:list_question_sounds", args=[language])
    form = forms.QuestionRecordingForm(posted_data(request), request.FILES or None)

    def save(sent: forms.QuestionRecordingForm) -> str:
        sound = sent.cleaned_data["sound"]
        data = sound.read(recording_rules.MAX_SOUND + 1)
        try:
            actions.upload_recording(
                language=language, question=question, sound=data, actor=request.staff
            )
        except actions.QuestionRecordingRefused as refused:
            return _refuse(sent, refused)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, UPLOAD_TEXT, back
    )


@screens.ordinary(f"{RECORDING}sound/")
@require_safe
@staff_screen(*KEEPERS)
def play_question_sound(request: StaffRequest, question_recording_id: UUID) -> HttpResponse:
    """The sound of a recording, to be checked."""
    row = recording_queries.get_recording(request.staff, question_recording_id)
    asked = request.headers.get("Range", "")
    return media_responses.media_response(bytes(row.sound), row.media_type, asked)


@screens.ordinary(f"{RECORDING}approve/")
@staff_screen(*KEEPERS)
def approve_question_sound(request: StaffRequest, question_recording_id: UUID) -> HttpResponse:
    """Approves a recording as the second person."""
    row = recording_queries.get_recording(request.staff, question_recording_id)
    reasons = recording_rules.reasons_against_approving(
        row.state, row.recorded_by, actor_id=request.staff.id, is_current=True
    )
    if request.method != "POST" and reasons:
        raise Http404
    form = RecordForm(posted_data(request))
    back = reverse("reintegration:list_question_sounds", args=[row.language])

    def save(sent: RecordForm) -> str:
        try:
            actions.approve_recording(recording=row, actor=request.staff)
        except actions.QuestionRecordingRefused as refused:
            return _refuse(sent, refused)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, APPROVE_TEXT, back
    )


@screens.ordinary(f"{RECORDING}withdraw/")
@staff_screen(*KEEPERS)
def withdraw_question_sound(request: StaffRequest, question_recording_id: UUID) -> HttpResponse:
    """Withdraws a recording with its reason."""
    row = recording_queries.get_recording(request.staff, question_recording_id)
    back = reverse("reintegration:list_question_sounds", args=[row.language])
    if request.method != "POST" and recording_rules.reasons_against_withdrawing(row.state):
        raise Http404
    form = forms.QuestionRecordingWithdrawalForm(posted_data(request))

    def save(sent: forms.QuestionRecordingWithdrawalForm) -> str:
        try:
            actions.withdraw_recording(
                recording=row, why=sent.cleaned_data["why"], actor=request.staff
            )
        except actions.QuestionRecordingRefused as refused:
            return _refuse(sent, refused)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, WITHDRAW_TEXT, back
    )


def _refuse(form: Any, refused: Refused) -> str:
    """Adds the reasons to the form, which is then shown again."""
    for reason in refused.reasons:
        form.add_error(reason.code if reason.code in form.fields else None, gettext(reason.text))
    return ""
