"""Workers who are on a visit alone."""

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.check_ins import rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState

MAX_SHOWN = 5  # on My day


def own_check_ins(staff: Staff) -> list[CheckIn]:
    """The visits of this person that have not ended."""
    found = access.visible(staff, CheckIn, by_row=True).filter(
        state=CheckInState.OUT, recorded_by=staff.pk
    )
    return list(found.order_by("expected_end")[:MAX_SHOWN])


def overdue_check_ins(staff: Staff) -> QuerySet[CheckIn]:
    """The visits of others that are overdue, in the files that this person may read; longest first."""
    found = access.visible(staff, CheckIn, by_row=True).filter(
        state=CheckInState.OUT, expected_end__lte=clock.now() - rules.GRACE
    )
    return found.exclude(recorded_by=staff.pk).order_by("expected_end", "pk")
