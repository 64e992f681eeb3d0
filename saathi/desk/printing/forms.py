"""What is asked before a paper about a child is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.desk.printing import paper_texts
from saathi.desk.printing.vocabulary import PrintReason


class PrintReasonForm(forms.Form):
    """What the paper is for, and whether the child's name stands on it: left out unless asked for."""

    reason = forms.ChoiceField(
        label=_("What the paper is for"), choices=PrintReason, widget=forms.RadioSelect
    )
    with_name = forms.BooleanField(
        label=_("Print the child’s name"),
        help_text=_("Without it only the code of the file stands on the paper."),
        required=False,
    )


class PlanPrintForm(PrintReasonForm):
    """In which language the child or somebody close to her will read the plan."""

    language = forms.ChoiceField(label=_("In which language"), choices=paper_texts.language_choices)

    def __init__(self, *args: Any, spoken: list[str], **options: Any) -> None:
        options.setdefault(
            "initial", {"language": paper_texts.nearest_language(spoken), "reason": "for_the_child"}
        )
        super().__init__(*args, **options)
