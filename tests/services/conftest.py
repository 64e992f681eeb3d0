"""Who works here, and with whom."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from tests.factories import agencies, children


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker)


@pytest.fixture
def child(case: Case) -> Child:
    return case.child


@pytest.fixture
def leader(worker: Staff) -> Staff:
    return agencies.staff("supervisor", worker.office)
