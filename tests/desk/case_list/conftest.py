"""Who leads the office whose cases are listed."""

import pytest

from saathi.agencies.models import Staff
from tests.factories import agencies


@pytest.fixture
def leader(worker: Staff) -> Staff:
    return agencies.staff("supervisor", worker.office)


@pytest.fixture
def colleague(worker: Staff) -> Staff:
    return agencies.staff("case_worker", worker.office, name="Rishi Thapa")
