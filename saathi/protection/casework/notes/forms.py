"""Forms of notes, tasks and flags."""

from typing import Any

from saathi.agencies.record_kit.forms import DerivedForm
from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.queries import assignable_team_members
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState
from saathi.web.dynamic_choices import set_choices


class NoteForm(DerivedForm[Note]):
    """A note, a task for one team member, or a flag for all."""

    model = Note
    names = "kind text to until"

    def prepare(self) -> None:
        """Offers the members of the child's team."""
        set_choices(self, "to", assignable_team_members(self.about))

    def clean(self) -> dict[str, Any]:
        """Adds an error for each missing value at its field."""
        data = super().clean() or self.cleaned_data
        if "kind" in data and "until" in data:
            reasons = rules.reasons_not_to_write(
                NoteKind(data["kind"]),
                has_colleague=data.get("to") is not None,
                until=data["until"],
                today=self.today,
            )
            self.add_refusal_reasons(reasons, {})
        return data


class NoteEndForm(DerivedForm[Note]):
    """How a task or a flag ended."""

    shows_words = True

    model = Note
    names = "state answer"

    def prepare(self) -> None:
        """Offers the states in which a note of this kind can end."""
        assert self.record is not None
        self.kind = NoteKind(self.record.kind)
        self.is_own = self.record.recorded_by == self.staff.pk
        offered = [
            state
            for state in NoteState
            if state in rules.NOTE_ENDINGS[self.kind]
            and (self.is_own or state != NoteState.WITHDRAWN)
        ]
        set_choices(self, "state", [(state.value, state.label) for state in offered])

    def clean(self) -> dict[str, Any]:
        """Requires a reason for a task that is not done."""
        data = super().clean() or self.cleaned_data
        if "state" in data:
            reasons = rules.reasons_not_to_end(
                self.kind,
                NoteState.STANDS,
                NoteState(data["state"]),
                data.get("answer", ""),
                is_own=self.is_own,
            )
            self.add_refusal_reasons(reasons, {})
        return data
