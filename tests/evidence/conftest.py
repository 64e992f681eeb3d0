"""The staff who prepare and approve releases."""

import pytest

from saathi.agencies.models import Staff
from tests.factories import agencies


@pytest.fixture
def preparer() -> Staff:
    """The person who prepares."""
    return agencies.staff("rapporteur")


@pytest.fixture
def second(preparer: Staff) -> Staff:
    """A second person of the same office, who approves."""
    return agencies.staff("oversight", preparer.office)
