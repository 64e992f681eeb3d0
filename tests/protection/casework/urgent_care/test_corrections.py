"""A corrected time of the event gives no more time: the clock counts from the earliest one recorded."""

import datetime as dt

import psycopg
import pytest
from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.urgent_care import actions, rules
from saathi.protection.casework.urgent_care.models import UrgentCare
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from tests.attacks.proofs import update_proved
from tests.protection.casework.urgent_care.test_urgent_care import NOW, address, begin
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
LATER, EARLIER = NOW + 5 * HOUR, NOW - 5 * HOUR


@pytest.mark.parametrize(
    ("reason", "happened_at", "earliest_at", "start"),
    [
        ("self_harm", None, None, NOW),
        ("self_harm", LATER, None, NOW),  # an event after care began
        ("self_harm", None, EARLIER, EARLIER),  # taken out again
        ("self_harm", LATER, EARLIER, EARLIER),
        ("sexual_violence", None, None, None),
        ("sexual_violence", LATER, LATER, NOW),
        ("sexual_violence", None, EARLIER, EARLIER),
        ("sexual_violence", EARLIER, None, EARLIER),
    ],
)
def test_clock_counts_from_the_earliest_recorded_time(
    reason: str,
    happened_at: dt.datetime | None,
    earliest_at: dt.datetime | None,
    start: dt.datetime | None,
) -> None:
    assert rules.care_times(reason, happened_at, NOW, earliest_at).start == start


def corrected(care: UrgentCare, actor: Staff, to: dt.datetime | None) -> None:
    event = actions.CareEvent(to, is_hour_known=True if to else None)
    with acting(actor):
        actions.correct_urgent_care(care=care, event=event, version=care.version, actor=actor)


def test_no_correction_gives_more_hours(case: Case, worker: Staff, supervisor: Staff) -> None:
    care = begin(case, worker, CareReason.SELF_HARM, hours_ago=21)
    earliest = care.happened_at
    for to in (clock.now() - HOUR, None):
        corrected(care, worker, to)
        for person in (worker, supervisor):
            day = read(signed_in(person).get("/"))[0]
            assert f"{case.child.code}: time-critical care, 3 hours left" in day
    page = read(signed_in(worker).get(address("list_urgent_care", case)))[0]
    assert "3 hours left" in page
    assert "Time limits count from" in page
    assert care.earliest_at == earliest
    with acting(worker):
        for over in ({"happened_at": "now()", "earliest_at": "now()"}, {"earliest_at": "NULL"}):
            with pytest.raises(psycopg.Error, match="earliest time"), transaction.atomic():
                update_proved(connection.connection, worker, "urgent_care_urgentcare", over)
    corrected(care, worker, clock.now() - 23 * HOUR - HOUR / 2)
    assert "less than one hour left" in read(signed_in(worker).get("/"))[0]


def test_event_after_care_began_gives_no_more_hours(case: Case, worker: Staff) -> None:
    with acting(worker):
        care = actions.begin_urgent_care(
            child=case.child, reason=CareReason.SELF_HARM, actor=worker
        )
    with role("maintenance"):
        begun_at = clock.now() - 21 * HOUR + HOUR / 2
        UrgentCare.objects.filter(pk=care.pk).update(begun_at=begun_at)
    with acting(worker):
        care.refresh_from_db()
    corrected(care, worker, clock.now() - HOUR)
    assert "3 hours left" in read(signed_in(worker).get("/"))[0]
