"""Recordings that a withdrawn consent erases: by the database, the bytes at commit."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.vocabulary import RecordingState
from saathi.vault import attachments


@register_dependent_finder
def find_dependent_recordings(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The recordings that this consent allows, or whose sound its withdrawal has just erased."""
    voice_recordings = access.visible(actor, VoiceRecording).filter(consent=consent_id)
    recordings = voice_recordings.exclude(state=RecordingState.REMOVED).order_by("spoken_on", "pk")
    return [
        ConsentDependent(_describe(recording), partial(_delete, recording, actor))
        for recording in recordings
    ]


def _describe(recording: VoiceRecording) -> str:
    text = gettext("Voice recording of %(day)s: the audio is erased; the typed text is kept")
    return text % {"day": format_day(recording.spoken_on)}


def _delete(recording: VoiceRecording, actor: Staff, _on: dt.date) -> None:
    transaction.on_commit(partial(attachments.open_storage().delete, recording.original))
    access_log.log_change(
        audit.AuditKind.FILE_REMOVED,
        recording,
        actor=actor,
        reason="withdrawn",
        model=recording._meta.label_lower,
        count=1,
    )
