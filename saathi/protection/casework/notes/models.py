"""Notes, tasks and flags of a child's team."""

from typing import ClassVar

from django.db import models

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState


class Note(Scoped):
    """A note, task or flag that a team member writes for the others; its text is sealed.

    A task has an assigned colleague and a day, a flag has an end date.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind, default=NoteKind.NOTE)
    state = models.CharField(max_length=12, choices=NoteState, default=NoteState.STANDS)
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    due = models.UUIDField(null=True, blank=True)  # the duty on the colleague's day
    ended_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"text", "answer"}

    section = (
        Section.VISITS
    )  # the daily record, which residential care workers and counsellors can read too
    SEALED_FIELD_ID: ClassVar[str] = "notes.note"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "kind": STATISTICAL,
        "state": STATISTICAL,
        "to": OPERATIONAL,
        "until": OPERATIONAL,
        "due": OPERATIONAL,
        "ended_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

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
