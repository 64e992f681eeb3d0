"""Those who keep a register, here the directory of services, and an entry that waits for the second of them."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Service
from tests.factories import agencies, helps


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("supervisor", keeper.office)


@pytest.fixture
def submitted(keeper: Staff) -> Service:
    return helps.service(keeper, name="Sewing room", is_published=False)
