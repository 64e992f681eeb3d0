"""A check for an undeclared recovery that fails is no older schema: nothing is served then."""

import pytest
from django.db import ProgrammingError, connection, transaction

from saathi.config.recovery import undeclared_recovery
from tests.roles import role

pytestmark = pytest.mark.django_db
FUNCTION = "recovery_is_declared()"


def run(statement: str) -> None:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_schema_from_before_the_check_needs_no_declaration() -> None:
    run("DROP FUNCTION recovery_server() CASCADE")
    assert not undeclared_recovery.undeclared_recovery()


def test_role_that_may_not_ask_does_not_read_that_nothing_was_recovered() -> None:
    run(f"REVOKE EXECUTE ON FUNCTION {FUNCTION} FROM PUBLIC, saathi_app")
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with role("app"), refused, transaction.atomic():
        undeclared_recovery.undeclared_recovery()
