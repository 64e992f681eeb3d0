"""What the pages of voice recordings show: their facts, never the sound."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.consent.models import Consent
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.protection.casework.recordings import queries
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.vocabulary import (
    RecordedSpeaker,
    RecordingAudience,
    RecordingState,
)
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    isolate_direction,
)

SHOW = "recordings:show_recording"
LIST = "recordings:list_recordings"


def recording_table(recordings: Sequence[VoiceRecording]) -> DisplayTable | None:
    """Recordings in a list, None if there are none."""
    if not recordings:
        return None
    columns = [
        DisplayTableColumn(_("Title")),
        DisplayTableColumn(_("Who speaks")),
        DisplayTableColumn(_("Date of the recording")),
        DisplayTableColumn(_("Language spoken")),
        DisplayTableColumn(_("Who may listen to it")),
        DisplayTableColumn(_("Text")),
        DisplayTableColumn(_("Sound")),
    ]
    return DisplayTable(
        gettext("Voice recordings"), columns, [_cells(recording) for recording in recordings]
    )


def _cells(recording: VoiceRecording) -> list[DisplayTableCell]:
    is_kept = recording.state == RecordingState.KEPT
    return [
        DisplayTableCell(
            isolate_direction(recording.title),
            reverse(SHOW, args=[recording.file_id, recording.pk]),
        ),
        DisplayTableCell(recording.get_speaker_display()),
        DisplayTableCell(kit.format_day(recording.spoken_on)),
        DisplayTableCell(languages.language_name(recording.language)),
        DisplayTableCell(recording.get_audience_display()),
        DisplayTableCell(recording.get_text_kind_display()),
        DisplayTableCell(recording.get_state_display(), tag="" if is_kept else "quiet"),
    ]


def recording_pairs(recording: VoiceRecording) -> list[LabelledValue]:
    """The facts of an opened recording."""
    is_child = recording.speaker == RecordedSpeaker.CHILD
    basis = ["basis", "consented_on", "usable_until"] if is_child else ["agreement"]
    removal = ["removed_on"] if recording.removed_on else []
    removal += ["removed_because"] if recording.removed_because else []
    names = names_of({recording.recorded_by, *recording.readers})
    audience = recording.get_audience_display()
    if recording.audience == RecordingAudience.NAMED:
        audience = join_words(names.get(reader, "") for reader in recording.readers)
    return kit.labelled_values(
        recording,
        [
            "speaker",
            "speaker_name",
            "origin",
            "spoken_on",
            LabelledValue(_("Language spoken"), languages.language_name(recording.language)),
            "purpose",
            *basis,
            LabelledValue(_("Who may listen to it"), audience),
            LabelledValue(_("Added by"), names.get(recording.recorded_by, "")),
            "state",
            *removal,
        ],
    )


def reason_not_played(staff: Staff, recording: VoiceRecording) -> str:
    """Why the recording cannot be played today; empty if it can."""
    if recording.state != RecordingState.KEPT:
        return gettext("The audio was erased. The typed text is kept.")
    if queries.is_refused(recording):
        return gettext(
            "Not played: the child refused. Ask the child again and record the answer, or withdraw "
            "the consent; the audio is then erased."
        )
    if not queries.may_play(staff, recording):
        return gettext("Not played: the consent no longer covers it. Ask the child again.")
    return ""


def withdrawal_url(staff: Staff, recording: VoiceRecording) -> str:
    """Where a consent that the child has refused since is withdrawn; empty where that is not to be done."""
    if recording.state != RecordingState.KEPT or not queries.is_refused(recording):
        return ""
    if not access.may_write(staff, recording.file_id, Consent.section):
        return ""
    return reverse("consent:withdraw_consent", args=[recording.file_id, recording.consent_id])


def recording_row(recording: VoiceRecording) -> kit.PanelRow:
    """One recording on the page of the statement that it belongs to."""
    day = kit.format_day(recording.spoken_on)
    return kit.PanelRow(
        gettext("Voice recording of %(day)s") % {"day": day},
        state=str(recording.get_state_display()),
        actions=[kit.link(_("Open"), SHOW, recording.file_id, recording.pk)],
    )
