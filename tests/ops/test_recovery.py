"""Recovery of the embedded server from its archive: to a given time, without local files, with damage."""

import datetime as dt
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from saathi.infra.embedded import (
    EmbeddedServer,
    EmbeddedServerError,
    WalArchive,
    recovery,
    wal_archive,
)
from tests.infra.embedded.conftest import open_folder
from tests.ops.homes import python, saathi
from tests.ops.test_restore import READ, recorded

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.timeout(900)]
SEAL = """
import psycopg
from saathi.audit import signing_keys as keys
from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer import LogSealer, heads_path
from saathi.config import env, start
with psycopg.connect(env.text("SAATHI_DATABASE_URL_SEALER")) as connection:
    print(LogSealer(connection, keys.create_signing_key(start.home()), HeadsFileSink(heads_path(start.home()))).seal_round())
"""


@dataclass
class Office:
    """A home with three children, an archive of its log, and a copy of its journal elsewhere."""

    folder: Path
    home: Path
    by: str
    codes: dict[str, str]

    @property
    def archive(self) -> WalArchive:
        return WalArchive(self.folder / "archive")

    @property
    def copies(self) -> Path:
        return self.folder / "elsewhere"

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SAATHI_WAL_ARCHIVE": str(self.archive.folder),
            "SAATHI_ERASURES_COPY": str(self.copies),
        }

    def saathi(self, *words: str | Path, good: bool = True) -> str:
        return saathi(self.home, *words, good=good, **self.settings)

    def erase(self, name: str) -> None:
        self.saathi("erase", self.codes[name], "--reason", "asked", "--by", self.by, "--yes")

    def key_rows(self, name: str) -> int:
        """Rows of the key of this child's file, as the database has them now."""
        with (
            EmbeddedServer(self.home, archive=self.archive) as server,
            psycopg.connect(server.url("maintenance")) as connection,
        ):
            [(found,)] = connection.execute(
                "SELECT count(*) FROM vault_key k JOIN people_child c USING (file_id) "
                "WHERE c.code = %s",
                [self.codes[name]],
            ).fetchall()
        return int(found)


@pytest.fixture
def office() -> Iterator[Office]:
    with open_folder() as folder:
        home = folder / "home"
        by, codes = recorded(home)
        made = Office(folder, home, by, codes)
        made.copies.mkdir()
        yield made
        for place in (home, folder / "new"):
            if place.exists():
                EmbeddedServer(place).remove()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def names(home: Path) -> dict[str, str | None]:
    read, _found = json.loads(python(home, "maintenance", READ))
    return dict(read)


@contextmanager
def socket_lock_left(server: EmbeddedServer) -> Iterator[None]:
    """As a killed server leaves it, while its number belongs to another process of the same user."""
    account, sockets = server.cluster().account, server.places.sockets
    server.places.make_sockets(account)
    user = account.uid if account.is_other else None
    with subprocess.Popen(["sleep", "600"], user=user) as other:
        lines = (str(other.pid), "/gone", "0", "5432", str(sockets))
        account.write_file(sockets / ".s.PGSQL.5432.lock", "\n".join(lines) + "\n")
        try:
            yield
        finally:
            other.kill()


def test_recovery_to_a_moment_before_an_erasure_erases_again_and_says_so_in_the_log(
    office: Office,
) -> None:
    office.saathi("base-backup")
    time.sleep(1)
    moment = now()
    time.sleep(1)
    office.erase("Rokeya")
    python(office.home, "maintenance", SEAL)

    server = EmbeddedServer(office.home, archive=office.archive)
    with socket_lock_left(server):
        recovery.recover_to(server, office.archive, moment)
    assert office.key_rows("Rokeya") == 1  # the old database knows nothing of the erasure
    output = office.saathi("recover")

    assert "1 keys of erased files were destroyed again" in output
    assert "The server was recovered" in output
    [reached] = re.findall(
        r"Recovered up to (\S+ \S+) UTC", output
    )  # the last change before the moment
    before = moment - dt.datetime.fromisoformat(reached).replace(tzinfo=dt.UTC)
    assert dt.timedelta(0) <= before < dt.timedelta(minutes=1)
    assert "A restore was declared" in output  # batches sealed after the moment are given up
    assert "The audit log is sound" in output
    assert office.key_rows("Rokeya") == 0
    read = names(office.home)
    assert read[office.codes["Rokeya"]] is None
    assert read[office.codes["Sunita"]] == "Sunita"
    assert "Nothing was changed" in office.saathi("recover")


