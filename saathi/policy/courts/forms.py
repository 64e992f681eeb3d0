"""The form of a court in the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.policy.courts.vocabulary import CourtFacility, CourtRegisterKind
from saathi.web.fields import FullDateField

BLANK_CHOICE = ("", "—")


class CourtForm(SealedTextsForm, RegisterForm):
    """A court or tribunal: its district and what it offers; no person."""

    shows_stored_texts = False  # open data: no text here is about a child

    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *CourtRegisterKind.choices], label=_("Kind of court")
    )
    name = TextLineField(required=True, label=_("Name of the court"), max_length=200)
    district = forms.ChoiceField(choices=district_list.district_choices, label=_("District"))
    law = TextLineField(label=_("Law under which it was set up"), max_length=300)
    facilities = forms.MultipleChoiceField(
        choices=CourtFacility,
        required=False,
        label=_("What it offers to children"),
        widget=forms.CheckboxSelectMultiple,
    )
    contact = TextLineField(
        label=_("Official telephone or e-mail"),
        help_text=_("Of the office, never of a person."),
        max_length=200,
    )
    since = FullDateField(required=False, label=_("Working since"))
    source = TextLineField(label=_("Source"), max_length=300)
    review_on = FullDateField(required=False, label=_("Review due"))

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry; the country follows from the district."""
        names = (
            "kind", "name", "district", "law", "facilities", "contact", "since", "source",
            "review_on",
        )  # fmt: skip
        values = {name: self.cleaned_data[name] for name in names}
        return values | {"country": district_list.country_of_district(values["district"])}
