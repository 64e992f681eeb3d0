"""Colleagues who can join a team, and people from whom a file is hidden."""

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


def require_rights(staff: Staff, file_id: UUID, permission: Permission) -> FileRights:
    """The rights to a file whose rights this person may change; NotAllowed otherwise."""
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


def list_open_seats(case: Case, rights: FileRights) -> list[Seat]:
    """The current seats of the case, taken ones first."""
    seats = current_seats(rights.records(Seat).filter(case=case), rights.staff.office.today())
    taken_and_empty = seats.select_related("staff")
    return sorted(taken_and_empty, key=lambda seat: (seat.staff is None, seat.role))


@dataclass(frozen=True, slots=True)
class HiddenFrom:
    """A person or an agency from whom a file is hidden, and who hid it."""

    id: UUID
    name: str
    by: str


def list_hidden_from(file_id: UUID) -> list[HiddenFrom]:
    """The people and agencies from whom the file is hidden, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT principal, hidden_by FROM access_hidden_by(%s)", [file_id])
        hidden: dict[UUID, UUID] = dict(cursor.fetchall())
    if not hidden:
        return []
    staff = Staff.objects.in_bulk({*hidden, *hidden.values()})
    names = {pk: person.name for pk, person in staff.items()}
    names |= dict(Agency.objects.filter(pk__in=hidden).values_list("pk", "name"))
    rows = [
        HiddenFrom(pk, names[pk], names.get(by, "")) for pk, by in hidden.items() if pk in names
    ]
    return sorted(rows, key=lambda row: row.name)
