"""The people around one child's file, and those who erase."""

import pytest

from saathi.agencies.models import Staff
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies


@pytest.fixture
def around() -> ChildFileCast:
    """A child with all people concerned."""
    return cast.around()


@pytest.fixture
def officer(around: ChildFileCast) -> Staff:
    """The person who requests an erasure."""
    return agencies.staff("data_officer", around.worker.office)


@pytest.fixture
def second(around: ChildFileCast) -> Staff:
    """The second person who decides on it."""
    return agencies.staff("data_officer", around.worker.office)
