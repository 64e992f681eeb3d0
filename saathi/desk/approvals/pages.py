"""One request for approval as its page shows it: obstacles, the assessment, the plan or closure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.consent import act_pages, acts
from saathi.desk.approvals.cautions import list_cautions, principles_caution
from saathi.desk.approvals.deaths import death_alert, death_cautions, what_to_check
from saathi.desk.approvals.list_page import list_sorted_approval_ids
from saathi.desk.approvals.plan_changes import PlanChange, list_plan_changes
from saathi.desk.child_file import alerts, frame
from saathi.desk.closing.blockers import ClosingBlocker
from saathi.desk.closing.pages import ClosingPanel, closing_panel
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.protection.casework.care_plans import queries as plans
from saathi.protection.casework.care_plans.domain import PLAN_ACT
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.care_plans.pages import CarePlanContent, build_plan_panel, plan_url
from saathi.protection.casework.care_plans.rules import PlanFacts
from saathi.protection.casework.cases import assessed_levels
from saathi.protection.casework.cases.actions.approvals import reasons_against_approval
from saathi.protection.casework.cases.assessment_pages import describe_coverage
from saathi.protection.casework.cases.assessment_rules import assessment_coverage
from saathi.protection.casework.cases.closing_act import CLOSING
from saathi.protection.casework.cases.models import Approval, Case, Closing
from saathi.protection.casework.cases.queries import (
    AssessmentDetails,
    assessment_details,
    last_assessment,
    office_procedure,
)
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    ClosingReason,
)
from saathi.web.components import (
    ActionLink,
    AlertBox,
    ChildHeader,
    LabelledValue,
    RiskTag,
    isolate_direction,
)
from saathi.web.page_names import CHILD_FILE

_ACTS = {ApprovalSubject.PLAN: PLAN_ACT, ApprovalSubject.CLOSING: CLOSING.name}


@dataclass(frozen=True)
class AssessmentPanel:
    """The latest assessment, beside the request: the risk, its reason, and the child's wishes.

    `findings` are the latest levels of all domains: a short assessment leaves out most of them.
    """

    details: AssessmentDetails
    risk: RiskTag
    findings: Sequence[LabelledValue]
    coverage: str  # number of required domains that are assessed
    link: ActionLink


@dataclass(frozen=True)
class QueuePosition:
    """The position of the request among all that wait for this reader, and the next one."""

    text: str
    next_link: ActionLink | None


@dataclass(frozen=True)
class ApprovalPage:
    """The content of the page of one request with its subject."""

    child: ChildHeader
    file_id: UUID
    file_url: str
    approval: Approval
    asked: str
    state: Any
    is_waiting: bool
    question: str
    answer: str
    plan: CarePlanContent | None
    closing: ClosingPanel | None
    blockers: Sequence[ClosingBlocker]
    assessment: AssessmentPanel | None
    no_assessment: str  # why none is shown, in words
    changes: Sequence[PlanChange]
    replaces: ActionLink | None
    cautions: Sequence[ClosingBlocker]
    principles: ActionLink | None  # link to the answer to the four principles, if there is one
    place: QueuePosition | None
    alerts: Sequence[AlertBox]
    check: str = ""  # what to check before approval, if the child is said to have died
    death_cautions: Sequence[ClosingBlocker] = ()


def approval_page(
    rights: FileRights,
    approval: Approval,
    child: Child,
    subject: "ApprovalTarget",
    *,
    is_discreet: bool,
) -> ApprovalPage:
    """The page of one request, for a reader of the case."""
    staff, texts = rights.staff, records.open_texts(approval)
    is_waiting = approval.decision == ApprovalDecision.WAITING
    plan, changes, facts = _plan(staff, subject)
    act = acts.find_act(rights, _ACTS[ApprovalSubject(approval.subject)], approval.subject_id)
    closing = (
        closing_panel(subject.closing, subject.closing.case, staff) if subject.closing else None
    )
    death = _death(subject) if is_waiting else None
    return ApprovalPage(
        child=people.child_header(child, staff=staff),
        file_id=approval.file_id,
        file_url=reverse(CHILD_FILE, args=[approval.file_id]),
        approval=approval,
        asked=_asked(staff, approval),
        state=ApprovalDecision(approval.decision).label,
        is_waiting=is_waiting,
        question=str(texts.get("question", "")),
        answer=str(texts.get("answer", "")),
        plan=plan,
        closing=closing,
        blockers=_blockers(staff, approval, subject, plan, closing) if is_waiting else (),
        assessment=_assessment(staff, subject.case),
        no_assessment=_no_assessment(rights),
        changes=changes,
        replaces=_replaces(subject),
        cautions=_cautions(rights, subject, facts, act) if is_waiting else (),
        principles=_principles(rights, act),
        place=_place(staff, approval, is_discreet=is_discreet),
        alerts=_alerts(rights, death),
        check=what_to_check(death) if death else "",
        death_cautions=death_cautions(rights, death) if death else (),
    )


def _alerts(rights: FileRights, death: Closing | None) -> list[AlertBox]:
    """What to check about a death comes first: the alert of danger does not stand alone."""
    first = [death_alert(death)] if death else []
    return [*first, *alerts.list_alerts_of_every_page(rights, frame.newest_case_of_file(rights)[0])]


def _death(subject: "ApprovalTarget") -> Closing | None:
    """The closing to decide on, if it is because the child died."""
    is_death = subject.closing and subject.closing.reason == ClosingReason.DIED
    return subject.closing if is_death else None


def _cautions(
    rights: FileRights,
    subject: "ApprovalTarget",
    facts: PlanFacts | None,
    act: acts.RecordedSignificantAct | None,
) -> list[ClosingBlocker]:
    """The cautions about the plan, and about a missing answer to the four principles."""
    about_plan = list_cautions(rights, subject.case, facts) if facts else []
    return [*about_plan, *principles_caution(rights, act)]


def _principles(rights: FileRights, act: acts.RecordedSignificantAct | None) -> ActionLink | None:
    if act is None or not act.decision:
        return None
    return act_pages.answer_links(act, rights.file_id, may_write=False)[0]


def _plan(
    staff: Staff, subject: "ApprovalTarget"
) -> tuple[CarePlanContent | None, Sequence[PlanChange], PlanFacts | None]:
    """The plan waiting for approval, its changes to the earlier plan, and its facts."""
    if not subject.plan:
        return None, (), None
    opened = plans.open_plan(subject.plan)
    needs = plans.list_needs(subject.plan.case_id, staff)
    panel, facts = build_plan_panel(opened, needs), opened.facts(needs)
    if not subject.earlier:
        return panel, (), facts
    return panel, list_plan_changes(opened, plans.open_plan(subject.earlier)), facts


def _asked(staff: Staff, approval: Approval) -> str:
    by = names_of([approval.recorded_by]).get(approval.recorded_by, "")
    days = (staff.office.today() - staff.office.date_of(approval.asked_at)).days
    text = gettext("Submitted by %(name)s on %(day)s") % {
        "name": isolate_direction(by),
        "day": date_format(staff.office.local(approval.asked_at), "j F Y"),
    }
    waited = ngettext("waiting for %(days)d day", "waiting for %(days)d days", days)
    return f"{text}, {waited % {'days': days}}" if days else text


def _blockers(
    staff: Staff,
    approval: Approval,
    subject: "ApprovalTarget",
    plan: CarePlanContent | None,
    closing: ClosingPanel | None,
) -> list[ClosingBlocker]:
    """Everything for which approval would currently be refused, by the same rules."""
    reasons = reasons_against_approval(approval, version_now=subject.version, actor=staff)
    closing_blockers = [ClosingBlocker(reason.code, gettext(reason.text)) for reason in reasons]
    if plan and subject.plan:
        link = ActionLink(gettext("Open the case plan"), plan_url(subject.plan))
        closing_blockers += [ClosingBlocker("plan", gap, action=link) for gap in plan.gaps]
    return [*closing_blockers, *(closing.blockers if closing else ())]


def _assessment(staff: Staff, case: Case | None) -> AssessmentPanel | None:
    """The latest assessment, None for readers who may not read it; the access is logged."""
    if case is None or not access.sections_of_file(staff, case.file_id)[0] & Section.NEEDS:
        return None
    last = last_assessment(case, staff)
    if last is None:
        return None
    levels = assessed_levels.list_levels(case.pk, staff)
    shown = [last.pk, *(source.pk for source in assessed_levels.list_sources(levels))]
    access_log.log_file_view(
        staff,
        audit.AuditKind.LOOKED,
        Section.NEEDS,
        file_id=case.file_id,
        objects=list(dict.fromkeys(shown)),
    )
    details = assessment_details(last)
    see = reverse("cases:show_assessment", args=[case.file_id, last.pk])
    return AssessmentPanel(
        details,
        risk_tag(last.risk),
        list(assessed_levels.level_values(levels).values()),
        _coverage(case, levels),
        ActionLink(gettext("Open the assessment"), see),
    )


def _no_assessment(rights: FileRights) -> str:
    """Why no assessment is shown; only those who may read one learn whether there is one."""
    if rights.may_read(Section.NEEDS):
        return gettext("No assessment yet.")
    return gettext("There is no assessment that you are allowed to read.")


def _coverage(case: Case, levels: assessed_levels.Levels) -> str:
    facets = {domain.value: level.state.value for domain, level in levels.items()}
    procedure = office_procedure(case.office, on=case.office.today())
    return describe_coverage(assessment_coverage([facets], procedure))


def _replaces(subject: "ApprovalTarget") -> ActionLink | None:
    """The link to the plan that this one would replace; None if there is none."""
    if subject.earlier is None:
        return None
    words = {"number": subject.earlier.number}
    return ActionLink(gettext("Compared with plan %(number)d") % words, plan_url(subject.earlier))


def _place(staff: Staff, approval: Approval, *, is_discreet: bool) -> QueuePosition | None:
    """The request's position in the reader's queue, and the next one; None if it is far down.

    After the decision, the number of requests still waiting and the first of them.
    """
    offices = [principal for principal in staff.acts_as if principal != staff.pk]
    queue = list_sorted_approval_ids(staff, offices, is_discreet=is_discreet)
    if queue and approval.decision != ApprovalDecision.WAITING:
        return _first_waiting(queue)
    if approval.pk not in queue or len(queue) == 1:
        return None
    index = queue.index(approval.pk)
    following = queue[(index + 1) % len(queue)]
    text = gettext("%(number)d of %(count)d, highest risk first")
    if is_discreet:
        text = gettext("%(number)d of %(count)d, oldest first")
    link = ActionLink(gettext("Next"), reverse("desk:show_approval", args=[following]))
    return QueuePosition(text % {"number": index + 1, "count": len(queue)}, link)


def _first_waiting(queue: Sequence[UUID]) -> QueuePosition:
    text = ngettext(
        "%(count)s item awaiting your approval",
        "%(count)s items awaiting your approval",
        len(queue),
    )
    link = ActionLink(gettext("Next"), reverse("desk:show_approval", args=[queue[0]]))
    return QueuePosition(text % {"count": len(queue)}, link)


@dataclass(frozen=True)
class ApprovalTarget:
    """The subject of a request, in the same file: a plan or a closure."""

    plan: Plan | None = None
    replaces: Sequence[Plan] = ()  # the approved plans it would replace
    closing: Closing | None = None

    @property
    def case(self) -> Case | None:
        """The case of the plan or closure."""
        target = self.plan or self.closing
        return target.case if target else None

    @property
    def version(self) -> int:
        """The current version of the plan or closure."""
        target = self.plan or self.closing
        return target.version if target else 0

    @property
    def earlier(self) -> Plan | None:
        """The latest of the plans that it would replace."""
        return max(self.replaces, key=lambda plan: plan.number, default=None)


def get_target(approval: Approval) -> ApprovalTarget:
    """The subject of a request; NotAllowed if it does not exist."""
    file_id, subject_id = approval.file_id, approval.subject_id
    subject = ApprovalTarget()
    if approval.subject == ApprovalSubject.PLAN:
        subject = ApprovalTarget(*plans.get_plans_to_approve(file_id, subject_id))
    else:
        closings = Closing.objects.filter(file_id=file_id, pk=subject_id)
        subject = ApprovalTarget(closing=closings.select_related("case__office").first())
    if not (subject.plan or subject.closing):
        raise access.NotAllowed
    return subject
