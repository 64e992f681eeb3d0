"""Plans: goals, who decided each, and the steps towards them."""

from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
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

    case = operational.foreign_key(Case, db_index=False, related_name="plans")
    number = statistical(models.PositiveSmallIntegerField())
    state = statistical.choice(PlanState, 16, default=PlanState.DRAFT)
    made_on = statistical.date()
    contribution = statistical.choice(ChildContribution, 20, blank=True)
    agreement = statistical.choice(PlanAgreement, 20, blank=True)
    approved_on = statistical(models.DateField(null=True, blank=True))
    review_on = operational(models.DateField(null=True, blank=True))
    # {"child_words": the child's goals and plans in their words, "contribution_note", "language"}
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.plan"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    ordered_within: ClassVar[str] = "case"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="care_plans_plan_number_once")
        ]


class Goal(Scoped):
    """One goal of a plan, and who decided it."""

    plan = operational.foreign_key(Plan, related_name="goals")
    number = operational(models.PositiveSmallIntegerField())
    # Both empty: not recorded; only for goals imported from another system, in a draft.
    facet = statistical.choice(Facet, 16, blank=True)
    decided_by = statistical.choice(GoalDecidedBy, 20, blank=True)
    state = statistical.choice(GoalState, 12, default=GoalState.OPEN)
    is_long_term = statistical(models.BooleanField(default=False))
    due_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"text", "child_words", "why"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.goal"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    ordered_within: ClassVar[str] = "plan"


class Step(Scoped):
    """One step towards a goal: who does it, by when."""

    goal = operational.foreign_key(Goal, related_name="steps")
    number = operational(models.PositiveSmallIntegerField())
    state = statistical.choice(StepState, 12, default=StepState.TO_DO)
    responsible = operational.optional_foreign_key(Staff)
    due_on = operational(models.DateField(null=True, blank=True))
    done_on = operational(models.DateField(null=True, blank=True))
    # The duty of the responsible person, since the plan was approved.
    due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"text"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "care_plans.step"
    ordered_within: ClassVar[str] = "goal"
