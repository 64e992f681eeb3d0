"""Cautions shown to a supervisor before approving a plan; they do not prevent approval."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.consent import act_pages, acts
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ChildAnswer
from saathi.desk.closing.blockers import ClosingBlocker
from saathi.protection.casework.care_plans.rules import (
    PlanFacts,
    contradicts_participation,
    is_goal_decided_by_child,
)
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import RiskLevel, VisitOutcome
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SafetyPlanState
from saathi.web.components import ActionLink


def list_cautions(
    rights: FileRights, case: Case | None, plan: PlanFacts | None = None
) -> list[ClosingBlocker]:
    """What is missing besides the plan, as far as the reader may know it, with links. One query.

    No meeting with the child, a goal that the child cannot have decided, no recorded consent; at
    high risk, no safety plan.
    """
    if case is None:
        return []
    today = rights.staff.office.today()
    met = rights.records(Visit).filter(case=OuterRef("pk")).exclude(outcome=VisitOutcome.NOT_MET)
    consents = rights.records(Consent).filter(
        Q(ends_on=None) | Q(ends_on__gte=today), withdrawn_on=None
    )
    consents = consents.exclude(answer=ChildAnswer.NO)
    plans = rights.records(SafetyPlan).filter(case=OuterRef("pk"), state=SafetyPlanState.CURRENT)
    result = (
        Case.objects.filter(pk=case.pk)
        .annotate(is_met=Exists(met), has_consent=Exists(consents), has_plan=Exists(plans))
        .values("is_met", "has_consent", "has_plan")
        .get()
    )
    is_high = case.risk == RiskLevel.HIGH and bool(rights.reads & RISK_SECTIONS)
    cautions = []
    if not result["is_met"] and rights.may_read(Section.VISITS):
        text = _("The child has not been met at a visit yet.")
        if is_high:
            text = _("The child is at high risk and has not been met at a visit yet.")
        cautions.append(
            _caution(rights, "never_met", text, "cases:list_visits", _("Open the visits"))
        )
    may_know = rights.may_read(Section.VISITS)
    if plan and (text := _about_decisions(plan, is_unmet=may_know and not result["is_met"])):
        see = _("Open the case plan")
        cautions.append(_caution(rights, "decided", text, "care_plans:show_newest_plan", see))
    if is_high and not result["has_plan"] and rights.may_read(SafetyPlan.section):
        text = _("The child is at high risk and has no safety plan.")
        see = _("Open the safety plan")
        cautions.append(_caution(rights, "no_plan", text, "safety_plans:show_safety_plan", see))
    if not result["has_consent"] and rights.may_read(Consent.section):
        text = _("No consent or other legal basis is recorded.")
        see = _("Open consent and guardian")
        cautions.append(_caution(rights, "no_consent", text, "consent:show_consent", see))
    return cautions


def principles_caution(
    rights: FileRights, act: acts.RecordedSignificantAct | None
) -> list[ClosingBlocker]:
    """The caution that the four principles are not answered, with the form; empty otherwise."""
    if act is None or act.decision:
        return []
    may_write = Section.DECISIONS in rights.writes
    links = act_pages.answer_links(act, rights.file_id, may_write=may_write)
    return [
        ClosingBlocker("principles", str(act_pages.NO_ANSWER), action=links[0] if links else None)
    ]


def _about_decisions(plan: PlanFacts, *, is_unmet: bool) -> str:
    """The text that a child is recorded as deciding a goal without taking part or being met."""
    if plan.contribution and contradicts_participation(plan):
        text = _(
            "A goal is recorded as decided by the child, but the child’s participation is recorded as "
            "“%(participation)s”. Check how the child decided."
        )
        return text % {"participation": plan.contribution.label}
    if is_unmet and is_goal_decided_by_child(plan):
        return _(
            "A goal is recorded as decided by the child, who has not been met at a visit. Check how "
            "the child decided."
        )
    return ""


def _caution(rights: FileRights, code: str, text: str, page: str, see: str) -> ClosingBlocker:
    link = ActionLink(see, reverse(page, args=[rights.file_id]))
    return ClosingBlocker(code, text, action=link)
