"""The frame around the content of every page of a child's file, as `file_frame` in templates.

A context processor, so that pages of lower wings need not import the desk. It queries the database
only when a page's template renders it, with the rights and header that the page has loaded.
"""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.request_cache import get_cached
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk import wording
from saathi.desk.child_file import alerts, file_links, queries
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_page
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.vault.errors import FileKeyMissing
from saathi.web import discreet_view
from saathi.web.components import ActionLink, ChildHeader, FileFrame, RiskTag
from saathi.web.page_names import CHILD_FILE, MY_DAY


def file_frame(request: HttpRequest) -> dict[str, Any]:
    """The frame as `file_frame`; falsy on pages outside a file, or before a purpose is given."""
    return {"file_frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> FileFrame | None:
    rights: FileRights | None = getattr(request, "rights", None)
    if rights is None:
        return None
    child = child_of_page(rights)
    return build_frame(cast("StaffRequest", request), rights, child) if child else None


def build_frame(request: StaffRequest, rights: FileRights, child: Child) -> FileFrame:
    """The frame of the page requested by `request`."""
    case, dues = newest_case_of_file(rights)
    overview = reverse(CHILD_FILE, args=[rights.file_id])
    are_names_hidden = discreet_view.must_cover_texts(request)
    header = None if are_names_hidden else _header(rights, child)
    return FileFrame(
        code=child.code,
        url=overview,
        child=header,
        are_names_hidden=are_names_hidden,
        home=_home(request),
        risk=None if are_names_hidden else readable_risk_tag(rights, case),
        next_step=next_step(rights, dues),
        safe_contact_link=_safe_contact_link(rights) if header else None,
        photo_link=_photo_link(rights, case) if header else None,
        groups=file_links.section_groups(rights, dues, request.path),
        action=_main_action(request, rights, case),
        more_actions=file_links.available_actions(rights, case),
        is_overview=request.path == overview,
        alerts=() if are_names_hidden else alerts.list_alerts_of_every_page(rights, case),
    )


def _main_action(request: StaffRequest, rights: FileRights, case: Case | None) -> ActionLink | None:
    """The link to record a visit; None on that page."""
    link = file_links.record_visit_link(rights, case)
    return None if link and link.url == request.path else link


def newest_case_of_file(rights: FileRights) -> tuple[Case | None, list[Due]]:
    """The child's newest case and open tasks, queried once per request; none without the right."""
    if not rights.may_read(Section.CASE):
        return None, []
    now = get_cached(("case now", rights.file_id), lambda: queries.get_newest_case(rights))
    return (now.case, now.dues) if now else (None, [])


def readable_risk_tag(rights: FileRights, case: Case | None) -> RiskTag | None:
    """The risk level in words, whatever it is; None for readers without a section that shows it."""
    if case is None or not rights.reads & RISK_SECTIONS:
        return None
    return risk_tag(case.risk)


def next_step(rights: FileRights, dues: list[Due]) -> str:
    """The next task of the child and when it is due; empty if there is none."""
    if not dues:
        return ""
    text = wording.describe_due(dues[0].due_on, rights.staff.office.today())
    return f"{Duty(dues[0].duty).label}: {text[:1].lower()}{text[1:]}"


def _header(rights: FileRights, child: Child) -> ChildHeader | None:
    try:
        return child_header(child, staff=rights.staff)
    except FileKeyMissing:
        return None  # identifying data were erased


def _safe_contact_link(rights: FileRights) -> ActionLink | None:
    """The link to record safe-contact instructions, for those who may."""
    page = "people:edit_child_details"
    if not rights.writes & Section.IDENTITY or not file_links.may_open(rights.staff, page):
        return None
    return ActionLink(_("Add safe-contact instructions"), reverse(page, args=[rights.file_id]))


def _photo_link(rights: FileRights, case: Case | None) -> ActionLink | None:
    """The link to request the photo, for those who work with the child, if one is current."""
    page = "portraits:list_portraits"
    has_photo = getattr(case, "has_photo", False)
    if not has_photo or not rights.is_own_case or not file_links.may_open(rights.staff, page):
        return None
    address = reverse(page, args=[rights.file_id])
    return ActionLink(_("Show photo"), f"{address}?show=current")


def _home(request: StaffRequest) -> ActionLink:
    """The first breadcrumb: the list of cases if the reader's menu has it, else My day."""
    places = {place.key: place for place in request.nav}
    place = places.get("cases") or places.get("my_day")
    if place is None:
        return ActionLink(_("Saathi"), reverse(MY_DAY))
    return ActionLink(place.label, reverse(place.url_name))
