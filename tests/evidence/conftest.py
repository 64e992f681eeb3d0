"""Who prepares numbers for the public, and who approves them."""

import pytest

from saathi.agencies.models import Staff
from tests.factories import agencies


@pytest.fixture
def by() -> Staff:
    """Who prepares."""
    return agencies.staff("rapporteur")


@pytest.fixture
def second(by: Staff) -> Staff:
    """A second person of the same office, who approves."""
    return agencies.staff("oversight", by.office)
