"""An external PostgreSQL: pgBackRest to a given time, and a promoted replica.

Two clusters on one machine. A writer records children through the product and prints each code when
it is committed; the primary is killed at a random moment.
"""

import datetime as dt
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.infra.embedded.conftest import PG15, open_folder
from tests.ops.clusters import Postgres, clusters
from tests.ops.homes import environment, saathi
from tests.ops.installations import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deploy,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not PG15.exists(), reason="PostgreSQL 15 is not here, 2026-11-28"),
]
ROOT = Path(__file__).resolve().parents[2]
CONF = ROOT / "deploy" / "pgbackrest.conf"
RPO_SECONDS = 300
STARTED = "from saathi.config import schema_check, start\nwith start.process('maintenance', schema_check.SchemaNeeds.ANY):\n"
WRITE = """
import time
from django.db import transaction
from saathi.agencies import context
from tests.factories import agencies, children
with transaction.atomic():
    staff = agencies.staff()
print(staff.email, flush=True)
while True:
    with transaction.atomic():
        context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
        code = children.child(staff, "Sunita").code
    print(time.time(), code, flush=True)
    time.sleep(0.05)
"""
CODES = """
from saathi.people.models import Child
from saathi.vault import store as vault
for child in Child.objects.all():
    try:
        print(child.code, vault.open(child)["names"][0]["text"])
    except vault.FileKeyMissing:
        print(child.code, "erased")
"""


@dataclass
class Drill:
    """The two clusters, one home, and its addresses at the first cluster."""

    folder: Path
    home: Path
    first: Postgres
    second: Postgres
    addresses: dict[str, str]
    acknowledged: list[tuple[float, str]]
    by: str = ""

    @property
    def replicator(self) -> str:
        return self.addresses["SAATHI_REPLICATOR_URL"]

    def at(self, cluster: Postgres) -> dict[str, str]:
        """The settings of a process that uses this cluster."""
        return self.first.moved(self.addresses, cluster)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Children are recorded meanwhile; what was acknowledged is added to the list."""
        out = self.folder / f"written-{len(self.acknowledged)}"
        with out.open("wb") as file:
            running = self.script(WRITE, self.first, file)
            until(lambda: out.read_bytes().count(b"\n") > 2 or running.poll() is not None, 300)
            try:
                yield
            finally:
                running.kill()
                running.wait()
        self.by, *lines = out.read_text().splitlines()
        self.acknowledged += [
            (float(line.split()[0]), line.split()[1]) for line in lines if len(line.split()) == 2
        ]

    def script(self, text: str, cluster: Postgres, out: object) -> "subprocess.Popen[bytes]":
        script = STARTED + "".join(f"    {line}\n" for line in text.strip().splitlines())
        return subprocess.Popen(
            [sys.executable, "-c", script],
            env=environment(self.home, **self.at(cluster)),
            cwd=ROOT,
            stdout=out,  # type: ignore[call-overload]
            stderr=subprocess.DEVNULL,
        )

    def children(self, cluster: Postgres) -> dict[str, str]:
        """The opened content of each child's file, by code."""
        running = self.script(CODES, cluster, subprocess.PIPE)
        said = running.communicate(timeout=300)[0].decode()
        assert running.returncode == 0
        return dict(line.split() for line in said.splitlines())

    def erase(self, code: str) -> None:
        words = ("erase", code, "--reason", "asked", "--by", self.by, "--yes")
        saathi(self.home, *words, **self.addresses)

    def session_is_refused(self, cluster: Postgres) -> bool:
        """Whether no session can be stored, which signing in ends with."""
        with psycopg.connect(
            self.at(cluster)["SAATHI_DATABASE_URL_MAINTENANCE"], autocommit=True
        ) as connection:
            try:
                connection.execute(
                    "INSERT INTO django_session VALUES ('x', 'x', now() + interval '1 day')"
                )
            except psycopg.errors.CannotConnectNow:
                return True
        return False

    def recover(self, cluster: Postgres) -> str:
        settings = self.at(cluster)
        assert self.session_is_refused(cluster)
        refused = saathi(self.home, "serve", "--port", "8361", good=False, **settings)
        assert "Run `saathi recover` first" in refused
        output = saathi(self.home, "recover", **settings)
        assert not self.session_is_refused(cluster)
        return output


