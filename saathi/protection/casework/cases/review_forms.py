"""The form of a review: capacities, the child's view, the result."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.consent.vocabulary import ChildAgreement, ChildParticipation
from saathi.protection.casework.cases import rules
from saathi.protection.casework.cases.actions.reviews import CaseReviewInput
from saathi.protection.casework.cases.vocabulary import (
    CapacityAssessment,
    ConsentAtEighteen,
    ReviewKind,
    ReviewResult,
)
from saathi.web.fields import PastDateField, ShortTextField


class CaseReviewForm(SealedTextsForm):
    """A review with the child. The page shows the child's age and earlier capacity assessments."""

    sealed_fields: ClassVar[tuple[str, ...]] = (
        "weighed",
        "child_words",
        "answer",
        "continuing_support",
    )

    kind = forms.ChoiceField(choices=ReviewKind, initial=ReviewKind.REVIEW, label=_("Subject"))
    reviewed_on = PastDateField(label=_("Date"))
    capacities = forms.ChoiceField(
        choices=CapacityAssessment,
        widget=forms.RadioSelect,
        label=_("Evolving capacities"),
    )
    weighed = ShortTextField(
        required=False,
        label=_("What the child decides alone and where the child needs support"),
    )
    child_participation = forms.ChoiceField(
        choices=ChildParticipation, widget=forms.RadioSelect, label=_("Child’s participation")
    )
    child_words = ShortTextField(required=False, label=_("In the child’s words"))
    agreement = forms.ChoiceField(
        choices=ChildAgreement,
        required=False,
        widget=forms.RadioSelect,
        label=_("Child’s response"),
    )
    answer = ShortTextField(required=False, label=_("Reply given to the child"))
    result = forms.ChoiceField(choices=ReviewResult, widget=forms.RadioSelect, label=_("Outcome"))
    continuing_support = ShortTextField(
        required=False, label=_("Support that continues, and who provides it")
    )
    consent_anew = forms.ChoiceField(
        choices=[("", _("Not asked: under 18")), *ConsentAtEighteen.choices],
        required=False,
        label=_("Renewed consent at 18"),
    )

    def __init__(self, *args: Any, may_be_18: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reviewed_on"].initial = self.today
        if may_be_18:
            self.fields["kind"].initial = ReviewKind.COMING_OF_AGE

    def clean(self) -> dict[str, Any]:
        """Requires an answer to a disagreement, and capacities assessed or the reason why not."""
        data = super().clean() or self.cleaned_data
        if "capacities" in data:
            reasons = rules.reasons_against_review(
                weighed=data.get("weighed", ""),
                is_participation_recorded="child_participation" in data,
                capacities=CapacityAssessment(data["capacities"]),
                is_18=data.get("kind") == ReviewKind.COMING_OF_AGE,
                consent_anew=data.get("consent_anew", ""),
            )
            self.add_refusal_reasons(
                [reason for reason in reasons if reason.code not in self.errors]
            )
        if data.get("agreement") == ChildAgreement.DISAGREES and not data.get("answer", "").strip():
            self.add_error("answer", _("Enter the reply given to the child."))
        return data

    def to_input(self) -> CaseReviewInput:
        """The input of the action."""
        data = self.cleaned_data
        anew = data["consent_anew"]
        return CaseReviewInput(
            kind=ReviewKind(data["kind"]),
            reviewed_on=data["reviewed_on"],
            capacities=CapacityAssessment(data["capacities"]),
            child_participation=ChildParticipation(data["child_participation"]),
            agreement=ChildAgreement(data["agreement"]),
            result=ReviewResult(data["result"]),
            consent_anew=ConsentAtEighteen(anew) if anew else None,
            texts=self.texts(),
        )
