"""The content of a plan's page, ready for its template and limited to what the reader may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from saathi import audit
from saathi.agencies import access, access_log, idempotency, records
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.people import languages
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.people.panels import Panel
from saathi.protection.casework.care_plans import queries, rules
from saathi.protection.casework.care_plans.models import Plan, Step
from saathi.protection.casework.care_plans.queries import OpenedCarePlan, OpenedCarePlanGoal
from saathi.protection.casework.care_plans.vocabulary import GoalState, PlanState, StepState
from saathi.protection.casework.care_plans.wording import describe_gaps
from saathi.protection.casework.cases import assessed_levels
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, Facet, NeedState
from saathi.web.components import (
    ActionLink,
    ChildHeader,
    LabelledValue,
    StatementQuote,
    Text,
    join_facts,
)
from saathi.web.page_names import APPROVAL


@dataclass(frozen=True)
class PlanStepRow:
    """One step: what, progress, who, by when, and the URLs to change it or mark it as done."""

    text: str
    state: Text
    about: str
    is_done: bool
    edit: str
    mark: str
    version: int
    form_key: str


@dataclass(frozen=True)
class PlanGoalRow:
    """One goal with its steps, who decided it, and the child's words about it."""

    text: str
    facet: Text
    state: Text
    is_open: bool
    decided_by: Text
    why: str
    child_words: StatementQuote | None
    about: str
    steps: Sequence[PlanStepRow]
    done: str
    edit: str
    mark: str
    add_step: str


@dataclass(frozen=True)
class ApprovalRequestPanel:
    """The state of the request for approval, and the supervisor's question if it was returned."""

    state: Text
    is_waiting: bool
    is_stale: bool
    question: str
    answer: str
    url: str
    may_decide: bool


@dataclass(frozen=True)
class AreaWithoutGoal:
    """An area that a plan should consider, with the URLs to add a goal or a reason for none."""

    label: Text
    add_url: str
    reason_url: str
    finding: Text = ""  # what the assessment says


@dataclass(frozen=True)
class CarePlanContent:
    """A plan as shown on its page, with a request for approval, or in print."""

    title: str
    state: Text
    child_words: StatementQuote | None
    pairs: Sequence[LabelledValue]
    goals: Sequence[PlanGoalRow]
    later: Sequence[LabelledValue]
    gaps: Sequence[str]
    needs: Sequence[AreaWithoutGoal] = ()  # they prevent approval
    left_out: Sequence[AreaWithoutGoal] = ()
    unassigned: str = ""  # how many open steps have no person responsible, in words


@dataclass(frozen=True)
class CarePlanPage:
    """The page of one plan."""

    child: ChildHeader
    file_id: UUID
    plan: Plan
    part: CarePlanContent
    approval_request: ApprovalRequestPanel | None
    others: Sequence[ActionLink]
    may_change: bool
    may_mark: bool
    may_ask: bool
    form_key: str


MISSING = gettext_lazy("not recorded")


def build_plan_page(child: Child, plan: Plan, plans: Sequence[Plan], staff: Staff) -> CarePlanPage:
    """The page of a plan, for a reader whose access to plans of the child was checked."""
    reads, writes = access.sections_of_file(staff, child.file_id)
    needs = queries.list_needs(plan.case_id, staff) if reads & Section.NEEDS else {}
    may_write = bool(writes & Section.PLAN)
    changeable = rules.may_be_changed(PlanState(plan.state))
    return CarePlanPage(
        child=people.child_header(child, staff=staff),
        file_id=child.file_id,
        plan=plan,
        part=build_plan_panel(queries.open_plan(plan), needs),
        approval_request=_approval_panel(plan, staff) if reads & Section.DECISIONS else None,
        others=[
            ActionLink(f"{_title(other)}: {PlanState(other.state).label}", plan_url(other))
            for other in plans
            if other.pk != plan.pk
        ],
        may_change=may_write and changeable,
        may_mark=may_write,
        may_ask=may_write and changeable and bool(writes & Section.DECISIONS),
        form_key=idempotency.new_form_key(),
    )


