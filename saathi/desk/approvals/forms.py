"""The supervisor's decision form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.web.fields import LongTextField


class ApprovalDecisionForm(RecordForm):
    """Form to approve a request, or to return it with a question."""

    APPROVE, SEND_BACK = "approve", "send_back"

    answer = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)]
    )
    question = LongTextField(
        label=_("What needs to be changed?"),
        help_text=_("Required to return the request for revision."),
        required=False,
        label_suffix="",
    )

    def clean(self) -> None:
        """Requires a question if the request is returned."""
        data = self.cleaned_data
        if data.get("answer") == self.SEND_BACK and not data.get("question", "").strip():
            self.add_error("question", _("Describe what needs to be changed."))
