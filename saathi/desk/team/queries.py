"""Colleagues who can join a team, and people that a file is hidden from."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Agency, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.covers import current_seats
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.web.paging import requested_key


def require_rights(staff: Staff, file_id: UUID, permission: Permission) -> FileRights:
    """The staff member's rights to a file; NotAllowed unless they may change rights to it."""
    access.require(staff, permission)
    rights = access.rights(staff, file_id)
    if not rights.is_own_case or not rights.writes & Section.CASE:
        raise access.NotAllowed
    return rights


def get_case_with_child(rights: FileRights) -> Case:
    """The newest case of the file with its child."""
    case = rights.records(Case).select_related("child", "worker").order_by("-opened_on").first()
    if case is None:
        raise access.NotAllowed
    return case


def list_case_workers(rights: FileRights) -> list[str]:
    """The names of the case workers of the open cases of the file."""
    cases = rights.records(Case).filter(status__in=OPEN_STATUSES, awaits_assignment=False)
    return sorted(set(cases.values_list("worker__name", flat=True)))


def list_open_seats(case: Case, rights: FileRights) -> list[Seat]:
    """The current seats of the case, taken ones first."""
    seats = current_seats(rights.records(Seat).filter(case=case), rights.staff.office.today())
    taken_and_empty = seats.select_related("staff")
    return sorted(taken_and_empty, key=lambda seat: (seat.staff is None, seat.role))


def get_seat(case: Case, rights: FileRights, seat_id: str) -> Seat:
    """A seat of the case, including ended ones; NotAllowed for any other id."""
    key = requested_key(seat_id)
    seats = rights.records(Seat).filter(case=case).select_related("staff")
    seat = seats.filter(pk=key).first() if key else None
    if seat is None:
        raise access.NotAllowed
    seat.case = case
    return seat


@dataclass(frozen=True, slots=True)
class HiddenFrom:
    """A person or an agency that a file is hidden from, who hid it, and when."""

    id: UUID
    name: str
    by: str
    since: dt.datetime


def list_hidden_from(file_id: UUID) -> list[HiddenFrom]:
    """The people and agencies that the file is hidden from, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT principal, hidden_by, since FROM access_hidden_by(%s)", [file_id])
        hidden: list[tuple[UUID, UUID, dt.datetime]] = cursor.fetchall()
    if not hidden:
        return []
    principals = [pk for pk, _by, _since in hidden]
    staff = Staff.objects.in_bulk({*principals, *(by for _pk, by, _since in hidden)})
    names = {pk: person.name for pk, person in staff.items()}
    names |= dict(Agency.objects.filter(pk__in=principals).values_list("pk", "name"))
    rows = [
        HiddenFrom(pk, names[pk], names.get(by, ""), since)
        for pk, by, since in hidden
        if pk in names
    ]
    return sorted(rows, key=lambda row: row.name)


@dataclass(frozen=True, slots=True)
class WaitingNamedReport:
    """A linked report that names staff who may read the file, and would lose access if it is hidden."""

    report: UUID
    names: list[str]


def list_waiting_named_reports(file_id: UUID) -> list[WaitingNamedReport]:
    """The file's reports whose named staff the reader decides on; empty for other readers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT report, staff FROM report_names_waiting(%s)", [file_id])
        waiting: list[tuple[UUID, UUID]] = cursor.fetchall()
    if not waiting:
        return []
    staff = Staff.objects.in_bulk({person for _report, person in waiting})
    return [
        WaitingNamedReport(
            report, sorted(staff[pk].name for of, pk in waiting if of == report and pk in staff)
        )
        for report in sorted({report for report, _person in waiting})
    ]
