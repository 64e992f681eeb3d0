"""Forms of case notes, supervision notes, tasks and flags."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.staff_search import staff_label
from saathi.consent.known_people import KnownPeopleField, add_known_people, offer_known_people
from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.queries import assignable_team_members
from saathi.protection.casework.notes.vocabulary import (
    ContactType,
    NoteAudience,
    NoteKind,
    NoteState,
)
from saathi.web.dynamic_choices import set_choices

WHAT_HAPPENED = derive_field(
    Note,
    "text",
    label=_("What happened"),
    help_text=_("Facts only. Record the child’s statements separately, in the child’s own words."),
)
JUDGEMENT = derive_field(
    Note,
    "judgement",
    label=_("Professional judgement"),
    help_text=_("Your own conclusions, and what you base them on."),
)


class _NewNoteForm(DerivedForm[Note]):
    """A new note of one kind."""

    model = Note
    kind = NoteKind.NOTE
    audience = NoteAudience.TEAM

    def prepare(self) -> None:
        """Offers the colleagues who can read the daily record of this file."""
        if "to" in self.fields:
            self.offer("to", assignable_team_members(self.about, self.staff), staff_label)

    def clean(self) -> dict[str, Any]:
        """Adds an error for each missing value at its field."""
        data = super().clean() or self.cleaned_data
        if "until" not in data or ("to" in self.fields and "to" not in data):
            return data
        is_supervision = self.audience == NoteAudience.SUPERVISION
        has_next_step = bool(data.get("next_step"))
        reasons = rules.reasons_not_to_write(
            self.kind,
            has_colleague=not is_supervision and data.get("to") is not None,
            until=data["until"],
            today=self.today,
            has_next_step=is_supervision or has_next_step,
            needs_date=has_next_step and not is_supervision,
        )
        self.add_refusal_reasons(reasons)
        return data

    def to_record(self, **context: Any) -> Note:
        """A note of this kind for these readers."""
        return super().to_record(kind=self.kind, audience=self.audience, **context)


class CaseNoteForm(_NewNoteForm):
    """A case note: the contact, what happened, the author's judgement, and the next step."""

    names = "happened_on contact present present_names known text judgement next_step until to"
    known = KnownPeopleField(label=_("People present, from the child’s file"))
    contact = derive_field(
        Note,
        "contact",
        help_text=_(
            "Do not record a visit to the child here. Use “Record a visit”; notes do not count as visits."
        ),
    )
    text = WHAT_HAPPENED
    judgement = JUDGEMENT
    until = derive_field(
        Note,
        "until",
        label=_("Next step due by"),
        help_text=_("A next step needs a date. It is shown on My day until it is done."),
    )
    to = derive_field(
        Note,
        "to",
        label=_("Next step assigned to"),
        help_text=_("Leave blank to assign the step to yourself."),
    )

    def prepare(self) -> None:
        """Offers people of the file, and types of contact but visits, which have their own form."""
        super().prepare()
        offer_known_people(self, "known", self.about.child, self.staff)
        offered = [choice for choice in ContactType.choices if choice[0] != ContactType.VISIT]
        set_choices(self, "contact", offered)

    def clean(self) -> dict[str, Any]:
        """Adds the people who were chosen."""
        cleaned = super().clean()
        add_known_people(self, "known", into="present_names", joined_by="; ")
        return cleaned


class SupervisionNoteForm(_NewNoteForm):
    """A note of a supervision about this child."""

    audience = NoteAudience.SUPERVISION
    names = "happened_on to text judgement next_step until"
    to = derive_field(
        Note,
        "to",
        label=_("Colleague in this supervision"),
        help_text=_("The colleague can read this note."),
    )
    text = derive_field(Note, "text", label=_("What was discussed"))
    judgement = JUDGEMENT
    next_step = derive_field(Note, "next_step", label=_("Decisions agreed"))
    until = derive_field(Note, "until", label=_("Next supervision"))


class TaskForm(_NewNoteForm):
    """A task for a colleague who can read the file."""

    kind = NoteKind.TASK
    names = "text to until"
    text = derive_field(Note, "text", label=_("Task"))
    to = derive_field(
        Note,
        "to",
        required=True,
        help_text=_("Colleagues who have access to this file."),
    )
    until = derive_field(Note, "until", required=True)


class FlagForm(_NewNoteForm):
    """A flag for all who can read the file."""

    kind = NoteKind.FLAG
    names = "text until"
    text = derive_field(Note, "text", label=_("Reason for the flag"))
    until = derive_field(
        Note,
        "until",
        label=_("Flag expires on"),
        help_text=_("Without a date the flag is shown until a colleague removes it."),
    )


class NoteCorrectionForm(DerivedForm[Note]):
    """Corrects a case note on the day it was recorded."""

    shows_stored_texts = True

    model = Note
    names = "happened_on contact present present_names text judgement next_step"
    text = WHAT_HAPPENED
    judgement = JUDGEMENT

    def clean(self) -> dict[str, Any]:
        """Refuses a next step that the note did not have: it would have no date and reach no one."""
        data = super().clean() or self.cleaned_data
        if data.get("next_step") and not self.initial.get("next_step"):
            text = _("Add a new note for this next step, so that it has a date.")
            self.add_error("next_step", text)
        return data


class SupervisionCorrectionForm(DerivedForm[Note]):
    """Corrects a note of a supervision on the day it was recorded."""

    shows_stored_texts = True

    model = Note
    names = "happened_on text judgement next_step"
    text = derive_field(Note, "text", label=_("What was discussed"))
    judgement = JUDGEMENT
    next_step = derive_field(Note, "next_step", label=_("Decisions agreed"))


class AddendumForm(DerivedForm[Note]):
    """An addendum to a note."""

    model = Note
    names = "text"
    text = derive_field(Note, "text", label=_("Addendum"))


class NoteEndForm(DerivedForm[Note]):
    """How a task, a next step or a flag ended."""

    shows_stored_texts = True

    model = Note
    names = "state answer"

    def prepare(self) -> None:
        """Offers the states in which a note of this kind can end."""
        assert self.record is not None
        self.kind = NoteKind(self.record.kind)
        self.is_own = self.record.recorded_by == self.staff.pk
        endings = rules.NOTE_ENDINGS[self.kind]
        if not self.is_own:
            endings = endings - {NoteState.WITHDRAWN}
        self.offer_codes("state", [state for state in NoteState if state in endings])

    def clean(self) -> dict[str, Any]:
        """Requires a reason for a task that is not done."""
        data = super().clean() or self.cleaned_data
        if "state" in data:
            reasons = rules.reasons_not_to_end(
                self.kind,
                NoteState.ACTIVE,
                NoteState(data["state"]),
                data.get("answer", ""),
                is_own=self.is_own,
                has_duty=True,
            )
            self.add_refusal_reasons(reasons)
        return data
