"""F14: an installation under separate users serves, seals and works; no service reads another's secrets.

systemd itself does not run here. Each service is started by what its unit file says (`sandbox.py`): command line,
user, groups, environment, mounts and filters of system calls.
"""

import contextlib
import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.config.deployment import installed_paths
from saathi.config.deployment.accounts import BY_NAME, SERVICES
from saathi.config.deployment.installed_paths import InstallationLayout, InstalledPath
from tests.ops import machine
from tests.ops.installations import free_port, until
from tests.ops.separate_users import AS_PROXY, SANDBOX, Trial, as_user, reads

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.skipif(bool(machine.lacking()), reason=machine.lacking()),
    pytest.mark.xdist_group("separate users"),
]


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    hidden = machine.hidden_checkout()
    assert not hidden, hidden
    # Not below /tmp, which every service has of its own.
    prefix = Path(f"/srv/saathi-trial-{os.getpid()}")
    prefix.mkdir(mode=0o755)
    made = Trial(InstallationLayout(Path(sys.executable), prefix), free_port(), free_port())
    try:
        ports = ("--port", str(made.port), "--metrics-port", str(made.metrics_port))
        made.install("--hosts", "localhost", "--workers", "2", *ports)
        # As an operator adds it; the second installation names the folder in the units.
        made.archive.mkdir(mode=0o700)
        shutil.chown(made.archive, BY_NAME["database"].user, BY_NAME["database"].user)
        with (made.layout.settings / "saathi.env").open("a") as settings:
            settings.write(f"SAATHI_WAL_ARCHIVE='{made.archive}'\n")
        made.install()
        made.start("database")
        until(lambda: any(made.layout.sockets.glob(".s.PGSQL.*")), 60)
        made.by_hand("operator", "migrate")
        for name in ("sealer", "worker", "carrier", "monitor", "web"):
            made.start(name)
        until(lambda: made.page("/account/login/") == 200, 60)
        yield made
    finally:
        for name in reversed(list(made.running)):
            with contextlib.suppress(subprocess.TimeoutExpired):
                made.stop(name)
        shutil.rmtree(prefix)


def test_installation_serves_pages_and_says_that_it_is_well(trial: Trial) -> None:
    assert trial.page("/account/login/") == 200
    until(lambda: trial.page("/health") == 200, 30)
    for name, process in trial.running.items():
        assert process.poll() is None, trial.log(name).read_text()