def test_sign_in_is_refused_until_recovery_is_declared(office: Office) -> None:
    office.saathi("base-backup")
    server = EmbeddedServer(office.home, archive=office.archive)
    recovery.recover_to(server, office.archive, None)

    assert "Run `saathi recover` first" in office.saathi("serve", "--port", "8360", good=False)
    session = "INSERT INTO django_session VALUES ('x', 'x', now() + interval '1 day')"
    staff = "SELECT access_enter('v1|x')"
    with server:
        for role, refused in (("maintenance", session), ("app", staff)):
            with (
                psycopg.connect(server.url(role), autocommit=True) as connection,
                pytest.raises(psycopg.errors.CannotConnectNow, match="not declared"),
            ):
                connection.execute(refused)
    for words in (("backup",), ("backup", "--only-erasures"), ("base-backup",)):
        assert "Run `saathi recover` first" in office.saathi(*words, good=False)
    office.saathi("recover")
    with server:
        with psycopg.connect(server.url("maintenance"), autocommit=True) as connection:
            connection.execute(session)
        with (
            psycopg.connect(server.url("app"), autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="forged"),
        ):
            connection.execute(staff)


def test_recovery_on_a_new_machine_takes_erasures_from_the_copy_elsewhere(office: Office) -> None:
    office.saathi("backup")  # makes the keys of backups
    new = office.folder / "new"
    new.mkdir(mode=0o755)
    for part in ("keys", "audit", "files"):  # as the key archive of that night holds them
        shutil.copytree(office.home / part, new / part)
    (new / "secrets").mkdir(mode=0o700)
    for secret in ("secret-key", "context-key", "job-key", "invitation-key"):
        shutil.copy2(office.home / "secrets" / secret, new / "secrets")
    office.saathi("base-backup")
    time.sleep(1)
    moment = now()
    time.sleep(1)
    office.erase("Mina")
    assert (office.copies / "saathi-erasures.sealed").exists()
    EmbeddedServer(office.home).remove()  # the machine is lost, with its journal

    output = saathi(
        new,
        "recover",
        "--from",
        office.archive.folder,
        "--until",
        moment.isoformat(),
        **office.settings,
    )

    assert "1 keys of erased files were destroyed again" in output
    read = names(new)
    assert read[office.codes["Mina"]] is None
    assert read[office.codes["Sunita"]] == "Sunita"


def test_a_rollback_without_a_new_timeline_is_noticed_by_the_exported_log(office: Office) -> None:
    server = EmbeddedServer(office.home)
    python(office.home, "maintenance", SEAL)
    snapshot = office.folder / "snapshot"
    subprocess.run(["cp", "-a", server.places.data, snapshot], check=True)  # of a virtual machine
    office.erase("Mina")
    python(office.home, "maintenance", SEAL)
    shutil.rmtree(server.places.data)
    snapshot.rename(server.places.data)

    assert "is an older copy" in office.saathi("serve", "--port", "8360", good=False)
    output = office.saathi("recover")
    assert "1 keys of erased files were destroyed again" in output
    assert "The audit log is sound" in output
    assert names(office.home)[office.codes["Mina"]] is None


def test_a_base_backup_after_an_erasure_holds_no_remnant_of_the_key(office: Office) -> None:
    with (
        EmbeddedServer(office.home) as server,
        psycopg.connect(server.url("maintenance")) as connection,
    ):
        [(wrapped,)] = connection.execute(
            "SELECT k.wrapped FROM vault_key k JOIN people_child c USING (file_id) WHERE c.code = %s",
            [office.codes["Rokeya"]],
        ).fetchall()
    office.saathi("base-backup")
    office.erase("Rokeya")
    office.saathi("base-backup")
    before, after = (
        unpacked(backup.folder, office.folder) for backup in office.archive.list_backups()
    )
    assert bytes(wrapped) in before  # else this looks in the wrong place
    assert bytes(wrapped) not in after


def unpacked(folder: Path, beside: Path) -> bytes:
    """The content of all table files of a base backup."""
    out = beside / f"unpacked-{folder.name}"
    out.mkdir()
    subprocess.run(["tar", "-xzf", folder / "base.tar.gz", "-C", out, "base"], check=True)
    return b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file())


def test_archiving_waits_for_a_disk_that_is_away_and_doctor_names_it(office: Office) -> None:
    office.saathi("base-backup")
    away = office.archive.folder.with_name("away")
    with EmbeddedServer(office.home, archive=office.archive) as server:
        office.archive.folder.rename(away)
        office.archive.folder.mkdir(mode=0o711)  # the empty mount point
        switch(server)
        until_archiver(server, "failed_count > 0")
        output = office.saathi("doctor", good=False)
        assert "the write-ahead log cannot be archived" in output
        assert not office.archive.wal.exists()
        before = set(away.glob("wal/*"))
        office.archive.folder.rmdir()
        away.rename(office.archive.folder)
        until_archiver(server, "last_archived_time > last_failed_time")
        assert len(set(office.archive.list_segments())) > len(before) - 2
        assert "archived" not in said_about(office, "archive of the log")


