"""Codes of notes, tasks for colleagues, and flags on a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class NoteKind(TextChoices):
    """The kind of an entry for the team."""

    NOTE = "note", _("Note")
    TASK = "task", _("Task for a colleague")
    FLAG = "flag", _("Flag on the file")


class NoteState(TextChoices):
    """The state of a task or a flag; a note has only the first state."""

    STANDS = "stands", _("Active")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Not done, reason given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TASK_GIVEN_NOTICE = NoticeKind("task_given", _("A colleague assigned a task to you"))
TASK_ANSWERED_NOTICE = NoticeKind("task_answered", _("A task you assigned was answered"))
NOTICES = (TASK_GIVEN_NOTICE, TASK_ANSWERED_NOTICE)
