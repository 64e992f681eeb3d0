"""Two people who keep the minimum standards."""

import pytest

from saathi.agencies.models import Staff
from tests.factories import agencies


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("data_officer", keeper.office)
