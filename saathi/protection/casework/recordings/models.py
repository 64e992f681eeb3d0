"""Voice recordings."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, HasCode, IsActor, ListsActor
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.consent.models import Consent
from saathi.consent.vocabulary import LegalBasis
from saathi.participation.models import Statement
from saathi.people.models import Child
from saathi.protection.casework.recordings import vocabulary as codes
from saathi.vault.accepted_media import MediaType

ORIGINAL_FIELD: Final = "recordings.original"
MEDIA_TYPES: Final = (
    MediaType.OGG,
    MediaType.WEBM,
    MediaType.MP4,
    MediaType.MP3,
    MediaType.WAV,
)
_MEDIA_CHOICES: Final = [(kind.value, kind.value) for kind in MEDIA_TYPES]


class VoiceRecording(Scoped):
    """A voice recording: who speaks, why it is kept, who may listen, and the consent.

    Only the original is kept, and it is what is played; the sealed hash proves that it is
    unchanged. The legal basis and its dates are copied, so that staff who may not read consents
    know whether it may be played. When the consent is withdrawn, the database erases the sound
    (`functions/withdrawn_recordings.sql`); the typed text stays, as a statement does. Other
    agencies and emergency access see no recordings.
    """

    child = operational.foreign_key(Child, db_index=False)
    speaker = statistical.choice(codes.RecordedSpeaker, 8, label=_("Who speaks"), is_radio=True)
    origin = statistical.choice(
        codes.RecordingOrigin, 8, label=_("Source of the recording"), is_radio=True
    )
    spoken_on = statistical.date(label=_("Date of the recording"), is_past=True)
    language = statistical(
        models.CharField(max_length=8, blank=True), label=_("Language spoken"), required=False
    )
    purpose = statistical.choice(
        codes.RecordingPurpose, 16, label=_("Purpose of the recording"), is_radio=True
    )
    statement = operational.optional_foreign_key(
        Statement, label=_("Related statement"), required=False
    )
    consent = operational.optional_foreign_key(
        Consent, label=_("Consent or legal basis"), required=False
    )
    basis = statistical.choice(LegalBasis, 16, blank=True, label=_("Legal basis"))
    consented_on = operational(
        models.DateField(null=True, blank=True), label=_("Date of the consent or legal basis")
    )
    usable_until = operational(
        models.DateField(null=True, blank=True),
        label=_("End of the consent or legal basis"),
        missing=_("no end date"),
    )
    agreement = sensitive.choice(
        codes.SpeakerAgreement, 10, blank=True, label=_("Agreement of the person who speaks")
    )
    audience = sensitive.choice(
        codes.RecordingAudience, 8, label=_("Who may listen to it"), is_radio=True
    )
    readers = sensitive(ArrayField(models.UUIDField(), default=list, blank=True))
    text_kind = statistical.choice(codes.RecordingText, 10, blank=True, label=_("Type of text"))
    text_language = statistical(
        models.CharField(max_length=8, blank=True), label=_("Language of the text"), required=False
    )
    state = statistical.choice(
        codes.RecordingState, 10, default=codes.RecordingState.KEPT, label=_("State")
    )
    removed_on = statistical(models.DateField(null=True, blank=True), label=_("Removed on"))
    removed_because = statistical.choice(
        codes.RecordingRemovalReason, 12, blank=True, label=_("Reason for removal")
    )
    media_type = operational(models.CharField(max_length=20, choices=_MEDIA_CHOICES))
    # The id of the stored sound; no stored file has it once the sound is erased.
    original = operational(models.UUIDField())
    sealed = identifying(models.BinaryField())
    title = line(200, label=_("Title"), required=True)
    speaker_name = line(200, label=_("Name of the person who speaks"))
    words = long_text(20_000, label=_("Summary or transcript"))
    name = line(255, label=_("File name"))
    sha256 = line(64, label=_("SHA-256 of the original"))

    section = Section.VOICE
    sections_of_fields: ClassVar = dict.fromkeys(
        ("consent", "basis", "consented_on", "usable_until"), Section.LEGAL
    )
    SEALED_FIELD_ID: ClassVar[str] = "recordings.recording"
    kept_fields = ("child", "media_type", "original")
    stored_files: ClassVar[dict[str, str]] = {ORIGINAL_FIELD: "original"}
    stored_files_condition: ClassVar[str] = (
        "(r.consent_id IS NULL OR NOT consent_refused_since(r.consent_id, 'picture'))"
    )
    read_condition = WORKS_WITH_CHILD & (
        IsActor("recorded_by")
        | HasCode("audience", codes.RecordingAudience.TEAM)
        | HasCode("audience", codes.RecordingAudience.NAMED) & ListsActor("readers")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(speaker="child")
                | Q(consent__isnull=False, consented_on__isnull=False) & ~Q(basis=""),
                name="recordings_child_on_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(state="kept", removed_on__isnull=True, removed_because="")
                | Q(state="removed", removed_on__isnull=False) & ~Q(removed_because="")
                | Q(state="withdrawn", removed_on__isnull=False, removed_because=""),
                name="recordings_kept_or_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-spoken_on"], name="recordings_of_child"),
        ]
