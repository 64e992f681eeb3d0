"""Two workers give the last place of a facility at the same moment: one child is placed, one request has a reason."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from saathi.protection.care.placements import rules
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests import databases
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.roles import role

pytestmark = [pytest.mark.real_transactions, pytest.mark.slow]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this test's own, in which each transaction commits."""
    name = f"last_place_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    databases.copy_template(name)
    with django_db_blocker.unblock(), databases.as_default(name):
        yield
    databases.drop(name)


@pytest.mark.requirement("FAC-012")
def test_the_last_place_is_given_once_and_the_other_worker_reads_why(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        children = [cast.around(), cast.around()]
        for around in children:
            steps.agree(around)
        home = steps.home(
            children[0], mixed_places=1, girls_places=None, girls_age_low=None, girls_age_high=None
        )
    unmet, together, have_read = rules.unmet_needs, threading.Barrier(2), threading.local()

    def read_together(needs: rules.PlacementNeeds) -> tuple[Any, ...]:
        """What each found before the other had saved."""
        found = unmet(needs)
        if not hasattr(have_read, "once"):
            have_read.once = True
            together.wait(60)
        return found

    def place(around: ChildFileCast) -> set[str]:
        try:
            with transaction.atomic():
                steps.place(around, home)
        except PlacementRefused as refused:
            return {reason.code for reason in refused.reasons}
        finally:
            connections.close_all()
        return set()

    monkeypatch.setattr(rules, "unmet_needs", read_together)
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(place, children), key=len)
    assert answers == [set(), {"over_capacity", "exception_why"}]
    with transaction.atomic(), role("maintenance"):
        assert Placement.objects.count() == 1
