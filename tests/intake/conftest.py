import pytest


@pytest.fixture(autouse=True)
def _pages_to_come() -> None:
    pass
