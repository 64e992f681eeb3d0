"""A restore waits for the sessions of one that was killed, and no longer than is set."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection

from saathi.config.backups import restore_progress
from tests.server import SERVER

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def sessions() -> Iterator[tuple[psycopg.Connection[Any], psycopg.Connection[Any]]]:
    """Two sessions in this worker's database: the owner's, and one of maintenance."""
    name = django_connection.settings_dict["NAME"]
    with (
        psycopg.connect(SERVER.url("saathi_owner", name)) as owner,
        psycopg.connect(SERVER.url("saathi_maintenance", name)) as other,
    ):
        yield owner, other


def test_restore_waits_while_another_session_is_at_work(
    sessions: tuple[psycopg.Connection[Any], psycopg.Connection[Any]],
) -> None:
    owner, other = sessions
    other.execute("LOCK TABLE agencies_staff")
    assert not restore_progress.wait_for_ended_run(owner, seconds=0.3)
    other.rollback()
    assert restore_progress.wait_for_ended_run(owner, seconds=5)  # it is connected, and idle
