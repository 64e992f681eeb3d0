"""My day as the template shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Draft, Notice, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import DraftKind, NoticeKind
from saathi.desk import wording
from saathi.desk.day import queries
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases import models as cases
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty, Stage
from saathi.protection.casework.handovers import queries as handovers
from saathi.protection.casework.services.queries import directory, referral_lists
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    DueItem,
    EmptyState,
)


@dataclass(frozen=True)
class NoticeRow:
    """One unread notice: its text and time."""

    id: UUID
    text: str
    when: str


@dataclass(frozen=True)
class MyDayPage:
    """Everything on the page; `shown` are its files, for the access log."""

    is_discreet: bool
    waiting: Sequence[AlertBox]
    overdue: Sequence[DueItem]
    today: Sequence[DueItem]
    upcoming: Sequence[DueItem]
    after: str
    notices: Sequence[NoticeRow]
    drafts: Sequence[DueItem]
    cases: DisplayTable | None
    actions: Sequence[ActionLink]
    more_links: Sequence[ActionLink]
    empty: EmptyState | None
    shown_files: Sequence[UUID]

    @property
    def pager(self) -> dict[str, str | None]:
        """The key of the next page; None on the last page."""
        return {"before": None, "after": self.after or None}


# The link of each notice: its record, or the list in which that waits.
_OF_RECORD: dict[str, str] = {
    NoticeKind.CASE_ASSIGNED: "desk:child_file",
    NoticeKind.GLASS_BROKEN: "desk:child_file",
    NoticeKind.REPORT_HANDED: "intake:show_report",
    NoticeKind.CONTACT_MADE: "desk:show_answer",
    NoticeKind.MISSING_CONTACT: "missing:show_missing",
    NoticeKind.NOTICE_ASKED: "missing:show_missing",
    NoticeKind.NOTICE_DECIDED: "missing:show_missing",
    NoticeKind.RECORDS_JOINED: "desk:child_file",
    NoticeKind.RECORDS_PARTED: "desk:child_file",
    NoticeKind.TEXT_WAITS: "public_texts:list_texts",
    NoticeKind.TEXT_DECIDED: "public_texts:list_texts",
    NoticeKind.INCIDENT: "incidents:show_incident",
    NoticeKind.TASK_GIVEN: "notes:list_notes",
    NoticeKind.TASK_ANSWERED: "notes:list_notes",
    NoticeKind.HANDOVER_OFFERED: "handovers:show_offer",
    NoticeKind.HANDOVER_ANSWERED: "handovers:show_offer",
    NoticeKind.COMMITTEE_ASKED: "committees:show_follow_up",
    NoticeKind.COMMITTEE_TOLD: "committees:list_follow_ups",
    NoticeKind.COMPLAINT: "complaints:open_complaint",
    NoticeKind.COMING_OF_AGE: "cases:list_reviews",
}
_LISTS: dict[str, str] = {
    NoticeKind.APPROVAL_ASKED: "desk:list_approvals",
    NoticeKind.ENQUIRY_WAITS: "desk:list_enquiries",
    NoticeKind.STAFF_CHANGE: "agencies:agency",
    NoticeKind.ERASURE_WAITS: "desk:list_erasures",
    NoticeKind.ERASURE_DECIDED: "desk:list_erasures",
    NoticeKind.REFERRED: "services:list_referrals",
    NoticeKind.REFERRAL_ANSWERED: "services:list_referrals",
}


def my_day_page(
    staff: Staff, may: frozenset[Permission], *, is_discreet: bool, after: str = ""
) -> MyDayPage:
    """The page of one person: names opened with one key query, or codes only."""
    due_page = queries.get_due_page(staff, after)
    works = Permission.WORK_ON_CASE in may
    open_cases = queries.list_open_cases(staff) if works else []
    stages = queries.list_case_stages(staff) if works else []
    children = {due.case.child_id: due.case.child for due in due_page.dues}
    children |= {case.child_id: case.child for case in open_cases}
    names = {} if is_discreet else queries.child_names(children)
    parts = [_due_part(staff, due, names) for due in due_page.dues]
    notices = [
        NoticeRow(n.id, _notice_rows(n, count), wording.describe_moment(n.given_at, staff.office))
        for n, count in queries.list_unread_notices(staff)
    ]
    actions = _actions(may)
    waiting = _waiting(staff, may, [file for file, _stage in stages])
    unfinished = [
        _unfinished(staff, draft, code) for draft, code in queries.list_drafts_with_codes(staff)
    ]
    is_bare = not (parts or open_cases or notices or waiting or unfinished)
    return MyDayPage(
        is_discreet=is_discreet,
        waiting=waiting,
        overdue=[part for part in parts if part.urgency == "late"],
        today=[part for part in parts if part.urgency == "today"],
        upcoming=[part for part in parts if part.urgency == "ahead"],
        after=due_page.after,
        notices=notices,
        drafts=unfinished,
        cases=_case_table(open_cases, names, staff, stages) if open_cases else None,
        actions=actions,
        more_links=_further_links(may),
        empty=_empty(actions) if is_bare else None,
        shown_files=sorted({child.file_id for child in children.values()}),
    )


def _notice_rows(notice: Notice, count: int) -> str:
    if count == 1:
        return str(NoticeKind(notice.kind).label)
    return _enquiries_wait(count)


def _enquiries_wait(count: int) -> str:
    title = ngettext(
        "%(count)d enquiry waits for a decision", "%(count)d enquiries wait for a decision", count
    )
    return title % {"count": count}


def notice_address(notice: Notice) -> str:
    """The link of a notice: its record, or the list it waits in."""
    if notice.record and notice.kind in _OF_RECORD:
        return reverse(_OF_RECORD[notice.kind], args=[notice.record])
    return reverse(_LISTS.get(notice.kind, "desk:my_day"))


def _due_part(staff: Staff, due: cases.Due, names: dict[UUID, str]) -> DueItem:
    code = due.case.child.code
    name = names.get(due.case.child_id, "")
    return wording.due_item(
        str(Duty(due.duty).label),
        due.due_on,
        staff.office.today(),
        url=reverse("desk:child_file", args=[due.file_id]),
        about=f"{name} · {code}" if name else code,
    )


def _unfinished(staff: Staff, draft: Draft, code: str) -> DueItem:
    """A draft: its expiry, its kind, and its file."""
    last = draft.expires_at.astimezone(ZoneInfo(staff.office.time_zone)).date()
    day = wording.describe_day(last, staff.office.today())
    return DueItem(
        _("kept until %(day)s") % {"day": day},
        str(DraftKind(draft.kind).label),
        draft.place,
        day=last.isoformat(),
        about=code,
    )


def _case_table(
    open_cases: list[Case],
    names: dict[UUID, str],
    staff: Staff,
    stages: Sequence[tuple[UUID, str]],
) -> DisplayTable:
    today = staff.office.today()
    rows = [
        [
            DisplayTableCell(
                names.get(case.child_id) or case.child.code,
                url=reverse("desk:child_file", args=[case.file_id]),
            ),
            DisplayTableCell(case.child.code),
            DisplayTableCell(Stage(case.stage).label),
            DisplayTableCell(wording.describe_day(case.opened_on, today)),
        ]
        for case in open_cases
    ]
    columns = [
        DisplayTableColumn(_("Child")),
        DisplayTableColumn(_("File")),
        DisplayTableColumn(_("Stage")),
        DisplayTableColumn(_("Open since")),
    ]
    if not names:
        rows = [row[:1] + row[2:] for row in rows]
        columns = columns[1:]
    return DisplayTable(_("Your open cases"), columns, rows, note=_stages(stages))


def _stages(stages: Sequence[tuple[UUID, str]]) -> str:
    """The number of cases per stage in words, in the order of the stages."""
    by_stage = Counter(stage for _file, stage in stages)
    words = [f"{stage.label}: {by_stage[stage]}" for stage in Stage if by_stage.get(stage)]
    return join_words(words)


def _waiting(staff: Staff, may: frozenset[Permission], files: list[UUID]) -> list[AlertBox]:
    waiting = []
    if Permission.APPROVE in may and (count := queries.count_waiting_approvals(staff)):
        title = ngettext(
            "%(count)d approval waits for you", "%(count)d approvals wait for you", count
        )
        action = ActionLink(_("Open the approvals"), reverse("desk:list_approvals"))
        waiting.append(AlertBox(title % {"count": count}, "", action, "attend", "clipboard-check"))
    if Permission.ANSWER_ENQUIRY in may and (count := queries.count_waiting_enquiries(staff)):
        action = ActionLink(_("Open the enquiries"), reverse("desk:list_enquiries"))
        waiting.append(AlertBox(_enquiries_wait(count), "", action, "attend", "message-circle"))
    if Permission.WORK_ON_CASE in may and (count := queries.count_screening_prompts(staff, files)):
        title = ngettext(
            "Look closer at %(count)d child: trafficking may be overlooked",
            "Look closer at %(count)d children: trafficking may be overlooked",
            count,
        )
        action = ActionLink(_("See which"), reverse("screening:list_prompts"))
        waiting.append(AlertBox(title % {"count": count}, "", action, "calm", "list-check"))
    waiting += _handovers_waiting(staff, may) + _referrals_waiting(staff, may)
    return waiting + _services_waiting(staff)


def _services_waiting(staff: Staff) -> list[AlertBox]:
    """Entries of the directory that this keeper can publish, and those whose review is due."""
    tasks = directory.count_keeper_tasks(staff)
    waiting = []
    if tasks.to_publish:
        title = ngettext(
            "%(count)d service waits for a second person",
            "%(count)d services wait for a second person",
            tasks.to_publish,
        )
        action = ActionLink(_("Check and publish"), reverse("services:publish_services"))
        text = title % {"count": tasks.to_publish}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks.to_review:
        title = ngettext(
            "The details of %(count)d service need checking",
            "The details of %(count)d services need checking",
            tasks.to_review,
        )
        see = f"{reverse('services:list_services')}?state=review"
        action = ActionLink(_("Check the details"), see)
        text = title % {"count": tasks.to_review}
        waiting.append(AlertBox(text, "", action, "calm", "address-book"))
    return waiting


def _handovers_waiting(staff: Staff, may: frozenset[Permission]) -> list[AlertBox]:
    """Cases offered to the offices this person leads."""
    if Permission.ASSIGN not in may or not (count := handovers.count_waiting_offers(staff)):
        return []
    title = ngettext(
        "%(count)d case is offered to you", "%(count)d cases are offered to you", count
    )
    action = ActionLink(_("Answer"), reverse("handovers:list_offers"))
    return [AlertBox(title % {"count": count}, "", action, "attend", "send")]


def _referrals_waiting(staff: Staff, may: frozenset[Permission]) -> list[AlertBox]:
    """Waiting referrals, and files recently closed to a service."""
    if not may & {Permission.WORK_ON_CASE, Permission.RECORD_REPORT}:
        return []
    counts = referral_lists.count_referrals(staff)
    see = reverse("services:list_referrals")
    waiting = []
    if counts.received:
        title = ngettext(
            "%(count)d child was referred to your service",
            "%(count)d children were referred to your service",
            counts.received,
        )
        action = ActionLink(_("Answer"), f"{see}?which=received")
        waiting.append(AlertBox(title % {"count": counts.received}, "", action, "attend", "send"))
    if counts.waiting:
        title = ngettext(
            "%(count)d referral was not answered in time",
            "%(count)d referrals were not answered in time",
            counts.waiting,
        )
        action = ActionLink(_("Ask again"), f"{see}?which=waiting")
        waiting.append(AlertBox(title % {"count": counts.waiting}, "", action, "attend", "clock"))
    if counts.ended_access:
        title = ngettext(
            "A file closed to a service in the last two weeks",
            "%(count)d files closed to services in the last two weeks",
            counts.ended_access,
        )
        action = ActionLink(_("See which"), f"{see}?which=ended_access")
        waiting.append(AlertBox(title % {"count": counts.ended_access}, "", action, "calm", "lock"))
    return waiting


def _actions(may: frozenset[Permission]) -> list[ActionLink]:
    actions = []
    if Permission.RECORD_REPORT in may:
        url = reverse("intake:record_report")
        actions.append(ActionLink(_("Record a report"), url, "file-plus"))
    if Permission.SEARCH in may:
        actions.append(ActionLink(_("Find a child"), reverse("desk:find_child"), "search"))
    if Permission.BREAK_GLASS in may:
        actions.append(
            ActionLink(_("Open a file in an emergency"), reverse("desk:break_glass"), "key")
        )
    return actions


def _further_links(may: frozenset[Permission]) -> list[ActionLink]:
    """Lists used occasionally, and the country's procedure."""
    candidates = (
        (Permission.WORK_ON_CASE, _("Complaints and suggestions"), "complaints:list_waiting"),
        (Permission.ASSIGN, _("Cases that change hands"), "handovers:list_offers"),
        (Permission.WORK_ON_CASE, _("The procedure"), "desk:show_procedure"),
    )
    return [ActionLink(label, reverse(name)) for needed, label, name in candidates if needed in may]


def _empty(actions: list[ActionLink]) -> EmptyState:
    if actions:
        text = _(
            "When a case is yours, what is due for each child stands here. Begin with a report "
            "of a concern, or look whether the child is known."
        )
        return EmptyState(_("No case is yours yet"), text, actions[0], "sun")
    text = _(
        "When you take a seat in a child’s team, her file opens from here. Your supervisor "
        "gives the seats."
    )
    return EmptyState(_("Nothing waits for you"), text, None, "sun")
