"""A case that a colleague covers during leave, and the end of its last day."""

import datetime as dt

from saathi.agencies.models import Grant, Staff
from saathi.desk.team import actions
from saathi.protection.casework.cases.models import Case, Seat
from tests.desk.cast import ChildFileCast
from tests.roles import acting, role


def in_days(staff: Staff, days: int) -> dt.date:
    return staff.office.today() + dt.timedelta(days=days)


def cover(around: ChildFileCast, colleague: Staff, days: int = 9) -> Seat:
    with acting(around.supervisor):
        return actions.arrange_cover(
            case=Case.objects.select_related("office").get(pk=around.case.pk),
            colleague=colleague,
            until_on=in_days(colleague, days),
            actor=around.supervisor,
        )


def pass_last_day(seat: Seat) -> None:
    """The last day of the cover was yesterday."""
    assert seat.staff is not None
    yesterday = in_days(seat.staff, -1)
    with role("maintenance"):
        Seat.objects.filter(pk=seat.pk).update(until_on=yesterday)
        Grant.objects.filter(file_id=seat.file_id, principal=seat.staff_id).update(
            ends_at=seat.staff.office.start_of(in_days(seat.staff, 0))
        )
