"""The words for notes, tasks to colleagues, and flags on a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoteKind(TextChoices):
    """What is left for the others of the team."""

    NOTE = "note", _("Note")
    TASK = "task", _("Task for a colleague")
    FLAG = "flag", _("Flag on the file")


class NoteState(TextChoices):
    """How a task or a flag stands; a note only stands."""

    STANDS = "stands", _("Stands")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Not done, for a reason")
    WITHDRAWN = "withdrawn", _("Taken back")
