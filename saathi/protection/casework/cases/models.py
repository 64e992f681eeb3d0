"""Cases: team, what is due, assessment, visits, approvals, closing."""

from typing import ClassVar

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import JsonCodes
from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.read_conditions import (
    WORKS_WITH_CHILD,
    HasOtherCode,
    IsActor,
    ReadsOtherFile,
)
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.agencies.vocabulary import TeamRole
from saathi.consent.vocabulary import ChildAgreement, ChildParticipation
from saathi.people.models import Child
from saathi.people.vocabulary import DeathSource
from saathi.protection.casework.cases.duty_sections import duties_by_section
from saathi.protection.casework.cases.vocabulary import (
    ENDED_STATUSES,
    ApprovalDecision,
    ApprovalSubject,
    CapacityAssessment,
    CaseStatus,
    ChildSafety,
    ClosingReason,
    ConsentAtEighteen,
    DueDateReason,
    Duty,
    EvaluationState,
    Facet,
    NeedState,
    NotMetReason,
    OverLimitReason,
    ReopenReason,
    ReviewKind,
    ReviewResult,
    RiskLevel,
    SelfHarmSigns,
    Stage,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.identification.intake.vocabulary import Urgency


class Case(Scoped):
    """The work of an agency for one child, from registration to closing."""

    child = operational.foreign_key(Child, db_index=False, related_name="cases")
    office = operational.foreign_key(Office, db_index=False)
    worker = operational.foreign_key(Staff, db_index=False)
    status = statistical.choice(CaseStatus, 16, default=CaseStatus.OPEN)
    stage = statistical.choice(Stage, 16, default=Stage.REGISTRATION)
    risk = statistical.choice(RiskLevel, 8, blank=True)  # empty: not yet judged
    # Of the report that the case was opened from; it sets the first due dates. Empty: no report.
    urgency = statistical(
        models.CharField(max_length=10, choices=Urgency, blank=True, db_default="")
    )
    # When the danger of the latest report began; of one that was linked to the open case, when it
    # was linked. Only a visit that was surely later ends it (`danger`).
    danger_reported_at = operational(models.DateTimeField(null=True, blank=True))
    # When the report that was linked was received. Empty: none was, or before this was recorded.
    danger_received_at = operational(models.DateTimeField(null=True, blank=True))
    # The worker is a supervisor until a case worker is assigned.
    awaits_assignment = operational(models.BooleanField(default=False, db_default=False))
    # Why it was assigned to its first worker beyond the limit of the procedure. Empty: there was
    # room.
    over_limit_because = operational(
        models.CharField(
            max_length=12, choices=OverLimitReason, blank=True, default="", db_default=""
        )
    )
    opened_on = statistical.date()
    closed_on = statistical(models.DateField(null=True, blank=True))
    closing_reason = statistical.choice(ClosingReason, 24, blank=True)

    section = Section.CASE
    sections_of_fields: ClassVar = {
        "risk": RISK_SECTIONS,
        "danger_reported_at": RISK_SECTIONS,
        "danger_received_at": RISK_SECTIONS,
        "urgency": RISK_SECTIONS | Section.REPORT,
    }
    proved_states: ClassVar[ProvedStates] = ("status", ("closed",))
    kept_fields = ("child", "office", "opened_on")

    class Meta:
        indexes = [
            models.Index(fields=["worker", "status", "id"], name="cases_case_of_worker"),
            models.Index(fields=["office", "status", "id"], name="cases_case_of_office"),
            models.Index(fields=["child"], name="cases_case_of_child"),
            models.Index(
                fields=["office", "opened_on"],
                condition=models.Q(awaits_assignment=True),
                name="cases_case_to_assign",
            ),
            models.Index(
                fields=["office"],
                condition=models.Q(danger_reported_at__isnull=False),
                name="cases_case_reported_in_danger",
            ),
            models.Index(  # see `functions/approvals.sql`
                fields=["office"],
                condition=models.Q(risk="high"),
                name="cases_case_at_high_risk",
            ),
            models.Index(
                fields=["office", "closed_on"],
                condition=models.Q(status="closed"),
                name="cases_case_closed_of_office",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_on__isnull=False)
                & ~models.Q(closing_reason="")
                | ~models.Q(status="closed") & models.Q(closed_on__isnull=True, closing_reason=""),
                name="cases_case_closed_with_reason",
            )
        ]

    @property
    def is_ended(self) -> bool:
        """Whether the work is over: closed, or continued by another agency. It can be reopened."""
        return self.status in ENDED_STATUSES


