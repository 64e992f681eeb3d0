import pytest


@pytest.fixture(autouse=True)
def _pages_to_come() -> None:
    from tests import pages_to_come as _there
