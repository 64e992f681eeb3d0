"""Who works here, and with whom."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests.factories import agencies, children


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.case(worker).child
