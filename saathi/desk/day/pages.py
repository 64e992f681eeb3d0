"""My day as the template shows it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies import domains
from saathi.agencies.declared_kinds import draft_kinds, notice_kinds
from saathi.agencies.models import Draft, Notice, Staff
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.desk import wording
from saathi.desk.case_list.declaration import ME
from saathi.desk.day import queries
from saathi.desk.day import wording as day_wording
from saathi.desk.day.child_rows import DayChildRow, child_row
from saathi.desk.day.queries import DayWork, NoticeLine, ReadableName
from saathi.desk.day.rules import APPOINTMENT_DUTIES, ChildWork, sort_child_work
from saathi.desk.day.urgent import UrgentBlock, urgent_block
from saathi.desk.day.waiting import WaitingItems, waiting_items
from saathi.desk.supervision.pages import Dashboard, dashboard_page
from saathi.infra.join_words import join_words
from saathi.people.queries import codes_of_files
from saathi.protection.casework.cases.vocabulary import Stage
from saathi.web.components import ActionLink, AlertBox, DueItem, EmptyState, join_facts

_NOTHING_DUE = EmptyState(
    gettext_lazy("Nothing is due"), gettext_lazy("Due and urgent tasks appear here."), None, "sun"
)
_WAITING_AND_NOTICES = gettext_lazy(
    "Items that need your attention are listed under “Waiting” and “Notices”."
)
_WAITING = gettext_lazy("Items that need your attention are listed under “Waiting”.")
_NOTICES = gettext_lazy("Items that need your attention are listed under “Notices”.")
FIRST_CHILDREN = 6  # together with the blocks above them, two phone screens
CHILDREN_A_PAGE = 50
MAX_APPOINTMENTS = 8


@dataclass(frozen=True)
class DayOptions:
    """What the person chose to see: names or codes, the first children or a page of all."""

    is_discreet: bool = False
    shows_all: bool = False
    page: str = ""
    office: str = ""  # of the dashboard


@dataclass(frozen=True)
class NoticeRow:
    """A line of unread notices of one kind: text with their number, and the time of the latest."""

    id: UUID
    text: str
    when: str
    is_urgent: bool


@dataclass(frozen=True)
class ChildrenBlock:
    """The children of the day: the first ones, or one page of all."""

    rows: Sequence[DayChildRow]
    summary: str = ""
    show_more: str = ""
    page: Page[ChildWork] | None = None
    left_out: Sequence[AlertBox] = ()  # what the page omits, with links to the full lists


@dataclass(frozen=True)
class MyDayPage:
    """The content of the page; and its files, own and supervised, for the access log."""

    is_discreet: bool
    day: str
    urgent: UrgentBlock
    children: ChildrenBlock
    appointments: Sequence[DueItem]
    waiting: WaitingItems
    dashboard: Dashboard | None
    notices: Sequence[NoticeRow]
    drafts: Sequence[DueItem]
    actions: Sequence[ActionLink]
    more_links: Sequence[ActionLink]
    empty: EmptyState | None
    shown_files: Sequence[UUID]
    supervised_files: Sequence[UUID]


def my_day_page(staff: Staff, may: frozenset[Permission], options: DayOptions) -> MyDayPage:
    """The page of one user, with names opened by one query for keys, or with codes only."""
    today = staff.office.today()
    works = Permission.WORK_ON_CASE in may
    work = queries.get_day_work(staff) if works else DayWork()
    ordered = sort_child_work(work.children, today)
    block = _children_block(ordered, work, options)
    shown = list(block.page.object_list) if block.page else ordered[:FIRST_CHILDREN]
    meetings = _appointments(ordered, today)
    seen = {child.child_id: child for child in (*shown, *(child for child, _duty in meetings))}
    waiting = waiting_items(staff, may, list(work.files))
    urgent = {box.child.child_id: box.child.file_id for box in waiting.urgent if box.child}
    discreet = options.is_discreet
    names = {} if discreet else queries.child_names(staff, {*seen, *urgent})
    rows = [child_row(child, today, names=names, is_discreet=discreet) for child in shown]
    leads = Permission.APPROVE in may and not options.shows_all
    begun = drafts.list_drafts(staff)
    unread = queries.list_unread_notices(staff)
    files = {draft.file_id for draft in begun}
    dashboard = dashboard_page(staff, options.office, files) if leads else None
    codes = dashboard.codes if dashboard else codes_of_files(staff, files)
    of_notices = {line.file_id for line in unread if line.file_id}
    others = {*(dashboard.shown_files if dashboard else ()), *urgent.values(), *of_notices}
    own_files = {child.file_id for child in seen.values()} | (others & set(work.files))
    page = MyDayPage(
        is_discreet=discreet,
        day=day_wording.describe_whole_day(today),
        urgent=urgent_block(waiting.urgent, names),
        children=replace(block, rows=rows),
        appointments=[_appointment(child, duty, names) for child, duty in meetings],
        waiting=waiting,
        dashboard=dashboard,
        notices=[_notice_row(line, staff) for line in unread],
        drafts=[_unfinished(staff, draft, codes.get(draft.file_id, "")) for draft in begun],
        actions=domains.day_links(staff, may, actions=True),
        more_links=domains.day_links(staff, may, actions=False),
        empty=None,
        shown_files=sorted(own_files),
        supervised_files=sorted(others - own_files),
    )
    return replace(page, empty=_empty_state(page, works=works))


def _empty_state(page: MyDayPage, *, works: bool) -> EmptyState | None:
    """The text in the middle of a page without cases, urgent work or figures; otherwise None."""
    if (works or page.actions) and _is_bare(page):
        return _empty(page.actions)
    has_content = page.children.rows or page.waiting.urgent or page.dashboard
    if has_content:
        return None
    return _not_urgent(page) if page.waiting.waiting or page.notices else _NOTHING_DUE


def _not_urgent(page: MyDayPage) -> EmptyState:
    """That nothing is urgent, naming only the parts that the page has."""
    text = _WAITING_AND_NOTICES
    if not (page.waiting.waiting and page.notices):
        text = _WAITING if page.waiting.waiting else _NOTICES
    return EmptyState(gettext_lazy("Nothing is urgent"), text, None, "sun")


def _is_bare(page: MyDayPage) -> bool:
    waits = page.waiting.urgent or page.waiting.waiting
    return not (page.children.rows or waits or page.dashboard or page.notices or page.drafts)


def _children_block(
    ordered: Sequence[ChildWork], work: DayWork, options: DayOptions
) -> ChildrenBlock:
    """The block, still without rows: how many cases, and what is left out."""
    block = ChildrenBlock((), _summary(work), left_out=_left_out(work))
    if options.shows_all:
        return replace(block, page=Paginator(ordered, CHILDREN_A_PAGE).get_page(options.page))
    more = len(ordered) - FIRST_CHILDREN
    show_more = ngettext("Show %(count)d more", "Show %(count)d more", more) % {"count": more}
    return replace(block, show_more=show_more if more > 0 else "")


def _left_out(work: DayWork) -> list[AlertBox]:
    """Notices of cases and duties that are not on this page, each with a link to the full list."""
    own = f"{reverse('desk:list_cases')}?worker={ME}"
    boxes = []
    if work.more_cases:
        title = ngettext(
            "%(count)s more open case", "%(count)s more open cases", work.more_cases
        ) % {"count": f"{work.more_cases:,}"}
        text = _("Cases with the lowest risk level are not listed here, but their due dates are.")
        boxes.append(
            AlertBox(title, text, ActionLink(_("Show your cases"), own), "attend", "users")
        )
    if work.has_more_duties:
        boxes.append(shortened_list_notice(queries.MAX_DUTIES))
    return boxes


def shortened_list_notice(count: int) -> AlertBox:
    """The notice that a page lists only `count` due dates, with a link to all cases."""
    title = _("Only the %(count)s earliest due dates are listed here") % {"count": f"{count:,}"}
    address = f"{reverse('desk:list_cases')}?worker={ME}&order=due"
    link = ActionLink(_("Show your cases by due date"), address)
    return AlertBox(title, "", link, "attend", "clock")


def _summary(work: DayWork) -> str:
    """The number of open cases and, if all are listed, of those in each stage, in order."""
    stages = work.stages
    if not stages or work.more_cases:
        return ""
    by_stage = Counter(stages)
    words = [f"{stage.label}: {by_stage[stage]}" for stage in Stage if by_stage.get(stage)]
    count = ngettext("%(count)d open case", "%(count)d open cases", len(stages))
    return join_words([count % {"count": len(stages)}, *words])


def _appointments(ordered: Sequence[ChildWork], today: object) -> list[tuple[ChildWork, str]]:
    """Children to meet today and today's time limits, highest risk first."""
    results = [
        (child, duty.duty)
        for child in ordered
        for duty in child.duties
        if duty.due_on == today and duty.duty in APPOINTMENT_DUTIES
    ]
    return results[:MAX_APPOINTMENTS]


