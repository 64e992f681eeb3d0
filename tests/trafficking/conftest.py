"""Of whom these tests tell: a child whose case was not opened yet."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests.factories import children


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.child(worker)
