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
    """The purpose of the search and what is known of the child. Names in any script."""

    shows_words = False  # filled in with what the reader has just seen in the report

    purpose = forms.ChoiceField(
        label=_("Why you are looking for this child"), required=False, label_suffix=""
    )
    relation = forms.ChoiceField(
        choices=Seeker,
        required=False,
        label=_("Who misses or looks for the child, if somebody does"),
        label_suffix="",
    )
    name = TextLineField(
        label=_("Name of the child"), help_text=_("In any script, as you heard or read it.")
    )
    other_name = TextLineField(label=_("Another name, or the same in another script"))
    father = TextLineField(label=_("Father’s name"))
    mother = TextLineField(label=_("Mother’s name"))
    gender = forms.ChoiceField(choices=Gender, required=False, label=_("Girl, boy or other"))
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District of home")
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
        """Requires a purpose and two facts beyond a name, or the reasons for asking without."""
        cleaned = super().clean()
        for reason in rules.reasons_not_to_search(
            self.chosen_purpose, self._asked(cleaned).given_facts()
        ):
            mistake = ValidationError(gettext(reason.text), code=reason.code)
            self.add_error("purpose" if reason.code == "purpose_missing" else None, mistake)
        return cleaned

    @property
    def chosen_purpose(self) -> SearchPurpose | None:
        """The purpose that was chosen."""
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
    """The code of a file that the person reads."""

    code = ChildCodeField()


class EnquiryDecisionForm(RecordForm):
    """The holder's decision on an enquiry: contact or none, and why."""

    decision = forms.ChoiceField(
        choices=[
            ("contact", _("Make contact with the one who asks")),
            ("none", _("Make no contact")),
        ],
        widget=forms.RadioSelect,
        label=_("What is best for the child"),
    )
    safety = forms.ChoiceField(
        choices=ContactSafety,
        required=False,
        label=_("Whether contact is safe for the child"),
        help_text=_("Look first at who is said to have harmed the child, and at who asks."),
    )
    through = forms.ChoiceField(
        choices=ContactThrough,
        required=False,
        label=_("Through whom contact is made"),
        help_text=_("Where the child is, nobody tells yet."),
    )
    through_whom = TextLineField(label=_("Name of that person or office"))
    reason = LongTextField(
        label=_("Why"),
        help_text=_("Think first of what the child said about her family and about being found."),
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
        label=_("What the child says"),
        help_text=_("Ask without saying that it is certain. “No” needs no reason."),
    )
    view_words = LongTextField(required=False, label=_("In the child’s words"))
    asked_by = TextLineField(required=True, label=_("Who asked the child"))
    view_on = PastDateField(label=_("On which day"))

    def to_input(self) -> ChildViewInput:
        """The child's view."""
        data = self.cleaned_data
        words = {"view_words": data["view_words"], "asked_by": data["asked_by"]}
        return ChildViewInput(ChildView(data["view"]), data["view_on"], words)
