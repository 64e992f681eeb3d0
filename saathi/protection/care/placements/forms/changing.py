"""Forms that change or end a placement, and that hold a review."""

from django.utils.translation import gettext_lazy as _

from saathi.people import record_screens as kit
from saathi.protection.care.placements import review_rules
from saathi.protection.care.placements import vocabulary as codes
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
    names = "end_reason ended_on end_note"
    end_reason = kit.derive_field(Placement, "end_reason", required=True)

    def prepare(self) -> None:
        """Offers each reason but a move, which is recorded with the new placement."""
        self.offer_codes("end_reason", codes.ENDS_OFFERED)


class ChildBackForm(kit.DerivedForm[Placement]):
    """The day on which a child who left was found or came back."""

    model = Placement
    names = "back_on back_words"


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
        "care caregiver relation address assessed_on assessor violence result reasons support "
        "support_plan child_words"
    )

    def prepare(self) -> None:
        """Offers care in families alone."""
        self.offer_codes("care", codes.FAMILY_KINDS)
