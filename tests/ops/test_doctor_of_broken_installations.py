"""`saathi doctor` on a healthy installation and on broken ones: problems and remedies."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from saathi.audit import signing_keys
from saathi.config.deployment import installation as deployment
from saathi.infra import thresholds
from saathi.infra.embedded import EmbeddedServer
from tests.infra.embedded.conftest import open_folder
from tests.ops import machine
from tests.ops.homes import environment, migrated, saathi
from tests.ops.installations import serving, until
from tests.ops.mail_server import MailServer, mail_server

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.skipif(bool(machine.lacking()), reason=machine.lacking()),
    pytest.mark.xdist_group("separate users"),
]

MEGABYTE = 1024**2
SMALL_DISK_MEGABYTES = 2200


@dataclass
class Installation:
    """A home under separate users, on a small disk of its own, with its database running."""

    home: Path
    disk: Path
    server: EmbeddedServer
    mail: MailServer
    settings: dict[str, str] = field(default_factory=dict)

    def wrong(self, **more: str) -> dict[str, str]:
        """The findings of doctor: by subject, the problem with its remedy."""
        output = saathi(self.home, "doctor", good=False, **(self.settings | more))
        return findings(output)

    def execute(self, role: str, statement: str) -> None:
        with psycopg.connect(self.server.url(role), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def as_superuser(self, *statements: str) -> None:
        """Runs the statements while the server is stopped, without signing in as the superuser."""
        assert self.server.stop()
        self.server.cluster().run_as_superuser("saathi", list(statements))
        self.server.start()


def findings(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    about = ""
    for line in said.splitlines():
        if line.startswith("WRONG "):
            about, _, problem = line.removeprefix("WRONG ").partition(": ")
            found[about] = f"{found.get(about, '')}{problem} "
        elif line.startswith("      ") and about:
            found[about] += line.strip()
        else:
            about = ""
    return found


@contextmanager
def small_disk() -> Iterator[Path]:
    with open_folder() as folder:
        size = f"size={SMALL_DISK_MEGABYTES}m,mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    deployment.create_missing_accounts()
    with small_disk() as disk, open_folder() as folder, mail_server(folder) as mail:
        home = disk / "home"
        migrated(home)
        saathi(home, "doctor", good=False)  # as a home of one user: it lacks only what is set below
        (home / "keys" / "erasures.jsonl").touch()
        deployment.set_file_rights(home)
        settings = mail.settings() | {
            "SAATHI_HOSTS": "saathi.example.org",
            "SAATHI_ADDRESS": "https://saathi.example.org",
            "SAATHI_HTTPS": "yes",
            "SAATHI_HEADS_TO": str(folder / "heads"),
        }
        (folder / "heads").mkdir()
        signing_keys.create_signing_key(home)
        deployment.set_file_rights(home)
        with EmbeddedServer(home) as server:
            saathi(home, "backup", "--to", folder / "backups", **settings)
            saathi(home, "backup", "--drill", **settings)
            deployment.set_file_rights(home)
            found = Installation(home, disk, server, mail, settings)
            with sealing(found):
                until(lambda: any((folder / "heads").iterdir()), 60)
            yield found


def test_doctor_of_a_healthy_installation_finds_nothing_wrong(installation: Installation) -> None:
    output = saathi(installation.home, "doctor", **installation.settings)
    assert "WRONG" not in output
    assert output.count("ok    ") >= 17


def test_doctor_names_a_disk_that_is_nearly_full(installation: Installation) -> None:
    with filled(installation.disk):
        wrong = installation.wrong()
    assert list(wrong) == ["disk"]
    assert "is nearly full" in wrong["disk"]
    assert "Move old backups" in wrong["disk"]


FILLED_BEYOND = 33 * MEGABYTE


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """A disk on which less is free than should be, also after the server has removed two files of its log."""
    file = disk / "filling"
    much = thresholds.disk_space(disk).free - thresholds.FREE_DISK_BYTES + FILLED_BEYOND
    assert much > MEGABYTE, "the small disk must begin with enough room"
    subprocess.run(["fallocate", "-l", str(much), file], check=True)
    try:
        yield
    finally:
        file.unlink()


def test_doctor_names_a_root_key_that_is_missing(installation: Installation) -> None:
    [key] = (installation.home / "keys").glob("root-*.key")
    away = key.rename(installation.home / "away")
    wrong = installation.wrong()
    away.rename(key)
    assert list(wrong) == ["keys"]
    assert "There is no root key in" in wrong["keys"]
    assert "Put it back from the key archive of a backup" in wrong["keys"]


def test_doctor_names_a_root_key_that_others_read(installation: Installation) -> None:
    [key] = (installation.home / "keys").glob("root-*.key")
    key.chmod(0o644)
    wrong = installation.wrong()
    deployment.set_file_rights(installation.home)
    assert list(wrong) == ["keys"]
    assert "Run `saathi install` again as root" in wrong["keys"]


def test_doctor_names_a_web_role_that_bypasses_row_security(installation: Installation) -> None:
    installation.as_superuser("ALTER ROLE saathi_app BYPASSRLS")
    try:
        wrong = installation.wrong()
    finally:
        installation.as_superuser("ALTER ROLE saathi_app NOBYPASSRLS")
    assert list(wrong) == ["database roles"]
    assert "saathi_app has BYPASSRLS True; it should have False" in wrong["database roles"]
    assert "Run the set-up script again" in wrong["database roles"]


BY_SUPERUSER = {
    "CREATE ROLE stranger LOGIN; GRANT saathi_owner TO stranger": (
        "REVOKE saathi_owner FROM stranger; DROP ROLE stranger",
        "stranger may become saathi_owner",
    ),
    "GRANT saathi_maintenance TO saathi_app": (
        "REVOKE saathi_maintenance FROM saathi_app",
        "saathi_app has the memberships ('saathi_maintenance',)",
    ),
    "ALTER ROLE saathi_monitor SUPERUSER": (
        "ALTER ROLE saathi_monitor NOSUPERUSER",
        "saathi_monitor has SUPERUSER True",
    ),
    "CREATE ROLE saathi_tester": (
        "DROP ROLE saathi_tester",
        "The role saathi_tester is none of Saathi's",
    ),
    "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO saathi_app": (
        "REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM saathi_app",
        "saathi_app may use pg_read_file(text) of PostgreSQL",
    ),
    "GRANT SELECT ON pg_authid TO PUBLIC": (
        "REVOKE SELECT ON pg_authid FROM PUBLIC",
        "everybody may use pg_authid of PostgreSQL",
    ),
    "GRANT TEMPORARY ON DATABASE saathi TO PUBLIC": (
        "REVOKE TEMPORARY ON DATABASE saathi FROM PUBLIC",
        "everybody may TEMPORARY the database",
    ),
    "GRANT SET ON PARAMETER session_replication_role TO saathi_owner": (
        "REVOKE SET ON PARAMETER session_replication_role FROM saathi_owner",
        "saathi_owner may SET on setting session_replication_role",
    ),
}


def test_doctor_names_what_a_superuser_changed(installation: Installation) -> None:
    installation.as_superuser(*BY_SUPERUSER)
    try:
        wrong = " ".join(installation.wrong().values())
    finally:
        installation.as_superuser(*(back for back, _said in BY_SUPERUSER.values()))
    for statement, (_back, said) in BY_SUPERUSER.items():
        assert said in wrong, statement
    put_right = "Run the set-up script again"
    assert put_right not in saathi(installation.home, "doctor", **installation.settings)


def test_doctor_names_a_migration_that_is_missing(installation: Installation) -> None:
    row = "app = 'people' AND name = (SELECT max(name) FROM django_migrations WHERE app = 'people')"
    installation.execute("owner", f"UPDATE django_migrations SET app = 'away' WHERE {row}")
    try:
        wrong = installation.wrong()
    finally:
        installation.execute(
            "owner", "UPDATE django_migrations SET app = 'people' WHERE app = 'away'"
        )
    assert list(wrong) == ["migrations"]
    assert wrong["migrations"] == "A migration is not applied Run `saathi migrate`."


def test_doctor_names_a_sealer_that_stopped(installation: Installation) -> None:
    """An entry ten minutes old, and no sealer runs."""
    installation.execute(
        "maintenance",
        "INSERT INTO audit_entry (id, at, kind) "
        "VALUES (gen_random_uuid(), now() - interval '10 min', 'log_read')",
    )
    wrong = installation.wrong()
    assert list(wrong) == ["sealing of the audit log"]
    assert "the oldest unsealed entry was written" in wrong["sealing of the audit log"]
    assert "Start the sealer" in wrong["sealing of the audit log"]
    with sealing(installation):
        until(lambda: oldest_unsealed(installation) == 0, 60)
    saathi(installation.home, "doctor", **installation.settings)


@contextmanager
def sealing(installation: Installation) -> Iterator[None]:
    """The real sealer runs, and sends the heads."""
    words = [sys.executable, "-m", "saathi.config.command", "seal"]
    more = environment(installation.home, **installation.settings)
    sealer = subprocess.Popen(words, env=more)
    try:
        yield
    finally:
        sealer.terminate()
        sealer.wait(timeout=30)


def oldest_unsealed(installation: Installation) -> float:
    with psycopg.connect(installation.server.url("monitor")) as connection:
        row = connection.execute("SELECT audit_oldest_unsealed_seconds()").fetchone()
    assert row is not None
    return float(row[0])


def test_doctor_names_a_queue_without_a_worker(installation: Installation) -> None:
    installation.execute(
        "maintenance",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
        "VALUES ('mail', 'agencies.mail_notices', 'todo', now() - interval '40 min')",
    )
    try:
        wrong = installation.wrong()
    finally:
        installation.execute("maintenance", "DELETE FROM procrastinate_jobs")
    assert list(wrong) == ["queue"]
    assert "has waited 40 minutes" in wrong["queue"]
    assert "Start the worker" in wrong["queue"]


def test_doctor_names_a_wrong_password_of_the_mail_server(installation: Installation) -> None:
    wrong = installation.wrong(**installation.mail.settings(password="another"))
    assert list(wrong) == ["mail"]
    assert "refuses the user name or password Correct them in SAATHI_MAIL_URL" in wrong["mail"]


def test_doctor_names_a_settings_file_that_cannot_be_read(installation: Installation) -> None:
    more = {"SAATHI_DATABASE_URL_OWNER_FILE": "/etc/saathi/none"}
    output = saathi(installation.home, "doctor", good=False, **(installation.settings | more))
    assert output.startswith("saathi: SAATHI_DATABASE_URL_OWNER_FILE names /etc/saathi/none, which")
    assert "Make it readable to this process" in output
    assert "Traceback" not in output


def test_doctor_names_a_database_that_is_down(installation: Installation) -> None:
    address = "postgresql://saathi_owner:word@127.0.0.1:1/saathi"
    wrong = installation.wrong(SAATHI_DATABASE_URL_OWNER=address)
    assert list(wrong) == ["database"]
    assert "The database at 127.0.0.1:1 does not answer: Connection refused" in wrong["database"]
    assert "Start it" in wrong["database"]


def test_doctor_names_a_demo_under_a_public_name(installation: Installation) -> None:
    wrong = installation.wrong(SAATHI_DEMO="yes")
    assert list(wrong) == ["name and TLS"]
    assert "one click signs in, is served as saathi.example.org" in wrong["name and TLS"]


@pytest.mark.parametrize(
    ("by_hand", "back"),
    [
        (
            "ALTER POLICY web_reads ON people_token USING (true)",
            "",
        ),
        (
            "CREATE POLICY opened ON agencies_file FOR SELECT TO saathi_app USING (true)",
            "",
        ),
        (
            "CREATE POLICY opened ON audit_entry FOR SELECT TO saathi_app USING (true)",
            "DROP POLICY opened ON audit_entry",
        ),
    ],
)
def test_doctor_names_a_policy_that_was_changed_by_hand(
    installation: Installation, by_hand: str, back: str
) -> None:
    installation.execute("owner", by_hand)
    wrong = installation.wrong()
    assert list(wrong) == ["objects of the database"]
    assert "Find out who changed the database" in wrong["objects of the database"]
    if back:
        installation.execute("owner", back)
    saathi(installation.home, "migrate")
    saathi(installation.home, "doctor", **installation.settings)


def test_doctor_names_one_user_for_all_processes(installation: Installation) -> None:
    keys = installation.home / "keys"
    keys.chmod(0o700)
    os.chown(keys / "audit-signing.key", 0, 0)
    os.chown(keys, 0, 0)
    try:
        wrong = installation.wrong()
        output = saathi(installation.home, "doctor", good=False, SAATHI_DEMO="yes")
    finally:
        deployment.set_file_rights(installation.home)
    assert "Run `saathi install`" in wrong["separate users"]
    assert "All processes run as one user. This is acceptable for a demo only" in output


def test_health_page_is_not_ok_while_the_disk_is_full(installation: Installation) -> None:
    import urllib.error
    import urllib.request

    def status(port: int) -> tuple[int, str, float]:
        began = time.monotonic()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
                return answer.status, answer.read().decode(), time.monotonic() - began
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), time.monotonic() - began

    with serving(installation.home) as running:
        until(lambda: status(running.port)[0] == 200, 60)
        assert status(running.port)[1] == '{"ok": true, "status": "ok"}'
        with filled(installation.disk):
            code, text, seconds = status(running.port)
            assert (code, text) == (503, '{"ok": false, "status": "not ok"}')
            assert seconds < 2
        until(lambda: status(running.port)[0] == 200, 30)
        [sealer] = running.part("seal")
        with contextlib.suppress(ProcessLookupError):
            os.kill(sealer, 19)  # SIGSTOP: it lives and does nothing
        installation.execute(
            "maintenance",
            "INSERT INTO audit_entry (id, at, kind) "
            "VALUES (gen_random_uuid(), now() - interval '10 min', 'log_read')",
        )
        assert status(running.port)[:2] == (503, '{"ok": false, "status": "not ok"}')
        os.kill(sealer, 18)
        until(lambda: status(running.port)[0] == 200, 30)
