"""Emergency access on real connections: concurrent, in a failing request, and with many guesses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saathi.infra.embedded import EmbeddedServer
from saathi.people.emergency_access import MAX_WRONG_CODES
from tests.ops.homes import migrated, python

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("emergency_access")]

# Two workers of other agencies, a child, and the leader of the office that holds the file.
RECORD = """
from django.db import transaction
from saathi.agencies import context
from tests.factories import agencies, children
with transaction.atomic():
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    outsiders = [agencies.staff() for _ in range(4)]
with transaction.atomic():
    context.enter_staff_context(staff=worker.id, agency=worker.agency_id)
    code = children.child(worker).code
print(code, *[each.id for each in outsiders])
"""
# What a request of this person does, in a web process with both its connections, in a thread of its
# own; it may fail afterwards, and then its transaction is rolled back.
BREAK = """
import json, sys, threading
from concurrent.futures import ThreadPoolExecutor
from django.db import connections, transaction
from saathi.agencies import context
from saathi.people import emergency_access
from saathi.agencies.models import Staff
def take_access(staff_id, code, fails):
    try:
        staff = Staff.objects.get(pk=staff_id)
        together.wait(30)
        with transaction.atomic():
            context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
            answer = str(emergency_access.open_in_emergency(code=code, reason="danger", hours=1, actor=staff))
            if fails:
                raise ZeroDivisionError
        return answer
    except (ZeroDivisionError, emergency_access.EmergencyAccessLimitReached) as error:
        return type(error).__name__
    finally:
        connections.close_all()
calls = {calls}
together = threading.Barrier(len(calls))
with ThreadPoolExecutor(len(calls)) as pool:
    print(json.dumps(list(pool.map(lambda call: take_access(*call), calls))))
"""
KEPT = """
import json
from saathi.agencies.models import Grant, Notice
from saathi.audit.models import AuditEntry
of = {{"{staff}"}}
print(json.dumps({{
    "grants": sum(str(g.principal) in of for g in Grant.objects.filter(kind="glass")),
    "notices": sum(str(n.given_by) in of for n in Notice.objects.filter(kind="glass_broken")),
    "accesses": sum(str(e.by) in of for e in AuditEntry.objects.filter(kind="glass_broken")),
    "refused": sum(str(e.by) in of for e in AuditEntry.objects.filter(kind="refused")),
}}))
"""


class ConcurrentAccesses:
    """An installation with one child's file and four workers who have no right to it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.code, *self.outsiders = python(home, "maintenance", RECORD).split()

    def take(self, *calls: tuple[str, str, bool]) -> list[str]:
        """The result of each call; all of them at one moment."""
        answers: list[str] = json.loads(python(self.home, "web", BREAK.format(calls=list(calls))))
        return answers

    def kept(self, staff: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            python(self.home, "maintenance", KEPT.format(staff=staff))
        )
        return found


@pytest.fixture(scope="module")
def accesses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConcurrentAccesses]:
    home = tmp_path_factory.mktemp("emergency_access") / "home"
    migrated(home)
    with EmbeddedServer(home) as server:  # runs meanwhile, so that each process joins it
        yield ConcurrentAccesses(home)
    server.remove()


def test_concurrent_emergency_accesses_are_both_recorded(accesses: ConcurrentAccesses) -> None:
    first, second = accesses.outsiders[:2]
    answers = accesses.take((first, accesses.code, False), (second, accesses.code, False))
    assert len(set(answers)) == 1
    assert len(answers[0]) == 36
    for staff in (first, second):
        assert accesses.kept(staff) == {"grants": 1, "notices": 1, "accesses": 1, "refused": 0}


def test_emergency_access_stays_recorded_after_failed_request(accesses: ConcurrentAccesses) -> None:
    staff = accesses.outsiders[2]
    assert accesses.take((staff, accesses.code, True)) == ["ZeroDivisionError"]
    assert accesses.take((staff, "NP-2222-22", True)) == ["ZeroDivisionError"]
    assert accesses.kept(staff) == {"grants": 1, "notices": 1, "accesses": 1, "refused": 1}


def test_guesses_on_many_connections_at_once_have_the_same_limit(
    accesses: ConcurrentAccesses,
) -> None:
    staff = accesses.outsiders[3]
    guesses = [(staff, f"NP-2222-{number:02}", False) for number in range(MAX_WRONG_CODES * 2)]
    answers = accesses.take(*guesses)
    assert answers.count("None") == MAX_WRONG_CODES
    assert answers.count("EmergencyAccessLimitReached") == MAX_WRONG_CODES
    assert accesses.take((staff, accesses.code, False)) == ["EmergencyAccessLimitReached"]
    assert accesses.kept(staff) == {
        "grants": 0,
        "notices": 0,
        "accesses": 0,
        "refused": MAX_WRONG_CODES,
    }
