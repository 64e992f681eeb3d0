"""What the desk's own pages contribute to the menu, to My day and to a child's file."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
    PagePart,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.desk.approvals.deaths import death_request_boxes, death_requests_column
from saathi.desk.case_list.figures.pages import own_figures
from saathi.desk.case_list.permissions import SEES_CASES
from saathi.desk.day import queries, wording
from saathi.desk.day.cared_for import cared_for_box, cared_for_column
from saathi.desk.registration.matches import report_matches
from saathi.desk.registration.waiting import (
    waiting_assignments_column,
    waiting_for_assignment,
)
from saathi.desk.team.waiting import uncovered_boxes, uncovered_column
from saathi.protection.exchange.models import ImportedRecord
from saathi.web.components import ActionLink, AlertBox


def waiting_enquiries(_staff: Staff, count: int) -> list[AlertBox]:
    """The alert about enquiries waiting for the user's decision; empty if none."""
    if not count:
        return []
    action = ActionLink(_("Open the enquiries"), reverse("desk:list_enquiries"))
    return [AlertBox(wording.count_enquiries(count), "", action, "attend", "message-circle")]


def is_imported_column(rights: FileRights, _today: dt.date) -> Exists:
    """The condition that the file was imported."""
    return Exists(rights.records(ImportedRecord).filter(file=OuterRef("file")))


def origin_alert(rights: FileRights, _is_imported: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """The alert that the file was imported from another system."""
    link = ActionLink(
        _("View import details"), reverse("desk:show_import_origin", args=[rights.file_id])
    )
    return [AlertBox(_("Imported from another system"), "", link, "calm", "transfer")]


_MENU = (
    MenuEntry(
        10,
        "my_day",
        _("My day"),
        "sun",
        "desk:my_day",
        queries.HAS_A_DAY,
    ),
    MenuEntry(
        15,
        "cases",
        _("Cases"),
        "users",
        "desk:list_cases",
        frozenset(SEES_CASES),
        further=("/child/",),
    ),
    MenuEntry(
        20,
        "find",
        _("Search for a child"),
        "search",
        "desk:find_child",
        frozenset({Permission.SEARCH}),
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
        95,
        "hidden_files",
        _("Hidden files"),
        "eye-off",
        "desk:list_hidden_files",
        frozenset({Permission.HIDE}),
        is_rare=True,
    ),
    MenuEntry(
        100,
        "erasures",
        _("Erasure requests"),
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
            _("Case closure"),
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
            _("Access log"),
            "desk:show_access_log",
            "eye",
            group=FileGroup.ACTIVITY,
        ),
        FileLink(
            195,
            None,
            _("Sources of records"),
            "desk:show_sources",
            "quote",
            group=FileGroup.ACTIVITY,
        ),
    ),
    file_actions=(
        FileAction(
            30,
            Section.DECISIONS,
            _("Request case closure"),
            "desk:request_closing",
            "archive",
            needs_case=True,
            label_when_closed=_("View case closure"),
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
        DayLink(20, Permission.SEARCH, _("Search for a child"), "desk:find_child", "search"),
        DayLink(
            30,
            Permission.EMERGENCY_ACCESS,
            _("Open a file in an emergency"),
            "desk:open_in_emergency",
            "key",
        ),
    ),
    day_links=(
        DayLink(10, Permission.WORK_ON_CASE, _("Calendar"), "desk:show_calendar"),
        DayLink(20, Permission.APPROVE, _("Acts not yet assessed"), "desk:list_unassessed_acts"),
        DayLink(30, Permission.WORK_ON_CASE, _("Case management procedure"), "desk:show_procedure"),
    ),
    page_links=(
        PageLink("around:show_relations", _("Hide the file"), "desk:manage_hidden_from"),
        PageLink(
            "missing:show_missing",
            _("Compare with children you work with"),
            "desk:compare_missing_child",
            "search",
        ),
        PageLink("handovers:list_handovers", _("Reassign within the office"), "desk:change_team"),
        PageLink("care_plans:show_plan", _("Print for the child"), "desk:print_plan", "printer"),
        PageLink("conferences:list_conferences", _("Print"), "desk:print_conference", "printer"),
        PageLink(
            "best_interests:hold_meeting",
            _("Print the panel’s case file"),
            "desk:print_case_pack",
            "printer",
        ),
        PageLink(
            "best_interests:tell_child", _("Print the letter"), "desk:print_decision", "printer"
        ),
        PageLink(
            "best_interests:list_determinations",
            _("Print the agenda"),
            "desk:print_agenda",
            "printer",
        ),
        PageLink(
            "safety_plans:show_safety_plan",
            _("Print the safety plan"),
            "desk:print_safety_plan",
            "printer",
        ),
        PageLink(
            "documents:list_documents", _("Print the list"), "desk:print_documents", "printer"
        ),
        PageLink("portraits:list_portraits", _("Print photo"), "desk:print_photo", "printer"),
        PageLink("missing:show_photo", _("Print photo"), "desk:print_missing_photo", "printer"),
        PageLink("notes:list_notes", _("Print case notes"), "desk:print_notes", "printer"),
        PageLink(
            "supplements:show_filled_form",
            _("Print form"),
            "desk:print_filled_form",
            "printer",
        ),
    ),
    page_parts=(
        PagePart("intake:show_report", "desk/_report_matches.html", report_matches),
        PagePart("evidence:show_statistics", "desk/_own_figures.html", own_figures),
    ),
    waiting=(
        WaitingWork(0, frozenset({Permission.APPROVE}), death_request_boxes, death_requests_column),
        WaitingWork(90, frozenset({Permission.OPEN_CASE}), cared_for_box, cared_for_column),
        WaitingWork(
            3,
            frozenset({Permission.ASSIGN}),
            uncovered_boxes,
            uncovered_column,
            office_today_values,
        ),
        WaitingWork(
            4, frozenset({Permission.ASSIGN}), waiting_for_assignment, waiting_assignments_column
        ),
        WaitingWork(
            20,
            frozenset({Permission.ANSWER_ENQUIRY}),
            waiting_enquiries,
            queries.waiting_enquiries_column,
        ),
    ),
    notices={
        "approval_asked": NoticePage("desk:list_approvals", is_of_record=False),
        "closing_death": NoticePage("desk:show_approval"),
        "enquiry_waits": NoticePage("desk:list_enquiries", is_of_record=False),
        "contact_made": NoticePage("desk:show_search_result"),
        "case_to_assign": NoticePage("desk:assign_case"),
        "case_to_assign_now": NoticePage("desk:assign_case"),
        "file_closed": NoticePage("desk:manage_hidden_from"),
        "file_hidden": NoticePage("desk:manage_hidden_from"),
        "file_shown": NoticePage("desk:manage_hidden_from"),
        "file_to_hide": NoticePage("desk:manage_hidden_from"),
        "import_ended": NoticePage("desk:show_import"),
        "import_undo_ended": NoticePage("desk:show_import"),
        "erasure_waits": NoticePage("desk:list_erasures", is_of_record=False),
        "erasure_decided": NoticePage("desk:list_erasures", is_of_record=False),
    },
)
