"""Staff of an office, and a published form."""

import pytest

from saathi.protection.casework.supplements.models import (
    FormVersion,
)
from tests.protection.casework.supplements import cast


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


@pytest.fixture
def version(here: cast.Office) -> FormVersion:
    return cast.published(here)
