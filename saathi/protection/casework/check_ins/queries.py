"""Workers who are on a visit alone."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    """Visits that have not ended, longest first: of the person, and those of others that are overdue."""

    own: Sequence[CheckIn]
    overdue: Sequence[CheckIn]


def list_open_check_ins(staff: Staff) -> OpenCheckIns:
    """What My day shows: overdue visits of others only to those who approve. One query for both."""

    def load() -> OpenCheckIns:
        out = access.visible(staff, CheckIn, by_row=True).filter(state=CheckInState.OUT)
        found = out.filter(recorded_by=staff.pk).order_by("expected_end")[:MAX_SHOWN]
        if access.has_permission(staff, Permission.APPROVE):
            late = out.filter(expected_end__lte=clock.now() - rules.GRACE)
            of_others = late.exclude(recorded_by=staff.pk).order_by("expected_end")
            found = found.union(of_others[:MAX_SHOWN], all=True)
        ordered = sorted(found, key=lambda check_in: check_in.expected_end)
        return OpenCheckIns(
            [check_in for check_in in ordered if check_in.recorded_by == staff.pk],
            [check_in for check_in in ordered if check_in.recorded_by != staff.pk],
        )

    return get_cached(("open check-ins", staff.pk), load)
