"""Staff and child for the screening tests."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests.factories import children


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker, languages=["mai"])
