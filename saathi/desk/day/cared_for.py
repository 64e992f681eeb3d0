"""Children I care for: those whose team a user belongs to without being the case worker."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import TeamRole
from saathi.desk import wording
from saathi.infra.query_columns import count_column
from saathi.people import names
from saathi.people.formatting import sex_label
from saathi.protection.casework.cases.models import Due, Seat
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.vault import store as vault
from saathi.web import discreet_view
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    join_facts,
)

MAX_CHILDREN: Final = 100
MAX_COUNTED: Final = 1_000


@dataclass(frozen=True)
class CaredForTable:
    """The children as a table; `has_more` if there are more than it shows."""

    table: DisplayTable
    has_more: bool


def list_seats(staff: Staff) -> QuerySet[Seat]:
    """The seats of `staff`, with children, in teams of open cases that another person works on.

    Excludes cases that they cover during leave: My day shows these with their duties.
    """
    seats = access.visible(staff, Seat, by_row=True).filter(
        staff=staff.id, ended_on=None, until_on=None, case__status__in=OPEN_STATUSES
    )
    return seats.exclude(case__worker=staff.id).order_by("case__child__code", "pk")


def cared_for_table(request: HttpRequest, staff: Staff) -> CaredForTable | None:
    """The children with the reader's role and what is due next; None if there are none.

    At most three queries. Access to the list is logged.
    """
    open_dues = access.visible(staff, Due).filter(case=OuterRef("case"), done_on=None)
    found = list_seats(staff).select_related("case__child")
    found = found.annotate(next_due=Subquery(open_dues.order_by("due_on").values("due_on")[:1]))
    seats = list(found[: MAX_CHILDREN + 1])
    shown = seats[:MAX_CHILDREN]
    if not shown:
        return None
    files = [seat.file_id for seat in shown]
    access_log.log_list_view(
        staff, files, purpose="own_case", screen="desk:list_cared_for", count=len(files)
    )
    hides_names = discreet_view.must_cover_texts(request)
    opened = {} if hides_names else vault.open_many([seat.case.child for seat in shown])
    rows = [_row(staff, seat, opened) for seat in shown]
    columns = [
        DisplayTableColumn(label)
        for label in (_("Child"), _("Case ID"), _("Gender"), _("Your role"), _("Next due"))
    ]
    table = DisplayTable(_("Children I care for"), columns, rows)
    return CaredForTable(table, len(seats) > MAX_CHILDREN)


def _row(staff: Staff, seat: Seat, opened: dict[UUID, dict[str, Any]]) -> list[DisplayTableCell]:
    child = seat.case.child
    display = names.display_name(names.names_in_payload(opened.get(child.pk, {})))
    forms = [display.primary, *display.other_forms[:1]]
    name = join_facts(form for form in forms if form)
    next_due = getattr(seat, "next_due", None)
    due = wording.describe_due(next_due, staff.office.today()) if next_due else ""
    is_late = next_due is not None and next_due < staff.office.today()
    return [
        DisplayTableCell(name or child.code, reverse("desk:child_file", args=[child.file_id])),
        DisplayTableCell(child.code),
        DisplayTableCell(sex_label(child.gender)),
        DisplayTableCell(TeamRole(seat.role).label),
        DisplayTableCell(due, tag="attend" if is_late else ""),
    ]


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_cared_for(request: StaffRequest) -> HttpResponse:
    """The page of children whose team the reader belongs to without being the case worker."""
    found = cared_for_table(request, request.staff)
    return render(request, "desk/list_cared_for.html", {"cared_for": found})


def cared_for_column(staff: Staff, _files: object) -> Any:
    """The column that counts the children in a user's care, once even with two roles."""
    return count_column(list_seats(staff), MAX_COUNTED, of="file")


def cared_for_box(_staff: Staff, count: int) -> list[AlertBox]:
    """A line on My day, for staff with own cases, that links to the children; empty without any."""
    if not count:
        return []
    title = ngettext("You care for %(count)d child", "You care for %(count)d children", count)
    action = ActionLink(_("Children I care for"), reverse("desk:list_cared_for"))
    return [AlertBox(title % {"count": count}, "", action, "calm", "users")]
