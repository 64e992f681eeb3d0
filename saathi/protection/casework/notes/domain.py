"""What notes, tasks and flags contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, EventKind, EventSource, FileLink, NoticePage
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/notes/"},
    file_links=(FileLink(70, Section.VISITS, _("Notes and tasks"), "notes:list_notes", "flag"),),
    duties={Duty.TASK: "notes:list_notes"},
    notices={
        "task_given": NoticePage("notes:list_notes"),
        "task_answered": NoticePage("notes:list_notes"),
    },
    timeline=(
        EventSource(
            "noted",
            Note,
            "recorded_at",
            kinds=(EventKind.TEAM,),
            code="kind",
            texts={
                NoteKind.NOTE: _("A note was left"),
                NoteKind.TASK: _("A colleague was asked to do something"),
                NoteKind.FLAG: _("The file was flagged"),
            },
        ),
    ),
)
