"""What voice recordings contribute to shared pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    PagePart,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.people.panels import Panel
from saathi.protection.casework.recordings import pages, queries
from saathi.protection.casework.recordings.models import VoiceRecording


def recordings_of_statement(request: Any, statement: Any) -> Panel | None:
    """The recordings that belong to a statement, for those who may hear them; else None."""
    listed = queries.list_recordings_of_statement(request.staff, statement)
    if not listed:
        return None
    return Panel(_("Voice recordings"), rows=[pages.recording_row(each) for each in listed])


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            146,
            Section.VOICE,
            _("Voice recordings"),
            pages.LIST,
            "microphone",
            FileGroup.DOCUMENTS,
        ),
    ),
    file_actions=(
        FileAction(
            23,
            Section.VOICE,
            _("Add voice recording"),
            "recordings:add_recording",
            "microphone",
        ),
    ),
    records=(RecordKind(VoiceRecording, _("Voice recording")),),
    timeline=(
        EventSource(
            "recorded_voice",
            VoiceRecording,
            "spoken_on",
            _("A voice recording was made"),
            (EventKind.STATEMENTS,),
            page=pages.LIST,
        ),
        EventSource(
            "recording_removed",
            VoiceRecording,
            "removed_on",
            _("A voice recording was erased"),
            (EventKind.STATEMENTS,),
            by="",
            page=pages.LIST,
        ),
    ),
    page_parts=(
        PagePart("participation:show_statement", "people/_part.html", recordings_of_statement),
    ),
)
