"""Requesting the approval of a plan, and the consequences of the decision."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.care_plans import queries, rules
from saathi.protection.casework.care_plans.actions import step_duties
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.care_plans.vocabulary import PlanState
from saathi.protection.casework.cases.actions import approvals, duties
from saathi.protection.casework.cases.models import Approval, Assessment
from saathi.protection.casework.cases.queries import case_duty_facts
from saathi.protection.casework.cases.vocabulary import ApprovalSubject, Duty, RiskLevel, Stage

STAGES_BEFORE_IMPLEMENTATION = frozenset({Stage.REGISTRATION, Stage.ASSESSMENT, Stage.PLANNING})


@transaction.atomic
def ask_for_approval(*, plan: Plan, version: int, actor: Staff, answer: str = "") -> Approval:
    """Requests approval of the plan in its current version.

    Approval may also be requested for a draft with gaps: only the approval is refused.
    """
    access.require(actor, Permission.WORK_ON_CASE, plan.case)

    _require_transition(plan, PlanState.APPROVAL_ASKED)
    writing.change(plan, actor=actor, version=version, state=PlanState.APPROVAL_ASKED)
    return approvals.request_approval(
        case=plan.case, subject=ApprovalSubject.PLAN, record=plan, actor=actor, answer=answer
    )


@transaction.atomic
def withdraw_approval_request(*, approval: Approval, plan: Plan, actor: Staff) -> Plan:
    """Withdraws the request; the plan is a draft again."""
    approvals.withdraw_approval_request(approval=approval, actor=actor)
    _require_transition(plan, PlanState.DRAFT)
    return writing.change(plan, actor=actor, state=PlanState.DRAFT)


@transaction.atomic
def return_for_revision(*, approval: Approval, plan: Plan, question: str, actor: Staff) -> Plan:
    """Returns the plan as a draft, with the supervisor's question."""
    approvals.return_for_revision(approval=approval, question=question, actor=actor)
    _require_transition(plan, PlanState.DRAFT)
    return writing.change(plan, actor=actor, state=PlanState.DRAFT)


@transaction.atomic
def approve_plan(
    *, approval: Approval, plan: Plan, actor: Staff, replaces: Sequence[Plan] | None = None
) -> Plan:
    """Approves the plan in place of the earlier one; raises ApprovalRefused with every reason.

    `replaces` are the approved plans of the case, if the caller has loaded them.
    """
    access.require(actor, Permission.APPROVE, approval)

    case, today = plan.case, plan.case.office.today()
    facts_before = case_duty_facts(case, on=today)
    reads = access.sections_of_file(actor, plan.file_id)[0]
    needs = facts_before.needs if reads & Assessment.section else {}
    plan_reasons = rules.reasons_not_to_approve_plan(queries.load_plan_facts(plan, needs))
    approvals.approve_request(
        approval=approval, version_now=plan.version, actor=actor, further_reasons=plan_reasons
    )

    if plan.version != approval.subject_version:
        raise writing.ChangedMeanwhile(plan)
    if replaces is None:
        replaces = list(Plan.objects.filter(case_id=plan.case_id, state=PlanState.APPROVED))
    _require_transition(plan, PlanState.APPROVED)
    for replaced in replaces:
        _require_transition(replaced, PlanState.REPLACED)
    risk = RiskLevel(case.risk) if case.risk else RiskLevel.HIGH
    days = facts_before.targets.procedure.by_risk[risk].review_days
    approved = {
        "state": PlanState.APPROVED,
        "approved_on": today,
        "review_on": plan.review_on or today + dt.timedelta(days=days),
    }
    earlier = [(replaced, {"state": PlanState.REPLACED}) for replaced in replaces]
    writing.change_each([*earlier, (plan, approved)], actor=actor)
    if case.stage in STAGES_BEFORE_IMPLEMENTATION:
        writing.change(case, actor=actor, stage=Stage.IMPLEMENTATION)
    facts_after = facts_before.with_plan_approved(today)
    duties.renew_duties(case=case, actor=actor, done=Duty.PLAN, done_on=today, now=facts_after)
    step_duties.renew_step_duties(plans=[*replaces, plan], case=case, actor=actor)
    return plan


def _require_transition(plan: Plan, after: PlanState) -> None:
    """Returns if the plan may pass into this state; raises NotAllowed otherwise."""
    if not rules.may_transition(PlanState(plan.state), after):
        raise access.NotAllowed
