"""Forms of best interests assessments and of what is done with a decided determination."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.decisions.best_interests import likely_days
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
    Reconsideration,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    KEY_FACTORS,
    LABELS_IN_FORMS,
    BestInterestsFactor,
    FactorWeight,
    OrderEffect,
    ReconsiderationOutcome,
    Solution,
)
from saathi.protection.decisions.orders.models import Order
from saathi.web.components import join_facts
from saathi.web.dynamic_choices import set_choices
from saathi.web.forms import Fold

_VIEW = "view said view_method view_language interpreter why_not_heard"
_VIEW_FOLD = Fold(
    _("Interpreter, or reason the child was not asked"), ("interpreter", "why_not_heard")
)


def ask_for_reasons(form: forms.Form, *names: str) -> None:
    """Makes fields offer the answers that need a reason with the request to give it."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        choices = [
            (code, LABELS_IN_FORMS.get(str(code), label)) for code, label in field.widget.choices
        ]
        set_choices(form, name, choices)


class ShortAssessmentForm(DerivedForm[BestInterestsAssessment]):
    """A short assessment, such as for tonight after an emergency removal."""

    model = BestInterestsAssessment
    names = (
        "occasion assessed_on place people safety view said view_language why_not_heard "
        "urgent_steps review_on"
    )
    saved_message = _("Submitted for approval.")
    place = derive_field(BestInterestsAssessment, "place", required=True)
    safety = derive_field(BestInterestsAssessment, "safety", required=True)
    view = derive_field(BestInterestsAssessment, "view", required=True)
    review_on = derive_field(
        BestInterestsAssessment,
        "review_on",
        required=True,
        help_text=_("Within 72 hours after an emergency removal."),
    )
    folds = (Fold(_("Urgent steps, language"), ("urgent_steps", "view_language")),)

    def prepare(self) -> None:
        """Asks for the reason of a decision not to ask the child."""
        ask_for_reasons(self, "view")


class ShortAssessmentChangeForm(ShortAssessmentForm):
    """Corrects a short assessment that was returned."""

    saved_message = _("Saved.")
    shows_stored_texts = True


class FullAssessmentForm(DerivedForm[BestInterestsAssessment]):
    """A full assessment; its options are added next."""

    model = BestInterestsAssessment
    names = (
        f"occasion assessed_on sources {_VIEW} urgent_steps recommended recommendation review_on"
    )
    folds = (_VIEW_FOLD,)

    def prepare(self) -> None:
        """Offers likely days of the review, and asks for the reason of a decision not to ask."""
        likely_days.offer_days(self, "review_on", likely_days.review_days(self.today))
        ask_for_reasons(self, "view")


