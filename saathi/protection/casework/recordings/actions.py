"""Write actions for voice recordings: add, change, erase."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from saathi.agencies import access, staff_search, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.stored_files import remove_stored_files
from saathi.consent.models import Consent
from saathi.infra.reasons import Refused
from saathi.protection.casework.recordings import queries, rules
from saathi.protection.casework.recordings.models import ORIGINAL_FIELD, VoiceRecording
from saathi.protection.casework.recordings.vocabulary import (
    RecordedSpeaker,
    RecordingAudience,
    RecordingOrigin,
    RecordingRemovalReason,
    RecordingState,
    RecordingText,
    SpeakerAgreement,
)
from saathi.vault import accepted_media, attachments, audio_formats
from saathi.vault.accepted_media import MediaType
from saathi.vault.errors import UploadRefused

# Changed only by the person who added the recording: the speaker chooses who may listen.
AUDIENCE_FIELDS = ("audience", "readers")
BASIS_FIELDS = ("consent", "basis", "consented_on", "usable_until", "agreement")


class RecordingRefused(Refused):
    """A recording that cannot be saved or erased as requested; `reasons` give the codes."""


def check_recording(data: bytes) -> MediaType:
    """The type of a recording by its content; `UploadRefused` with a sentence for the sender."""
    accepted_media.check_size(data)
    media_type = audio_formats.detect_audio_type(data)
    if media_type is None:
        raise UploadRefused(
            _(
                "Browsers cannot play this file. Upload audio only (OGG, WebM, M4A, MP3 or WAV), without "
                "images or video."
            )
        )
    return media_type


@transaction.atomic
def add_recording(
    *, recording: VoiceRecording, data: bytes, name: str, actor: Staff
) -> VoiceRecording:
    """Keeps a recording unchanged, sealed, with the consent or agreement that allows it.

    `RecordingRefused` with reasons, `UploadRefused` if it is not a recording.
    """
    _require_team(recording, actor)
    _set_basis(recording, actor)
    _set_readers(recording)
    _check(recording, actor)
    media_type = check_recording(data)

    recording.media_type = media_type.value
    recording.original = attachments.store_data(
        file_id=recording.file_id,
        field_id=ORIGINAL_FIELD,
        section=int(VoiceRecording.section),
        data=data,
        media_type=media_type,
        by=actor.id,
    ).pk
    recording.name = name[-255:]
    recording.sha256 = hashlib.sha256(data).hexdigest()
    return writing.add(recording, actor=actor)


@transaction.atomic
def change_recording(
    *, recording: VoiceRecording, columns: Mapping[str, Any], version: int, actor: Staff
) -> VoiceRecording:
    """Saves new facts and texts of an opened recording; errors as in `add_recording`.

    Only the person who added it may change the audience, else `NotAllowed`.
    """
    _require_team(recording, actor)
    _require_kept(recording)
    if recording.recorded_by != actor.id and set(AUDIENCE_FIELDS) & columns.keys():
        raise access.NotAllowed
    for name, value in columns.items():
        setattr(recording, name, value)
    changes = dict(columns)
    if "readers" in columns:
        _set_readers(recording)
        changes["readers"] = recording.readers
    _check(recording, actor, checks_statement="statement" in columns)

    texts = payload_of(recording)
    return writing.change(recording, actor=actor, version=version, payload=texts, **changes)


@transaction.atomic
def renew_basis(
    *,
    recording: VoiceRecording,
    consent: Consent | None,
    agreement: SpeakerAgreement,
    version: int,
    actor: Staff,
) -> VoiceRecording:
    """Bases a recording on newer consent, as at 18, or records that the speaker now agreed."""
    _require_team(recording, actor)
    _require_kept(recording)
    recording.consent, recording.agreement = consent, agreement
    _set_basis(recording, actor)
    changes = {name: getattr(recording, name) for name in BASIS_FIELDS}
    return writing.change(recording, actor=actor, version=version, **changes)


@transaction.atomic
def remove_recording(
    *, recording: VoiceRecording, reason: RecordingRemovalReason, version: int, actor: Staff
) -> VoiceRecording:
    """Erases the sound at once; that it existed, who removed it and why stay on record."""
    _require_team(recording, actor)
    _require_kept(recording)

    writing.change(
        recording,
        actor=actor,
        version=version,
        state=RecordingState.REMOVED,
        removed_on=actor.office.today(),
        removed_because=reason,
    )
    remove_stored_files(recording, [recording.original], actor=actor, reason=reason.value)
    return recording


def _require_team(recording: VoiceRecording, actor: Staff) -> None:
    """Requires a right of the team or the office: a former team only writes statements."""
    access.require(actor, Permission.WORK_ON_CASE, recording)
    if not queries.may_write_recordings(actor, recording.file_id):
        raise access.NotAllowed


def _require_kept(recording: VoiceRecording) -> None:
    if reasons := rules.reasons_against_removal(RecordingState(recording.state)):
        raise RecordingRefused(reasons)


def _check(recording: VoiceRecording, actor: Staff, *, checks_statement: bool = True) -> None:
    if checks_statement and recording.statement is not None:
        offered = queries.offered_statements(actor, recording.child)
        if not offered.filter(pk=recording.statement.pk).exists():
            raise access.NotAllowed
    reasons = (
        *rules.reasons_against_day(recording.spoken_on, actor.office.today()),
        *rules.reasons_against_audience(RecordingAudience(recording.audience), recording.readers),
        *rules.reasons_against_text(
            RecordingText(recording.text_kind),
            has_words=bool(recording.words.strip()),
            has_language=bool(recording.text_language),
        ),
    )
    if reasons:
        raise RecordingRefused(reasons)


def _set_readers(recording: VoiceRecording) -> None:
    """Being named gives no right to the file: only staff of the child's team can be named."""
    if recording.audience != RecordingAudience.NAMED:
        recording.readers = []
        return
    team = {person.pk for person in staff_search.list_team(recording.file_id)}
    recording.readers = [reader for reader in recording.readers if reader in team]


def _set_basis(recording: VoiceRecording, actor: Staff) -> None:
    """Copies the facts of the consent; `RecordingRefused` if it does not cover the voice."""
    speaker = RecordedSpeaker(recording.speaker)
    if speaker != RecordedSpeaker.CHILD:
        recording.consent = None
    chosen, consent = None, recording.consent
    if consent is not None:
        offered = queries.recording_consents(actor, recording.child)
        if not offered.filter(pk=consent.pk).exists():
            raise access.NotAllowed
        chosen = queries.recording_basis(actor, consent, recording.child)
    if reasons := rules.reasons_against_basis(
        speaker,
        RecordingOrigin(recording.origin),
        SpeakerAgreement(recording.agreement),
        chosen,
    ):
        raise RecordingRefused(reasons)
    recording.basis = consent.basis if consent else ""
    recording.consented_on = consent.given_on if consent else None
    recording.usable_until = consent.ends_on if consent else None
    if consent is not None:
        recording.agreement = SpeakerAgreement.NOT_RECORDED
