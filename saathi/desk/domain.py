"""What the desk's own pages contribute to the menu, to My day and to a child's file."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    DayLink,
    Domain,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    PageLink,
    WaitingWork,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.desk.day import queries, wording
from saathi.desk.day.cared_for import cared_for_box
from saathi.protection.exchange.models import ImportedRecord
from saathi.web.components import ActionLink, AlertBox


def waiting_approvals(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Requests that wait for the approval of this person."""
    count = queries.count_waiting_approvals(staff)
    if not count:
        return []
    title = ngettext("%(count)d approval waits for you", "%(count)d approvals wait for you", count)
    action = ActionLink(_("Open the approvals"), reverse("desk:list_approvals"))
    return [AlertBox(title % {"count": count}, "", action, "attend", "clipboard-check")]


def waiting_enquiries(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Enquiries that wait for a decision of this person."""
    count = queries.count_waiting_enquiries(staff)
    if not count:
        return []
    action = ActionLink(_("Open the enquiries"), reverse("desk:list_enquiries"))
    return [AlertBox(wording.count_enquiries(count), "", action, "attend", "message-circle")]


def is_imported_column(rights: FileRights, _today: dt.date) -> Exists:
    """Whether the file was imported."""
    return Exists(rights.records(ImportedRecord).filter(file=OuterRef("file")))


def origin_alert(rights: FileRights, _is_imported: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """The import from another system."""
    link = ActionLink(
        _("See where it comes from"), reverse("desk:show_import_origin", args=[rights.file_id])
    )
    return [AlertBox(_("Brought in from another system"), "", link, "calm", "transfer")]


_MENU = (
    MenuEntry(
        10,
        "my_day",
        _("My day"),
        "sun",
        "desk:my_day",
        frozenset({Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY}),
    ),
    MenuEntry(
        20, "find", _("Find a child"), "search", "desk:find_child", frozenset({Permission.SEARCH})
    ),
    MenuEntry(
        60,
        "approvals",
        _("Approvals"),
        "clipboard-check",
        "desk:list_approvals",
        frozenset({Permission.APPROVE}),
    ),
    MenuEntry(
        80,
        "enquiries",
        _("Enquiries"),
        "message-circle",
        "desk:list_enquiries",
        frozenset({Permission.ANSWER_ENQUIRY}),
    ),
    MenuEntry(
        100,
        "erasures",
        _("Erasures"),
        "trash",
        "desk:list_erasures",
        frozenset({Permission.ERASE}),
        is_rare=True,
    ),
    MenuEntry(
        110,
        "exchange",
        _("Import and export"),
        "transfer",
        "desk:list_imports",
        frozenset({Permission.IMPORT, Permission.EXPORT}),
        is_rare=True,
    ),
)

DOMAIN = Domain(
    urls={"urls": "", "shared_urls": ""},
    menu=_MENU,
    file_links=(
        FileLink(
            170,
            Section.DECISIONS,
            _("Closing"),
            "desk:show_closing",
            "archive",
            group=FileGroup.DECISIONS,
        ),
        FileLink(
            190,
            Section.CASE,
            _("Timeline"),
            "desk:show_timeline",
            "history",
            group=FileGroup.ACTIVITY,
        ),
        FileLink(
            200,
            Section.CASE,
            _("Who looked"),
            "desk:show_access_log",
            "eye",
            group=FileGroup.ACTIVITY,
        ),
    ),
    file_actions=(
        FileAction(
            30,
            Section.CASE,
            _("Close the case"),
            "desk:show_closing",
            "archive",
            needs_case=True,
            label_when_closed=_("See how the case was closed"),
        ),
        FileAction(
            40,
            Section.CASE,
            _("Print a summary of the file"),
            "desk:print_summary",
            "printer",
            needs_case=True,
        ),
    ),
    file_alerts=(FileAlert(80, "imported", Section.SITUATION, is_imported_column, origin_alert),),
    day_actions=(
        DayLink(20, Permission.SEARCH, _("Find a child"), "desk:find_child", "search"),
        DayLink(
            30,
            Permission.BREAK_GLASS,
            _("Open a file in an emergency"),
            "desk:open_in_emergency",
            "key",
        ),
    ),
    day_links=(DayLink(30, Permission.WORK_ON_CASE, _("The procedure"), "desk:show_procedure"),),
    page_links=(
        PageLink("around:show_relations", _("Hide the file"), "desk:manage_hidden_from"),
        PageLink(
            "missing:show_missing",
            _("Compare with children you work for"),
            "desk:compare_missing_child",
            "search",
        ),
        PageLink("handovers:list_handovers", _("Hand over within the office"), "desk:change_team"),
        PageLink("care_plans:show_plan", _("Print for the child"), "desk:print_plan", "printer"),
        PageLink(
            "supplements:show_filled_form",
            _("Make a paper of it"),
            "desk:print_filled_form",
            "printer",
        ),
    ),
    waiting=(
        WaitingWork(90, frozenset({Permission.OPEN_CASE}), cared_for_box),
        WaitingWork(10, frozenset({Permission.APPROVE}), waiting_approvals),
        WaitingWork(20, frozenset({Permission.ANSWER_ENQUIRY}), waiting_enquiries),
    ),
    notices={
        "approval_asked": NoticePage("desk:list_approvals", is_of_record=False),
        "enquiry_waits": NoticePage("desk:list_enquiries", is_of_record=False),
        "contact_made": NoticePage("desk:show_search_result"),
        "erasure_waits": NoticePage("desk:list_erasures", is_of_record=False),
        "erasure_decided": NoticePage("desk:list_erasures", is_of_record=False),
    },
)
