"""Staff who can be assigned a new case: case workers, and the supervisor who assigns cases."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS, Permission
from saathi.agencies.queries import exclude_hidden_staff
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.rules import is_caseload_full
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.queries import find_bypassed, office_chain

MAX_SUGGESTED = 200  # names offered while typing; typing a full name also finds others
MAX_SIMILAR = 8  # names listed in an error message


@dataclass(frozen=True)
class WorkerChoice:
    """A case worker who can be assigned a case, as named in the field."""

    staff: Staff
    open_cases: int
    limit: int
    covered_until: dt.date | None = None  # set if on leave: a colleague covers until this day

    @property
    def has_room(self) -> bool:
        """Whether the procedure allows one more case."""
        return not is_caseload_full(self.open_cases, self.limit)

    @property
    def text(self) -> str:
        """Name and office, which are searched for the typed text."""
        return f"{self.staff.name}, {self.staff.office.name}"


def list_worker_choices(
    actor: Staff, report: Report | None = None, file_id: UUID | None = None
) -> list[WorkerChoice]:
    """Case workers of the agency: own office first, then own district, with room, present, by name.

    Staff who lead an office assign cases and are not included; nor are staff that the report
    bypasses, who may not take reports, or that the child's file is hidden from.
    """
    staff_with_permissions = (
        bundles.staff_with_permissions(actor.agency_id, *_needed_for_case(report))
        .exclude(role_kind__in=OFFICE_LEADER_KINDS)
        .exclude(pk=actor.pk)
        .select_related("office")
    )
    workers = list(
        exclude_hidden_staff(staff_with_permissions, file_id) if file_id else staff_with_permissions
    )
    workers = _without_bypassed(workers, report)
    loads = caseload.staff_loads([worker.pk for worker in workers])
    none = caseload.StaffLoad()
    limit = office_procedure(actor.office, on=actor.office.today()).cases_per_worker
    own = actor.office
    choices = [
        WorkerChoice(worker, load.open_cases, limit, load.covered_until)
        for worker in workers
        for load in (loads.get(worker.pk, none),)
    ]
    return sorted(
        choices,
        key=lambda choice: (
            choice.staff.office_id != own.pk,
            choice.staff.office.district != own.district,
            not choice.has_room,
            choice.covered_until is not None,
            choice.staff.name,
        ),
    )


def find_workers(choices: Sequence[WorkerChoice], typed: str) -> list[WorkerChoice]:
    """The case workers named in the text: by full name, or else by each of its words.

    A part of a word matches no one: otherwise, the wrong colleague could get the case.
    """
    wanted = typed.strip().casefold()
    named = [choice for choice in choices if choice.text.casefold() == wanted]
    named = named or [choice for choice in choices if choice.staff.name.casefold() == wanted]
    words = _words(wanted)
    return named or [choice for choice in choices if words and words <= _words(choice.text)]


def find_similar_workers(choices: Sequence[WorkerChoice], typed: str) -> list[WorkerChoice]:
    """The case workers whose name and office contain each word of the text; none for no words."""
    words = _words(typed)
    return [
        choice
        for choice in choices
        if words and all(word in choice.text.casefold() for word in words)
    ]


def _words(text: str) -> set[str]:
    return set(text.casefold().replace(",", " ").split())


def find_assigning_supervisor(actor: Staff, report: Report | None = None) -> Staff | None:
    """The supervisor who assigns new cases of the actor's office: from the nearest office upward.

    If an office has several, the one with the fewest open cases. Never one that the report
    bypasses.
    """
    supervisors = list(
        bundles.staff_with_permissions(
            actor.agency_id, Permission.ASSIGN, *_needed_for_case(report)
        ).filter(role_kind__in=OFFICE_LEADER_KINDS)
    )
    supervisors = _without_bypassed(supervisors, report)
    for office in office_chain(actor.office):
        near = [person for person in supervisors if person.office_id == office.pk]
        if near:
            counts = caseload.open_case_counts([person.pk for person in near])
            return min(near, key=lambda person: (counts[person.pk], person.name))
    return None


def may_take_case(staff: Staff, report: Report) -> bool:
    """Whether a case from this report, and the report itself, may now pass to this colleague."""
    return not find_bypassed(report, [staff.pk]) and all(
        access.has_permission(staff, permission) for permission in _needed_for_case(report)
    )


def _needed_for_case(report: Report | None) -> tuple[Permission, ...]:
    """The permissions needed to get a new case, with which the report behind it also passes."""
    work = (Permission.WORK_ON_CASE, Permission.OPEN_CASE)
    return work if report is None else (*work, Permission.RECORD_REPORT)


def _without_bypassed(staff: list[Staff], report: Report | None) -> list[Staff]:
    if report is None:
        return staff
    bypassed = find_bypassed(report, [person.pk for person in staff])
    return [person for person in staff if person.pk not in bypassed]
