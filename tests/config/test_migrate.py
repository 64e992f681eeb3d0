"""Rights are applied again after a deadlock with autovacuum."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from saathi.agencies import row_security
from saathi.config import migrate


@pytest.mark.parametrize(("deadlocks", "is_applied"), [(0, True), (2, True), (3, False)])
def test_rights_are_applied_again_after_up_to_two_deadlocks(
    monkeypatch: pytest.MonkeyPatch, deadlocks: int, *, is_applied: bool
) -> None:
    left = [DeadlockDetected()] * deadlocks
    applied = []

    def apply() -> None:
        if left:
            raise OperationalError from left.pop()
        applied.append(True)

    monkeypatch.setattr(row_security, "apply", apply)
    if is_applied:
        migrate._apply_rights()
    else:
        with pytest.raises(OperationalError):
            migrate._apply_rights()
    assert applied == [True] * is_applied


def test_migrate_does_not_retry_other_database_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def apply() -> None:
        tried.append(True)
        raise OperationalError

    monkeypatch.setattr(row_security, "apply", apply)
    with pytest.raises(OperationalError):
        migrate._apply_rights()
    assert tried == [True]