class Seat(Scoped):
    """A role in the child's team; vacant while no staff member has taken it.

    A case worker's seat with a last day is cover for the worker of the case, who keeps case and
    seat. It ends automatically after that day (`covers`).
    """

    case = operational.foreign_key(Case, related_name="seats")
    role = statistical.choice(TeamRole, 24)
    staff = operational.optional_foreign_key(Staff)
    needed_by = operational(models.DateField(null=True, blank=True))
    until_on = operational(models.DateField(null=True, blank=True))  # the last day of cover
    ended_on = operational(models.DateField(null=True, blank=True))

    section = Section.CASE
    kept_fields = ("case", "role", "until_on")

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "until_on"],
                condition=models.Q(until_on__isnull=False, ended_on__isnull=True),
                name="cases_seat_cover",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(role=TeamRole.CASE_WORKER, staff__isnull=False),
                name="cases_seat_cover_of_worker",
            )
        ]


class Due(Scoped):
    """A duty towards a child with its deadline, counted from what happened.

    Its worker is that of the case or a colleague who may read it (`functions/due_workers.sql`). The
    expiry of a document is shown to those who read documents of every type, and to whoever recorded
    or has the duty.
    """

    case = operational.foreign_key(Case, db_index=False, related_name="dues")
    worker = operational.foreign_key(Staff)
    duty = statistical.choice(Duty, 16)
    due_on = statistical.date()
    done_on = statistical(models.DateField(null=True, blank=True))
    # For a visit: at how many visits in a row the child was not met.
    attempts = statistical(models.PositiveSmallIntegerField(default=0, db_default=0))
    # Why a person moved it to a later day; a rule moves it to an earlier day only.
    moved_because = statistical(
        models.CharField(
            max_length=12, choices=DueDateReason, blank=True, default="", db_default=""
        )
    )

    section = Section.VISITS  # a counsellor can change duties after a visit too
    further_sections: ClassVar = duties_by_section(section)
    never_exported = models.Q(duty=Duty.SUPERVISION)  # between the colleagues that it concerns
    read_condition = (
        HasOtherCode("duty", Duty.DOCUMENT)
        | IsActor("recorded_by")
        | IsActor("worker")
        | WORKS_WITH_CHILD
        & ReadsOtherFile("file", Section.LEGAL)
        & ReadsOtherFile("file", Section.NEEDS)
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["worker", "due_on", "id"],
                condition=models.Q(done_on__isnull=True),
                name="cases_due_of_worker",
            ),
            models.Index(fields=["case"], name="cases_due_of_case"),
            models.Index(
                fields=["case"],
                condition=models.Q(done_on__isnull=True, attempts__gt=0),
                name="cases_due_not_met_of_case",
            ),
        ]


class Assessment(Scoped):
    """Needs, strengths and wishes by facet on one day. Earlier assessments are kept."""

    case = operational.foreign_key(Case, db_index=False, related_name="assessments")
    assessed_on = statistical.date()
    risk = statistical.choice(RiskLevel, 8)
    facets = statistical(models.JSONField(default=dict))  # {facet: need state}, codes only
    self_harm = sensitive(
        models.CharField(
            max_length=10, choices=SelfHarmSigns, blank=True, default="", db_default=""
        )
    )
    language = statistical(models.CharField(max_length=8, blank=True))
    # The risk was judged when the case was opened, before the child was met: no duty is done by it.
    at_registration = statistical(models.BooleanField(default=False, db_default=False))
    # {"facets": {facet: text}, "wishes", "risk"}
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.NEEDS
    json_codes: ClassVar[JsonCodes] = {"facets": (Facet, NeedState)}
    SEALED_FIELD_ID: ClassVar[str] = "cases.assessment"
    sections_of_texts: ClassVar = {"wishes": Section.VOICE}

    class Meta:
        indexes = [models.Index(fields=["case", "assessed_on"], name="cases_assessment_of_case")]

    @property
    def title(self) -> str:
        """The day of the assessment; for a risk level set at registration, also that it is one."""
        day = date_format(self.assessed_on, "j F Y")
        words = gettext("%(day)s: risk level at registration")
        return words % {"day": day} if self.at_registration else day


