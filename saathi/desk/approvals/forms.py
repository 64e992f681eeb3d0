"""The supervisor's decision form and the filter of waiting requests."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.desk.approvals.queries import LedOffice
from saathi.protection.casework.cases.vocabulary import ApprovalSubject
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField


class ApprovalFilterForm(forms.Form):
    """Plans, closures or both, and of which office if the supervisor leads several; sent by GET."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    subject = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All that waits")), *ApprovalSubject.choices],
    )

    def __init__(self, data: QueryDict, offices: Sequence[LedOffice]) -> None:
        super().__init__(data)
        if len(offices) > 1:
            named = [(str(office.pk), office.name) for office in offices]
            set_choices(self, "office", [("", _("All offices")), *named])
        else:
            del self.fields["office"]


class ApprovalDecisionForm(RecordForm):
    """Approve, or return with a question."""

    APPROVE, SEND_BACK = "approve", "send_back"

    answer = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)]
    )
    question = LongTextField(
        label=_("Your question, if you send it back"),
        help_text=_("Say what you want to know, or what should be different."),
        required=False,
        label_suffix="",
    )

    def clean(self) -> None:
        """A returned request needs a question."""
        data = self.cleaned_data
        if data.get("answer") == self.SEND_BACK and not data.get("question", "").strip():
            self.add_error("question", _("Write your question first."))
