"""What notes, tasks and flags contribute to shared pages."""

import datetime as dt

from django.db.models import Exists, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    NoticePage,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes import queries
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import ContactType, NoteAudience, NoteKind
from saathi.web.components import ActionLink, AlertBox


def flag_column(rights: FileRights, today: dt.date) -> Exists:
    """Whether the newest case of the file has an active flag."""
    newest = rights.records(Case).order_by("-opened_on", "-recorded_at").values("pk")[:1]
    return Exists(queries.active_flags(rights.records(Note), today).filter(case=Subquery(newest)))


def flag_alert(rights: FileRights, _is_flagged: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """The alert about a colleague's flag, with a link to it."""
    flags = f"{reverse('notes:list_notes', args=[rights.file_id])}?kind=flag"
    action = ActionLink(_("Read the flag"), flags)
    return [AlertBox(_("This file is flagged"), "", action, "attend", "flag")]


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            70,
            Section.VISITS,
            _("Notes and tasks"),
            "notes:list_notes",
            "flag",
            group=FileGroup.SERVICES,
        ),
    ),
    file_actions=(
        FileAction(17, Section.VISITS, _("Add a note"), "notes:add_note", "notes", needs_case=True),
        FileAction(
            19, Section.VISITS, _("Assign a task"), "notes:add_task", "list-check", needs_case=True
        ),
    ),
    file_alerts=(
        FileAlert(
            40,
            "flagged",
            Section.CASE | Section.VISITS,
            flag_column,
            flag_alert,
            is_urgent=True,
            needs_open_case=True,
        ),
    ),
    duties={Duty.TASK: "notes:list_notes", Duty.SUPERVISION: "notes:list_notes"},
    notices={
        "supervision_noted": NoticePage("notes:list_notes"),
        "task_given": NoticePage("notes:list_notes"),
        "task_answered": NoticePage("notes:list_notes"),
    },
    records=(RecordKind(Note, _("Case note or task")),),
    timeline=(
        EventSource(
            "noted",
            Note,
            "recorded_at",
            kinds=(EventKind.TEAM,),
            code="kind",
            texts={
                NoteKind.NOTE: _("A note was added"),
                NoteKind.TASK: _("A task was assigned to a colleague"),
                NoteKind.FLAG: _("The file was flagged"),
            },
            only={"happened_on": None},
            page="notes:list_notes",
        ),
        EventSource(
            "case_note",
            Note,
            "happened_on",
            _("Case note"),
            (EventKind.TEAM,),
            code="contact",
            texts={
                ContactType.VISIT: _("Case note: visit"),
                ContactType.TELEPHONE: _("Case note: telephone call"),
                ContactType.OFFICE: _("Case note: office contact"),
                ContactType.SCHOOL: _("Case note: school contact"),
                ContactType.FAMILY: _("Case note: contact with family"),
                ContactType.SERVICE: _("Case note: contact with another service"),
            },
            only={"audience": NoteAudience.TEAM.value},
            page="notes:list_notes",
        ),
        EventSource(
            "supervision",
            Note,
            "happened_on",
            _("Supervision note"),
            (EventKind.TEAM,),
            only={"audience": NoteAudience.SUPERVISION.value},
            page="notes:list_notes",
        ),
    ),
)
