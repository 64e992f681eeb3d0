"""Codes of notes, tasks for colleagues, and flags on a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoteKind(TextChoices):
    """The kind of an entry for the team."""

    NOTE = "note", _("Note")
    TASK = "task", _("Task for a colleague")
    FLAG = "flag", _("Flag on the file")


class NoteState(TextChoices):
    """The state of a task or a flag; a note has only the first state."""

    STANDS = "stands", _("Stands")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Not done, for a reason")
    WITHDRAWN = "withdrawn", _("Taken back")
