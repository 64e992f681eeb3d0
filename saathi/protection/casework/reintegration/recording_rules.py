"""Which recordings of questions are accepted, and who decides on them. Pure functions."""

from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration.vocabulary import QuestionRecordingState

MAX_SOUND: Final = 1_000_000  # bytes: two minutes of speech


def reasons_against_sound(size: int, *, is_sound: bool) -> tuple[Reason, ...]:
    """Why a file is not accepted as the recording of a question; empty if it is."""
    if size > MAX_SOUND:
        return (Reason("sound", _("The file is larger than 1 MB. Record one question in a file.")),)
    if not is_sound:
        return (Reason("sound", _("Choose a sound recording: OGG, WebM, M4A, MP3 or WAV.")),)
    return ()


def reasons_against_approving(
    state: str, recorded_by: UUID, *, actor_id: UUID, is_current: bool
) -> tuple[Reason, ...]:
    """Why this person cannot approve a recording; empty if they can.

    `is_current`: the words of the question are those that were recorded.
    """
    if state != QuestionRecordingState.PROPOSED:
        return (Reason("state", _("This recording does not wait for a second person.")),)
    if recorded_by == actor_id:
        text = _("You uploaded this recording. Another person of your agency approves it.")
        return (Reason("state", text),)
    if not is_current:
        text = _("The words of the question changed since. Make a new recording.")
        return (Reason("state", text),)
    return ()


def reasons_against_withdrawing(state: str) -> tuple[Reason, ...]:
    """Why a recording cannot be withdrawn; empty if it can."""
    if state == QuestionRecordingState.WITHDRAWN:
        return (Reason("state", _("This recording is already withdrawn.")),)
    return ()
