"""The world of the access matrix, for tests of access."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import databases
from tests.access import AccessWorld
from tests.architecture import matrix_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[AccessWorld]:
    """Made once for the tests of a file; what a test writes is rolled back to this world."""
    with databases.shared_transaction(django_db_blocker):
        with django_db_blocker.unblock():
            made = matrix_world.made()
        yield made