def said_about(office: Office, what: str) -> str:
    output = office.saathi("doctor", good=False)
    return "\n".join(
        line for line in output.splitlines() if what in line and not line.startswith("ok")
    )


def switch(server: EmbeddedServer) -> None:
    """Fills more than one segment of the log."""
    with psycopg.connect(server.url("maintenance"), autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE filler (x text)")
        for _ in range(2):  # logged: the log holds the messages, not the temporary table
            connection.execute(
                "SELECT pg_logical_emit_message(false, 'fill', repeat(md5(n::text), 30000)) "
                "FROM generate_series(1, 20) n"
            )


def until_archiver(server: EmbeddedServer, condition: str, seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    with psycopg.connect(server.url("maintenance"), autocommit=True) as connection:
        while True:
            [(holds,)] = connection.execute(f"SELECT {condition} FROM pg_stat_archiver").fetchall()
            if holds:
                return
            assert time.monotonic() < end, condition
            time.sleep(0.5)


def test_the_log_is_archived_from_the_first_minute_after_a_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wal_archive, "TIMEOUT_SECONDS", 5)
    with open_folder() as folder:
        server = EmbeddedServer(folder / "home", archive=WalArchive(folder / "archive"))
        with server, psycopg.connect(server.url("owner"), autocommit=True) as connection:
            connection.execute("CREATE TABLE written (x int)")
            until_archiver(server, "archived_count > 0", seconds=60)
        server.remove()


def test_a_damaged_base_backup_or_a_moment_outside_changes_nothing(office: Office) -> None:
    early = now()
    office.saathi("base-backup")
    late = (now() + dt.timedelta(days=1)).isoformat()
    folder = office.archive.folder
    before = sorted(path.name for path in (office.home / "postgres").iterdir())

    output = office.saathi("recover", "--from", folder, "--until", early.isoformat(), good=False)
    assert "no base backup from before that moment" in output
    assert "no transaction after" in office.saathi(
        "recover", "--from", folder, "--until", late, good=False
    )
    assert "is no moment" in office.saathi(
        "recover", "--from", folder, "--until", "2026-11-28 12:00", good=False
    )
    assert "no folder wal" in office.saathi("recover", "--from", office.home, good=False)
    [backup] = office.archive.list_backups()
    data = bytearray((backup.folder / "base.tar.gz").read_bytes())
    data[len(data) // 2] ^= 1
    (backup.folder / "base.tar.gz").write_bytes(data)
    output = office.saathi("recover", "--from", folder, good=False)
    assert "Nothing was changed" in output
    assert "Traceback" not in output
    assert sorted(path.name for path in (office.home / "postgres").iterdir()) == before
    assert names(office.home)[office.codes["Mina"]] == "Mina"


def test_a_damaged_segment_of_the_log_does_not_pass_for_its_end(office: Office) -> None:
    office.saathi("base-backup")
    [backup] = office.archive.list_backups()
    office.erase("Mina")
    EmbeddedServer(office.home, archive=office.archive).stop()
    later = [
        path for path in office.archive.list_segments() if path.name[:24] > backup.first_segment
    ]
    assert later
    for path in later:
        path.write_bytes(path.read_bytes()[:40])
    shutil.rmtree(EmbeddedServer(office.home).places.data / "pg_wal")
    with pytest.raises(EmbeddedServerError, match=r"cannot be replayed|does not start"):
        recovery.recover_to(
            EmbeddedServer(office.home, archive=office.archive), office.archive, None
        )


def test_base_backups_and_log_older_than_keys_may_be_are_removed(office: Office) -> None:
    office.saathi("base-backup")
    office.erase("Mina")
    [first] = office.archive.list_backups()
    about = json.loads((first.folder / "about.json").read_text())
    old = now() - dt.timedelta(days=34)  # SAATHI_KEY_BACKUP_DAYS less the margin is 33
    about["began_at"] = about["ended_at"] = old.isoformat()
    (first.folder / "about.json").write_text(json.dumps(about))
    stale = first.first_segment

    office.saathi("base-backup")

    [left] = office.archive.list_backups()
    assert left.folder != first.folder
    assert not first.folder.exists()
    assert not list(office.archive.wal.glob(f"{stale}*"))
    assert all(path.name[:24] >= left.first_segment for path in office.archive.list_segments())
    assert office.archive.wal.stat().st_mode & 0o077 == 0
