"""The child of these tests, whose case is not open yet."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests.factories import children


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.child(worker)
