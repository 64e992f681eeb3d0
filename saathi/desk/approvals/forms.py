"""The supervisor's answer, and what she wants to see of what waits."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.desk.approvals.queries import LedOffice
from saathi.protection.cases.vocabulary import ApprovalSubject
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField


class ApprovalFilterForm(forms.Form):
    """Plans, closings or both, and of which office where she leads several; a plain GET form."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    subject = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All that waits")), *ApprovalSubject.choices],
    )

    def __init__(self, data: QueryDict, offices: Sequence[LedOffice]) -> None:
        super().__init__(data)
        if len(offices) > 1:
            named = [(str(one.pk), one.name) for one in offices]
            set_choices(self, "office", [("", _("All offices")), *named])
        else:
            del self.fields["office"]


class ApprovalDecisionForm(RecordForm):
    """Approve, or send back with a question."""

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
        """A request goes back with a question, not in silence."""
        given = self.cleaned_data
        if given.get("answer") == self.SEND_BACK and not given.get("question", "").strip():
            self.add_error("question", _("Write your question first."))
