"""The forms above the list of cases and above the workload of the team."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.desk.led_offices import LedOffice
from saathi.people.child_codes import CODE_LENGTH, normalise_child_code
from saathi.web.dynamic_choices import set_choices
from saathi.web.paging import MAX_SEARCH_LENGTH


class CaseSearchForm(forms.Form):
    """Form to search by case ID, or by name among the reader's own cases."""

    asked = forms.CharField(
        max_length=MAX_SEARCH_LENGTH,
        label=_("Case ID, or name in your cases"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def code(self) -> str:
        """The input, normalised like a stored case ID."""
        return normalise_child_code(self.cleaned_data["asked"])

    @property
    def looks_like_code(self) -> bool:
        """Whether the input is as long as a case ID, and has a digit (unlike names) or hyphens."""
        code = self.code
        signs = code.replace("-", "")
        is_grouped = "-" in code and self.cleaned_data["asked"].strip().upper() == code
        return len(signs) == CODE_LENGTH and (is_grouped or any(map(str.isdigit, signs)))


class TeamOfficeForm(forms.Form):
    """Form to choose one of the offices that the user leads, or all of them."""

    office = forms.ChoiceField(required=False, label=_("Office"))

    def __init__(self, data: Any, led: Sequence[LedOffice]) -> None:
        super().__init__(data)
        self.led = led
        set_choices(
            self, "office", [("", _("All")), *((str(office.pk), office.name) for office in led)]
        )

    def chosen_office(self) -> LedOffice | None:
        """The chosen office; None for all, and for an office that the person does not lead."""
        key = self.cleaned_data.get("office", "") if self.is_valid() else ""
        return next((office for office in self.led if str(office.pk) == key), None)