class Visit(Scoped):
    """A visit or contact: when, where, and whether the child was met alone."""

    case = operational.foreign_key(Case, db_index=False, related_name="visits")
    happened_at = statistical(models.DateTimeField())
    # No time was entered: `happened_at` has the day, and a time after what was recorded of it
    # before.
    is_time_unknown = statistical(models.BooleanField(default=False, db_default=False))
    kind = statistical.choice(VisitKind, 16)
    outcome = statistical.choice(VisitOutcome, 16)
    not_met_because = statistical(
        models.CharField(max_length=20, choices=NotMetReason, blank=True, default="", db_default="")
    )
    # Only for a child who was met; "no" puts the child in danger, "yes" ends it. Empty: not
    # answered.
    child_safe = statistical(
        models.CharField(max_length=10, choices=ChildSafety, blank=True, default="", db_default="")
    )
    next_visit_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"note", "worry"}

    section = Section.VISITS
    sections_of_fields: ClassVar = {
        "not_met_because": RISK_SECTIONS,
        "child_safe": RISK_SECTIONS,
    }
    SEALED_FIELD_ID: ClassVar[str] = "cases.visit"

    class Meta:
        indexes = [
            models.Index(fields=["case", "happened_at"], name="cases_visit_of_case"),
            models.Index(
                fields=["case", "happened_at"],
                condition=models.Q(not_met_because="prevented") | models.Q(child_safe="no"),
                name="cases_visit_danger_of_case",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(child_safe="") | ~models.Q(outcome="not_met"),
                name="cases_visit_safe_only_if_met",
            )
        ]


class Approval(Scoped):
    """A request to a supervisor to approve a plan or a closing. No one approves their own."""

    case = operational.foreign_key(Case, db_index=False, related_name="approvals")
    office = operational.foreign_key(Office, db_index=False)
    subject = operational.choice(ApprovalSubject, 12)
    subject_id = operational(models.UUIDField())
    subject_version = operational(models.PositiveIntegerField())
    asked_at = statistical(models.DateTimeField())
    decision = statistical.choice(ApprovalDecision, 12, default=ApprovalDecision.WAITING)
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = statistical(models.DateTimeField(null=True, blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"question", "answer"}

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "cases.approval"
    proved_states: ClassVar[ProvedStates] = ("decision", ("approved",))
    kept_fields = ("case", "office", "subject", "subject_id", "subject_version", "asked_at")

    class Meta:
        indexes = [
            models.Index(fields=["office", "decision", "asked_at"], name="cases_approval_waiting"),
            models.Index(fields=["case"], name="cases_approval_of_case"),
            models.Index(
                fields=["recorded_by", "asked_at"],
                condition=models.Q(decision="waiting"),
                name="cases_approval_own_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="cases_approval_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=["withdrawn", "replaced"])
                | models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("recorded_by")),
                name="cases_approval_never_ones_own",
            ),
        ]


class Closing(Scoped):
    """A request to close a case: the reason, and the child's evaluation or why there is none."""

    case = operational.foreign_key(Case, related_name="closings")
    reason = statistical.choice(ClosingReason, 24)
    asked_on = statistical.date()
    evaluation = statistical.choice(EvaluationState, 12)
    # the child's evaluation in `participation`
    statement = operational(models.UUIDField(null=True, blank=True))
    # Of a child who died: when, if it is known, and how it is known.
    died_on = sensitive(models.DateField(null=True, blank=True))
    death_source = statistical(
        models.CharField(max_length=12, choices=DeathSource, blank=True, default="", db_default="")
    )
    # Set when the case was reopened: the closing stays as it was, this tells when and why.
    reopened_on = statistical(models.DateField(null=True, blank=True))
    reopened_why = statistical(
        models.CharField(max_length=16, choices=ReopenReason, blank=True, db_default="")
    )
    # keys: summary, where_to_get_help, reopened
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "cases.closing"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason="died") | models.Q(died_on__isnull=True, death_source=""),
                name="cases_closing_death_of_child",
            )
        ]


class Review(Scoped):
    """A review of the plan with the child; evolving capacities are assessed again (CPL-006)."""

    case = operational.foreign_key(Case, db_index=False, related_name="reviews")
    kind = statistical.choice(ReviewKind, 16, default=ReviewKind.REVIEW)
    reviewed_on = statistical.date()
    capacities = statistical.choice(CapacityAssessment, 12)
    child_participation = statistical.choice(ChildParticipation, 12)
    agreement = statistical.choice(ChildAgreement, 12, blank=True)
    result = statistical.choice(ReviewResult, 12)
    consent_anew = statistical.choice(ConsentAtEighteen, 8, blank=True)
    sealed = identifying(
        models.BinaryField()
    )  # keys: weighed, child_words, answer, continuing_support

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "cases.review"
    earlier_text_keys: ClassVar[dict[str, str]] = {
        "her_words": "child_words", "what_goes_on": "continuing_support",
    }  # fmt: skip
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}

    class Meta:
        indexes = [models.Index(fields=["case", "reviewed_on"], name="cases_review_of_case")]
