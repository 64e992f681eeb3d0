"""Children I care for: those whose team a user belongs to without being the case worker."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet, When
from django.db.models import Case as Wrapped
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import RISK_SECTIONS
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import TeamRole
from saathi.desk import wording
from saathi.desk.case_list.declaration import may_read_labels
from saathi.desk.day.rules import ChildWork, OpenDuty, sort_child_work
from saathi.desk.day.wording import duty_name
from saathi.infra.any_of import AnyOf, any_of_rows
from saathi.infra.query_columns import count_column
from saathi.people import names
from saathi.people.formatting import sex_label
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.danger import MAY_BE_IN_DANGER, annotate_danger
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import Case, Due, Seat, Visit
from saathi.protection.casework.cases.risk_tags import short_risk_tag
from saathi.protection.casework.cases.urgent_work import child_was_met, may_know_danger_condition
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, RiskLevel
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
    """The children with the reader's role, risk and what is due next; None if there are none.

    In the order of My day. Risk and danger are for those who may know them, and never in the
    discreet view. At most four queries. Access to the list is logged.
    """
    today = staff.office.today()
    work = {child.file_id: child for child in sort_child_work(_work(staff), today)}
    if not work:
        return None
    found = list(
        list_seats(staff).filter(AnyOf("file_id", list(work))).select_related("case__child")
    )
    places = {file_id: place for place, file_id in enumerate(work)}
    found.sort(key=lambda seat: (places[seat.file_id], seat.pk))
    shown = found[:MAX_CHILDREN]
    files = list(dict.fromkeys(seat.file_id for seat in shown))
    access_log.log_list_view(
        staff, files, purpose="own_case", screen="desk:list_cared_for", count=len(files)
    )
    hides_names = discreet_view.must_cover_texts(request)
    opened = {} if hides_names else vault.open_many([seat.case.child for seat in shown])
    labels = [_("Child"), _("Case ID"), _("Gender"), _("Your role"), _("Next due")]
    rows = [_row(seat, work[seat.file_id], opened, today) for seat in shown]
    if may_read_labels(staff) and not hides_names:
        labels.insert(1, _("Risk level"))
        for row, seat in zip(rows, shown, strict=True):
            row.insert(1, _risk(work[seat.file_id]))
    columns = [DisplayTableColumn(label) for label in labels]
    table = DisplayTable(_("Children I care for"), columns, rows)
    return CaredForTable(table, len(found) > MAX_CHILDREN)


def _work(staff: Staff) -> list[ChildWork]:
    """The children with their open duties; risk and danger only if the reader may know them."""
    seats = list_seats(staff).order_by().values("case")
    cases = access.visible(staff, Case, by_row=True).filter(any_of_rows("pk", seats))
    knows = may_know_danger_condition(staff)
    is_urgent = Q(risk=RiskLevel.HIGH) | Q(danger_since__isnull=False)
    never_met = is_urgent & Q(knows) & ~Q(child_was_met("pk"))
    annotate_dangers = annotate_danger(cases, Visit.objects.all(), knows).annotate(
        knows_risk=HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True),
        is_never_met=Wrapped(
            When(never_met, then=True), default=False, output_field=BooleanField()
        ),
    )
    rows = list(annotate_dangers.select_related("child")[:MAX_COUNTED])
    duties = _open_duties(staff, [case.pk for case in rows])
    return [
        ChildWork(
            case.child_id,
            case.file_id,
            case.child.code,
            case.risk if case.knows_risk else None,
            tuple(duties.get(case.pk, ())),
            is_never_met=case.is_never_met,
            danger=str(MAY_BE_IN_DANGER) if case.is_in_danger else "",
        )
        for case in rows
    ]


def _open_duties(staff: Staff, cases: list[UUID]) -> dict[UUID, list[OpenDuty]]:
    """The open duties of each case that the reader may know, the most urgent first."""
    dues = access.visible(staff, Due, by_row=True).filter(
        due_queries.knows_duties(staff), AnyOf("case_id", cases), done_on=None
    )
    result: dict[UUID, list[OpenDuty]] = defaultdict(list)
    for due in sorted(dues, key=lambda due: duty_order(due.due_on, due.duty)):
        result[due.case_id].append(OpenDuty(due.duty, due.due_on, due.attempts))
    return result


def _row(
    seat: Seat, work: ChildWork, opened: dict[UUID, dict[str, Any]], today: dt.date
) -> list[DisplayTableCell]:
    child = seat.case.child
    display = names.display_name(names.names_in_payload(opened.get(child.pk, {})))
    forms = [display.primary, *display.other_forms[:1]]
    name = join_facts(form for form in forms if form)
    return [
        DisplayTableCell(name or child.code, reverse("desk:child_file", args=[child.file_id])),
        DisplayTableCell(child.code),
        DisplayTableCell(sex_label(child.gender)),
        DisplayTableCell(TeamRole(seat.role).label),
        _next_due(work, today),
    ]


def _next_due(work: ChildWork, today: dt.date) -> DisplayTableCell:
    """What is due next, and when."""
    duties = work.sort_duties(today)
    if not duties:
        return DisplayTableCell("")
    due = duties[0]
    text = f"{duty_name(due.duty)}: {wording.describe_due(due.due_on, today)}"
    return DisplayTableCell(text, tag="attend" if due.due_on < today else "")


def _risk(work: ChildWork) -> DisplayTableCell:
    """The tags of the list of cases; empty if the reader may not know the risk."""
    if work.risk is None:
        return DisplayTableCell("")
    tag = short_risk_tag(work.risk, in_danger=bool(work.danger))
    return DisplayTableCell(tag.text, tag=tag.tag, mark=work.danger)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_cared_for(request: StaffRequest) -> HttpResponse:
    """The page of children whose team the reader belongs to without being the case worker."""
    cared_for = cared_for_table(request, request.staff)
    return render(request, "desk/list_cared_for.html", {"cared_for": cared_for})


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
