"""Forms before printing a document about a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.desk.printing import paper_texts
from saathi.desk.printing.vocabulary import PrintReason


class PrintReasonForm(forms.Form):
    """Form for the reason for printing, and whether to include the child's name (default: no)."""

    reason = forms.ChoiceField(
        label=_("Purpose of the print"), choices=PrintReason, widget=forms.RadioSelect
    )
    with_name = forms.BooleanField(
        label=_("Print the child’s name"),
        help_text=_("If not selected, only the case ID is printed."),
        required=False,
    )


class PlanPrintForm(PrintReasonForm):
    """Form for the language in which the child or someone close will read the plan."""

    language = forms.ChoiceField(label=_("Language"), choices=paper_texts.language_choices)

    def __init__(self, *args: Any, spoken: list[str], **options: Any) -> None:
        options.setdefault("initial", {"language": paper_texts.nearest_language(spoken)})
        super().__init__(*args, **options)
