"""The lists of referrals of a staff member, and the counts for their My day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ReferralState

PAGE_SIZE = 50
RECENT_PERIOD = dt.timedelta(days=14)
REFERRAL_LISTS = ("made", "waiting", "received", "ended_access")


def list_staff_referrals(staff: Staff, which: str, number: str) -> Page[Referral]:
    """The reader's referrals, or those to them, by page; if waiting, the earliest deadline first."""
    referrals = access.visible(staff, Referral).filter(_list_condition(staff, which))
    order = ("answer_by", "pk") if which == "waiting" else ("-offered_on", "-pk")
    pages = Paginator(referrals.select_related("child").order_by(*order), PAGE_SIZE)
    return pages.get_page(number)


def _list_condition(staff: Staff, which: str) -> Q:
    match which:
        case "waiting":
            return _waiting_condition(staff, staff.office.today())
        case "received":
            return Q(receiver=staff.id)
        case "ended_access":
            return _ended_access_condition(staff, clock.now() - RECENT_PERIOD)
    return Q(recorded_by=staff.id)


# The opposite of `rules.is_unsent`: a referral to a service that may know of it.
_KNOWN_TO_SERVICE = Q(child=None) | Q(sent_on__isnull=False) | Q(receiver__isnull=False)


def _unanswered_condition(staff: Staff) -> Q:
    return Q(recorded_by=staff.id, state=ReferralState.OFFERED) & _KNOWN_TO_SERVICE


def _waiting_condition(staff: Staff, today: dt.date) -> Q:
    return _unanswered_condition(staff) & Q(answer_by__lt=today)


def _ended_access_condition(staff: Staff, since: dt.datetime) -> Q:
    return Q(recorded_by=staff.id, access_until__lte=clock.now(), access_until__gt=since)


_COUNTED = ("waiting", "received", "ended_access", "unanswered", "oldest")


@dataclass(frozen=True)
class ReferralCounts:
    """The counts of referrals for My day."""

    waiting: int  # referrals from a report, not answered in time; a child's are among the duties
    received: int
    ended_access: int
    unanswered: int  # whatever their deadline
    oldest: dt.date | None  # when the first of these was offered


def referral_count_values(staff: Staff) -> tuple[dt.date, dt.datetime]:
    """The values for `referral_counts_column`: today, and since when an ended access counts."""
    return staff.office.today(), clock.now() - RECENT_PERIOD


def referral_counts_column(staff: Staff, _files: object, today: dt.date, since: dt.datetime) -> Any:
    """The counts for My day as one value; NULL if nothing waits."""
    counted = _counts.build(staff, today, since)
    return Subquery(counted.values(row=JSONObject(**{name: name for name in _COUNTED})))


def referral_counts(value: dict[str, Any] | None) -> ReferralCounts:
    """The counts in that column's value."""
    if value is None:
        return ReferralCounts(0, 0, 0, 0, None)
    oldest = dt.date.fromisoformat(value["oldest"]) if value["oldest"] else None
    return ReferralCounts(**value | {"oldest": oldest})


def count_referrals(staff: Staff) -> ReferralCounts:
    """The counts for My day, in one query that reads only the person's own referrals."""
    counts = _counts(staff, *referral_count_values(staff))
    return ReferralCounts(*next(iter(counts), (0, 0, 0, 0, None)))


@compiled_query
def _counts(
    staff: Staff, today: dt.date, since: dt.datetime
) -> QuerySet[Any, tuple[int, int, int, int, dt.date | None]]:
    waiting = _waiting_condition(staff, today) & Q(due=None)
    received = Q(receiver=staff.id, state=ReferralState.OFFERED)
    ended = _ended_access_condition(staff, since)
    unanswered = _unanswered_condition(staff)
    # Three indexes find the few that wait among the hundreds that the reader may see.
    referrals = access.visible(staff, Referral, by_row=True).filter(unanswered | received | ended)
    counted = (
        referrals.order_by()
        .values(of=Value(1))
        .annotate(
            waiting=Count("pk", filter=waiting),
            received=Count("pk", filter=received),
            ended_access=Count("pk", filter=ended),
            unanswered=Count("pk", filter=unanswered),
            oldest=Min("offered_on", filter=unanswered),
        )
    )
    return counted.values_list(*_COUNTED)
