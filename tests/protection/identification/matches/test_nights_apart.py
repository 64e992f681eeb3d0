"""Runs days apart, each committed: changes are found by transaction."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from saathi.people import actions as people
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.identification.matches.models import MatchRun
from tests import databases
from tests.factories import agencies, children
from tests.protection.identification.matches.registers import night, pairs, register
from tests.protection.identification.matches.world import twice
from tests.roles import acting, role

pytestmark = [pytest.mark.real_transactions, pytest.mark.slow]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this test's own, in which each statement commits."""
    name = f"nights_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    databases.copy_template(name)
    with django_db_blocker.unblock(), databases.as_default(name):
        yield
    databases.drop(name)


def settle() -> None:
    """Waits until no transaction of the server is older than what was written here."""
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (mine,) = cursor.fetchone()
        for _tenth in range(600):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [mine])
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.1)
    pytest.fail("a transaction of another test did not end in a minute")


def standing() -> set[tuple[object, ...]]:
    return {(p.file_id, p.other_id, p.state) for p in pairs() if p.state != "lapsed"}


def test_a_night_compares_what_changed_and_gives_what_comparing_all_gives(committed: None) -> None:
    with transaction.atomic():
        worker = agencies.staff()
        children_before = register(worker, 60)
        first, second = twice(worker)
    settle()
    assert night().changed == 62
    settle()
    assert night().changed == 0
    with transaction.atomic(), acting(worker):
        changed_child = Child.objects.get(pk=children_before[0].pk)
        name = Name("given", "Sunita Mahato", "ne")
        people.add_name(child=changed_child, name=name, version=changed_child.version, actor=worker)
    with transaction.atomic():
        children.child(worker, "Sunita Mahato", gender="girl")
    settle()
    summary = night()
    assert summary.changed == 2
    after = standing()
    assert night(is_full_run=True).changed == 63
    assert standing() == after
    assert tuple(sorted((first.file_id, second.file_id))) in {pair[:2] for pair in after}


def test_erased_child_leaves_the_match_ledger_and_the_queue(committed: None) -> None:
    with transaction.atomic():
        worker = agencies.staff()
        first, _other = twice(worker)
    settle()
    night()
    assert [p.state for p in pairs()] == ["waiting"]
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM vault_key WHERE file_id = %s", [first.file_id])
        cursor.execute(
            "INSERT INTO vault_erasure VALUES (%s, now(), %s, 'asked', now())",
            [first.file_id, worker.id],
        )
    settle()
    night()
    assert [p.state for p in pairs()] == ["lapsed"]
    with transaction.atomic():
        children.child(worker, "Sunita Mahato", gender="girl", home_district="NP-DHA")
    night()
    assert first.file_id not in {file for p in pairs(state="waiting") for file in (p.file_id, p.other_id)}  # fmt: skip
    with role("matcher"):
        assert MatchRun.objects.filter(finished_at=None).count() == 0