def test_failed_sign_in_written_by_the_web_is_sealed_by_the_sealer(trial: Trial) -> None:
    trial.by_hand(
        *("operator", "create-agency", "--country", "NPL", "--agency", "A", "--office", "O"),
        *("--name", "N", "--email", "first@example.org"),
    )
    connection = http.client.HTTPConnection("127.0.0.1", trial.port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/account/login/", headers=AS_PROXY)
        answer = connection.getresponse()
        given = [value for name, value in answer.getheaders() if name == "Set-Cookie"]
        page = answer.read().decode()
        [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
        body = f"csrfmiddlewaretoken={token}&login=first%40example.org&password=wrong-word-1234"
        more = {
            "Cookie": "; ".join(value.split(";")[0] for value in given),
            "Referer": "https://localhost/account/login/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/account/login/", body, AS_PROXY | more)
        answer = connection.getresponse()
        assert answer.status == 200  # the form again, with its error
        answer.read()
    heads = trial.layout.home / "audit" / "heads.jsonl"
    until(lambda: heads.exists() and heads.stat().st_size > 0, 30)
    until(lambda: 'entries_last_hour{kind="sign_in_failed"} 1.0' in trial.figures(), 30)
    until(lambda: "unsealed_seconds 0.0" in trial.figures(), 30)
    assert "is sound" in trial.by_hand("operator", "audit", "verify")


def test_worker_does_a_job_of_the_queue(trial: Trial) -> None:
    defer = (
        "from saathi.config import start\n"
        "with start.process('maintenance'):\n"
        "    from saathi.agencies.jobs import forget_drafts_job\n"
        "    print(forget_drafts_job.defer(timestamp=0))\n"
    )
    number = trial.script("operator", defer)
    status = (
        "from saathi.config import start\n"
        "with start.process('maintenance'):\n"
        "    from django.db import connection\n"
        "    c = connection.cursor()\n"
        f"    c.execute('SELECT status FROM procrastinate_jobs WHERE id = {int(number)}')\n"
        "    print(c.fetchone()[0])\n"
    )
    until(lambda: trial.script("operator", status) == "succeeded", 60)


def test_monitor_adds_up_requests_of_the_web_without_reading_its_secrets(trial: Trial) -> None:
    assert trial.page("/account/login/") == 200
    text = trial.figures()
    assert re.search(r'saathi_request_seconds_count{[^}]*screen="account_login"', text), text
    assert "saathi_database_up 1.0" in text
    assert "saathi_migrations_missing 0.0" in text


def test_backup_unit_runs_as_the_operator(trial: Trial) -> None:
    done = trial.run("backup")
    assert done.returncode == 0, done.stderr
    made = list((trial.layout.home / "backups").iterdir())
    assert {file.owner() for file in made} == {"saathi-operator"}
    assert any("keys" in file.name for file in made)
    # The keys of the archives are new files in the folder that the vault's group lists.
    for key in (trial.layout.home / "keys").glob("backup-*.key"):
        assert not reads(BY_NAME["web"], key)


def test_base_backup_is_taken_as_the_user_of_the_database_and_doctor_knows(trial: Trial) -> None:
    for name in ("clear-keys", "base-backup"):
        done = trial.run(name)
        assert done.returncode == 0, done.stdout + done.stderr
    [made] = (trial.archive / "base").iterdir()
    assert made.owner() == "saathi-postgres"
    command = [str(trial.layout.commands / "saathi-as"), "operator", "doctor"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "ok    base backups" in said, said
    assert "WRONG archive of the log" not in said, said


def test_restarted_services_find_what_they_left(trial: Trial) -> None:
    trial.stop("sealer")
    trial.start("sealer")
    trial.stop("web")
    trial.start("web")
    until(lambda: trial.page("/health") == 200, 60)
    assert trial.running["sealer"].poll() is None


PROBE = """
import errno, os, socket
def refused(name, attempt):
    try:
        attempt()
    except OSError as error:
        print(name, errno.errorcode[error.errno])
refused("home", lambda: open({home!r} + "/new", "w"))
refused("key", lambda: open({home!r} + "/keys/root-9999-00000000.key", "w"))
refused("etc", lambda: open("/etc/new", "w"))
refused("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
refused("setgid", lambda: os.chmod({own!r}, 0o2755))
refused("mount", lambda: os.unshare(os.CLONE_NEWUSER))
refused("trace", lambda: os.kill(1, 0))
refused("backups", lambda: os.listdir({home!r} + "/backups"))
refused("database", lambda: os.listdir({database!r}))
print(os.listdir("/tmp"))
"""


def test_what_the_unit_forbids_is_refused_in_the_sandbox_of_the_test(trial: Trial) -> None:
    """The sandbox is no decoration: an attack from the web's place fails by each of its walls."""
    own = str(trial.layout.home / "static")
    text = PROBE.format(home=str(trial.layout.home), own=own, database=str(trial.layout.database))
    command = [sys.executable, str(SANDBOX), str(trial.unit("web")), sys.executable, "-c", text]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    assert process.stdout.splitlines() == [
        "home EROFS",
        "key EROFS",
        "etc EROFS",
        "packet EAFNOSUPPORT",
        "setgid EPERM",
        "mount EPERM",
        "trace EPERM",
        "backups EACCES",
        "database EACCES",
        "[]",
    ]


# --- Who reads what --------------------------------------------------------------------------------


def secret_paths(trial: Trial) -> Iterator[tuple[InstalledPath, Path]]:
    """Every secret that is on the disk."""
    for place in installed_paths.HOME:
        if place.is_secret:
            for path in trial.layout.home.glob(place.path):
                yield place, path
    for service in SERVICES:
        for setting in service.secret_settings:
            place = installed_paths.secret_path(service, setting)
            path = trial.layout.secrets / place.path
            if path.exists():
                yield place, path


def test_each_service_reads_exactly_the_secrets_that_the_table_gives_it(trial: Trial) -> None:
    trial.run("backup")  # makes the keys of the archives
    wrong, tried, kinds = [], 0, set()
    folders = 0
    for place, path in secret_paths(trial):
        if place.path.startswith("files/"):
            folders += 1
            if folders > 2:  # 256 of one kind
                continue
        kinds.add(place.path)
        for service in SERVICES:
            tried += 1
            if reads(service, path) != place.may_read(service):
                wrong.append((path, service.name))
    assert not wrong
    assert {"secrets/secret-key", "keys/token.key", "keys/audit-signing.key"} <= kinds
    assert {"keys/root-*.key", "keys/backup-*.key", "sealer/SAATHI_DATABASE_URL_SEALER"} <= kinds
    assert tried > 150


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("web", "keys/audit-signing.key"),  # what F14 read
        ("web", "keys/backup-keys.key"),
        ("worker", "secrets/secret-key"),
        ("carrier", "secrets/secret-key"),
        ("sealer", "keys/token.key"),
        ("sealer", "secrets/context-key"),
        ("monitor", "secrets/context-key"),
        ("database", "keys/token.key"),
    ],
)
def test_secret_of_another_service_is_refused(trial: Trial, service: str, path: str) -> None:
    target = trial.layout.home / path
    if "backup" in path and not target.exists():
        trial.run("backup")
    assert target.exists()
    assert not reads(BY_NAME[service], target)


@pytest.mark.parametrize(
    "service", [service.name for service in SERVICES if service.name != "database"]
)
def test_passwords_of_other_roles_are_refused(trial: Trial, service: str) -> None:
    others = [each for each in trial.layout.secrets.glob("*/*") if each.parent.name != service]
    others += list((trial.layout.database / "secrets").glob("*")) or [trial.layout.database]
    assert len(others) > 10
    assert [path for path in others if reads(BY_NAME[service], path)] == []


def test_memory_and_environment_of_other_services_are_closed(trial: Trial) -> None:
    for name, process in trial.running.items():
        for service in SERVICES:
            is_own = service.name == name
            for file in ("environ", "mem"):
                path = Path("/proc") / str(process.pid) / file
                words = as_user(service, "head", "-c", "0", str(path))
                done = subprocess.run(words, capture_output=True, check=False)
                assert is_own or done.returncode != 0, (name, service.name, file)
            assert b"postgresql://" not in Path(f"/proc/{process.pid}/environ").read_bytes()


def test_doctor_finds_separate_users_right_and_a_key_open_to_others_wrong(trial: Trial) -> None:
    command = [str(trial.layout.commands / "saathi-as"), "operator", "doctor"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "ok    separate users" in said, said
    assert "ok    keys" in said, said
    key = trial.layout.home / "keys" / "token.key"
    key.chmod(0o644)
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "WRONG keys: token.key can be read by others" in said
    # Installing again mends it, and changes no secret.
    before = {path: path.read_bytes() for _place, path in secret_paths(trial) if path.is_file()}
    units = {name: trial.unit(name).read_text() for name in ("worker", "sealer", "monitor")}
    trial.install()
    assert {name: trial.unit(name).read_text() for name in units} == units
    assert not reads(BY_NAME["sealer"], key)
    grows = {"heads.jsonl", ".audit-log.json"}  # the running sealer writes them
    after = {path: path.read_bytes() for path in before if path.name not in grows}
    assert after == {path: data for path, data in before.items() if path.name not in grows}


def test_stolen_context_key_and_password_are_renewed_as_the_incident_page_says(
    trial: Trial,
) -> None:
    layout = trial.layout
    key, file = layout.home / "secrets" / "context-key", "database-saathi_sealer"
    before = key.read_text(), (layout.secrets / "sealer/SAATHI_DATABASE_URL_SEALER").read_text()
    for name in reversed(list(trial.running)):
        trial.stop(name)
    key.write_text(f"{secrets.token_hex(32)}\n")
    (layout.database / "secrets" / file).unlink()
    trial.install()
    trial.start("database")
    until(lambda: any(layout.sockets.glob(".s.PGSQL.*")), 60)
    trial.by_hand("operator", "migrate")
    for name in ("sealer", "worker", "carrier", "monitor", "web"):
        trial.start(name)
    until(lambda: trial.page("/health") == 200, 90)
    after = key.read_text(), (layout.secrets / "sealer/SAATHI_DATABASE_URL_SEALER").read_text()
    assert not set(before) & set(after)
    assert not reads(BY_NAME["sealer"], key)
    assert trial.running["sealer"].poll() is None
    assert "sessions ended" in trial.by_hand("operator", "sign-out", "--everybody")
