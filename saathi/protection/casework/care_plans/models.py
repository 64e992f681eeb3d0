"""Plans: goals, who decided each, and the steps towards them."""

from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.protection.casework.care_plans.vocabulary import (
    ChildContribution,
    GoalDecidedBy,
    GoalState,
    PlanAgreement,
    PlanState,
    StepState,
)
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Facet


class Plan(Scoped):
    """One plan for a child. A newer plan replaces it; it stays readable."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    made_on = models.DateField()
    contribution = models.CharField(max_length=20, choices=ChildContribution, blank=True)
    agreement = models.CharField(
        max_length=20, choices=PlanAgreement, default=PlanAgreement.NOT_ASKED
    )
    approved_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # {"child_words": the child's goals and plans in their words, "contribution_note", "language"}
    sealed = models.BinaryField(null=True, blank=True)

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.plan"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    ordered_within: ClassVar[str] = "case"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "number": STATISTICAL,
        "state": STATISTICAL,
        "made_on": STATISTICAL,
        "contribution": STATISTICAL,
        "agreement": STATISTICAL,
        "approved_on": STATISTICAL,
        "review_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="care_plans_plan_number_once")
        ]


class Goal(Scoped):
    """One goal of a plan, and who decided it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    facet = models.CharField(max_length=16, choices=Facet)
    decided_by = models.CharField(max_length=20, choices=GoalDecidedBy)
    state = models.CharField(max_length=12, choices=GoalState, default=GoalState.OPEN)
    is_long_term = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"text", "child_words", "why"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.goal"
    ordered_within: ClassVar[str] = "plan"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "plan": OPERATIONAL,
        "number": OPERATIONAL,
        "facet": STATISTICAL,
        "decided_by": STATISTICAL,
        "state": STATISTICAL,
        "is_long_term": STATISTICAL,
        "due_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }


class Step(Scoped):
    """One step towards a goal: who does it, by when."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=StepState, default=StepState.TO_DO)
    responsible = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"text"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.step"
    ordered_within: ClassVar[str] = "goal"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "goal": OPERATIONAL,
        "number": OPERATIONAL,
        "state": STATISTICAL,
        "responsible": OPERATIONAL,
        "due_on": OPERATIONAL,
        "done_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