@pytest.fixture(params=[pytest.param(PG15, id="15")])
def drill(request: pytest.FixtureRequest) -> Iterator[Drill]:
    with open_folder() as folder, clusters(folder, request.param) as (first, second):
        first.create("wal_level = replica", "max_wal_senders = 5", "wal_keep_size = '256MB'")
        first.start()
        home = folder / "home"
        addresses = first.prepare(home)
        saathi(home, "migrate", **addresses)
        yield Drill(folder, home, first, second, addresses, [])


def moment_in(text: str) -> dt.datetime:
    match = re.search(r"holds what was recorded up to (\S+)", text)
    assert match
    return dt.datetime.fromisoformat(match[1])


# --- A replica ------------------------------------------------------------------------------------


def test_a_promoted_replica_serves_after_erasures_were_done_again(drill: Drill) -> None:
    make_replica(drill)
    with drill.writing():
        time.sleep(3)
        with drill.second.connect("saathi") as connection:
            until(lambda: is_caught_up(drill), 120)
            # From here on the replica hears nothing more, as when the line between both fails.
            connection.execute("ALTER SYSTEM SET primary_conninfo = ''")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(1)
    erased = drill.acknowledged[0][1]
    drill.erase(erased)
    cut_at = time.time()
    drill.first.kill()

    settings = drill.at(drill.second)
    assert "is a replica" in saathi(drill.home, "serve", good=False, **settings)
    drill.second.promote()
    assert drill.children(drill.second)[erased] == "Sunita"
    output = drill.recover(drill.second)

    assert "1 keys of erased files were destroyed again" in output
    assert "The audit log is sound" in output
    assert abs(moment_in(output).timestamp() - cut_at) < RPO_SECONDS
    there = drill.children(drill.second)
    assert there[erased] == "erased"
    lost = [at for at, code in drill.acknowledged if code not in there]
    assert len(there) > 5
    assert all(at > cut_at - RPO_SECONDS for at in lost)


def make_replica(drill: Drill) -> None:
    """As docs/operations.md says: pg_basebackup as the replicator, with -R."""
    drill.second.make_folder()
    process = drill.second.account.run_program(
        drill.second.programs / "pg_basebackup",
        f"--dbname={drill.replicator}",
        f"--pgdata={drill.second.data}",
        "--checkpoint=fast",
        "--write-recovery-conf",
        "--create-slot",
        "--slot=saathi_replica",
    )
    assert process.returncode == 0, process.stderr
    drill.second.configure()
    drill.second.start()


def is_caught_up(drill: Drill) -> bool:
    with drill.first.connect() as connection:
        rows = connection.execute(
            "SELECT replay_lsn IS NOT NULL FROM pg_stat_replication"
        ).fetchall()
    return rows == [(True,)]


# --- pgBackRest -----------------------------------------------------------------------------------


