"""Cases: team, what is due, assessment, visits, approvals, closing."""

from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import JsonCodes
from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.consent.vocabulary import ChildAgreement, ChildParticipation
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    CapacityAssessment,
    CaseStatus,
    ClosingReason,
    ConsentAtEighteen,
    Duty,
    EvaluationState,
    Facet,
    NeedState,
    ReopenReason,
    ReviewKind,
    ReviewResult,
    RiskLevel,
    Stage,
    VisitKind,
    VisitOutcome,
)


class Case(Scoped):
    """The work of an agency for one child, from registration to closing."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, db_index=False, related_name="cases")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, db_index=False, related_name="+")
    worker = models.ForeignKey(Staff, on_delete=models.PROTECT, db_index=False, related_name="+")
    status = models.CharField(max_length=16, choices=CaseStatus, default=CaseStatus.OPEN)
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.REGISTRATION)
    risk = models.CharField(max_length=8, choices=RiskLevel, blank=True)  # empty: not yet judged
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=24, choices=ClosingReason, blank=True)

    section = Section.CASE
    proved_states: ClassVar[ProvedStates] = ("status", ("closed",))
    kept_fields = ("child", "office")
    proved_fields = ("worker",)  # whose rights end when the case passes to another
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "office": OPERATIONAL,
        "worker": OPERATIONAL,
        "status": STATISTICAL,
        "stage": STATISTICAL,
        "risk": STATISTICAL,
        "opened_on": STATISTICAL,
        "closed_on": STATISTICAL,
        "closing_reason": STATISTICAL,
    }

    class Meta:
        indexes = [
            models.Index(fields=["worker", "status", "id"], name="cases_case_of_worker"),
            models.Index(fields=["office", "status", "id"], name="cases_case_of_office"),
            models.Index(fields=["child"], name="cases_case_of_child"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_on__isnull=False)
                & ~models.Q(closing_reason="")
                | ~models.Q(status="closed") & models.Q(closed_on__isnull=True, closing_reason=""),
                name="cases_case_closed_with_reason",
            )
        ]


class Seat(Scoped):
    """A role in the child's team; vacant while no staff member has taken it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=24, choices=TeamRole)
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needed_by = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    section = Section.CASE
    kept_fields = ("case", "role")
    # Who leaves the team loses the rights of the seat, and keeps those of other seats.
    proved_fields = ("ended_on",)
    proved_from_start = ("staff",)
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "role": STATISTICAL,
        "staff": OPERATIONAL,
        "needed_by": OPERATIONAL,
        "ended_on": OPERATIONAL,
    }


class Due(Scoped):
    """A duty towards a child with its deadline, counted from what happened."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="dues")
    worker = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=16, choices=Duty)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    section = Section.VISITS  # a counsellor can change duties after a visit too
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "worker": OPERATIONAL,
        "duty": STATISTICAL,
        "due_on": STATISTICAL,
        "done_on": STATISTICAL,
    }

    class Meta:
        indexes = [
            models.Index(
                fields=["worker", "due_on", "id"],
                condition=models.Q(done_on__isnull=True),
                name="cases_due_of_worker",
            ),
            models.Index(fields=["case"], name="cases_due_of_case"),
        ]


class Assessment(Scoped):
    """Needs, strengths and wishes by facet on one day. Earlier assessments are kept."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, db_index=False, related_name="assessments"
    )
    assessed_on = models.DateField()
    risk = models.CharField(max_length=8, choices=RiskLevel)
    facets = models.JSONField(default=dict)  # {facet: need state}, codes only
    language = models.CharField(max_length=8, blank=True)
    sealed = models.BinaryField(
        null=True, blank=True
    )  # {"facets": {facet: text}, "wishes", "risk"}

    section = Section.NEEDS
    json_codes: ClassVar[JsonCodes] = {"facets": (Facet, NeedState)}
    SEALED_FIELD_ID: ClassVar[str] = "cases.assessment"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "assessed_on": STATISTICAL,
        "risk": STATISTICAL,
        "facets": STATISTICAL,
        "language": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "assessed_on"], name="cases_assessment_of_case")]


