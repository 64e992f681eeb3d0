"""Forms for possible duplicates: a decision, and the undoing of a merge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.protection.identification.matches.actions import MatchDecisionInput
from saathi.protection.identification.matches.vocabulary import (
    MatchDecision,
    MatchDecisionGround,
    MergeUndoReason,
    RepeatAnswer,
)
from saathi.web.fields import LongTextField


class MatchDecisionForm(RecordForm):
    """Form for one person's decision on two records."""

    shows_stored_texts = True  # shown beside the sealed data of both records

    decision = forms.ChoiceField(
        choices=MatchDecision, widget=forms.RadioSelect, label=_("Decision")
    )
    ground = forms.ChoiceField(choices=MatchDecisionGround, label=_("Main ground for the decision"))
    words = LongTextField(
        label=_("Reason"),
        help_text=_(
            "State who was asked and what the decision is based on. The next person to "
            "decide cannot read this text before deciding."
        ),
    )

    def to_input(self) -> MatchDecisionInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return MatchDecisionInput(
            MatchDecision(data["decision"]), MatchDecisionGround(data["ground"]), data["words"]
        )


class RepeatAnswerForm(RecordForm):
    """Form for the answer to a repeat allegation."""

    answer = forms.ChoiceField(
        choices=RepeatAnswer, widget=forms.RadioSelect, label=_("Assessment of the similarity")
    )

    def to_input(self) -> RepeatAnswer:
        """The valid form as input of the action."""
        return RepeatAnswer(self.cleaned_data["answer"])


class MergeUndoForm(RecordForm):
    """Form for the reason to undo a merge."""

    reason = forms.ChoiceField(
        choices=MergeUndoReason, widget=forms.RadioSelect, label=_("Reason for undoing the merge")
    )
