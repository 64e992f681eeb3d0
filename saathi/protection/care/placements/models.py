"""Placements of children and their reviews; assessments of families are in `family_models`."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.agreement_rules import AGREEMENT_CODES
from saathi.protection.care.placements.family_models import FamilyAssessment

__all__ = ["FamilyAssessment", "Placement", "PlacementReview"]

# An agreement of a second person does not expire; see `agreement_rules`.
_NO_EXPIRY = sorted(AGREEMENT_CODES)


class Placement(Scoped):
    """Where a child lives by a decision, from its start to its end.

    A decision of our agency needs what `rules.unmet_needs` lists, or an exception that a second
    person approves and that expires. What others decided is recorded as it happened. A move ends
    one placement and begins the next.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="placements")
    kind = statistical.choice(codes.PlacementKind, 12, label=_("Type of care"), is_radio=True)
    basis = statistical.choice(codes.PlacementBasis, 14, label=_("Decided by"), is_radio=True)
    state = statistical.choice(codes.PlacementState, 10, label=_("Status"))
    facility = operational.optional_foreign_key(Facility, db_index=False, label=_("Facility"))
    assessment = operational.optional_foreign_key(
        FamilyAssessment, related_name="placements", label=_("Assessed family")
    )
    # Of a facility or an assessed family: theirs, which the database sets.
    country = operational(
        models.CharField(max_length=3, blank=True, default="", db_default=""),
        label=_("Country"),
        help_text=_("If you enter the place or caregiver in words."),
    )
    # The place that the child takes: a girl's, a boy's, or another; follows the child's record.
    counted_as = operational(models.CharField(max_length=5))
    started_on = statistical.date(label=_("Start"), is_past=True, initial=lambda today: today)
    # Why the child moved here from the placement before.
    move_reason = statistical.choice(
        codes.MoveReason, 12, blank=True, default="", label=_("Reason for the move")
    )
    planned_end = operational(
        models.DateField(null=True, blank=True), label=_("Planned end"), missing=_("not set")
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True, required=True
    )
    end_reason = statistical.choice(
        codes.PlacementEnd, 10, blank=True, default="", label=_("Reason for the end"), is_radio=True
    )
    # Of a child who left without notice.
    back_on = statistical(
        models.DateField(null=True, blank=True), label=_("Found or back on"), is_past=True,
        required=True,
    )  # fmt: skip
    back_seen = operational(
        models.CharField(
            max_length=9, choices=codes.BackSeen, blank=True, default="", db_default=""
        ),
        label=_("Who saw the child"),
        is_radio=True,
        required=True,
    )
    # All who recorded the end or the return; of a stay whose exception had expired, another person
    # confirms the end (`exception_rules.reasons_against_confirming_end`).
    end_authors = operational(
        ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    )
    end_state = operational(
        models.CharField(
            max_length=9, choices=codes.EndState, blank=True, default="", db_default=""
        ),
        label=_("Confirmation of the end"),
    )
    end_known = operational(
        models.CharField(
            max_length=9, choices=codes.EndKnown, blank=True, default="", db_default=""
        ),
        label=_("How you know that the child no longer lives there"),
        is_radio=True,
        required=True,
    )
    # Whether a second person checks the end; of a return to the family or a transfer, who decided.
    departure = operational(
        models.CharField(
            max_length=8, choices=codes.Departure, blank=True, default="", db_default=""
        ),
        label=_("Check of the end"),
    )
    departed_by = operational(
        models.CharField(
            max_length=12, choices=codes.DepartureDecider, blank=True, default="", db_default=""
        ),
        label=_("Who decided on the return or transfer"),
        is_radio=True,
    )
    end_confirmed_by = operational(models.UUIDField(null=True, blank=True))
    end_confirmed_on = operational(
        models.DateField(null=True, blank=True), label=_("End confirmed on")
    )
    parents_option = statistical.choice(
        codes.FamilyOption, 14, blank=True, default="", label=_("Care by the parents")
    )
    kin_option = statistical.choice(
        codes.FamilyOption, 14, blank=True, default="", label=_("Kinship care")
    )
    foster_option = statistical.choice(
        codes.FamilyOption, 14, blank=True, default="", label=_("Foster care")
    )
    view = statistical.choice(codes.PlacementView, 10, label=_("The child’s view"), is_radio=True)
    siblings = statistical.choice(codes.SiblingsPlacement, 12, label=_("Siblings"), is_radio=True)
    siblings_apart = statistical.choice(
        codes.SiblingsApart, 12, blank=True, default="", label=_("Reason siblings are apart")
    )
    # Of a placement that goes on after the case is closed: when that was arranged.
    continued_on = statistical(
        models.DateField(null=True, blank=True), label=_("Follow-up arranged on"), is_past=True,
        required=True, initial=lambda today: today,
    )  # fmt: skip
    # What was missing at the start: codes of `rules.unmet_needs`.
    unmet = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    exception_state = statistical.choice(
        codes.ExceptionState, 10, blank=True, default="", label=_("Exception")
    )
    exception_until = operational(
        models.DateField(null=True, blank=True), label=_("Exception valid until")
    )
    # Whoever requested the exception last, and all who changed it: another person decides.
    submitted_by = operational(models.UUIDField(null=True, blank=True))
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Decided on"))
    # The earliest review that is due; lists sort by it.
    next_review_on = operational(models.DateField(null=True, blank=True), label=_("Next review"))
    sealed = identifying(models.BinaryField())
    place = line(
        200,
        label=_("Place or caregiver"),
        help_text=_("For independent living, or if the register does not have the facility."),
    )
    reasons = long_text(4000, label=_("Reasons for this placement"), required=True)
    options_words = short_text(
        2000, label=_("Family options: what was tried, and with what result")
    )
    child_words = short_text(2000, label=_("The child’s words"))
    view_note = short_text(
        2000, label=_("Why the child was not asked, or why the decision differs")
    )
    siblings_words = short_text(2000, label=_("Siblings: explanation and contact"))
    exception_why = short_text(2000, label=_("Why an exception is needed"))
    question = short_text(2000, label=_("Question or reasons of the person who decides"))
    end_note = short_text(2000, label=_("Explanation"))
    end_known_words = short_text(
        2000,
        label=_("Who saw the child, where and when"),
        help_text=_("At least 20 letters. If no one saw the child, explain how it is known."),
        required=True,
    )
    end_done = short_text(
        2000,
        label=_("What was done for the child, and what comes next"),
        help_text=_("At least 20 letters."),
        required=True,
    )
    continued_by = short_text(
        1000, label=_("Who follows up the placement after the case is closed")
    )
    back_seen_words = short_text(
        2000,
        label=_("Where and when the child was seen, and how the child is"),
        help_text=_("At least 20 letters."),
        required=True,
    )
    back_words = short_text(2000, label=_("What the child said after being found"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "placements.placement"
    sections_of_texts: ClassVar = dict.fromkeys(("child_words", "back_words"), Section.VOICE)
    proved_states: ClassVar[ProvedStates] = ("exception_state", ("approved",))
    kept_fields = ("child",)

    class Meta:
        indexes = [
            models.Index(fields=["file", "-started_on"], name="placements_of_file"),
            # The moves in lists, and what the database asks of earlier placements at each decision.
            models.Index(fields=["child", "-started_on"], name="placements_of_child"),
            models.Index(
                fields=["facility", "counted_as"],
                condition=Q(state="current"),
                name="placements_residents",
            ),
            models.Index(
                fields=["next_review_on", "id"],
                condition=Q(state="current"),
                name="placements_next_review",
            ),
            models.Index(
                fields=["exception_until"],
                condition=Q(state="current", exception_until__isnull=False),
                name="placements_exceptions",
            ),
            models.Index(
                fields=["planned_end"],
                condition=Q(
                    state="current", basis="ours", kind__in=[k.value for k in codes.SHORT_KINDS]
                ),
                name="placements_short_stays",
            ),
            models.Index(
                fields=["started_on"],
                condition=Q(state="current", exception_state="requested"),
                name="placements_not_agreed",
            ),
            models.Index(
                fields=["ended_on"],
                condition=Q(end_reason="left", back_on__isnull=True),
                name="placements_missing",
            ),
            models.Index(
                fields=["ended_on"],
                condition=Q(end_state="waiting"),
                name="placements_unanswered_ends",
            ),
            models.Index(
                fields=["ended_on"],
                condition=Q(end_state__in=["waiting", "departed"]) & ~Q(departure=""),
                name="placements_departures",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(state="current"), name="placements_one_current"
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(state__in=["proposed", "returned"]),
                name="placements_one_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state="ended") & Q(ended_on__isnull=True, end_reason=""),
                name="placements_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="placements_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True)
                | Q(end_reason="left", back_on__gte=F("ended_on")),
                name="placements_back_after_leaving",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in codes.FACILITY_KINDS])
                | Q(facility__isnull=True),
                name="placements_families_are_no_facilities",
            ),
            models.CheckConstraint(
                condition=~Q(basis="ours")
                | ~Q(kind__in=[kind.value for kind in codes.FACILITY_KINDS])
                | Q(facility__isnull=False)
                & ~Q(parents_option="")
                & ~Q(kin_option="")
                & ~Q(foster_option=""),
                name="placements_institution_last",
            ),
            models.CheckConstraint(
                condition=~Q(siblings="apart") | ~Q(siblings_apart=""),
                name="placements_apart_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(exception_state="approved")
                | Q(decided_by__isnull=False, decided_on__isnull=False)
                & (
                    Q(exception_until__isnull=True, unmet__contained_by=_NO_EXPIRY)
                    | Q(exception_until__gte=F("started_on"))
                ),
                name="placements_exception_expires",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("submitted_by"))
                & ~Q(decided_by=F("recorded_by"))
                & ~Q(editors__contains=[F("decided_by")]),
                name="placements_never_own",
            ),
        ]


