"""Forms to reassign a report to a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.models import Staff
from saathi.protection.identification.intake.queue.colleague_questions import ReportAdditionForm
from saathi.protection.identification.intake.queue.forms import MAX_NAME_LENGTH
from saathi.web.fields import ShortTextField


class ReassignSearchForm(forms.Form):
    """The full or partial name of the colleague who gets a report."""

    q = forms.CharField(
        required=False,
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        label=_("Search for a colleague by name"),
    )


class ReassignForm(ReportAdditionForm):
    """The colleague who takes over a report, with a note that may accuse another one."""

    asked_texts = ("note",)
    question_help = _(
        "If yes, the report is not reassigned: the note is saved as information, and those who then "
        "handle the report decide."
    )

    to = StaffChoiceField(
        label=_("Reassign to"),
        queryset=Staff.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = ShortTextField(
        rows=3,
        required=False,
        label=_("Note for your colleague"),
        label_suffix="",
        max_length=2000,
    )
    keeps = forms.BooleanField(required=False, label=_("Keep my access to this report"))
    # The text searched for: the colleagues to choose from are found again.
    q = forms.CharField(required=False, max_length=MAX_NAME_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: list[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        to = self.fields["to"]
        if isinstance(to, StaffChoiceField):
            ids = [colleague.pk for colleague in colleagues]
            to.queryset = Staff.objects.filter(pk__in=ids).order_by("name")

    def clean(self) -> dict[str, Any]:
        """Requires a note if a colleague is accused: it says of what."""
        data = super().clean()
        if data.get("named") and not data.get("note"):
            self.add_error("note", _("Enter what the report says of the colleague or office."))
        return data
