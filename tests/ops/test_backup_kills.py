"""A backup of a demo in use, and its restore, killed with SIGKILL at each of their steps."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from saathi.config.backups import archives, drill_workload, keys, scratch_homes
from saathi.config.backups.archives import ArchiveKind
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, migrated, python, saathi
from tests.ops.installations import serving, until
from tests.ops.killing import Place, run_and_kill, run_and_kill_after

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("backups killed")]
CHILDREN = 40
BACKUPS = "saathi.config.backups"
STEPS_OF_BACKUP = (
    Place(f"{BACKUPS}.keys", "create_missing_keys", "return"),
    Place(f"{BACKUPS}.create", "_add_table", "call", 60),
    Place(
        f"{BACKUPS}.archives", "write_archive", "return"
    ),  # the data are whole, the keys not begun
    Place(f"{BACKUPS}.create", "_fill_keys", "return"),
    Place(f"{BACKUPS}.create", "_write_journal"),
    Place(f"{BACKUPS}.create", "_manifest"),
    Place("saathi.infra.state_files", "record_run"),
)
EMBEDDED = "saathi.infra.embedded"
STEPS_BEFORE_THE_RESTORE = (
    Place(f"{EMBEDDED}.cluster", "set_up"),  # half a cluster
    Place(f"{EMBEDDED}.cluster", "launch", "return"),  # the server runs without clients
    Place("saathi.config.home", "make_secrets", "return"),
)
STEPS_OF_RESTORE = (
    Place(f"{BACKUPS}.restore_progress", "note_restore_begun", "return"),
    Place(f"{BACKUPS}.restore_data", "_write_file", "return", 2),  # between two key files
    # while `saathi migrate` runs, which ends with it
    Place("subprocess", "wait", caller="run_command"),
    Place(f"{BACKUPS}.tables", "load_rows", "call", 60),
    # all rows are in, not committed
    Place(f"{BACKUPS}.restore_progress", "note_archive_loaded", "return"),
)
STEPS_AFTER_THE_ROWS = (
    Place(f"{BACKUPS}.restore_data", "load", "return"),
    Place("saathi.vault.actions", "replay_erasures"),
    Place(f"{BACKUPS}.restore_data", "rebuild_tokens"),
    Place(f"{BACKUPS}.restore_data", "rebuild_tokens", "return"),
    Place("saathi.audit.after_restore", "declare_restoration", "return"),
    Place(f"{BACKUPS}.restore_data", "_continue_log", "return"),
    Place(f"{BACKUPS}.restore_progress", "remove_restore_notes"),
)
MOMENTS_IN_ITS_MIGRATION = (0.3, 1.5, 4)  # seconds after the archives were read
A_CHILD = """
from saathi.agencies.models import Staff
from saathi.people.models import Child
print(Child.objects.order_by("id").first().code, Staff.objects.filter(is_active=True).first().email)
"""
VERIFY = """
import json
from pathlib import Path
from saathi.config.backups import drill_workload
from saathi.people.models import Child
from saathi.vault import store as vault
closed = []
for child in Child.objects.all():
    try:
        vault.open(child)
    except vault.FileKeyMissing:
        closed.append(child.code)
