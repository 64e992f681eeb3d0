"""Uploads, approves and withdraws recordings of the child view's questions; each is logged."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.casework.reintegration import recording_rules
from saathi.protection.casework.reintegration.child_questions import spoken_words
from saathi.protection.casework.reintegration.models import QuestionRecording
from saathi.protection.casework.reintegration.vocabulary import QuestionRecordingState
from saathi.vault.audio_formats import detect_audio_type


class QuestionRecordingRefused(Refused):
    """A file that is no recording, or a step that this person cannot take."""


def may_decide(staff: Staff) -> bool:
    """Whether this person listens to recordings that wait, and approves those of others."""
    return access.has_permission(staff, Permission.MANAGE_OFFICES) or access.has_permission(
        staff, Permission.APPROVE
    )


@transaction.atomic
def upload_recording(
    *, language: str, question: str, sound: bytes, actor: Staff
) -> QuestionRecording:
    """Stores the recording of a question; it is played once a second person has approved it."""
    if not access.has_permission(actor, Permission.MANAGE_OFFICES):
        raise access.NotAllowed
    kind = detect_audio_type(sound)
    reasons = recording_rules.reasons_against_sound(len(sound), is_sound=kind is not None)
    if reasons or kind is None:
        raise QuestionRecordingRefused(reasons)
    added = QuestionRecording(
        agency_id=actor.agency_id,
        language=language,
        question=question,
        words=spoken_words(language, question),
        media_type=kind.value,
        sound=sound,
        state=QuestionRecordingState.PROPOSED.value,
        recorded_by=actor.id,
    )
    prove_rows([(added, {})], by=actor.id)
    added.save(force_insert=True)
    _log(added, "uploaded", actor)
    return added


@transaction.atomic
def approve_recording(*, recording: QuestionRecording, actor: Staff) -> None:
    """Approves a recording as the second person; `QuestionRecordingRefused` with reasons."""
    if not may_decide(actor):
        raise access.NotAllowed
    reasons = recording_rules.reasons_against_approving(
        recording.state,
        recording.recorded_by,
        actor_id=actor.id,
        is_current=recording.words == spoken_words(recording.language, recording.question),
    )
    if reasons:
        raise QuestionRecordingRefused(reasons)
    values = {
        "state": QuestionRecordingState.APPROVED.value,
        "published_by": actor.id,
        "published_at": clock.now(),
    }
    _decide(recording, values, actor)
    _log(recording, "approved", actor)


@transaction.atomic
def withdraw_recording(*, recording: QuestionRecording, why: str, actor: Staff) -> None:
    """Withdraws a recording with its reason; it is played no more."""
    if not may_decide(actor):
        raise access.NotAllowed
    if reasons := recording_rules.reasons_against_withdrawing(recording.state):
        raise QuestionRecordingRefused(reasons)
    values = {
        "state": QuestionRecordingState.WITHDRAWN.value,
        "withdrawn_by": actor.id,
        "withdrawn_at": clock.now(),
        "why_withdrawn": why,
    }
    _decide(recording, values, actor)
    _log(recording, "withdrawn", actor)


def _decide(recording: QuestionRecording, values: Mapping[str, Any], actor: Staff) -> None:
    prove_rows([(recording, values)], by=actor.id)
    QuestionRecording.objects.filter(pk=recording.pk).update(**values)
    recording.refresh_from_db()


def _log(recording: QuestionRecording, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[recording.pk],
        detail={"action": action, "model": "reintegration.question_recording"},
    )
