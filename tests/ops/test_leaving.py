"""A command closes its database connections before it stops the server: else each takes 2 seconds more."""

from pathlib import Path

import pytest

from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import migrated, said_by

pytestmark = pytest.mark.slow
LEAVES = """
import os, time
import psycopg
from saathi.config import start
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'saathi_maintenance'"
with start.database():
    with psycopg.connect(os.environ["SAATHI_DATABASE_URL_OWNER"], autocommit=True) as watching:
        def others():
            return watching.execute(OTHERS).fetchone()[0]
        with start.process("maintenance"):
            from django.db import connection
            connection.ensure_connection()
            print(others())
        end = time.monotonic() + 20
        while others() and time.monotonic() < end:
            time.sleep(0.05)
        print(others())
"""


def test_process_closes_database_connections_at_exit(tmp_path: Path) -> None:
    home = tmp_path / "home"
    migrated(home)
    try:
        assert said_by(home, LEAVES).split() == ["1", "0"]
    finally:
        EmbeddedServer(home).remove()
