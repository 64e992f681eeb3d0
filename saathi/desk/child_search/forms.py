"""The search form, and the form of the decision on an enquiry."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import district_list
from saathi.people.child_codes import ChildCodeField
from saathi.people.forms import LANGUAGE_CHOICES, AgeRangeForm, TextLineField
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.enquiry_decisions import (
    ChildViewInput,
    ContactDecisionInput,
)
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import (
    ChildView,
    ContactSafety,
    ContactThrough,
    SearchPurpose,
    Seeker,
)
from saathi.web.fields import LongTextField, PastDateField


class ChildSearchForm(AgeRangeForm):
    """Form for the purpose of a search and what is known of the child. Names in any script."""

    shows_stored_texts = False  # prefilled with what the reader has just seen in the report
    saved_message = ""  # a search changes no record

    purpose = forms.ChoiceField(label=_("Reason for the search"), required=False, label_suffix="")
    relation = forms.ChoiceField(
        choices=Seeker,
        required=False,
        label=_("Who is looking for the child?"),
        label_suffix="",
    )
    name = TextLineField(
        label=_("Name of the child"), help_text=_("In any script, as you heard or read it.")
    )
    other_name = TextLineField(label=_("Other name, or the name in another script"))
    father = TextLineField(label=_("Father’s name"))
    mother = TextLineField(label=_("Mother’s name"))
    gender = forms.ChoiceField(choices=Gender, required=False, label=_("Gender"))
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("Home district")
    )
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language of the child")
    )

    def __init__(self, *args: Any, report: Report | None = None, **options: Any) -> None:
        self.report = report
        super().__init__(*args, **options)
        purpose = self.fields["purpose"]
        if isinstance(purpose, forms.ChoiceField):
            purpose.choices = [("", "—"), *SearchPurpose.choices]

    def clean(self) -> dict[str, Any]:
        """Requires a purpose and two facts beyond a name, or reports why the search is refused."""
        cleaned = super().clean()
        for reason in rules.reasons_not_to_search(
            self.chosen_purpose, self._asked(cleaned).given_facts()
        ):
            mistake = ValidationError(gettext(reason.text), code=reason.code)
            self.add_error("purpose" if reason.code == "purpose_missing" else None, mistake)
        return cleaned

    @property
    def chosen_purpose(self) -> SearchPurpose | None:
        """The chosen purpose, or None."""
        chosen = self.cleaned_data.get("purpose")
        return SearchPurpose(chosen) if chosen else None

    def to_input(self) -> EnquiryPayload:
        """The search terms."""
        return self._asked(self.cleaned_data)

    def _asked(self, data: dict[str, Any]) -> EnquiryPayload:
        names = (data.get("name", ""), data.get("other_name", ""))
        return EnquiryPayload(
            names=tuple(name for name in names if name),
            father=data.get("father", ""),
            mother=data.get("mother", ""),
            age_low=data.get("age_low"),
            age_high=data.get("age_high"),
            gender=data.get("gender", Gender.NOT_SAID),
            district=data.get("district", ""),
            language=data.get("language", ""),
            report=str(self.report.pk) if self.report else "",
            relation=data.get("relation", ""),
        )


class ChildCodeForm(RecordForm):
    """Form for the code of a file that the user may read."""

    saved_message = ""

    code = ChildCodeField()


class EnquiryDecisionForm(RecordForm):
    """Form for the decision on an enquiry: contact or none, and why."""

    decision = forms.ChoiceField(
        choices=[
            ("contact", _("Make contact with the person enquiring")),
            ("none", _("Make no contact")),
        ],
        widget=forms.RadioSelect,
        label=_("Decision in the child’s best interests"),
    )
    safety = forms.ChoiceField(
        choices=ContactSafety,
        required=False,
        label=_("Safety of contact for the child"),
        help_text=_("First check who the alleged perpetrator is and who is enquiring."),
    )
    through = forms.ChoiceField(
        choices=ContactThrough,
        required=False,
        label=_("Contact made through"),
        help_text=_("Do not disclose the child’s location yet."),
    )
    through_whom = TextLineField(label=_("Name of the contact person or office"))
    reason = LongTextField(
        label=_("Reason"),
        help_text=_("First consider what the child said about the family and about being found."),
    )

    def to_input(self) -> ContactDecisionInput:
        """The decision."""
        data = self.cleaned_data
        return ContactDecisionInput(
            make_contact=data["decision"] == "contact",
            safety=ContactSafety(data.get("safety") or ""),
            through=ContactThrough(data.get("through") or ""),
            texts={"reason": data["reason"], "through_whom": data.get("through_whom", "")},
        )


class ContactViewForm(SealedTextsForm):
    """The child's view on contact with the person who asks."""

    view = forms.ChoiceField(
        choices=[(view.value, view.label) for view in ChildView if view],
        widget=forms.RadioSelect,
        label=_("Child’s response"),
        help_text=_("Do not present contact as certain. “No” needs no reason."),
    )
    view_words = LongTextField(required=False, label=_("In the child’s words"))
    asked_by = TextLineField(required=True, label=_("Child asked by"))
    view_on = PastDateField(label=_("Date"))

    def to_input(self) -> ChildViewInput:
        """The child's view."""
        data = self.cleaned_data
        words = {"view_words": data["view_words"], "asked_by": data["asked_by"]}
        return ChildViewInput(ChildView(data["view"]), data["view_on"], words)
