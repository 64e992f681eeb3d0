"""The forms to request closure and to reopen a case."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.participation.actions import NewStatement
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementMedium, StatementState, StatementTopic
from saathi.people.child_codes import ChildCodeField
from saathi.people.languages import Language
from saathi.people.vocabulary import DeathSource
from saathi.protection.casework.cases.actions.closing import ClosingInput
from saathi.protection.casework.cases.closing_rules import (
    ENDS_THE_RECORD_ONLY,
    LOST_BUT_SAFE,
    NEEDS_OUTCOME,
    SUMMARY_MISSING,
)
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import (
    ClosingReason,
    EvaluationState,
    ReopenReason,
)
from saathi.web.fields import LongTextField, PastDateField, ShortTextField
from saathi.web.forms import Fold
from saathi.web.unanswered_choices import CHOOSE


class CaseClosingForm(RecordForm):
    """Form for the reason for closure, the child's evaluation, and where to find help later."""

    reason = forms.ChoiceField(
        label=_("Reason for closure"),
        help_text=_(
            "A transfer or a return home is not a reason for case closure: the case "
            "continues with the people who take over responsibility for the child."
        ),
        choices=ClosingReason.choices,
        # See `steps.js`: this answer opens the folded part with that field, and hides these fields.
        widget=forms.Select(
            attrs={
                "data-opens": f"{ClosingReason.DIED}:death_source",
                "data-hides": f"{ClosingReason.DIED}:evaluation words form language "
                "where_to_get_help knows_what_it_means",
            }
        ),
    )
    evaluation = forms.ChoiceField(
        label=_("The child’s own evaluation"),
        choices=EvaluationState.choices,
    )
    words = LongTextField(
        label=_("Child’s view"),
        help_text=_("What helped, what did not help, and what else the child wants to say."),
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Are these the child’s own words?"),
        choices=[
            ("", CHOOSE),
            *(choice for choice in StatementMedium.choices if choice[0] != StatementMedium.DRAWING),
        ],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the statement"),
        choices=[("", _("Not recorded")), *Language.choices],
        required=False,
    )
    said_on = PastDateField(label=_("Date of the statement"), required=False)
    summary = LongTextField(
        label=_("Support provided and the child’s current situation"), required=False
    )
    where_to_get_help = ShortTextField(
        label=_("Sources of help after closure"),
        help_text=_("A person, a place, a telephone number that the child knows."),
        required=False,
    )
    knows_what_it_means = forms.BooleanField(
        label=_("The child knows what case closure means and how to come back"), required=False
    )
    other_case = ChildCodeField(
        label=_("Case ID of the other case, if it is the same child"),
        required=False,
        label_suffix="",
    )
    died_on = PastDateField(label=_("Date of death"), required=False)
    death_date_unknown = forms.BooleanField(
        label=_("The date of death is not known"), required=False
    )
    death_source = forms.ChoiceField(
        label=_("Source of the information about the death"),
        label_suffix="",
        help_text=_(
            "While the child may be in danger, closure can be approved only if the death "
            "is confirmed by a death certificate, a hospital, the police, a court or our "
            "staff."
        ),
        choices=[("", CHOOSE), *(choice for choice in DeathSource.choices if choice[0])],
        required=False,
    )
    answer = ShortTextField(
        label=_("Response to the supervisor’s question"),
        required=False,
        label_suffix="",
    )

    folds = (
        Fold(_("Language and date of the statement"), ("language", "said_on")),
        Fold(_("If the child died"), ("died_on", "death_date_unknown", "death_source")),
        Fold(_("Other case, response to the supervisor"), ("other_case", "answer")),
    )

    # The second button: the worker has seen what prevents approval and requests closure anyway.
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        """Prepares the form for the case in its current state."""
        today = case.office.today()
        super().__init__(data, initial={"version": case.version, "said_on": today})
        # That the child died is the answer why there is no evaluation.
        if data is not None and data.get("reason") == ClosingReason.DIED:
            self.fields["evaluation"].required = False
        for name in ("said_on", "died_on"):
            day = self.fields[name]
            assert isinstance(day, PastDateField)
            day.today = today

    def clean(self) -> None:
        """An evaluation needs the child's words, words their date, a death its source; and a summary."""
        data = self.cleaned_data
        if data.get("reason") == ClosingReason.DIED and data.get("evaluation") == "":
            data["evaluation"] = EvaluationState.DIED.value
        if data.get("evaluation") == EvaluationState.GIVEN or data.get("words", "").strip():
            self._require_statement(data)
        self._check_death(data)
        is_lost = data.get("evaluation") == EvaluationState.LOST
        if is_lost and data.get("reason") in NEEDS_OUTCOME:
            self.add_error("evaluation", gettext(LOST_BUT_SAFE))
        # Without “anyway” it is listed with the other open matters.
        needs_summary = data.get("anyway") and data.get("reason") not in ENDS_THE_RECORD_ONLY
        if needs_summary and not data.get("summary", "").strip():
            self.add_error("summary", gettext(SUMMARY_MISSING.text))

    def _check_death(self, data: Mapping[str, Any]) -> None:
        """Of a child who died it is asked when and how it is known; of no other."""
        names = ("died_on", "death_date_unknown", "death_source")
        if data.get("reason") != ClosingReason.DIED:
            for name in names:
                if data.get(name):
                    text = _("Leave this blank: the reason for closure is not that the child died.")
                    self.add_error(name, text)
            return
        if not data.get("death_source"):
            self.add_error(
                "death_source", _("Choose the source of the information about the death.")
            )
        if "died_on" in self.errors:
            return
        if data.get("died_on") and data.get("death_date_unknown"):
            text = _("Enter the date of death or tick that it is not known, not both.")
            self.add_error("death_date_unknown", text)
        elif not data.get("died_on") and not data.get("death_date_unknown"):
            text = _("Enter the date of death, or tick that it is not known.")
            self.add_error("died_on", text)

    def _require_statement(self, data: Mapping[str, Any]) -> None:
        if not data.get("words", "").strip():
            self.add_error(
                "words", _("Enter what the child said, or choose why there is no evaluation.")
            )
        elif not data.get("form"):
            self.add_error("form", _("Choose whether these are the child’s own words."))
        if "said_on" in data and data["said_on"] is None:
            self.add_error("said_on", _("Enter the date of the statement."))

    def to_input(self) -> ClosingInput:
        """The request, for the action."""
        data = self.cleaned_data
        return ClosingInput(
            reason=data["reason"],
            evaluation=data["evaluation"],
            summary=data["summary"],
            where_to_get_help=data["where_to_get_help"],
            knows_what_it_means=data["knows_what_it_means"],
            other_case=data["other_case"],
            died_on=data["died_on"],
            death_source=data["death_source"],
        )

    def to_statement_input(self) -> NewStatement | None:
        """The child's words as a statement, even without an evaluation; None if empty."""
        data = self.cleaned_data
        if not data["words"].strip():
            return None
        statement = Statement(
            state=StatementState.SAID,
            said_on=data["said_on"],
            form=data["form"],
            language=data["language"],
            topics=[StatementTopic.EVALUATION],
        )
        return NewStatement(statement, {"words": data["words"]})


class CaseReopeningForm(RecordForm):
    """Form for the reason for reopening."""

    reason = forms.ChoiceField(
        label=_("Reason for reopening"),
        choices=ReopenReason,
        widget=forms.RadioSelect,
    )
    why = LongTextField(label=_("Details"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        """Prepares the form for the case in its current state."""
        super().__init__(data, initial={"version": case.version})
