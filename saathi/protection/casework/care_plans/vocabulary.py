"""Codes of a plan: who decided, goals and steps, the child's own part in it.

The facets are those of `cases.vocabulary.Facet`, the same for assessment and planning.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind


class GoalDecidedBy(TextChoices):
    """Who decided a goal; not adults alone (report line 1869, CPL-010)."""

    CHILD = "child", _("The child")
    CHILD_WITH_TEAM = "child_with_team", _("The child together with the team")
    TEAM_AFTER_HEARING = "team_after_hearing", _("The team, after hearing the child")
    TEAM_WITHOUT = "team_without", _("The team, without the child")
    ORDER = "order", _("Order of an authority")


class PlanState(TextChoices):
    """The state of a plan; an approved plan is never changed but replaced by a new one."""

    DRAFT = "draft", _("Draft")
    APPROVAL_ASKED = "approval_asked", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    REPLACED = "replaced", _("Replaced by a newer plan")


class GoalState(TextChoices):
    """The progress of a goal."""

    OPEN = "open", _("Not yet achieved")
    REACHED = "reached", _("Achieved")
    CHANGED = "changed", _("Changed to another goal")
    GIVEN_UP = "given_up", _("Discontinued")


class StepState(TextChoices):
    """The progress of a step."""

    TO_DO = "to_do", _("To do")
    UNDER_WAY = "under_way", _("In progress")
    DONE = "done", _("Done")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    DECLINED = "declined", _("Declined by the child")


class ChildContribution(TextChoices):
    """The child's part in the plan, or the reason why there is none (CPL-003)."""

    GIVEN = "given", _("The child took part")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")
    TOO_YOUNG = "too_young", _("Too young to take part")
    CONDITION = "condition", _("Unable to take part now because of the child’s condition")
    REFUSED = "refused", _("Did not wish to take part")
    NOT_REACHED = "not_reached", _("The child could not be reached")


class PlanAgreement(TextChoices):
    """Whether the child agrees with a goal (CPL-005); disagreement is recorded, never hidden."""

    NOT_RECORDED = "", _("Not recorded")
    AGREES = "agrees", _("Agrees")
    PARTLY = "partly", _("Agrees in part")
    DISAGREES = "disagrees", _("Disagrees")
    NOT_ASKED = "not_asked", _("Not asked")
    CHOSE_NOT_TO_SAY = "chose_not_to_say", _("Chose not to say")


PLAN_DRAFT = DraftKind("plan", _("Case plan"))
DRAFTS = (PLAN_DRAFT,)
