"""Links on a child's file: to its sections, and to what the reader may do."""

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.desk import links
from saathi.desk.child_file import queries
from saathi.protection.casework.care_plans.vocabulary import PlanState
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus
from saathi.protection.casework.supplements.queries import readable_sections
from saathi.web.components import ActionLink, Text


def section_links(rights: FileRights) -> list[ActionLink]:
    """Links to the sections that this person may read; other sections are not named."""
    candidates = (
        (Section.IDENTITY, _("Who the child is"), links.IDENTITY, "user"),
        (Section.IDENTITY, _("People around the child"), links.AROUND, "users"),
        (Section.SITUATION, _("Situation and safety"), links.SITUATION, "shield"),
        (Section.SITUATION, _("Screening and interviews"), links.SCREENING, "list-check"),
        (Section.NEEDS, _("Needs and health"), links.NEEDS, "heart"),
        (Section.VISITS, _("Visits"), links.VISITS, "home"),
        (Section.VISITS, _("Notes and tasks"), links.NOTES, "flag"),
        (Section.PLAN, _("Reviews"), links.REVIEWS, "refresh"),
        (Section.VOICE, _("Complaints and suggestions"), links.COMPLAINTS, "message-circle"),
        (Section.SUPPORT, _("Services and support"), links.SUPPORT, "users"),
        (Section.LEGAL, _("Consent and guardian"), links.CONSENT, "hand-stop"),
        (Section.DECISIONS, _("Decisions with the child"), links.DECISIONS, "clipboard-check"),
        (Section.LEGAL, _("Authorities and orders"), links.ORDERS, "gavel"),
        (Section.LEGAL, _("Across the border"), links.ABROAD, "transfer"),
        (Section.CASE, _("Local committee"), links.COMMITTEE, "users"),
        (Section.CASE, _("Handing the case over"), links.HANDOVERS, "send"),
        (Section.CASE, _("Closing"), links.CLOSING, "archive"),
    )
    return [
        ActionLink(label, links.child_page_url(name, rights.file_id), icon)
        for section, label, name, icon in candidates
        if rights.may_read(section)
    ] + _forms(rights)


def _forms(rights: FileRights) -> list[ActionLink]:
    """Additional forms of the agency, for a reader of a section they can belong to."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE) or not readable_sections(
        rights
    ):
        return []
    return [
        ActionLink(
            _("Further forms"), links.child_page_url(links.FORMS, rights.file_id), "clipboard-list"
        )
    ]


def available_actions(rights: FileRights, case: Case | None) -> list[ActionLink]:
    """Further actions as links: only those that the rights of this person allow to finish."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE):
        return []
    candidates = (
        (Section.IDENTITY, _("Add evidence of age"), links.AGE, "certificate"),
        (Section.VOICE, _("Write down what the child said"), links.RECORD_VOICE, "quote"),
    )
    actions = [
        ActionLink(label, links.child_page_url(name, rights.file_id), icon)
        for section, label, name, icon in candidates
        if rights.writes & section
    ]
    if case is not None and rights.writes & Section.CASE:
        closed = case.status == CaseStatus.CLOSED
        label = _("See how the case was closed") if closed else _("Close the case")
        actions.append(
            ActionLink(label, links.child_page_url(links.CLOSING, rights.file_id), "archive")
        )
        summary = links.child_page_url(links.PRINT_SUMMARY, rights.file_id)
        actions.append(ActionLink(_("Print a summary of the file"), summary, "printer"))
        breach = links.child_page_url(links.BREACH, rights.file_id)
        actions.append(ActionLink(_("Record a breach of privacy"), breach, "alert-triangle"))
    return actions


def first_action(rights: FileRights, case: Case | None) -> ActionLink | None:
    """The link to record a visit; None if the reader may not, or the case is closed."""
    if not rights.writes & Section.VISITS or (case and case.status == CaseStatus.CLOSED):
        return None
    return ActionLink(
        _("Record a visit"), links.child_page_url(links.RECORD_VISIT, rights.file_id), "home"
    )


def voice_link(rights: FileRights, count: int) -> ActionLink | None:
    """The link to the child's statements; None if the reader may not read them."""
    if not rights.may_read(Section.VOICE):
        return None
    label = _("All that was said (%(count)d)") % {"count": count} if count else _("Open")
    return ActionLink(label, links.child_page_url(links.VOICE, rights.file_id))


def plan_link(rights: FileRights, plan: queries.PlanProgress | None) -> ActionLink | None:
    """The link to the plan, with its state; None if the reader may not read it."""
    if not rights.may_read(Section.PLAN):
        return None
    label = _("Open")
    if plan:
        state = str(PlanState(plan.plan.state).label).lower()
        label = _("Plan %(number)d, %(state)s") % {"number": plan.plan.number, "state": state}
    return ActionLink(label, links.child_page_url(links.PLAN, rights.file_id))


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
    url = reverse("desk:who_looked", args=[rights.file_id])
    return ActionLink(_("See when and why"), url) if may else None
