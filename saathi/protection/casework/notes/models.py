"""Notes, tasks and flags of a child's team."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit import (
    identifying,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState


class Note(Scoped):
    """A note, task or flag that a team member writes for the others; its text is sealed.

    A task has an assigned colleague and a day, a flag has an end date.
    """

    case = operational.foreign_key(Case, related_name="notes")
    kind = statistical.choice(NoteKind, 8, default=NoteKind.NOTE, label=_("Type"), is_radio=True)
    state = statistical.choice(
        NoteState, 12, default=NoteState.STANDS, label=_("Outcome"), is_radio=True
    )
    to = operational(
        models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"),
        label=_("Assigned to"),
    )
    until = operational(
        models.DateField(null=True, blank=True),
        label=_("Due date, or end date of the flag"),
    )
    due = operational(models.UUIDField(null=True, blank=True))  # the duty on the colleague's day
    ended_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    text = long_text(
        label=_("Details"),
        help_text=_("Record the child’s statements separately, in the child’s own words."),
        required=True,
    )
    answer = short_text(label=_("Answer"))

    section = (
        Section.VISITS
    )  # the daily record, which residential care workers and counsellors can read too
    SEALED_FIELD_ID: ClassVar[str] = "notes.note"

    class Meta:
        indexes = [
            models.Index(fields=["file", "-recorded_at"], name="notes_note_of_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="task") | models.Q(to__isnull=False, until__isnull=False),
                name="notes_task_has_colleague_and_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="flag") | models.Q(until__isnull=False),
                name="notes_flag_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(state="stands", ended_on__isnull=True)
                | ~models.Q(state="stands") & models.Q(ended_on__isnull=False),
                name="notes_ended_on_a_day",
            ),
        ]
