"""Forms before printing a document about a child."""

from collections.abc import Mapping
from typing import Any, cast

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


class FilledFormPrintForm(PrintReasonForm):
    """Form for the language of a completed form on paper: by default that in which it was asked."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(
        self, *args: Any, languages: Mapping[str, str], spoken: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._only = next(iter(languages))
        field = cast("forms.ChoiceField", self.fields["language"])
        field.choices = list(languages.items())
        field.initial = spoken if spoken in languages else self._only
        if len(languages) == 1:
            del self.fields["language"]

    def chosen_language(self) -> str:
        """The language of the paper: the only one of the form, or the chosen one."""
        return str(self.cleaned_data.get("language", self._only))


class PlanPrintForm(PrintReasonForm):
    """Form for the language in which the child or someone close will read the plan."""

    language = forms.ChoiceField(label=_("Language"), choices=paper_texts.language_choices)

    def __init__(self, *args: Any, spoken: list[str], **options: Any) -> None:
        options.setdefault("initial", {"language": paper_texts.nearest_language(spoken)})
        super().__init__(*args, **options)
