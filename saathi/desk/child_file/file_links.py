"""Links on a child's file: to its sections, and to the actions open to the reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.domains import FileGroup, FileLink
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import SCREEN_PERMISSIONS, permissions_of_page
from saathi.desk import wording
from saathi.desk.child_file import queries
from saathi.protection.casework.care_plans.vocabulary import PlanState
from saathi.protection.casework.cases.models import Case, Due
from saathi.web.components import ActionLink, AlertBox, FileSectionGroup, FileSectionLink, Text
from saathi.web.page_names import CHILD_FILE

DAYS_AHEAD: Final = 7  # tasks due later are not shown next to their link


def section_groups(rights: FileRights, dues: Sequence[Due], path: str) -> list[FileSectionGroup]:
    """The navigation of the file on the page `path`: the pages that the reader may open, by group.

    Text next to a link says what is overdue or due within a week. On the overview all groups are
    open, elsewhere only that of the page.
    """
    results = [
        (link.group, link.label, reverse(link.page, args=[rights.file_id]))
        for link in _shown(rights)
    ]
    addresses = [url for _group, _label, url in results]
    here = _longest_beginning(path, addresses)
    due = _due_by_address(rights, dues, addresses)
    is_overview = path == reverse(CHILD_FILE, args=[rights.file_id])
    groups = []
    for group in FileGroup:
        links = [
            FileSectionLink(label, url, due.get(url, ""), is_here=url == here)
            for of_group, label, url in results
            if of_group == group
        ]
        if links:
            is_open = is_overview or any(link.is_here for link in links)
            groups.append(FileSectionGroup(group.label, links, is_open))
    return groups


def _shown(rights: FileRights) -> list[FileLink]:
    return [
        link
        for link in domains.declared_file_links()
        if (link.section is None or rights.may_read(link.section))
        and (link.is_shown is None or link.is_shown(rights))
        and may_open(rights.staff, link.page)
    ]


def duty_link(rights: FileRights, duty: str) -> str:
    """The address where a task is done; empty for a reader who may not open that part of the file."""
    addresses = [reverse(link.page, args=[rights.file_id]) for link in _shown(rights)]
    url = domains.duty_url(duty, rights.file_id)
    opens = may_open(rights.staff, domains.duty_pages()[duty])
    return url if opens and _longest_beginning(url, addresses) else ""


def may_open(staff: Staff, page: str) -> bool:
    """Whether the staff member has one of the permissions that a page of a file needs."""
    needed = permissions_of_page(page)
    return not needed or not needed.isdisjoint(staff.permissions)


def without_closed_action(rights: FileRights, box: AlertBox) -> AlertBox:
    """The alert; without its link if the reader's permissions do not open the page."""
    if box.action is None:
        return box
    view = resolve(urlsplit(box.action.url).path).func
    needed = SCREEN_PERMISSIONS.get(f"{view.__module__}.{view.__name__}", frozenset())
    is_open = not needed or not needed.isdisjoint(rights.staff.permissions)
    return box if is_open else replace(box, action=None)


def _longest_beginning(path: str, addresses: Sequence[str]) -> str:
    """The longest of the addresses below which `path` lies; empty if there is none."""
    return max((url for url in addresses if path.startswith(url)), key=len, default="")


def _due_by_address(
    rights: FileRights, dues: Sequence[Due], addresses: Sequence[str]
) -> dict[str, str]:
    """The first task at each address, in words, if it is overdue or due within a week."""
    today = rights.staff.office.today()
    words: dict[str, str] = {}
    for due in dues:
        if due.due_on > today + dt.timedelta(days=DAYS_AHEAD):
            continue
        page = _longest_beginning(domains.duty_url(due.duty, rights.file_id), addresses)
        if due.due_on >= today:
            day = wording.describe_day(due.due_on, today, short=True, inside=True)
            text = _("due %(day)s") % {"day": day}
        else:
            text = wording.describe_due(due.due_on, today)
        words.setdefault(page, text)
    return words


def available_actions(rights: FileRights, case: Case | None) -> list[ActionLink]:
    """Links to further actions: only those that the reader's rights allow to complete."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE):
        return []
    is_ended = case is not None and case.is_ended
    return [
        ActionLink(
            (is_ended and action.label_when_closed) or action.label,
            reverse(action.page, args=[rights.file_id]),
            action.icon,
        )
        for action in domains.declared_file_actions()
        if rights.writes & action.section and (case is not None or not action.needs_case)
    ]


def record_visit_link(rights: FileRights, case: Case | None) -> ActionLink | None:
    """The link to record a visit; None if the reader may not, or the case has ended."""
    page = "cases:record_visit"
    if not rights.writes & Section.VISITS or (case and case.is_ended):
        return None
    if not may_open(rights.staff, page):
        return None
    return ActionLink(_("Record a visit"), reverse(page, args=[rights.file_id]), "home")


def statements_link(rights: FileRights, count: int) -> ActionLink | None:
    """The link to the child's statements; None if the reader may not read them."""
    page = "participation:list_statements"
    if not rights.may_read(Section.VOICE) or not may_open(rights.staff, page):
        return None
    label = _("All statements (%(count)d)") % {"count": count} if count else _("Open")
    return ActionLink(label, reverse(page, args=[rights.file_id]))


def case_plan_link(rights: FileRights, plan: queries.PlanProgress | None) -> ActionLink | None:
    """The link to the plan, with its state; None if the reader may not read it."""
    page = "care_plans:show_newest_plan"
    if not rights.may_read(Section.PLAN) or not may_open(rights.staff, page):
        return None
    label = _("Open")
    if plan:
        state = str(PlanState(plan.plan.state).label).lower()
        label = _("Case plan %(number)d, %(state)s") % {"number": plan.plan.number, "state": state}
    return ActionLink(label, reverse(page, args=[rights.file_id]))


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
    return ActionLink(_("View access log"), url) if may else None