class AssessmentAnswerForm(DerivedForm[BestInterestsAssessment]):
    """The supervisor's answer to an assessment."""

    model = BestInterestsAssessment
    names = "answer question"
    shows_stored_texts = True
    answer = forms.ChoiceField(
        choices=[("agree", _("Approve")), ("return", _("Return for revision"))],
        widget=forms.RadioSelect,
        label=_("Answer"),
    )

    def clean(self) -> dict[str, Any]:
        """Requires what needs revision, if the assessment is returned."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "return" and not cleaned.get("question"):
            self.add_error("question", _("Enter what needs revision."))
        return cleaned


COLUMN_OF_WEIGHT: Mapping[FactorWeight, str] = {
    FactorWeight.SUPPORTS: "supporting",
    FactorWeight.OPPOSES: "opposing",
    FactorWeight.NEUTRAL: "neutral",
    FactorWeight.NOT_KNOWN: "not_known",
}
_GROUPS: tuple[tuple[Any, str, str], ...] = (
    (_("Child’s view"), "wish", "maturity"),
    (_("Safety"), "alleged", "refoulement"),
    (_("Family and relationships"), "relation", "guardian"),
    (_("Development and identity"), "school", "papers"),
    (_("Care and means"), "standards", "follow_up"),
    (_("Particular needs, time, justice"), "needs", "justice"),
)


def _factor_folds() -> tuple[Fold, ...]:
    """The factors that are not key factors, folded away by group."""
    codes = [factor.value for factor in BestInterestsFactor]
    return tuple(
        Fold(
            title,
            tuple(
                f"factor_{code}"
                for code in codes[codes.index(first) : codes.index(last) + 1]
                if code not in KEY_FACTORS
            ),
        )
        for title, first, last in _GROUPS
    )


class AssessedOptionForm(DerivedForm[AssessedOption]):
    """An option of an assessment with its factors. `about` is the assessment."""

    model = AssessedOption
    names = "option said remarks unknown_why"
    folds = _factor_folds()

    def prepare(self) -> None:
        """Adds a question for each factor; unanswered ones are left out."""
        self.offer_options()
        weights = _weights(self.record)
        ordered = sorted(BestInterestsFactor, key=lambda factor: factor not in KEY_FACTORS)
        for factor in ordered:
            self.fields[f"factor_{factor}"] = forms.ChoiceField(
                choices=[("", "—"), *FactorWeight.choices],
                required=False,
                label=factor.label,
                initial=weights.get(factor.value, ""),
            )

    def offer_options(self) -> None:
        """Offers the options that are not assessed yet; the recommended one first."""
        assessed_options = access.visible(self.staff, AssessedOption).filter(assessment=self.about)
        taken = set(assessed_options.values_list("option", flat=True))
        self.offer_codes("option", [each for each in Solution if each not in taken])
        if self.about.recommended not in taken:
            self.fields["option"].initial = self.about.recommended

    def clean(self) -> dict[str, Any]:
        """Each key factor has an answer, unless the form explains why some are not known."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("unknown_why") or "").strip():
            return cleaned
        for factor in BestInterestsFactor:
            if factor in KEY_FACTORS and not cleaned.get(f"factor_{factor}"):
                self.add_error(f"factor_{factor}", _("Choose an answer, or “Not known”."))
        return cleaned

    def factors(self) -> dict[str, list[str]]:
        """The factors by the column of their weight."""
        answers = {
            factor: self.cleaned_data.get(f"factor_{factor}") for factor in BestInterestsFactor
        }
        return {
            column: [factor.value for factor, answer in answers.items() if answer == weight]
            for weight, column in COLUMN_OF_WEIGHT.items()
        }


class AssessedOptionChangeForm(AssessedOptionForm):
    """Changes what the factors say about an option of a draft."""

    names = "said remarks unknown_why"
    shows_stored_texts = True

    def offer_options(self) -> None:
        """The option stays as it is."""


def _weights(option: AssessedOption | None) -> dict[str, FactorWeight]:
    """What each answered factor says about an option."""
    if option is None:
        return {}
    return {
        factor: weight
        for weight, column in COLUMN_OF_WEIGHT.items()
        for factor in getattr(option, column)
    }


class TellChildForm(DerivedForm[Determination]):
    """How the child was informed of the decision, and the child's response."""

    model = Determination
    names = "told_on told_by told_language challenge response"
    shows_stored_texts = True
    told_on = derive_field(Determination, "told_on", required=True)
    told_language = derive_field(Determination, "told_language", required=True)

    def prepare(self) -> None:
        """Offers today and yesterday."""
        likely_days.offer_days(self, "told_on", likely_days.past_days(self.today))


class OrderRelationForm(DerivedForm[Determination]):
    """The relation of a determination to an order of an authority."""

    model = Determination
    names = "order order_effect"

    def prepare(self) -> None:
        """Offers the orders of the child."""
        assert self.record is not None
        orders = access.rights(self.staff, self.record.file_id).records(Order).order_by("-made_on")
        self.offer("order", orders, _order_label)
        self.offer_codes("order_effect", list(OrderEffect))


def _order_label(order: Order) -> str:
    return join_facts((str(order.get_kind_display()), format_day(order.made_on)))


class ReconsiderationForm(DerivedForm[Reconsideration]):
    """A new fact about a determination, or a request to look at it again."""

    model = Reconsideration
    names = "cause raised_on fact"


class ReconsiderationAnswerForm(DerivedForm[Reconsideration]):
    """The answer to a new fact or request."""

    model = Reconsideration
    names = "outcome reasons review_on"
    shows_stored_texts = True
    outcome = derive_field(Reconsideration, "outcome", required=True)

    def prepare(self) -> None:
        """Offers the results in which it ends."""
        codes = [code for code in ReconsiderationOutcome if code != ReconsiderationOutcome.OPEN]
        self.offer_codes("outcome", codes)
