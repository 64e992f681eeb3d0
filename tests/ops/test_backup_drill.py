"""`saathi backup --drill`: a backup is restored elsewhere and compared, also with writes under load."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.infra import state_files
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, migrated, python, saathi, said_by
from tests.ops.installations import until
from tests.ops.killing import Place, run_and_kill
from tests.ops.test_restore import RECORD, only

pytestmark = [pytest.mark.slow, pytest.mark.deploy]

KILLED = Place("saathi.config.backups.checking", "restore_into", "return")
# The command as an operator runs it; only the scratch homes begin as copies of a home that was migrated,
# which spares two migrations.
DRILL = """
import sys
from contextlib import contextmanager
from saathi.config import command
from saathi.config.backups import scratch_homes as scratch
from tests.ops.homes import fill
made = scratch._scratch_folder
@contextmanager
def filled(base):
    with made(base) as place:
        fill(place)
        yield place
scratch._scratch_folder = filled
code = command.main(["backup", "--drill", "--to", TO])
print("code", code)
"""
COUNTS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT (SELECT count(*) FROM audit_entry WHERE kind <> 'backed_up'), (SELECT count(*) FROM vault_stored_file), (SELECT count(*) FROM vault_key), (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM vault_erasure)")
    print(*cursor.fetchone())
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "home"
    migrated(place)
    python(place, "maintenance", RECORD)
    yield place
    EmbeddedServer(place).remove()


def drill(home: Path, to: Path, before: str = "") -> str:
    return said_by(home, before + DRILL.replace("TO", repr(str(to))))


def test_drill_compares_writes_under_load_and_leaves_no_trace(home: Path, tmp_path: Path) -> None:
    before = python(home, "maintenance", COUNTS)

    output = drill(home, tmp_path / "out")

    assert "The drill passed" in output
    assert output.endswith("code 0")
    assert python(home, "maintenance", COUNTS) == before  # no write of the drill, no erasure
    assert not list((home / "scratch").iterdir())
    state = state_files.read_state(home, state_files.DRILL)
    assert state is not None
    assert state.passed
    assert int(state.values["writes"]) > 20
    assert int(state.values["rows"]) > 100
    backup = state_files.read_state(home, state_files.BACKUP)
    assert backup is not None
    assert backup.passed
    assert "WRONG last" not in saathi(home, "doctor", good=False)


# As if one value had changed between the backup and the restore.
CHANGED = """
from saathi.config.backups import tables
digest = tables.table_digest
tables.table_digest = lambda connection, table: (
    digest(connection, table) if table.name != "people_child" else (3, "1")
)
"""


# As if the restored copy refused every write.
REFUSING = """
import subprocess
started = subprocess.Popen
def start(words, **options):
    others = {"saathi.config.backups.drill_workload": "tests.ops.refused_writes"}
    return started([others.get(word, word) for word in words], **options)
subprocess.Popen = start
"""


def test_drill_says_why_writes_were_refused_and_doctor_repeats_it(
    home: Path, tmp_path: Path
) -> None:
    output = drill(home, tmp_path / "out", REFUSING)

    assert output.endswith("code 1")
    state = state_files.read_state(home, state_files.DRILL)
    assert state is not None
    why = "writes to the restored copy were refused. The disk of the database is full."
    assert why in str(state.values["reason"])
    assert why in saathi(home, "doctor", good=False)


def test_drill_fails_where_one_value_differs(home: Path, tmp_path: Path) -> None:
    output = drill(home, tmp_path / "out", CHANGED)

    assert output.endswith("code 1")
    assert not list((home / "scratch").iterdir())
    state = state_files.read_state(home, state_files.DRILL)
    assert state is not None
    assert not state.passed
    assert "the drill of" in saathi(home, "doctor", good=False)


def test_scratch_home_of_a_killed_drill_is_removed_by_the_next_check(
    home: Path, tmp_path: Path
) -> None:
    run_and_kill(home, KILLED, "backup", "--drill", "--to", tmp_path / "out")
    [left, *_others] = (home / "scratch").glob("home-*/keys")
    assert list(left.glob("root-*.key"))
    archives = only(tmp_path / "out", "data"), only(tmp_path / "out", "keys")
    saathi(home, "restore", *archives, "--check")
    assert not list((home / "scratch").iterdir())


def test_stopped_check_removes_its_scratch_home(home: Path, tmp_path: Path) -> None:
    saathi(home, "backup", "--to", tmp_path / "out")
    archives = only(tmp_path / "out", "data"), only(tmp_path / "out", "keys")
    running = subprocess.Popen(
        [sys.executable, "-m", "saathi.config.command", "restore", *archives, "--check"],
        env=environment(home),
    )
    until(lambda: bool(list((home / "scratch").glob("home-*/keys"))))
    running.terminate()
    assert running.wait(timeout=60) == 128 + signal.SIGTERM
    saathi(home, "restore", *archives, "--check")  # where a child of it was still at work
    assert not list((home / "scratch").iterdir())
