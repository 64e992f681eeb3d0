"""Links on a child's file: to its sections, and to what the reader may do."""

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.desk.child_file import queries
from saathi.protection.casework.care_plans.vocabulary import PlanState
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus
from saathi.web.components import ActionLink, Text


def section_links(rights: FileRights) -> list[ActionLink]:
    """Links to the pages that this person may read, from all domains; others are not named."""
    return [
        ActionLink(link.label, reverse(link.page, args=[rights.file_id]), link.icon)
        for link in domains.file_links()
        if (link.section is None or rights.may_read(link.section))
        and (link.is_shown is None or link.is_shown(rights))
    ]


def available_actions(rights: FileRights, case: Case | None) -> list[ActionLink]:
    """Further actions as links: only those that the rights of this person allow to finish."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE):
        return []
    is_closed = case is not None and case.status == CaseStatus.CLOSED
    return [
        ActionLink(
            (is_closed and action.label_when_closed) or action.label,
            reverse(action.page, args=[rights.file_id]),
            action.icon,
        )
        for action in domains.file_actions()
        if rights.writes & action.section and (case is not None or not action.needs_case)
    ]


def record_visit_link(rights: FileRights, case: Case | None) -> ActionLink | None:
    """The link to record a visit; None if the reader may not, or the case is closed."""
    if not rights.writes & Section.VISITS or (case and case.status == CaseStatus.CLOSED):
        return None
    return ActionLink(
        _("Record a visit"), reverse("cases:record_visit", args=[rights.file_id]), "home"
    )


def statements_link(rights: FileRights, count: int) -> ActionLink | None:
    """The link to the child's statements; None if the reader may not read them."""
    if not rights.may_read(Section.VOICE):
        return None
    label = _("All that was said (%(count)d)") % {"count": count} if count else _("Open")
    return ActionLink(label, reverse("participation:list_statements", args=[rights.file_id]))


def plan_link(rights: FileRights, plan: queries.PlanProgress | None) -> ActionLink | None:
    """The link to the plan, with its state; None if the reader may not read it."""
    if not rights.may_read(Section.PLAN):
        return None
    label = _("Open")
    if plan:
        state = str(PlanState(plan.plan.state).label).lower()
        label = _("Plan %(number)d, %(state)s") % {"number": plan.plan.number, "state": state}
    return ActionLink(label, reverse("care_plans:show_newest_plan", args=[rights.file_id]))


def rights_link(
    rights: FileRights, permission: Permission, label: Text, name: str
) -> ActionLink | None:
    """A link for staff with this permission who may write the case; None for others."""
    if not access.has_permission(rights.staff, permission) or not rights.writes & Section.CASE:
        return None
    return ActionLink(label, reverse(f"desk:{name}", args=[rights.file_id]))


def access_log_link(rights: FileRights) -> ActionLink | None:
    """The link to the access log; None for staff who may not see it."""
    may = access.has_permission(rights.staff, Permission.SEE_WHO_LOOKED) and rights.may_read(
        Section.CASE
    )
    url = reverse("desk:show_access_log", args=[rights.file_id])
    return ActionLink(_("See when and why"), url) if may else None
