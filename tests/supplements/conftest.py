"""Who works here, and with whom."""

import pytest

from saathi.protection.supplements.models import (
    FormVersion,
)
from tests.supplements import cast


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


@pytest.fixture
def version(here: cast.Office) -> FormVersion:
    return cast.published(here)
