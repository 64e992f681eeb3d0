"""The world of the access matrix, for tests of access."""

import pytest

from tests.access import AccessWorld
from tests.architecture import matrix_world


@pytest.fixture
def world() -> AccessWorld:
    return matrix_world.made()
