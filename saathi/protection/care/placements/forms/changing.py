"""Forms that change or end a placement, and that hold a review."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.people import record_screens as kit
from saathi.protection.care.placements import queries, review_rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.forms.placing import family_label, place_countries
from saathi.protection.care.placements.models import (
    FamilyAssessment,
    Placement,
    PlacementReview,
)
from saathi.web.fields import FullDateField


class PlacementChangeForm(kit.DerivedForm[Placement]):
    """What may change in a placement: neither the place nor who decided."""

    model = Placement
    names = (
        "planned_end reasons view child_words view_note siblings siblings_apart siblings_words "
        "options_words"
    )


class PlacementEndForm(kit.DerivedForm[Placement]):
    """The end of a placement."""

    model = Placement
    names = "end_reason ended_on departed_by end_note"
    end_reason = kit.derive_field(Placement, "end_reason", required=True)

    def prepare(self) -> None:
        """Offers each reason but a move, which is recorded with the new placement."""
        self.offer_codes("end_reason", codes.ENDS_OFFERED)
        self.offer_codes("departed_by", [code for code in codes.DepartureDecider if code])
        self.fields["departed_by"].help_text = _(
            "Needed if the child returned to the family without an approved return, or left for another "
            "country without an authorised transfer."
        )


class DepartureConfirmationForm(kit.DerivedForm[Placement]):
    """What a second person knows of a departure, and what was done for the child."""

    model = Placement
    names = "end_known end_known_words end_done"
    end_known = kit.derive_field(
        Placement, "end_known", label=_("How you know where the child lives now"), required=True
    )

    def prepare(self) -> None:
        """Offers each answer, none chosen beforehand. Of a child who died, it asks with care."""
        offered = [code for code in codes.EndKnown if code]
        if self.record is not None and self.record.end_reason == codes.PlacementEnd.DIED:
            offered.remove(codes.EndKnown.SEEN)
            self.fields["end_known"].label = _("How the death is known")
            self.fields["end_known_words"].label = _("Who confirmed the death, where and when")
            self.fields["end_known_words"].help_text = _("At least 20 letters.")
            self.fields["end_done"].label = _(
                "What was done, also for the family, siblings and friends, and what comes next"
            )
        self.offer_codes("end_known", offered)


class PlacementEndConfirmationForm(kit.DerivedForm[Placement]):
    """How a second person knows that the child no longer lives in the place of an expired exception."""

    model = Placement
    names = "end_known end_known_words"

    def prepare(self) -> None:
        """Offers each answer, none chosen beforehand."""
        self.offer_codes("end_known", [code for code in codes.EndKnown if code])


class ChildBackForm(kit.DerivedForm[Placement]):
    """The day on which a child who left was found or came back."""

    model = Placement
    names = "back_on back_seen back_seen_words back_words"

    def prepare(self) -> None:
        """Offers who may have seen the child, none chosen beforehand."""
        self.offer_codes("back_seen", codes.SEEN_OFFERED)


class PlacementContinuedForm(kit.DerivedForm[Placement]):
    """Who follows up a placement after the case is closed."""

    model = Placement
    names = "continued_on continued_by"
    continued_by = kit.derive_field(Placement, "continued_by", required=True)

    def prepare(self) -> None:
        """Today, unless it was arranged before."""
        if not self.initial.get("continued_on"):
            self.initial["continued_on"] = self.today


class PlacementErrorForm(kit.DerivedForm[Placement]):
    """Why a placement was recorded in error."""

    model = Placement
    names = "end_note"
    end_note = kit.derive_field(Placement, "end_note", required=True)


class RequestReturnForm(kit.DerivedForm[Placement]):
    """The question with which a request for an exception is returned."""

    model = Placement
    names = "question"
    question = kit.derive_field(Placement, "question", required=True)


class PlacementAgreementForm(kit.DerivedForm[Placement]):
    """The reasons with which a second person agrees to a placement."""

    model = Placement
    names = "question"
    question = kit.derive_field(
        Placement, "question", label=_("Reasons why you agree"), required=True
    )

    def prepare(self) -> None:
        """Blank: an earlier question is no reason to agree."""
        self.initial["question"] = ""


class PlacementReviewForm(kit.DerivedForm[PlacementReview]):
    """A review that was held, and the next one."""

    model = PlacementReview
    names = "held_on seen wish child_words not_seen_because outcome reasons support next_on"
    seen = kit.derive_field(PlacementReview, "seen", required=True)
    wish = kit.derive_field(PlacementReview, "wish", required=True)
    outcome = kit.derive_field(PlacementReview, "outcome", required=True)
    next_on = FullDateField(label=_("Next review"))

    def prepare(self) -> None:
        """Offers each answer, none chosen beforehand, and the usual day of the next review."""
        self.offer_codes("seen", [code for code in codes.ReviewSeen if code])
        self.offer_codes("wish", [code for code in codes.ReviewWish if code])
        self.offer_codes("outcome", [code for code in codes.ReviewOutcome if code])
        assert self.record is not None
        kind = codes.PlacementKind(self.record.placement.kind)
        usual = review_rules.latest_next_review(kind, codes.ReviewOutcome.STAY, self.today)
        self.initial["held_on"] = self.today
        self.initial.setdefault("next_on", usual)


class FamilyAssessmentForm(kit.DerivedForm[FamilyAssessment]):
    """The assessment of a kinship or foster family."""

    model = FamilyAssessment
    names = (
        "care caregiver relation same_family_as country address assessed_on assessor asked_by violence "
        "result reasons support support_plan child_words"
    )
    country = forms.ChoiceField(choices=place_countries, label=_("Country of the family"))

    same_family_as = forms.ChoiceField(
        required=False,
        label=_("Same family as"),
        help_text=_("An earlier assessment of this family. The latest one counts."),
    )

    def prepare(self) -> None:
        """Offers care in families alone, and the assessments from before, if there are any."""
        self.offer_codes("care", codes.FAMILY_KINDS)
        file_id = self.record.file_id if self.record is not None else self.about.file_id
        earlier = queries.family_assessments(file_id, self.staff)
        if self.record is not None:
            earlier = earlier.filter(recorded_at__lt=self.record.recorded_at)
        listed = list(earlier)
        records.open_texts_of_each(listed)
        choices = [("", _("None")), *((str(each.pk), family_label(each)) for each in listed)]
        self.fields["same_family_as"].choices = choices  # type: ignore[attr-defined]

    def columns(self) -> dict[str, object]:
        """The values of the columns; the same family is an id."""
        chosen = self.cleaned_data["same_family_as"]
        return super().columns() | {"same_family_as": UUID(chosen) if chosen else None}
