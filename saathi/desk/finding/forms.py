"""The form of a search, and of the decision on an enquiry."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm
from saathi.infra import places
from saathi.people.forms import LANGUAGE_CHOICES, AgeRangeForm, Line
from saathi.people.vocabulary import Gender
from saathi.protection.intake import rules
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import Report
from saathi.protection.intake.vocabulary import SearchPurpose
from saathi.web.fields import LongText


class FindForm(AgeRangeForm):
    """Why somebody looks for a child, and what is known of her. Names in any script."""

    shows_words = False  # filled in with what the searcher has just read in the report

    purpose = forms.ChoiceField(
        label=_("Why you are looking for this child"), required=False, label_suffix=""
    )
    name = Line(
        label=_("Name of the child"), help_text=_("In any script, as you heard or read it.")
    )
    other_name = Line(label=_("Another name, or the same in another script"))
    father = Line(label=_("Father’s name"))
    mother = Line(label=_("Mother’s name"))
    gender = forms.ChoiceField(
        choices=Gender, initial=Gender.NOT_SAID, label=_("Girl, boy or other")
    )
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District of home")
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
        """A purpose and two facts beyond a name, or the reasons why that is asked."""
        cleaned = super().clean()
        for reason in rules.facts_enough(self.why, self._asked(cleaned).facts()):
            mistake = ValidationError(gettext(reason.text), code=reason.code)
            self.add_error("purpose" if reason.code == "purpose_missing" else None, mistake)
        return cleaned

    @property
    def why(self) -> SearchPurpose | None:
        """The purpose that was chosen."""
        chosen = self.cleaned_data.get("purpose")
        return SearchPurpose(chosen) if chosen else None

    def asked(self) -> Asked:
        """What the search is asked with."""
        return self._asked(self.cleaned_data)

    def _asked(self, data: dict[str, Any]) -> Asked:
        names = (data.get("name", ""), data.get("other_name", ""))
        return Asked(
            names=tuple(name for name in names if name),
            father=data.get("father", ""),
            mother=data.get("mother", ""),
            age_low=data.get("age_low"),
            age_high=data.get("age_high"),
            gender=data.get("gender", Gender.NOT_SAID),
            district=data.get("district", ""),
            language=data.get("language", ""),
            report=str(self.report.pk) if self.report else "",
        )


class DecisionForm(RecordForm):
    """The holder's answer to an enquiry: contact or none, and why."""

    decision = forms.ChoiceField(
        choices=[
            ("contact", _("Make contact with the one who asks")),
            ("none", _("Make no contact")),
        ],
        widget=forms.RadioSelect,
        label=_("What is best for the child"),
    )
    reason = LongText(
        label=_("Why"),
        help_text=_("Think first of what the child said about her family and about being found."),
    )
