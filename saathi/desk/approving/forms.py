"""The supervisor's answer, and what she wants to see of what waits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm
from saathi.protection.cases.vocabulary import ApprovalSubject
from saathi.web.fields import LongText


class FilterForm(forms.Form):
    """Plans, closings or both; a plain GET form."""

    subject = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All that waits")), *ApprovalSubject.choices],
    )


class DecideForm(RecordForm):
    """Approve, or send back with a question."""

    APPROVE, SEND_BACK = "approve", "send_back"

    answer = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)]
    )
    question = LongText(
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