class PlacementReview(Scoped):
    """A review of a placement: planned, or because the facility was stopped (FAC-012)."""

    placement = operational.foreign_key(Placement, db_index=False, related_name="reviews")
    occasion = statistical.choice(codes.ReviewOccasion, 12, label=_("Reason for the review"))
    state = statistical.choice(
        codes.PlacementReviewState, 10, default=codes.PlacementReviewState.DUE, label=_("Status")
    )
    due_on = statistical.date(label=_("Due on"))
    # The stop or licence that made it due (`functions/reviews.sql`).
    source_id = operational(models.UUIDField(null=True, blank=True))
    held_on = statistical(
        models.DateField(null=True, blank=True), label=_("Date"), is_past=True, required=True,
        initial=lambda today: today,
    )  # fmt: skip
    seen = statistical.choice(
        codes.ReviewSeen, 12, blank=True, default="", label=_("Child seen"), is_radio=True
    )
    wish = statistical.choice(
        codes.ReviewWish, 10, blank=True, default="", label=_("What the child wants"), is_radio=True
    )
    outcome = statistical.choice(
        codes.ReviewOutcome, 12, blank=True, default="", label=_("Outcome"), is_radio=True
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))
    child_words = short_text(2000, label=_("The child’s words"))
    not_seen_because = short_text(1000, label=_("Why the child was not seen alone or not asked"))
    reasons = short_text(4000, label=_("Reasons for the outcome"), rows=3)
    support = short_text(2000, label=_("Support of the family or facility"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "placements.review"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("placement",)

    class Meta:
        indexes = [
            models.Index(fields=["placement", "due_on"], name="placements_review_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "source_id"], name="placements_review_once"
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state="due", occasion="planned"),
                name="placements_one_planned_review",
            ),
            models.CheckConstraint(
                condition=~Q(state="held")
                | Q(held_on__isnull=False) & ~Q(seen="") & ~Q(wish="") & ~Q(outcome=""),
                name="placements_review_held",
            ),
        ]
