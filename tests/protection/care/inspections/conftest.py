"""Two inspectors of one agency, and the keepers of a facility in another."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from tests.factories import agencies, facilities, standards


@pytest.fixture
def lead() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(lead: Staff) -> Staff:
    return agencies.staff("supervisor", lead.office)


@pytest.fixture
def manager() -> Staff:
    """A keeper of the agency that listed the facility, whose model set is published."""
    keeper = agencies.staff("supervisor")
    standards.model_set(keeper)
    return keeper


@pytest.fixture
def facility(manager: Staff) -> Facility:
    return facilities.registered(manager, country=manager.office.country, name="House of hope")
