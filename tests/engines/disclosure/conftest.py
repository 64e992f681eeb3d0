"""Small tables in tests of what larger tables need."""

import pytest

from saathi.engines.disclosure import small_tables


@pytest.fixture
def as_larger_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Suppresses small tables as if they were too large for an attacker to try all of them."""
    monkeypatch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
