"""Workers who are on a visit alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.request_cache import get_cached
from saathi.infra import clock
from saathi.protection.casework.check_ins import rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState

MAX_SHOWN = 5  # of each kind on My day


@dataclass(frozen=True)
class OpenCheckIns:
    """Visits that have not ended, longest first: of the person, and those of others that are overdue.

    `overdue` has at most one more than My day shows.
    """

    own: Sequence[CheckIn]
    overdue: Sequence[CheckIn]


def list_open_check_ins(staff: Staff) -> OpenCheckIns:
    """What My day shows: overdue visits of others only to those who approve. One query for both."""

    def load() -> OpenCheckIns:
        found = _out(staff).filter(recorded_by=staff.pk).order_by("expected_end")[:MAX_SHOWN]
        if access.has_permission(staff, Permission.APPROVE):
            found = found.union(list_overdue(staff)[: MAX_SHOWN + 1], all=True)
        ordered = sorted(found, key=lambda check_in: check_in.expected_end)
        return OpenCheckIns(
            [check_in for check_in in ordered if check_in.recorded_by == staff.pk],
            [check_in for check_in in ordered if check_in.recorded_by != staff.pk],
        )

    return get_cached(("open check-ins", staff.pk), load)


def list_overdue(staff: Staff) -> QuerySet[CheckIn]:
    """The visits of others that are overdue, in the files that this person may read; longest first."""
    late = _out(staff).filter(expected_end__lte=clock.now() - rules.GRACE)
    return late.exclude(recorded_by=staff.pk).order_by("expected_end", "pk")


def _out(staff: Staff) -> QuerySet[CheckIn]:
    return access.visible(staff, CheckIn, by_row=True).filter(state=CheckInState.OUT)
