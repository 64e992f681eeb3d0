"""Case notes, supervision notes, tasks and flags of a child's team."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import HasCode, HoldsGrant, IsActor
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.notes.vocabulary import (
    ContactType,
    NoteAudience,
    NoteKind,
    NoteState,
    PersonPresent,
)


class Note(Scoped):
    """A case note, task or flag that a team member writes for the others; its texts are sealed.

    A task has an assigned colleague and a due date, a flag may have an end date. A case note has the
    day of the contact, and may have a next step with a due date, which is a task too. A note of
    supervision is read by its author, the colleague supervised (`to`) and those who lead the office.
    An addendum names the note that it adds to, and is read by the same people.
    """

    case = operational.foreign_key(Case, related_name="notes")
    kind = statistical.choice(NoteKind, 8, default=NoteKind.NOTE, label=_("Type"), is_radio=True)
    audience = operational(
        models.CharField(
            max_length=12,
            choices=NoteAudience,
            default=NoteAudience.TEAM,
            db_default=NoteAudience.TEAM.value,
        )
    )
    adds_to = operational(models.UUIDField(null=True, blank=True))  # the note it is an addendum to
    happened_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Date"),
        required=True,
        is_past=True,
        initial=lambda today: today,
    )
    contact = statistical(
        models.CharField(max_length=12, choices=ContactType, blank=True, default="", db_default=""),
        label=_("Type of contact"),
    )
    present = operational(
        ArrayField(
            models.CharField(max_length=12, choices=PersonPresent),
            default=list,
            db_default=[],
            blank=True,
        ),
        label=_("Present besides you"),
        row_label=_("Present"),
        required=False,
    )
    state = statistical.choice(
        NoteState, 12, default=NoteState.ACTIVE, label=_("Outcome"), is_radio=True
    )
    to = operational(
        models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"),
        label=_("Assigned to"),
    )
    until = operational(models.DateField(null=True, blank=True), label=_("Due date"))
    due = operational(models.UUIDField(null=True, blank=True))  # the duty on the colleague's day
    ended_on = operational(models.DateField(null=True, blank=True))
    corrected_at = operational(models.DateTimeField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    present_names = line(200, label=_("Names of those present"))
    text = long_text(label=_("Details"), required=True)
    judgement = long_text(label=_("Professional judgement"))
    next_step = short_text(label=_("Next step"))
    answer = short_text(label=_("Answer"))

    section = (
        Section.VISITS
    )  # the daily record, which residential care workers and counsellors can read too
    SEALED_FIELD_ID: ClassVar[str] = "notes.note"
    never_exported = models.Q(audience=NoteAudience.SUPERVISION)
    # These decide who reads the note, under which note an addendum is shown, and what is due.
    kept_fields = ("case", "kind", "audience", "adds_to", "to", "until", "due")
    read_condition = (
        HasCode("audience", NoteAudience.TEAM)
        | IsActor("recorded_by")
        | IsActor("to")
        | HoldsGrant((GrantKind.OWNER,))
    )

    class Meta:
        indexes = [
            models.Index(fields=["file", "-recorded_at"], name="notes_note_of_file"),
            models.Index(
                fields=["adds_to"],
                condition=models.Q(adds_to__isnull=False),
                name="notes_note_addenda",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="task") | models.Q(to__isnull=False, until__isnull=False),
                name="notes_task_has_colleague_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(audience="team") | models.Q(kind="note"),
                name="notes_supervision_is_a_note",
            ),
            models.CheckConstraint(
                condition=models.Q(state="stands", ended_on__isnull=True)
                | ~models.Q(state="stands") & models.Q(ended_on__isnull=False),
                name="notes_ended_on_a_day",
            ),
        ]
