"""The forms to ask for closing and to open a case again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.participation.actions import NewStatement
from saathi.participation.vocabulary import StatementForm, StatementState, StatementTopic
from saathi.people.child_codes import ChildCodeField
from saathi.people.languages import Language
from saathi.protection.cases.actions.closing import ClosingInput
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import ClosingReason, EvaluationState, ReopenReason
from saathi.web.fields import LongTextField, ShortTextField


class CaseClosingForm(RecordForm):
    """Why the case shall close, what the child says of it, where help is found from now on."""

    reason = forms.ChoiceField(
        label=_("Why does the case close?"),
        help_text=_(
            "A transfer or a return home is no reason: the work goes on with those who receive the child."
        ),
        choices=ClosingReason.choices,
        widget=forms.RadioSelect,
    )
    evaluation = forms.ChoiceField(
        label=_("The child’s own evaluation"),
        choices=EvaluationState.choices,
        widget=forms.RadioSelect,
    )
    words = LongTextField(
        label=_("How the child sees it, in her or his own words"),
        help_text=_("What helped, what did not, what the child wishes to tell us."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of these words"),
        choices=[("", _("Not said")), *Language.choices],
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Are these the child’s own words?"),
        choices=[
            (value, label)
            for value, label in StatementForm.choices
            if value != StatementForm.DRAWING
        ],
        required=False,
    )
    summary = LongTextField(label=_("What was done, and how the child is now"), required=False)
    where_to_get_help = ShortTextField(
        label=_("Where the child gets help from now on"),
        help_text=_("A person, a place, a telephone number that the child knows."),
        required=False,
    )
    knows_what_it_means = forms.BooleanField(
        label=_("The child knows what closing means and how to come back"), required=False
    )
    other_case = ChildCodeField(
        label=_("If it is the same child as another case: its code"),
        required=False,
        label_suffix="",
    )
    answer = ShortTextField(
        label=_("Your answer to the supervisor’s question"),
        required=False,
        label_suffix="",
    )

    # The second button: she has seen what keeps it from being approved, and asks all the same.
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        """An empty form about the case as it is now."""
        super().__init__(data, initial={"version": case.version})

    def clean(self) -> None:
        """An evaluation that was given has words: hers, or as she told it."""
        given = self.cleaned_data
        if given.get("evaluation") == EvaluationState.GIVEN and not given.get("words", "").strip():
            self.add_error(
                "words", _("Write down what the child said, or choose why there is no evaluation.")
            )

    def to_input(self) -> ClosingInput:
        """The request, for the action."""
        given = self.cleaned_data
        return ClosingInput(
            reason=given["reason"],
            evaluation=given["evaluation"],
            summary=given["summary"],
            where_to_get_help=given["where_to_get_help"],
            knows_what_it_means=given["knows_what_it_means"],
            other_case=given["other_case"],
        )

    def to_statement_input(self, said_on: dt.date) -> NewStatement | None:
        """Her evaluation as a statement of hers, where she gave one."""
        given = self.cleaned_data
        if given["evaluation"] != EvaluationState.GIVEN:
            return None
        return NewStatement(
            state=StatementState.SAID,
            said_on=said_on,
            form=StatementForm(given["form"] or StatementForm.VERBATIM),
            language=given["language"],
            topics=[StatementTopic.EVALUATION],
            words=given["words"],
        )


class CaseReopeningForm(RecordForm):
    """Why the work goes on."""

    reason = forms.ChoiceField(
        label=_("Why is the case opened again?"),
        choices=ReopenReason,
        initial=ReopenReason.CAME_BACK,
        widget=forms.RadioSelect,
    )
    why = LongTextField(label=_("In words"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        """An empty form about the case as it is now."""
        super().__init__(data, initial={"version": case.version})
