"""A killed bulk load is reported by doctor, removed by the next one, and never mistaken for real work."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, migrated, saathi
from tests.ops.installations import until

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("load cut off")]
# What a load of a million does, with few enough children for a test.
LOAD = """
from saathi.config import command, start
if __name__ == "__main__":
    with start.process("maintenance"):
        from saathi.simulation import load
        load.BIG_LOAD = 1000
        command.main(["simulate", "--children", "12000", "--seed", "5"])
"""
INDEXES = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture
def empty() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="saathi-load-") as folder:
        Path(folder).chmod(0o755)  # the database's account passes through
        home = Path(folder) / "home"
        migrated(home)
        with EmbeddedServer(home):
            yield home
        EmbeddedServer(home).remove()


def count(home: Path, query: str = "SELECT count(*) FROM people_child") -> int:
    with psycopg.connect(EmbeddedServer(home).url("saathi_maintenance")) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return int(row[0])


def cut_off(home: Path) -> None:
    """Starts a big load and kills it, as the end of the memory would, when children are there."""
    script = home.parent / "load.py"
    script.write_text(LOAD, "utf-8")
    with (home.parent / "load.log").open("w") as log:
        loading = subprocess.Popen(
            [sys.executable, str(script)],
            env=environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        until(lambda: count(home) > 0 or loading.poll() is not None, 180)
        assert loading.poll() is None, (home.parent / "load.log").read_text("utf-8")
    finally:
        os.kill(loading.pid, signal.SIGKILL)
        loading.wait()
    until(lambda: not others(home), 60)  # its parts see that it is gone


def others(home: Path) -> int:
    return count(
        home,
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'saathi_maintenance' "
        "AND pid <> pg_backend_pid()",
    )


def test_remains_of_killed_load_are_reported_and_removed(empty: Path) -> None:
    whole = count(empty, INDEXES)
    cut_off(empty)
    assert 0 < count(empty) < 12_000
    assert count(empty, INDEXES) < whole
    assert "was interrupted" in saathi(empty, "doctor", good=False)
    assert "indexes and keys are restored" in saathi(empty, "simulate", "--mend")
    assert (count(empty), count(empty, INDEXES)) == (0, whole)
    assert count(empty, "SELECT count(*) FROM agencies_staff") == 0
    assert "was interrupted" not in saathi(empty, "doctor", good=False)
    saathi(empty, "simulate", "--children", "300", "--seed", "5")
    assert count(empty) == 300


def test_records_made_after_killed_load_are_kept(empty: Path) -> None:
    whole = count(empty, INDEXES)
    cut_off(empty)
    there = count(empty)
    with psycopg.connect(EmbeddedServer(empty).url("saathi_maintenance")) as connection:
        connection.execute(
            "INSERT INTO audit_entry (id, kind, objects, purpose) "
            "VALUES (gen_random_uuid(), 'wrote', '{}', '')"
        )
    assert "records were added since" in saathi(empty, "simulate", "--mend", good=False)
    assert (count(empty), count(empty, INDEXES)) == (there, whole)
    assert "was interrupted" not in saathi(empty, "doctor", good=False)
