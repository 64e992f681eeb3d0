"""Best interests assessments, determinations with their options and panel, and their review."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import ChildViewWeight
from saathi.people.languages import Language
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.best_interests import vocabulary as codes
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import AuthorityKind
from saathi.web.components import Text

OWN_WORDS: dict[str, Section] = {"said": Section.VOICE}


class ChildViewRecord(Scoped):
    """A record with the child's view: how it was obtained, in which language, or why there is none."""

    view = statistical.choice(
        codes.ChildViewAnswer, 12, blank=True, label=_("Child’s view"), is_radio=True
    )
    view_method = statistical.choice(
        codes.ViewMethod, 12, blank=True, label=_("How the view was obtained")
    )
    view_language = operational.choice(
        Language, 8, blank=True, label=_("Language of the conversation")
    )
    interpreter = statistical.choice(codes.InterpreterUse, 12, blank=True, label=_("Interpreter"))
    said = long_text(4000, label=_("Child’s view, in the child’s words"))
    why_not_heard = short_text(2000, label=_("Reason the child was not asked"))
    # All others who changed or submitted it: authors as well, who do not approve it.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))

    class Meta:
        abstract = True


class BestInterestsAssessment(ChildViewRecord):
    """An assessment of a child's best interests by one worker, agreed by a supervisor (BID-001)."""

    case = operational.foreign_key(Case, related_name="best_interests_assessments")
    occasion = statistical.choice(codes.AssessmentOccasion, 16, label=_("Occasion"))
    extent = statistical.choice(codes.AssessmentExtent, 8)
    assessed_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    recommended = statistical.choice(
        codes.Solution, 16, blank=True, label=_("Recommended option"), row_label=_("Recommendation")
    )
    review_on = operational(models.DateField(null=True, blank=True), label=_("Next review"))
    state = statistical.choice(codes.AssessmentState, 12, label=_("Status"))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))  # the duty to review it
    sealed = identifying(models.BinaryField())
    place = short_text(2000, label=_("Where the child stays tonight"))
    people = short_text(2000, label=_("Who is with the child"))
    safety = short_text(4000, rows=3, label=_("Why this is safe"))
    sources = long_text(
        4000, label=_("Sources"), help_text=_("One per line: who or what, and when.")
    )
    urgent_steps = short_text(4000, label=_("Urgent steps"))
    recommendation = short_text(4000, rows=3, label=_("Reasons for the recommendation"))
    question = short_text(2000, label=_("What needs revision"), row_label=_("Returned because"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.assessment"
    sections_of_texts: ClassVar = OWN_WORDS
    proved_states: ClassVar[ProvedStates] = ("state", (codes.AssessmentState.AGREED.value,))
    kept_fields = ("case", "extent")

    class Meta:
        db_table = "best_interests_assessment"
        indexes = [
            models.Index(fields=["file", "-assessed_on"], name="bia_of_file"),
            models.Index(
                fields=["recorded_at"], condition=Q(state="submitted"), name="bia_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("recorded_by"))
                # Whoever returned it may change it afterwards, and then cannot approve it.
                & (~Q(state="agreed") | ~Q(editors__contains=[F("decided_by")])),
                name="bia_never_ones_own",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(decided_by__isnull=False), name="bia_agreed_by"
            ),
        ]


def _factors(label: Text) -> "ArrayField[list[str], list[str]]":
    return statistical.choices(codes.BestInterestsFactor, 16, blank=True, label=label)


class AssessedOption(Scoped):
    """One option of an assessment, with what each factor says about it."""

    assessment = operational.foreign_key(
        BestInterestsAssessment, related_name="options", db_index=False
    )
    option = statistical.choice(codes.Solution, 16, label=_("Option"))
    supporting = _factors(_("Supports the option"))
    opposing = _factors(_("Speaks against it"))
    neutral = _factors(_("Neutral"))
    not_known = _factors(_("Not known"))
    is_explained = operational(models.BooleanField(default=False))
    sealed = identifying(models.BinaryField())
    remarks = long_text(4000, label=_("Explanation"))
    said = short_text(2000, label=_("What the child says about this option"))
    unknown_why = short_text(
        2000,
        label=_("Why key factors are not known"),
        help_text=_("Needed before a determination if a key factor is not known."),
    )

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.assessed"
    sections_of_texts: ClassVar = OWN_WORDS
    kept_fields = ("assessment", "option")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "option"], name="bia_option_once")
        ]


