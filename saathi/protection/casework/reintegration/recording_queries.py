"""Reads of the recordings of the child view's questions."""

from uuid import UUID

from django.http import Http404

from saathi.agencies.models import Staff
from saathi.protection.casework.reintegration.child_questions import spoken_words
from saathi.protection.casework.reintegration.models import QuestionRecording
from saathi.protection.casework.reintegration.vocabulary import QuestionRecordingState


def played_recordings(staff: Staff, language: str) -> dict[str, QuestionRecording]:
    """The recording that is played for each question of a language, without its sound.

    The latest of the agency that was approved and says the present words.
    """
    result = QuestionRecording.objects.filter(
        agency=staff.agency_id, language=language, state=QuestionRecordingState.APPROVED
    )
    rows = result.defer("sound").order_by("recorded_at", "pk")
    return {row.question: row for row in rows if row.words == spoken_words(language, row.question)}


def list_recordings(staff: Staff, language: str) -> list[QuestionRecording]:
    """All recordings of the agency in a language, without their sound, the latest first."""
    question_recordings = QuestionRecording.objects.filter(
        agency=staff.agency_id, language=language
    )
    return list(question_recordings.defer("sound").order_by("-recorded_at", "pk")[:200])


def get_recording(staff: Staff, recording_id: UUID) -> QuestionRecording:
    """One recording of the agency; 404 if there is none."""
    row = QuestionRecording.objects.filter(agency=staff.agency_id, pk=recording_id).first()
    if row is None:
        raise Http404
    return row