class Visit(Scoped):
    """A visit or contact: when, where, and whether the child was met alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="visits")
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=VisitKind)
    outcome = models.CharField(max_length=16, choices=VisitOutcome)
    next_visit_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)  # {"note", "worry"}

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "cases.visit"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "happened_at": STATISTICAL,
        "kind": STATISTICAL,
        "outcome": STATISTICAL,
        "next_visit_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "happened_at"], name="cases_visit_of_case")]


class Approval(Scoped):
    """A request to a supervisor to approve a plan or a closing. Never one's own request."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, db_index=False, related_name="approvals"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, db_index=False, related_name="+")
    subject = models.CharField(max_length=12, choices=ApprovalSubject)
    subject_id = models.UUIDField()
    subject_version = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    decision = models.CharField(
        max_length=12, choices=ApprovalDecision, default=ApprovalDecision.WAITING
    )
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)  # {"question", "answer"}

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "cases.approval"
    proved_states: ClassVar[ProvedStates] = ("decision", ("approved",))
    kept_fields = ("case", "office", "subject", "subject_id", "subject_version", "asked_at")
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "office": OPERATIONAL,
        "subject": OPERATIONAL,
        "subject_id": OPERATIONAL,
        "subject_version": OPERATIONAL,
        "asked_at": STATISTICAL,
        "decision": STATISTICAL,
        "decided_by": OPERATIONAL,
        "decided_at": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [
            models.Index(fields=["office", "decision", "asked_at"], name="cases_approval_waiting"),
            models.Index(fields=["case"], name="cases_approval_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="cases_approval_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="withdrawn")
                | models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("recorded_by")),
                name="cases_approval_never_ones_own",
            ),
        ]


class Closing(Scoped):
    """A request to close a case: the reason, and the child's evaluation or why there is none."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=24, choices=ClosingReason)
    asked_on = models.DateField()
    evaluation = models.CharField(max_length=12, choices=EvaluationState)
    statement = models.UUIDField(null=True, blank=True)  # the child's evaluation in `participation`
    # Set when the case was reopened: the closing stays as it was, this says since when and why.
    reopened_on = models.DateField(null=True, blank=True)
    reopened_why = models.CharField(max_length=16, choices=ReopenReason, blank=True, db_default="")
    # keys: summary, where_to_get_help, reopened
    sealed = models.BinaryField(null=True, blank=True)

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "cases.closing"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "reason": STATISTICAL,
        "asked_on": STATISTICAL,
        "evaluation": STATISTICAL,
        "statement": OPERATIONAL,
        "reopened_on": STATISTICAL,
        "reopened_why": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class Review(Scoped):
    """A review of the plan with the child; evolving capacities are assessed anew (CPL-006)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    kind = models.CharField(max_length=16, choices=ReviewKind, default=ReviewKind.REVIEW)
    reviewed_on = models.DateField()
    capacities = models.CharField(max_length=12, choices=CapacityAssessment)
    heard = models.CharField(max_length=12, choices=ChildParticipation)
    agreement = models.CharField(
        max_length=12, choices=ChildAgreement, default=ChildAgreement.NOT_ASKED
    )
    result = models.CharField(max_length=12, choices=ReviewResult)
    consent_anew = models.CharField(max_length=8, choices=ConsentAtEighteen, blank=True)
    sealed = models.BinaryField()  # keys: weighed, her_words, answer, what_goes_on

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "cases.review"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "kind": STATISTICAL,
        "reviewed_on": STATISTICAL,
        "capacities": STATISTICAL,
        "heard": STATISTICAL,
        "agreement": STATISTICAL,
        "result": STATISTICAL,
        "consent_anew": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "reviewed_on"], name="cases_review_of_case")]