class Determination(ChildViewRecord):
    """A determination of a child's best interests by a panel: report, decision, information."""

    case = operational.foreign_key(Case, related_name="determinations")
    # The reopened determination before it; no foreign key, which row security could not follow.
    earlier = operational(models.UUIDField(null=True, blank=True))
    assessment = operational.optional_foreign_key(
        BestInterestsAssessment, db_index=False, label=_("Assessment with the factors")
    )
    order = operational.optional_foreign_key(Order, db_index=False, label=_("Order"))
    order_effect = statistical.choice(
        codes.OrderEffect, 12, blank=True, label=_("Relation to the order"), is_radio=True
    )
    occasion = statistical.choice(codes.DeterminationOccasion, 16, label=_("Occasion"))
    opened_on = statistical.date(label=_("Opened on"), is_past=True, initial=lambda today: today)
    authority = statistical.choice(AuthorityKind, 20, label=_("Responsible authority"))
    guardian = statistical.choice(codes.PersonHeard, 12, label=_("Legal guardian"), is_radio=True)
    representative = statistical.choice(
        codes.PersonHeard, 12, label=_("Legal representative"), is_radio=True
    )
    parents = statistical.choice(
        codes.PersonHeard, 12, blank=True, label=_("Parents"), is_radio=True
    )
    caregiver = statistical.choice(
        codes.PersonHeard, 12, blank=True, label=_("Present caregiver"), is_radio=True
    )
    reported_by = operational(models.UUIDField(null=True, blank=True))
    reported_on = statistical(models.DateField(null=True, blank=True))
    meeting_on = operational(models.DateField(null=True, blank=True), label=_("Day of the meeting"))
    deferred_until = operational(
        models.DateField(null=True, blank=True), label=_("Deferred until"), required=True
    )
    state = statistical.choice(codes.DeterminationState, 12, label=_("Status"))
    # the decision
    solution = statistical.choice(codes.Solution, 16, blank=True, label=_("Decision"))
    # Empty only for a solution in this country, and in decisions from before the question.
    country = statistical(
        models.CharField(max_length=3, blank=True, default="", db_default=""),
        label=_("Country of the solution"),
        help_text=_("Required for a return or a move to another country."),
    )
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on"), is_past=True
    )
    decided_by = operational(models.UUIDField(null=True, blank=True))
    weight = statistical.choice(
        ChildViewWeight, 12, blank=True, label=_("Weight given to the child’s view")
    )
    siblings = statistical.choice(codes.SiblingDecision, 12, blank=True, label=_("Siblings"))
    review_on = operational(models.DateField(null=True, blank=True), label=_("Review date"))
    # What the database asks about sealed texts; set by the actions (functions/determinations.sql).
    is_view_complete = operational(models.BooleanField(default=False))
    is_unheard_explained = operational(models.BooleanField(default=False))
    is_reasoned = operational(models.BooleanField(default=False))
    is_panel_named = operational(models.BooleanField(default=False, db_default=False))
    is_supervised = operational(models.BooleanField(default=False))
    is_challenge_said = operational(models.BooleanField(default=False, db_default=False))
    under_three = statistical(models.BooleanField(null=True, blank=True))
    # afterwards
    told_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Date the child was informed"),
        is_past=True,
    )
    told_language = operational.choice(Language, 8, blank=True, label=_("Language"))
    ended_on = statistical(models.DateField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))  # the next step: meeting, telling
    review_due = operational(models.UUIDField(null=True, blank=True))
    appeal_due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    body = line(200, label=_("Name of the authority"), required=True)
    guardian_said = short_text(4000, label=_("View of the legal guardian"))
    representative_said = short_text(4000, label=_("View of the legal representative"))
    parents_said = short_text(4000, label=_("View of the parents"))
    caregiver_said = short_text(4000, label=_("View of the present caregiver"))
    unheard_why = short_text(
        2000,
        label=_("Who was not heard: reason, and what was tried"),
        help_text=_("Required for everyone who was not reached or could not safely be asked."),
    )
    no_assessment_why = short_text(
        2000,
        label=_("Why there is no full assessment"),
        help_text=_("Required without a full assessment: the panel then has no factors."),
    )
    missing = short_text(2000, label=_("What is missing"), required=True)
    reasons = long_text(8000, label=_("Reasons"))
    for_child = short_text(
        4000,
        rows=3,
        label=_("Explanation for the child"),
        help_text=_("Plain words, in the child’s language. Do not name other persons."),
    )
    conditions = short_text(4000, label=_("Conditions and safety measures"))
    weight_why = short_text(
        4000,
        label=_("Reply to the child’s view"),
        help_text=_("Required unless the child’s view was followed."),
    )
    siblings_why = short_text(2000, label=_("Reasons for separate decisions on siblings"))
    dissent = short_text(4000, label=_("Dissenting opinions"))
    challenge = short_text(2000, label=_("How the decision can be challenged"))
    supervisor_reasons = short_text(
        2000,
        label=_("Supervisor’s reasons"),
        help_text=_("Required to place a child under 3 in an institution."),
    )
    told_by = line(120, label=_("Informed by"), required=True)
    response = short_text(4000, label=_("Child’s response"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.determination"
    sections_of_texts: ClassVar = {**OWN_WORDS, "response": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = (
        "state",
        (codes.DeterminationState.DECIDED.value, codes.DeterminationState.TOLD.value),
    )
    kept_fields = ("case", "earlier")

    class Meta:
        db_table = "best_interests_determination"
        indexes = [
            models.Index(fields=["file", "-opened_on"], name="bid_of_file"),
            models.Index(fields=["state", "opened_on"], name="bid_agenda"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("recorded_by"))
                & (Q(reported_by__isnull=True) | ~Q(decided_by=F("reported_by")))
                & ~Q(editors__contains=[F("decided_by")]),
                name="bid_not_by_its_author",
            ),
        ]


class SolutionOption(Scoped):
    """One option of a determination; side by side with the others at the meeting (BID-004)."""

    determination = operational.foreign_key(Determination, related_name="options", db_index=False)
    option = statistical.choice(codes.Solution, 16, label=_("Option"))
    real_today = statistical.choice(codes.RealToday, 4, label=_("Possible today"), is_radio=True)
    is_set_aside = statistical(models.BooleanField(default=False))
    sealed = identifying(models.BinaryField())
    condition = short_text(
        2000,
        label=_("Condition"),
        help_text=_("Required if the option is possible under a condition."),
    )
    supports = short_text(4000, label=_("For"))
    opposes = short_text(4000, label=_("Against"))
    origin = short_text(2000, label=_("Conditions in the place of origin"))
    way = short_text(2000, label=_("Conditions during travel"))
    destination = short_text(2000, label=_("Conditions in the destination"))
    said = short_text(2000, label=_("What the child says about it"))
    set_aside = short_text(2000, label=_("Why it is set aside"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.option"
    sections_of_texts: ClassVar = OWN_WORDS
    kept_fields = ("determination", "option")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["determination", "option"], name="bid_option_once")
        ]


class PanelMember(Scoped):
    """A member of the panel, with an account or without."""

    determination = operational.foreign_key(Determination, related_name="panel", db_index=False)
    staff = operational.optional_foreign_key(Staff, db_index=False, label=_("Colleague"))
    function = statistical.choice(codes.PanelFunction, 12, label=_("Function"))
    conflict = statistical.choice(codes.ConflictAnswer, 16, label=_("Conflict of interest"))
    undertaking = statistical.choice(codes.Undertaking, 12, label=_("Confidentiality undertaking"))
    vote = statistical.choice(codes.PanelVote, 12, blank=True, label=_("Vote"))
    sealed = identifying(models.BinaryField())
    name = line(120, label=_("Name and agency"))
    conflict_about = line(200, label=_("Declared conflict"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.panel"
    kept_fields = ("determination",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["determination", "staff"], name="bid_member_once")
        ]


class Reconsideration(Scoped):
    """A determination is looked at again: on its review date, on a new fact, or on request."""

    determination = operational.foreign_key(Determination, related_name="reconsiderations")
    cause = statistical.choice(codes.ReconsiderationCause, 16, label=_("Cause"))
    raised_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    outcome = statistical.choice(codes.ReconsiderationOutcome, 12, blank=True, label=_("Result"))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Considered on"))
    review_on = operational(models.DateField(null=True, blank=True), label=_("Next review"))
    sealed = identifying(models.BinaryField())
    fact = short_text(4000, rows=3, label=_("New information or request"), required=True)
    reasons = short_text(4000, rows=3, label=_("Reasons"), required=True)

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "best_interests.again"
    proved_states: ClassVar[ProvedStates] = (
        "outcome",
        (codes.ReconsiderationOutcome.CONFIRMED.value,),
    )
    kept_fields = ("determination", "cause", "raised_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True)
                | ~Q(outcome="") & Q(decided_by__isnull=False),
                name="bid_again_considered_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="bid_again_never_ones_own",
            ),
        ]