print(json.dumps([drill_workload._verify(Path("LOG"), NUMBER), closed, Child.objects.count()]))
"""


@dataclass(frozen=True)
class Source:
    """A backup of a demo that was served and written to, what opens it, and what must be in it."""

    out: Path
    archives: tuple[Path, Path]
    words: list[str | Path]
    log: Path
    acknowledged: int
    erased: str

    def restore(self) -> list[str | Path]:
        return ["restore", *self.archives, *self.words]

    def require_all(self, home: Path) -> None:
        """Each acknowledged write is there, each child but the erased one opens, the log is sound."""
        script = VERIFY.replace("LOG", str(self.log)).replace("NUMBER", str(self.acknowledged))
        counts, closed, children = json.loads(python(home, "maintenance", script).splitlines()[-1])
        assert counts["missing"] == counts["by_half"] == 0
        assert counts["found"] >= self.acknowledged > 20
        assert closed == [self.erased]
        assert children == CHILDREN
        saathi(home, "audit", "verify")


@contextmanager
def writing(home: Path, log: Path) -> Iterator[None]:
    """Writes into the installation until the block ends, and notes each write that was acknowledged."""
    (home / scratch_homes.IN_USE).touch()
    running = subprocess.Popen(
        [sys.executable, "-m", drill_workload.__name__, "write", str(log)],
        env=environment(home),
        stdin=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: lines(log) > 30)
        yield
    finally:
        running.communicate()
        (home / scratch_homes.IN_USE).unlink()
    assert running.returncode == 0


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    """Made of a demo that is served, under writes, after backups that were killed at each step."""
    with tempfile.TemporaryDirectory(prefix="saathi-killed-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database's account passes through
        home, out, log = place / "home", place / "out", place / "writes.jsonl"
        migrated(home)
        saathi(home, "simulate", "--children", str(CHILDREN))
        with serving(home), writing(home, log):
            for step in STEPS_OF_BACKUP:
                run_and_kill(home, step, "backup", "--to", out)
                acknowledged = lines(log)
            wait = lines(log)
            until(lambda: lines(log) > wait + 20)
            before = set(out.glob("*.sealed"))
            acknowledged = lines(log)
            saathi(home, "backup", "--to", out)
            until(lambda: lines(log) > acknowledged + 20)
            code, by = python(home, "maintenance", A_CHILD).split()
            saathi(home, "erase", code, "--reason", "asked", "--by", by, "--yes")
            saathi(home, "backup", "--to", out, "--only-erasures")
        made = set(out.glob("*.sealed")) - before
        [data] = [path for path in made if "-data-" in path.name]
        [of_keys] = [path for path in made if "-keys-" in path.name]
        safe = place / "safe"
        safe.mkdir()
        words: list[str | Path] = []
        for option, kind in (("--data-key", ArchiveKind.DATA), ("--keys-key", ArchiveKind.KEYS)):
            words += [option, shutil.copy2(keys.backup_key_path(home, kind), safe)]
        yield Source(out, (data, of_keys), words, log, acknowledged, code)
        EmbeddedServer(home).remove()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "restored"
    yield place
    EmbeddedServer(place).remove()


def test_backups_killed_at_each_step_leave_nothing_half(source: Source) -> None:
    assert not list(source.out.glob(".saathi-*"))
    opened_with = dict(zip(source.words[::2], source.words[1::2], strict=True))
    found = {"data": 0, "keys": 0}
    for kind, option in ((ArchiveKind.DATA, "--data-key"), (ArchiveKind.KEYS, "--keys-key")):
        for path in source.out.glob(f"saathi-{kind}-*.sealed"):
            archives.check_archive(path, keys.read_backup_key(Path(opened_with[option])), kind)
            found[kind] += 1
    assert found["data"] > found["keys"] >= 3  # some were killed between the two


def test_backup_under_writes_is_restored_into_an_empty_home(source: Source, home: Path) -> None:
    output = saathi(home, *source.restore())
    assert "1 keys of erased files were destroyed again" in output
    source.require_all(home)


# The kills of one part follow each other in one home: each begins where the one before ended, and the steps
# that follow are reached from there. A home for each of the eighteen would take a migration each.


def test_restore_killed_while_its_server_starts_or_is_migrated_is_resumed(
    source: Source, home: Path
) -> None:
    for step in STEPS_BEFORE_THE_RESTORE:
        run_and_kill(home, step, *source.restore())
    for seconds in MOMENTS_IN_ITS_MIGRATION:
        run_and_kill_after(home, "Both archives were read", seconds, *source.restore())
    saathi(home, *source.restore())
    source.require_all(home)


def test_restore_killed_before_its_rows_are_in_begins_anew(source: Source, home: Path) -> None:
    migrated(home)
    for step in STEPS_OF_RESTORE:
        run_and_kill(home, step, *source.restore())
        assert "has not finished" in saathi(home, "work", good=False), step
    saathi(home, *source.restore())
    source.require_all(home)


def test_restore_killed_after_its_rows_are_in_goes_on(source: Source, home: Path) -> None:
    migrated(home)
    for step in STEPS_AFTER_THE_ROWS:
        run_and_kill(home, step, *source.restore())
        assert "has not finished" in saathi(home, "work", good=False), step
        assert "WRONG restore" in saathi(home, "doctor", good=False), step
    output = saathi(home, *source.restore())
    assert "was interrupted after its rows were loaded" in output
    source.require_all(home)
    assert "not empty" in saathi(home, *source.restore(), good=False)
