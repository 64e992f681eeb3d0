"""Codes for voice recordings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordedSpeaker(TextChoices):
    """Who speaks in a recording."""

    CHILD = "child", _("The child")
    FAMILY = "family", _("Family or caregiver")
    OTHER = "other", _("Another person")
    UNKNOWN = "unknown", _("Not known")


class RecordingOrigin(TextChoices):
    """How a recording came to the file."""

    MADE = "made", _("Recorded by our staff")
    RECEIVED = "received", _("Received, for example as a voice message")


class SpeakerAgreement(TextChoices):
    """Whether a person other than the child agreed that the recording is kept."""

    NOT_RECORDED = "", _("Not recorded")
    AGREED = "agreed", _("Agreed")
    NOT_ASKED = "not_asked", _("Not asked: it was received as evidence")


class RecordingPurpose(TextChoices):
    """What a recording is kept for."""

    STATEMENT = "statement", _("To keep what was said in the speaker’s own voice")
    SAFETY = "safety", _("Evidence of a threat or danger")
    PROCEEDINGS = "proceedings", _("Court or administrative proceedings")
    TRACING = "tracing", _("Family tracing")
    INTERPRETATION = "interpretation", _("Interpretation or transcription")


class RecordingAudience(TextChoices):
    """Who may hear a recording and read its text, among readers of the child's statements."""

    TEAM = "team", _("The child’s team")
    NAMED = "named", _("Named people only")
    RECORDER = "recorder", _("Only the person who adds it")


class RecordingText(TextChoices):
    """What the typed text of a recording is."""

    NONE = "", _("No text yet")
    SUMMARY = "summary", _("Summary")
    TRANSCRIPT = "transcript", _("Transcript, word for word")


class RecordingState(TextChoices):
    """Whether the sound is kept."""

    KEPT = "kept", _("Kept")
    REMOVED = "removed", _("Removed")
    WITHDRAWN = "withdrawn", _("Erased: consent withdrawn")


class RecordingRemovalReason(TextChoices):
    """Why the sound is erased; its code is in the log."""

    MISTAKE = "mistake", _("Uploaded by mistake")
    OTHER_CHILD = "other_child", _("It is about another child or person")
    NOT_ACCEPTED = "not_accepted", _("It must not be kept here (audio of abuse)")
    NOT_NEEDED = "not_needed", _("It is no longer needed")
    ASKED = "asked", _("The child or guardian asked for it")


class RecordingCopyPurpose(TextChoices):
    """Why the original is downloaded; its code is in the log."""

    PROCEEDINGS = "proceedings", _("A court or another authority asked for it")
    INTERPRETATION = "interpretation", _("For an interpreter or a transcript")
    CHILD = "child", _("To give it to the child or guardian")
