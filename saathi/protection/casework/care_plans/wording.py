"""What a plan lacks, in words: which needs have no goal, and how many."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason
from saathi.protection.casework.care_plans import rules
from saathi.protection.casework.care_plans.rules import PlanFacts
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision


def describe_gaps(facts: PlanFacts, against: Sequence[Reason]) -> list[str]:
    """The reasons against approving a plan as sentences; needs without a goal with number and names."""
    return [
        _needs_without_goal(facts)
        if reason.code == rules.NEED_WITHOUT_GOAL
        else gettext(reason.text)
        for reason in against
    ]


def describe_not_withdrawn(approval: Approval) -> str:
    """Why a request that was decided meanwhile is not withdrawn."""
    if approval.decision == ApprovalDecision.APPROVED:
        return gettext("The plan was already approved. The request can no longer be withdrawn.")
    if approval.decision == ApprovalDecision.SENT_BACK:
        return gettext("The plan was already returned for revision. Nothing was withdrawn.")
    return gettext("This request was already withdrawn.")


def _needs_without_goal(facts: PlanFacts) -> str:
    needs = rules.needs_without_goal(facts)
    text = ngettext(
        "%(count)d need has no goal: %(needs)s. Add a goal, or enter why there is none now.",
        "%(count)d needs have no goal: %(needs)s. Add goals, or enter why there are none now.",
        len(needs),
    )
    return text % {"count": len(needs), "needs": join_words(str(need.label) for need in needs)}