def _appointment(child: ChildWork, duty: str, names: Mapping[UUID, ReadableName]) -> DueItem:
    readable = names.get(child.child_id, ReadableName()).readable
    return DueItem(
        "",
        day_wording.duty_name(duty),
        reverse("desk:child_file", args=[child.file_id]),
        about=f"{readable} · {child.code}" if readable else child.code,
    )


def _notice_row(line: NoticeLine, staff: Staff) -> NoticeRow:
    kind = notice_kinds()[line.kind]
    text = str(kind.label)
    if line.code:
        text = join_facts((text, line.code))
    if line.count > 1:
        text = _("%(text)s (%(count)d)") % {"text": text, "count": line.count}
    when = wording.describe_moment(line.given_at, staff.office)
    return NoticeRow(line.id, text, when, kind.is_urgent)


def notice_address(notice: Notice) -> str:
    """The URL of a notice's record, or of the list in which it waits."""
    notice_page = domains.notice_pages().get(notice.kind)
    if notice_page is None or (notice_page.is_of_record and not notice.record):
        return reverse("desk:my_day")
    return reverse(notice_page.page, args=[notice.record] if notice_page.is_of_record else [])


def _unfinished(staff: Staff, draft: Draft, code: str) -> DueItem:
    """The item for a draft: its expiry, kind and file."""
    last = draft.expires_at.astimezone(ZoneInfo(staff.office.time_zone)).date()
    day = wording.describe_day(last, staff.office.today(), inside=True)
    kind = str(draft_kinds()[draft.kind].label)
    expiry = _("deletion: %(day)s") % {"day": day}
    about = f"{code} · {expiry}" if code else expiry
    return DueItem("", kind, draft.place, day=last.isoformat(), about=about)


def _empty(actions: Sequence[ActionLink]) -> EmptyState:
    if actions:
        text = _(
            "Your cases and due tasks are listed here. Start by recording a report or "
            "finding a child."
        )
        return EmptyState(_("You have no open cases"), text, actions[0], "sun")
    text = _("Your supervisor can add you to a child’s team.")
    return EmptyState(_("You have no assigned cases"), text, None, "sun")