def build_plan_panel(
    opened_plan: OpenedCarePlan, needs: Mapping[Facet, NeedState]
) -> CarePlanContent:
    """The content of a plan, with the reasons that still prevent its approval."""
    plan, facts = opened_plan.plan, opened_plan.facts(needs)
    is_open = rules.may_be_changed(PlanState(plan.state))
    against = rules.reasons_not_to_approve_plan(facts) if is_open else ()
    return CarePlanContent(
        title=_title(plan),
        state=PlanState(plan.state).label,
        child_words=_statement_quote(
            opened_plan.payload, "child_words", opened_plan.payload.get("language", "")
        ),
        pairs=_plan_pairs(opened_plan),
        goals=[_goal_row(opened) for opened in opened_plan.goals],
        later=[
            LabelledValue(Facet(facet).label, why)
            for facet, why in opened_plan.reasons_without_goal.items()
        ],
        gaps=describe_gaps(facts, against),
        needs=_areas(rules.needs_without_goal(facts), opened_plan, facts) if is_open else (),
        left_out=_areas(rules.areas_to_consider(facts), opened_plan, facts) if is_open else (),
        unassigned=_unassigned_steps(opened_plan) if is_open else "",
    )


def _areas(
    facets: Sequence[Facet], opened_plan: OpenedCarePlan, facts: rules.PlanFacts
) -> list[AreaWithoutGoal]:
    plan = opened_plan.plan
    add = reverse("care_plans:add_goal", args=[plan.file_id, plan.pk])
    edit = reverse("care_plans:edit_plan", args=[plan.file_id, plan.pk])
    return [
        AreaWithoutGoal(
            facet.label,
            f"{add}?facet={facet.value}",
            f"{edit}#id_later_{facet.value}",
            facts.needs[facet].label if facet in facts.needs else "",
        )
        for facet in facets
    ]


def assessed_panel(case_id: UUID, file_id: UUID, staff: Staff) -> Panel | None:
    """The needs that the plan answers and the child's wishes, beside its forms; the access is logged."""
    levels = {
        domain: level
        for domain, level in assessed_levels.list_levels(case_id, staff).items()
        if level.state in rules.NEEDED
    }
    wishes = assessed_levels.latest_wishes(case_id, staff)
    if not levels and wishes is None:
        return None
    shown = [source.pk for source in assessed_levels.list_sources(levels)]
    pairs = list(assessed_levels.level_values(levels).values())
    if wishes is not None:
        assessment, text = wishes
        shown.append(assessment.pk)
        day = date_format(assessment.assessed_on, "j F Y")
        pairs.insert(0, LabelledValue(gettext("Child’s wishes"), text, note=day))
    access_log.log_file_view(
        staff,
        audit.AuditKind.LOOKED,
        Section.NEEDS,
        file_id=file_id,
        objects=list(dict.fromkeys(shown)),
    )
    return Panel(gettext("From the assessments"), pairs=pairs)


def _unassigned_steps(opened_plan: OpenedCarePlan) -> str:
    """How many steps that are still to be done have no person responsible; empty for none."""
    count = sum(
        step.responsible is None and step.state in rules.OPEN_STEPS
        for opened in opened_plan.goals
        for step, _payload in opened.steps
    )
    text = ngettext(
        "%(count)d step has no person responsible.",
        "%(count)d steps have no person responsible.",
        count,
    )
    return text % {"count": count} if count else ""


def plan_url(plan: Plan) -> str:
    """The URL of a plan."""
    return reverse("care_plans:show_plan", args=[plan.file_id, plan.pk])


def _title(plan: Plan) -> str:
    return gettext("Plan %(number)d") % {"number": plan.number}


def _statement_quote(
    payload: Mapping[str, object], name: str, language: object = ""
) -> StatementQuote | None:
    text = str(payload.get(name, "")).strip()
    if not text:
        return None
    about = languages.language_name(str(language)) if language else ""
    return StatementQuote(text, about=about, language=str(language))