@pytest.fixture
def pgbackrest(drill: Drill) -> Path:
    """Our example configuration with the paths of this drill, and archiving switched on by it."""
    if shutil.which("pgbackrest") is None:
        pytest.skip("pgBackRest is not installed (apt install pgbackrest), 2026-11-28")
    text = CONF.read_text()
    text = text.replace("/var/lib/pgbackrest", str(drill.folder / "repository"))
    text = text.replace("/var/lib/postgresql/15/main", str(drill.first.data))
    text = text.replace("pg1-port=5432", f"pg1-port={drill.first.port}\npg1-user=postgres")
    text = text.replace("CHANGE-ME", "a passphrase of this drill")
    more = f"pg1-socket-path={drill.first.sockets}\n"
    more += f"[global:archive-push]\n[global]\nlog-path={drill.folder / 'log'}\n"
    more += f"lock-path={drill.folder / 'lock'}\nspool-path={drill.folder / 'spool'}\n"
    conf = drill.folder / "pgbackrest.conf"
    conf.write_text(text + more)
    for each in (conf, *(drill.folder / name for name in ("repository", "log", "lock", "spool"))):
        if each != conf:
            each.mkdir(mode=0o700)
        drill.first.account.give_folder_to_account(each)
    drill.first.stop()
    push = f"pgbackrest --config={conf} --stanza=saathi archive-push %p"
    drill.first.configure(
        "archive_mode = on", f"archive_command = '{push}'", "archive_timeout = 60"
    )
    drill.first.start()
    backrest(drill, conf, "stanza-create")
    return conf


def backrest(drill: Drill, conf: Path, *words: str) -> str:
    process = drill.first.account.run_program(
        "pgbackrest", f"--config={conf}", "--stanza=saathi", *words, seconds=600
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def test_pgbackrest_recovers_to_the_last_minutes_and_to_a_moment(
    drill: Drill, pgbackrest: Path
) -> None:
    backrest(drill, pgbackrest, "backup", "--type=full")
    chance = random.SystemRandom()
    with drill.writing():
        time.sleep(70 + chance.uniform(0, 20))  # beyond archive_timeout, by chance
        killed_at = time.time()
        drill.first.kill()
    erased = drill.acknowledged[0][1]
    shutil.rmtree(drill.first.data)  # the disk is lost; only the repository is left

    restore(drill, pgbackrest)
    drill.first.start()
    until(lambda: not in_recovery(drill.first), 300)
    output = drill.recover(drill.first)
    there = drill.children(drill.first)

    lost = [at for at, code in drill.acknowledged if code not in there]
    assert len(there) > 5, "nothing was archived: the drill shows nothing"
    assert all(at > killed_at - RPO_SECONDS for at in lost)
    assert killed_at - moment_in(output).timestamp() < RPO_SECONDS
    assert "The audit log is sound" in output

    # And from there, after an erasure, back to a moment before it.
    time.sleep(1)
    before = dt.datetime.now(dt.UTC)
    time.sleep(1)
    drill.erase(erased)
    drill.first.stop()
    shutil.rmtree(drill.first.data)
    target = f"{before:%Y-%m-%d %H:%M:%S.%f}+00"
    restore(drill, pgbackrest, "--type=time", f"--target={target}", "--target-action=promote")
    drill.first.start()
    until(lambda: not in_recovery(drill.first), 300)
    output = drill.recover(drill.first)
    assert "1 keys of erased files were destroyed again" in output
    assert "The audit log is sound" in output
    assert drill.children(drill.first)[erased] == "erased"
    doctor = saathi(
        drill.home,
        "doctor",
        good=False,
        **drill.addresses,
        SAATHI_PGBACKREST_STANZA="saathi",
        PGBACKREST_CONFIG=str(pgbackrest),
    )
    assert "ok    base backups" in doctor


def restore(drill: Drill, conf: Path, *words: str) -> None:
    drill.first.make_folder()
    backrest(drill, conf, "restore", *words)


def in_recovery(cluster: Postgres) -> bool:
    with cluster.connect() as connection:
        return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)


def test_the_example_keeps_backups_no_longer_than_certificates_of_erasure_say() -> None:
    """The oldest full backup lives for the retention and until the next weekly one is that old."""
    match = re.search(r"^repo1-retention-full=(\d+)$", CONF.read_text(), re.MULTILINE)
    assert match
    default, margin, weekly = 35, 2, 7
    assert int(match[1]) + weekly <= default - margin
    assert "repo1-retention-full-type=time" in CONF.read_text()
    assert "repo1-cipher-type=aes-256-cbc" in CONF.read_text()
    assert json.dumps(default) in CONF.read_text()
