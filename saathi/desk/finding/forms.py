"""The form of a search, and of the decision on an enquiry."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm, WordsForm
from saathi.infra import places
from saathi.people.forms import LANGUAGE_CHOICES, AgeRangeForm, Line
from saathi.people.vocabulary import Gender
from saathi.protection.intake import rules
from saathi.protection.intake.answering import Decision, HeardView
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import Report
from saathi.protection.intake.vocabulary import (
    ChildView,
    ContactThrough,
    Safety,
    SearchPurpose,
    Seeker,
)
from saathi.web.fields import LongText, PastDayField


class FindForm(AgeRangeForm):
    """Why somebody looks for a child, and what is known of her. Names in any script."""

    shows_words = False  # filled in with what the searcher has just read in the report

    purpose = forms.ChoiceField(
        label=_("Why you are looking for this child"), required=False, label_suffix=""
    )
    relation = forms.ChoiceField(
        choices=Seeker,
        initial=Seeker.NOT_SAID,
        required=False,
        label=_("Who misses or looks for the child, if somebody does"),
        label_suffix="",
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
            relation=data.get("relation") or Seeker.NOT_SAID,
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
    safety = forms.ChoiceField(
        choices=Safety,
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
    through_whom = Line(label=_("Name of that person or office"))
    reason = LongText(
        label=_("Why"),
        help_text=_("Think first of what the child said about her family and about being found."),
    )

    def decision_made(self) -> Decision:
        """What the form says."""
        data = self.cleaned_data
        return Decision(
            make_contact=data["decision"] == "contact",
            safety=Safety(data.get("safety") or ""),
            through=ContactThrough(data.get("through") or ""),
            words={"reason": data["reason"], "through_whom": data.get("through_whom", "")},
        )


class ViewForm(WordsForm):
    """What the child says to being in touch with the person who asks."""

    view = forms.ChoiceField(
        choices=[(view.value, view.label) for view in ChildView if view],
        widget=forms.RadioSelect,
        label=_("What the child says"),
        help_text=_("Ask without saying that it is certain. “No” needs no reason."),
    )
    view_words = LongText(required=False, label=_("In the child’s words"))
    asked_by = Line(required=True, label=_("Who asked the child"))
    view_on = PastDayField(label=_("On which day"))

    def heard(self) -> HeardView:
        """What the form says."""
        data = self.cleaned_data
        words = {"view_words": data["view_words"], "asked_by": data["asked_by"]}
        return HeardView(ChildView(data["view"]), data["view_on"], words)
