"""My day as the template shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import domains
from saathi.agencies.declared_kinds import draft_kinds, notice_kinds
from saathi.agencies.models import Draft, Notice, Staff
from saathi.agencies.permissions import Permission
from saathi.desk import wording
from saathi.desk.day import queries
from saathi.desk.day.wording import count_enquiries
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases import models as cases
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty, Stage
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
    actions = domains.day_links(may, actions=True)
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
        more_links=domains.day_links(may, actions=False),
        empty=_empty(actions) if is_bare else None,
        shown_files=sorted({child.file_id for child in children.values()}),
    )


def _notice_rows(notice: Notice, count: int) -> str:
    if count == 1:
        return str(notice_kinds()[notice.kind].label)
    return count_enquiries(count)


def notice_address(notice: Notice) -> str:
    """The link of a notice: its record, or the list it waits in."""
    notice_page = domains.notice_pages().get(notice.kind)
    if notice_page is None or (notice_page.is_of_record and not notice.record):
        return reverse("desk:my_day")
    return reverse(notice_page.page, args=[notice.record] if notice_page.is_of_record else [])


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
        str(draft_kinds()[draft.kind].label),
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
    return [
        box
        for part in domains.waiting_work()
        if part.permissions & may
        for box in part.boxes(staff, files)
    ]


def _empty(actions: list[ActionLink]) -> EmptyState:
    if actions:
        text = _(
            "When a case is yours, what is due for each child is listed here. Begin with a report "
            "of a concern, or look whether the child is known."
        )
        return EmptyState(_("No case is yours yet"), text, actions[0], "sun")
    text = _(
        "When you take a seat in a child’s team, her file opens from here. Your supervisor "
        "gives the seats."
    )
    return EmptyState(_("Nothing waits for you"), text, None, "sun")
