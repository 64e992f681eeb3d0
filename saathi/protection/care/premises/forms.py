"""The form of regulated premises."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.protection.care.premises import rules
from saathi.protection.care.premises.actions import check_facts
from saathi.protection.care.premises.vocabulary import PremisesCheck, PremisesDuty, PremisesKind
from saathi.web.fields import FullDateField, LongTextField

BLANK_CHOICE = ("", "—")
COLUMNS = (
    "name", "kind", "operator", "country", "district", "duties", "law", "check_result",
    "checked_on", "checked_by", "breach", "action", "review_on",
)  # fmt: skip


class PremisesForm(SealedTextsForm, RegisterForm):
    """Premises with duties towards children by law, and their last check."""

    shows_stored_texts = False  # open data: no text here is about a child

    name = TextLineField(required=True, label=_("Name of the premises"), max_length=160)
    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *PremisesKind.choices], label=_("Type of premises")
    )
    operator = TextLineField(label=_("Operator"), max_length=160)
    country = forms.ChoiceField(choices=district_list.country_choices, label=_("Country"))
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    duties = forms.MultipleChoiceField(
        choices=PremisesDuty, widget=forms.CheckboxSelectMultiple, label=_("Duties")
    )
    law = TextLineField(required=True, label=_("Law"), max_length=300)
    check_result = forms.ChoiceField(
        choices=[BLANK_CHOICE, *PremisesCheck.choices], label=_("Last check")
    )
    checked_on = FullDateField(required=False, label=_("Checked on"))
    checked_by = TextLineField(
        label=_("Checked by"), help_text=_("A body, not a person."), max_length=160
    )
    breach = LongTextField(
        required=False,
        label=_("Breach"),
        help_text=_("All staff can read this. Do not name a child."),
        max_length=2000,
    )
    action = LongTextField(required=False, label=_("Action taken"), max_length=2000)
    review_on = FullDateField(required=False, label=_("Review due"))

    def clean(self) -> dict[str, Any]:
        """Checks that the facts fit together, so that the preview of an import says it as well."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_check(check_facts(cleaned), today=self.today)
            for reason in reasons:
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        return {name: self.cleaned_data[name] for name in COLUMNS}
