"""Asking for the approval of a plan, and what follows from the answer."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.care_plans import queries, rules
from saathi.protection.care_plans.models import Plan
from saathi.protection.care_plans.vocabulary import PlanState
from saathi.protection.cases.actions import approvals, duties
from saathi.protection.cases.models import Approval, Assessment
from saathi.protection.cases.queries import standing
from saathi.protection.cases.vocabulary import ApprovalSubject, Duty, Stage

BEFORE_HELP = frozenset({Stage.REGISTRATION, Stage.ASSESSMENT, Stage.PLANNING})


@transaction.atomic
def ask_for_approval(*, plan: Plan, version: int, by: Staff, answer: str = "") -> Approval:
    """The request to approve the plan as it is now.

    A draft with gaps may be asked about too: only the approval is refused.
    """
    access.require(by, Permission.WORK_ON_CASE, plan.case)

    if not rules.may_be_changed(PlanState(plan.state)):
        raise access.NotAllowed

    writing.change(plan, by=by, version=version, state=PlanState.APPROVAL_ASKED)
    return approvals.ask(
        case=plan.case, subject=ApprovalSubject.PLAN, record=plan, by=by, answer=answer
    )


@transaction.atomic
def withdraw(*, approval: Approval, plan: Plan, by: Staff) -> Plan:
    """The plan as a draft again, nobody asked any more."""
    approvals.withdraw(approval=approval, by=by)
    return writing.change(plan, by=by, state=PlanState.DRAFT)


@transaction.atomic
def send_back(*, approval: Approval, plan: Plan, question: str, by: Staff) -> Plan:
    """The plan as a draft again, with the supervisor's question."""
    approvals.send_back(approval=approval, question=question, by=by)
    return writing.change(plan, by=by, state=PlanState.DRAFT)


@transaction.atomic
def approve(
    *, approval: Approval, plan: Plan, by: Staff, replaces: Sequence[Plan] | None = None
) -> Plan:
    """The plan approved and the one before it replaced; NotApproved with every reason against.

    `replaces` are the approved plans of the case, for whoever has them in hand.
    """
    access.require(by, Permission.APPROVE, approval)

    case, today = plan.case, plan.case.office.today()
    now = standing(case, on=today)
    reads = access.sections(by, plan.file_id)[0]
    needs = queries.needs_in(now.facets) if reads & Assessment.section else {}
    further = rules.reasons_not_to_approve_plan(queries.facts(plan, needs))
    approvals.approve(approval=approval, version_now=plan.version, by=by, further=further)

    if plan.version != approval.subject_version:
        raise writing.ChangedMeanwhile(plan)
    if replaces is None:
        replaces = list(Plan.objects.filter(case_id=plan.case_id, state=PlanState.APPROVED))
    days = now.targets.procedure.review_days
    approved = {
        "state": PlanState.APPROVED,
        "approved_on": today,
        "review_on": plan.review_on or today + dt.timedelta(days=days),
    }
    earlier = [(each, {"state": PlanState.REPLACED}) for each in replaces]
    writing.change_each([*earlier, (plan, approved)], by=by)
    if case.stage in BEFORE_HELP:
        writing.change(case, by=by, stage=Stage.IMPLEMENTATION)
    after = now.with_plan_approved(today)
    duties.renew(case=case, by=by, done=Duty.PLAN, done_on=today, now=after)
    return plan
