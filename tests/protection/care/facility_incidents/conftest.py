"""A facility with its operator, the authority that keeps its entry, and a case worker of a third agency."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("supervisor", keeper.office)


@pytest.fixture
def manager() -> Staff:
    """Leads the agency that operates the facility."""
    return agencies.staff("supervisor")


@pytest.fixture
def facility(keeper: Staff, manager: Staff) -> Facility:
    return facilities.registered(
        keeper, name="House of hope", run_by=manager.agency, country=keeper.office.country
    )
