"""Forms of notes, tasks and flags."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.actions import NewNote
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, ShortTextField


class NoteForm(SealedTextsForm):
    """A note, a task for one team member, or a flag for all."""

    kind = forms.ChoiceField(
        choices=NoteKind, initial=NoteKind.NOTE, widget=forms.RadioSelect, label=_("What it is")
    )
    text = LongTextField(
        label=_("In words"),
        help_text=_("What the child said is written down elsewhere, in the child’s own words."),
    )
    to = forms.ModelChoiceField(
        queryset=Staff.objects.none(), required=False, label=_("Who is to do it"), empty_label="—"
    )
    until = FullDateField(required=False, label=_("By which day, or until when the flag holds"))

    def __init__(self, *args: Any, team: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "to", team)

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

    def new_note(self) -> NewNote:
        """The input of the action."""
        data = self.cleaned_data
        return NewNote(NoteKind(data["kind"]), data["text"], data["to"], data["until"])


class NoteEndForm(SealedTextsForm):
    """How a task or a flag ended."""

    shows_words = True

    state = forms.ChoiceField(widget=forms.RadioSelect, label=_("What became of it"))
    answer = ShortTextField(
        required=False,
        label=_("Answer"),
    )

    def __init__(self, *args: Any, kind: NoteKind, is_own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.is_own = kind, is_own
        offered = [
            state
            for state in NoteState
            if state in rules.NOTE_ENDINGS[kind] and (is_own or state != NoteState.WITHDRAWN)
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