def _plan_pairs(opened_plan: OpenedCarePlan) -> list[LabelledValue]:
    plan = opened_plan.plan
    contribution = plan.get_contribution_display() if plan.contribution else ""
    pairs = [
        LabelledValue(
            gettext("Child’s participation"),
            contribution,
            note=str(opened_plan.payload.get("contribution_note", "")),
            missing=MISSING,
        ),
        LabelledValue(gettext("Child’s agreement"), plan.get_agreement_display()),
        LabelledValue(gettext("Made on"), date_format(plan.made_on)),
    ]
    if plan.approved_on:
        pairs.append(LabelledValue(gettext("Approved on"), date_format(plan.approved_on)))
    if plan.review_on:
        pairs.append(LabelledValue(gettext("Review date"), date_format(plan.review_on)))
    return pairs


def _goal_row(opened: OpenedCarePlanGoal) -> PlanGoalRow:
    goal, payload = opened.goal, opened.payload
    url_args = [goal.file_id, goal.pk]
    done = sum(step.state == StepState.DONE for step, _payload in opened.steps)
    about = [gettext("long term")] if goal.is_long_term else []
    if goal.due_on:
        about.append(gettext("by %(day)s") % {"day": date_format(goal.due_on)})
    counted = ngettext(
        "%(done)d of %(count)d step done", "%(done)d of %(count)d steps done", len(opened.steps)
    )
    return PlanGoalRow(
        text=str(payload.get("text", "")),
        facet=goal.get_facet_display() or gettext("Domain not recorded"),
        state=GoalState(goal.state).label,
        is_open=goal.state == GoalState.OPEN,
        decided_by=goal.get_decided_by_display() or str(MISSING),
        why=str(payload.get("why", "")),
        child_words=_statement_quote(payload, "child_words"),
        about=" · ".join(about),
        steps=[_step_row(step, str(payload.get("text", ""))) for step, payload in opened.steps],
        done=counted % {"done": done, "count": len(opened.steps)} if opened.steps else "",
        edit=reverse("care_plans:edit_goal", args=url_args),
        mark=reverse("care_plans:record_goal_progress", args=url_args),
        add_step=reverse("care_plans:add_step", args=url_args),
    )


def _step_row(step: Step, text: str) -> PlanStepRow:
    about = [step.responsible.name if step.responsible else gettext("not assigned")]
    if step.done_on:
        about.append(gettext("done on %(day)s") % {"day": date_format(step.done_on)})
    elif step.due_on:
        about.append(gettext("by %(day)s") % {"day": date_format(step.due_on)})
    return PlanStepRow(
        text=text,
        state=StepState(step.state).label,
        about=join_facts(about),
        is_done=step.state == StepState.DONE,
        edit=reverse("care_plans:edit_step", args=[step.file_id, step.pk]),
        mark=reverse("care_plans:record_step_progress", args=[step.file_id, step.pk]),
        version=step.version,
        form_key=idempotency.new_form_key(),
    )


def _approval_panel(plan: Plan, staff: Staff) -> ApprovalRequestPanel | None:
    approval = queries.get_last_approval_request(plan)
    if approval is None or approval.decision in {
        ApprovalDecision.WITHDRAWN,
        ApprovalDecision.REPLACED,
    }:
        return None
    texts = records.open_texts(approval)
    waiting = approval.decision == ApprovalDecision.WAITING
    return ApprovalRequestPanel(
        state=ApprovalDecision(approval.decision).label,
        is_waiting=waiting,
        is_stale=waiting and approval.subject_version != plan.version,
        question=str(texts.get("question", "")),
        answer=str(texts.get("answer", "")),
        url=reverse(APPROVAL, args=[approval.pk]),
        may_decide=waiting
        and approval.recorded_by != staff.pk
        and access.has_permission(staff, Permission.APPROVE),
    )
