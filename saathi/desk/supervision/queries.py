"""The offices a supervisor leads, and the numbers of their cases, reports and requests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.desk.approvals.queries import count_waiting_by_office
from saathi.desk.led_offices import LedOffice, list_led_offices, needs_office_choice
from saathi.infra.any_of import AnyOf
from saathi.protection.casework.cases.models import Seat, Visit
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.supervision import SupervisedOffices, WaitingApprovals
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, VisitOutcome
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.queries import is_for_team
from saathi.protection.identification.intake.queue.vocabulary import ResponseState


@dataclass(frozen=True)
class SupervisedScope:
    """The offices that a supervisor leads, and which of them the page shows.

    `chosen` is None for all; `is_too_many` if one must be chosen before cases are counted.
    """

    offices: Sequence[LedOffice]
    chosen: LedOffice | None

    @property
    def shown(self) -> Sequence[LedOffice]:
        """The chosen office, or all."""
        return [self.chosen] if self.chosen else self.offices

    @property
    def is_too_many(self) -> bool:
        """Whether the cases of all these offices are too many to be counted on each view."""
        return needs_office_choice(self.shown)


def get_supervised_scope(staff: Staff, office: str) -> SupervisedScope:
    """The offices of `staff`, with the one named in the URL; NotAllowed if they do not lead it."""
    offices = _led_offices(staff)
    if not office:
        return SupervisedScope(offices, None)
    for led in offices:
        if str(led.pk) == office:
            return SupervisedScope(offices, led)
    raise access.NotAllowed


def _led_offices(staff: Staff) -> list[LedOffice]:
    """The offices that `staff` leads; no query if they lead only their own."""
    if set(staff.acts_as) == {staff.pk, staff.office_id}:
        return [LedOffice(staff.office_id, staff.office.name, 0)]
    return list_led_offices(staff)


def supervised_offices(staff: Staff, scope: SupervisedScope) -> SupervisedOffices:
    """These offices, with today's date and the procedure of the supervisor's own office."""
    today = staff.office.today()
    procedure = office_procedure(staff.office, on=today)
    return SupervisedOffices([office.pk for office in scope.shown], today, procedure)


def count_waiting_approvals(staff: Staff, scope: SupervisedScope) -> dict[UUID, WaitingApprovals]:
    """What waits for approval in each office, for pages that do not count cases; one query."""
    counted = count_waiting_by_office(staff, [office.pk for office in scope.offices])
    return {
        office: WaitingApprovals(
            waits.count, staff.office.date_of(waits.oldest) if waits.oldest else None
        )
        for office, waits in counted.items()
    }


def find_files_of_met_children(staff: Staff, files: list[UUID]) -> set[UUID]:
    """The files with an open case in which the child was met at a visit; one query."""
    visits = access.visible(staff, Visit, by_row=True).filter(
        AnyOf("file_id", files), case__status__in=OPEN_STATUSES
    )
    met = visits.exclude(outcome=VisitOutcome.NOT_MET).order_by()
    return set(met.values_list("file_id", flat=True).distinct())


def find_covers(staff: Staff, files: list[UUID]) -> dict[UUID, str]:
    """The colleague now covering for the worker of each file's open case, by file; one query."""
    seats = access.visible(staff, Seat, by_row=True).filter(
        AnyOf("file_id", files),
        case__status__in=OPEN_STATUSES,
        until_on__gte=staff.office.today(),
        ended_on=None,
    )
    return dict(seats.order_by("until_on").values_list("file_id", "staff__name"))


class WaitingReports(NamedTuple):
    """The number of unaccepted reports of one urgency, and when the oldest was received."""

    urgency: str
    amount: int
    oldest: dt.datetime


def count_waiting_reports(staff: Staff, scope: SupervisedScope) -> list[WaitingReports]:
    """The unaccepted reports of the chosen office, or of all led offices, by urgency; one query."""
    of_scope = Q(office=scope.chosen.pk) if scope.chosen else is_for_team(staff)
    reports = access.visible(staff, ReportResponse, by_row=True).filter(
        of_scope, state=ResponseState.NEW
    )
    counted = reports.order_by().values("report__urgency")
    counted = counted.annotate(amount=Count("pk"), oldest=Min("report__received_at"))
    return [
        WaitingReports(*row) for row in counted.values_list("report__urgency", "amount", "oldest")
    ]
