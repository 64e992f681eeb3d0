"""Every failing operator command prints one sentence and exits with 1, never with a traceback."""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.config import start
from saathi.config.backups import keys
from saathi.config.backups.archives import ArchiveKind
from saathi.infra import state_files
from saathi.infra.embedded import EmbeddedServer
from saathi.infra.roles import login_roles
from tests.ops.homes import environment, migrated, python, saathi
from tests.ops.test_restore import RECORD, only
from tests.ops.test_schema_of_another_version import RESTING

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("command failures")]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home with three children, whose database runs."""
    with tempfile.TemporaryDirectory(prefix="saathi-failures-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database's account passes through
        migrated(place / "home")
        with EmbeddedServer(place / "home"):
            python(place / "home", "maintenance", RECORD)
            yield place / "home"
        EmbeddedServer(place / "home").remove()


def sentence(said: str) -> str:
    """The last output of a failed command: one line, and no traceback before it."""
    assert "Traceback" not in said
    last = said.strip().splitlines()[-1]
    assert last.startswith("saathi: ")
    return last


def nowhere() -> dict[str, str]:
    """Addresses at which no database answers."""
    return {
        start.setting(
            role.removeprefix("saathi_")
        ): f"postgresql://{role}:word@127.0.0.1:9/saathi?connect_timeout=2"
        for role in login_roles()
    }


# A list of snapshots needs no database, and what works in the background waits for it.
ONCE = {**RESTING, "warehouse": ("refresh",), "migrate": ()}


@pytest.mark.parametrize("command", sorted(ONCE.keys() - {"work", "run-exchange-jobs", "seal"}))
def test_command_says_that_the_database_does_not_answer(home: Path, command: str) -> None:
    output = saathi(home, command, *ONCE[command], good=False, **nowhere())
    assert re.search(r"The database (cannot be reached|at \S+ does not answer)", sentence(output))


def test_restore_says_that_the_database_does_not_answer(home: Path, tmp_path: Path) -> None:
    saathi(home, "backup", "--to", tmp_path)
    archives = only(tmp_path, "data"), only(tmp_path, "keys")
    output = saathi(home, "restore", *archives, good=False, **nowhere())
    assert "The database cannot be reached" in sentence(output)


def test_erasure_without_a_terminal_asks_for_the_option(home: Path) -> None:
    code, by = python(
        home,
        "maintenance",
        "from saathi.agencies.models import Staff\nfrom saathi.people.models import Child\n"
        "print(Child.objects.first().code, Staff.objects.first().email)",
    ).split()
    process = subprocess.run(
        [
            *(sys.executable, "-m", "saathi.config.command", "erase", code),
            *("--reason", "asked", "--by", by),
        ],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "no terminal" in sentence(process.stdout + process.stderr)


@pytest.mark.parametrize("change", ["other", "damaged", "open", "missing"])
def test_rotation_with_a_wrong_root_key_says_which(home: Path, change: str, tmp_path: Path) -> None:
    [path] = (home / "keys").glob("root-*.key")
    shutil.copy2(path, tmp_path / "kept")
    try:
        if change == "other":
            keys.create_missing_keys(
                home
            )  # made with the first backup, which may not have been yet
            path.write_bytes(keys.backup_key_path(home, ArchiveKind.DATA).read_bytes())
        elif change == "damaged":
            path.write_bytes(b"x")
        elif change == "open":
            path.chmod(0o644)
        else:
            path.unlink()
        output = saathi(home, "rotate-keys", good=False)
    finally:
        shutil.copy2(tmp_path / "kept", path)
    assert "key" in sentence(output)


def test_backup_into_a_folder_that_cannot_be_written_says_so(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    output = saathi(home, "backup", "--to", tmp_path / "file" / "folder", good=False)
    assert sentence(output).startswith("saathi: No backup was made: ")
    state = state_files.read_state(home, state_files.BACKUP)
    assert state is not None
    assert not state.passed


def test_backup_onto_a_full_disk_says_so_and_leaves_nothing(home: Path, tmp_path: Path) -> None:
    def most() -> None:  # the kernel refuses longer files, as a full disk does
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    process = subprocess.run(
        [sys.executable, "-m", "saathi.config.command", "backup", "--to", str(tmp_path / "out")],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=most,
    )
    assert process.returncode == 1
    assert "No backup was made" in sentence(process.stdout + process.stderr)
    assert not list((tmp_path / "out").iterdir())


def test_two_backups_do_not_write_into_one_folder(home: Path, tmp_path: Path) -> None:
    import fcntl

    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        output = saathi(home, "backup", "--to", tmp_path, good=False)
    finally:
        os.close(handle)
    assert "Another backup is being written" in sentence(output)


def test_restore_with_a_wrong_key_or_file_says_which(home: Path, tmp_path: Path) -> None:
    saathi(home, "backup", "--to", tmp_path / "out")
    data, of_keys = only(tmp_path / "out", "data"), only(tmp_path / "out", "keys")
    wrong = ("--data-key", keys.backup_key_path(home, ArchiveKind.KEYS))
    assert "does not open" in sentence(saathi(home, "restore", data, of_keys, *wrong, good=False))
    missing = ("--data-key", tmp_path / "no-key")
    assert "no-key" in sentence(saathi(home, "restore", data, of_keys, *missing, good=False))
    output = saathi(home, "restore", tmp_path / "no-data", of_keys, good=False)
    assert "no-data cannot be read" in sentence(output)
    output = saathi(home, "restore", home / "keys" / "token.key", of_keys, good=False)
    assert "is no backup of Saathi" in sentence(output)


def test_keys_of_another_day_are_refused_with_both_days(home: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        saathi(home, "backup", "--to", tmp_path / name)
    archives = only(tmp_path / "one", "data"), only(tmp_path / "two", "keys")
    for more in ((), ("--check",)):
        output = sentence(saathi(home, "restore", *archives, *more, good=False))
        assert "The archives are of two backups" in output
    accepted = saathi(home, "restore", *archives, "--keys-of-another-backup", good=False)
    assert "not empty" in sentence(accepted)


def test_every_key_and_secret_of_the_home_is_in_the_key_archive(home: Path, tmp_path: Path) -> None:
    """Also one that another part of Saathi adds later, under a name that the backup does not know."""
    for relative in ("secrets/credential-key", "keys/retired/root-0000.key", "keys/newer.key"):
        path = home / relative
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{relative} {'0' * 64}")
        path.chmod(0o600)
    saathi(home, "backup", "--to", tmp_path)
    from saathi.config.backups.archives import open_members

    archive, key = (
        only(tmp_path, "keys"),
        keys.read_backup_key(keys.backup_key_path(home, ArchiveKind.KEYS)),
    )
    with open_members(archive, key, ArchiveKind.KEYS) as members:
        packed = {name: content.read() for name, content in members if name.startswith("home/")}
    wanted = {
        f"home/{path.relative_to(home)}": path.read_bytes()
        for folder in ("keys", "secrets")
        for path in (home / folder).rglob("*")
        if path.is_file() and not path.name.startswith(("backup-", "database-", "."))
    }
    assert packed == wanted
    assert {"home/secrets/credential-key", "home/secrets/secret-key"} <= wanted.keys()
    for own in keys.FILES.values():
        assert f"home/keys/{own}" not in packed


def test_check_without_room_for_a_scratch_database_says_what_it_needs(
    home: Path, tmp_path: Path
) -> None:
    saathi(home, "backup", "--to", tmp_path)
    archives = only(tmp_path, "data"), only(tmp_path, "keys")
    script = (
        "import sys\nfrom saathi.config import command\nfrom saathi.config.backups import scratch_homes as scratch\n"
        "scratch.EMPTY_BYTES = 10 ** 18\n"
        f"print('code', command.main(['restore', {str(archives[0])!r}, {str(archives[1])!r}, '--check']))"
    )
    process = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.stdout.endswith("code 1\n")
    assert "GB are free" in sentence(process.stderr)
