"""Claims of family members, verification of the relationship, and home assessments."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.around.vocabulary import RelationKind
from saathi.people.models import Child
from saathi.protection.returns.tracing import vocabulary as codes
from saathi.protection.returns.tracing.models.searches import TracingRequest


class FamilyClaim(Scoped):
    """A person who says that the child belongs to the family (TRC-009). It accuses no one."""

    child = operational.foreign_key(Child, related_name="family_claims")
    claimed_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    relation = statistical.choice(RelationKind, 16, label=_("Relationship claimed"))
    brought_by = statistical.choice(codes.ClaimBringer, 14, label=_("Brought by"))
    papers = statistical.choices(codes.ClaimPaper, 14, blank=True, label=_("Documents shown"))
    assessed = statistical.choice(codes.SignsAssessed, 14, label=_("Warning signs"), is_radio=True)
    signs = statistical.choices(codes.ClaimSign, 14, blank=True, label=_("Which warning signs"))
    explained = statistical.choice(
        codes.ClaimExplained,
        12,
        label=_("What the claimant was told about recording a claim"),
        help_text=_("Only a prosecutor can promise anything about charges. Promise nothing."),
        is_radio=True,
    )
    state = statistical.choice(
        codes.ClaimState, 14, default=codes.ClaimState.OPEN, label=_("Status")
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name as said or written"), missing=_("not known"))
    reach = line(300, label=_("Telephone or address"))
    unasked = long_text(label=_("What the person knew without being asked"))
    said = long_text(label=_("What the person said"))
    told = short_text(label=_("Words used to explain"))
    note = short_text(label=_("Additional information"))
    refusal = short_text(label=_("Reasons for the refusal"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.claim"
    kept_fields = ("child", "claimed_on")
    read_condition = WORKS_WITH_CHILD


class RelationshipVerification(Scoped):
    """Whether a person is who they say they are to the child (TRC-007); a second person confirms."""

    request = operational.foreign_key(TracingRequest, related_name="verifications")
    claim = operational.optional_foreign_key(FamilyClaim, label=_("Claim"))
    relation = statistical.choice(RelationKind, 16, label=_("Relationship to verify"))
    began_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    methods = statistical.choices(codes.VerificationMethod, 10, label=_("Methods"), required=True)
    # Both sides are asked apart, by two workers.
    child_worker = operational.optional_foreign_key(
        Staff, db_index=False, label=_("Colleague who asks the child")
    )
    family_worker = operational.optional_foreign_key(
        Staff, db_index=False, label=_("Colleague who asks the family")
    )
    recognises = statistical.choice(
        codes.ChildRecognition, 10, label=_("Does the child recognise the person?"), is_radio=True
    )
    outcome = statistical.choice(
        codes.VerificationOutcome, 14, blank=True, default="", label=_("Finding"), is_radio=True
    )
    state = statistical.choice(
        codes.VerificationState, 10, default=codes.VerificationState.OPEN, label=_("Status")
    )
    submitted_by = operational(models.UUIDField(null=True, blank=True))
    # All others who changed it: authors as well, who do not decide.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Confirmed on"), is_past=True
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name of the person"), required=True)
    other_worker = line(
        200,
        label=_("Local worker who asks the family"),
        help_text=_("If the family is asked by a worker of another agency: name and agency."),
    )
    reasons = long_text(label=_("Reasons for the finding"))
    question = short_text(label=_("Question of the second person"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.verification"
    proved_states: ClassVar[ProvedStates] = ("state", ("confirmed",))
    kept_fields = ("request", "relation", "began_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(child_worker__isnull=True)
                | Q(family_worker__isnull=True)
                | ~Q(child_worker=F("family_worker")),
                name="tracing_verification_two_workers",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True)
                | Q(state="submitted", submitted_by__isnull=False, decided_by__isnull=True)
                & ~Q(outcome="")
                | Q(state="confirmed", submitted_by__isnull=False, decided_by__isnull=False)
                & ~Q(outcome=""),
                name="tracing_verification_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("submitted_by"))
                & ~Q(decided_by=F("recorded_by"))
                & ~Q(editors__contains=[F("decided_by")])
                & (Q(child_worker__isnull=True) | ~Q(decided_by=F("child_worker")))
                & (Q(family_worker__isnull=True) | ~Q(decided_by=F("family_worker"))),
                name="tracing_verification_never_own",
            ),
        ]


class VerificationItem(Scoped):
    """One question to both sides, with the two answers next to each other."""

    verification = operational.foreign_key(RelationshipVerification, related_name="items")
    match = statistical.choice(codes.ItemMatch, 10, label=_("Comparison"), is_radio=True)
    use = statistical.choice(codes.ItemUse, 10, label=_("Use of the question"), is_radio=True)
    sealed = identifying(models.BinaryField())
    question = short_text(500, label=_("Question"), required=True)
    child_answer = short_text(1000, label=_("Child’s answer"))
    family_answer = short_text(1000, label=_("Family’s answer"))
    note = short_text(1000, label=_("Explanation of the difference"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.item"
    sections_of_texts: ClassVar = {"child_answer": Section.VOICE}
    kept_fields = ("verification",)


class HomeAssessment(Scoped):
    """An assessment of a household, made by a worker of that district (TRC-004, 005, 008)."""

    verification = operational.foreign_key(RelationshipVerification, related_name="homes")
    visited_on = statistical.date(label=_("Date of the visit"), is_past=True)
    visits = statistical(models.PositiveSmallIntegerField(), label=_("Number of visits"))
    seen_alone = statistical.choices(
        codes.SeenAlone, 12, blank=True, label=_("Seen alone"),
        help_text=_("Leave blank if no one was seen alone."),
    )  # fmt: skip
    family_part = statistical.choice(
        codes.FamilyPart, 14, label=_("Relatives’ role in the trafficking")
    )
    factors = statistical.choices(
        codes.FamilyPushFactor,
        12,
        blank=True,
        label=_("Factors that led the family to let the child go"),
    )
    violence = statistical.choice(
        codes.ViolenceScreen, 14, label=_("Screening for violence and abuse"), is_radio=True
    )
    others_at_risk = statistical.choice(
        codes.YesNoNotKnown, 10, label=_("Other children missing or at risk")
    )
    alleged_near = statistical.choice(
        codes.YesNoNotKnown, 10, label=_("Alleged perpetrator lives near")
    )
    result = statistical.choice(codes.HomeResult, 14, label=_("Conclusion"), is_radio=True)
    sealed = identifying(models.BinaryField())
    assessor = line(200, label=_("Assessed by"), required=True)
    address = line(500, label=_("Place"))
    household = long_text(label=_("Household: each person, age, relationship"))
    family_role = short_text(label=_("What is known of their role, and the source"))
    violence_words = long_text(label=_("Screening for each person"))
    others_done = short_text(
        label=_("What was done for the other children"),
        help_text=_("If other children are missing or at risk: who was informed, and when."),
    )
    school_health = short_text(label=_("School and health services near"))
    support = short_text(label=_("Support needed"))
    conditions = short_text(label=_("Conditions, each with a date"))
    reasons = long_text(label=_("Reasons for the conclusion"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.home"
    earlier_text_keys: ClassVar[dict[str, str]] = {"part_words": "family_role"}
    kept_fields = ("verification", "visited_on")
    read_condition = WORKS_WITH_CHILD

    class Meta:
        constraints = [
            # No household is suitable without the screening, and without the two questions of part
            # and factors; an unknown answer is an answer.
            models.CheckConstraint(
                condition=~Q(result__in=["suitable", "conditions"])
                | Q(violence__in=["none", "past"])
                & ~Q(family_part="not_assessed")
                & ~Q(factors=[])
                & ~Q(seen_alone=[]),
                name="tracing_home_suitable_is_assessed",
            ),
        ]
