"""The account of the server, and the place of its data if that account cannot enter the home."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError
from saathi.infra.embedded.account import SystemAccount

from .conftest import needs_root

Make = Callable[..., EmbeddedServer]
UNLISTED = 59_999
SCENARIO = """
import os, sys
from pathlib import Path
import psycopg
from saathi.infra.embedded import EmbeddedServer
with EmbeddedServer(Path(sys.argv[1]), for_tests=True) as server:
    assert os.stat(server.places.data).st_uid == os.geteuid() != 0
    with psycopg.connect(server.url("app")) as connection:
        print(connection.execute("SELECT current_user").fetchone()[0])
"""


@needs_root
def test_as_root_the_server_runs_under_another_account_in_an_open_home(
    make: Make, new_home: Path
) -> None:
    server = make(new_home)
    server.start()
    data, pid = server.places.data, server.status().pid

    assert data == new_home / "postgres" / "data"
    assert data.stat().st_uid == Path(f"/proc/{pid}").stat().st_uid != 0
    assert new_home.stat().st_uid == (new_home / "secrets").stat().st_uid == 0
    groups = Path(f"/proc/{pid}/status").read_text().split("Groups:")[1].splitlines()[0].split()
    assert "0" not in groups


@needs_root
def test_data_of_closed_home_are_elsewhere_behind_a_link(
    make: Make, new_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new_home.mkdir(mode=0o700)
    server = make(new_home)
    server.start()

    assert not server.places.data.is_relative_to(new_home)
    assert server.places.data_link.is_symlink()
    assert str(server.places.data) in caplog.text
    assert new_home.stat().st_mode & 0o077 == 0  # not opened for the account
    elsewhere = server.places.data.parent
    server.stop()
    server.start()
    assert server.places.data.parent == elsewhere
    server.remove()
    assert not elsewhere.exists()


@needs_root
def test_a_home_that_was_closed_later_says_what_to_open(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    server.stop()
    home.chmod(0o700)
    with pytest.raises(EmbeddedServerError, match=r"chmod o\+x"):
        server.start()
    home.chmod(0o755)


@pytest.fixture
def home_with_lost_data(new_home: Path) -> Path:
    """A closed home whose data lay elsewhere, in a folder that is gone."""
    (new_home / "postgres").mkdir(parents=True)
    new_home.chmod(0o700)
    (new_home / "postgres" / "data").symlink_to(new_home.with_name("yesterday") / "data")
    return new_home


def test_dangling_data_link_creates_no_new_cluster(make: Make, home_with_lost_data: Path) -> None:
    server = make(home_with_lost_data, for_tests=False)
    with pytest.raises(EmbeddedServerError, match="which is gone"):
        server.start()
    assert server.places.data_link.is_symlink()


def test_tests_begin_anew_when_the_folder_for_temporary_files_was_cleared(
    make: Make, home_with_lost_data: Path
) -> None:
    server = make(home_with_lost_data)
    server.start()
    assert server.is_running()


@needs_root
def test_server_runs_under_account_without_a_name(make: Make, new_home: Path) -> None:
    server = make(new_home)
    server.places.make_server_folder()
    server.places.data_link.mkdir()
    os.chown(server.places.data, UNLISTED, UNLISTED)
    account = server.cluster().account
    assert account == SystemAccount(UNLISTED, UNLISTED)
    assert not account.has_name
    server.places.data_link.rmdir()
    made = server.cluster()
    made = type(made)(made.data, made.binaries, account, made.passwords, made.for_tests)
    made.create()

    server.start()

    assert Path(f"/proc/{server.status().pid}").stat().st_uid == UNLISTED
    assert {file.stat().st_uid for file in server.places.data.rglob("*")} == {UNLISTED}
    with psycopg.connect(server.url("app")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@needs_root
def test_a_copy_made_by_root_is_given_to_the_account(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    server.stop()
    SystemAccount(0, 0).give_folder_to_account(server.places.data)
    server.start()
    assert server.places.data.stat().st_uid != 0


@needs_root
def test_an_ordinary_user_needs_no_root(new_home: Path) -> None:
    user = SystemAccount(65_534, 65_534)
    if not user.can_reach(Path(sys.executable).parent) or not user.can_reach(Path(sys.prefix)):
        pytest.skip(
            "an ordinary user cannot reach this Python (a checkout below /root), 2026-11-24"
        )
    shutil.chown(new_home.parent, user.uid, user.gid)
    process = subprocess.run(
        [sys.executable, "-c", SCENARIO, str(new_home)],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.stdout, process.stderr) == ("saathi_app\n", "")
    assert new_home.stat().st_uid == user.uid


@needs_root
def test_root_serves_what_a_user_began_as_that_user(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    server.stop()
    user = SystemAccount(65_534, 65_534)
    user.give_folder_to_account(home)
    server.places.password_file("saathi_sealer").unlink()

    server.start()

    assert Path(f"/proc/{server.status().pid}").stat().st_uid == user.uid
    assert server.places.password_file("saathi_sealer").stat().st_uid == user.uid


@needs_root
def test_other_user_reads_the_owner_of_the_server(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    user = SystemAccount(65_534, 65_534)
    if not user.can_reach(Path(sys.executable).parent):
        pytest.skip(
            "an ordinary user cannot reach this Python (a checkout below /root), 2026-11-24"
        )
    process = subprocess.run(
        [sys.executable, "-m", "saathi.infra.embedded", "stop", str(home)],
        user=user.uid,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "belongs to another user" in process.stderr
    assert "Traceback" not in process.stderr
    assert server.is_running()


@needs_root
def test_a_file_is_written_as_the_account_so_that_no_link_misleads_root(new_home: Path) -> None:
    new_home.mkdir(mode=0o700)
    precious = new_home / "precious"
    precious.write_text("mine")
    trap = new_home.parent / "trap"
    trap.mkdir()
    shutil.chown(trap, 65_534, 65_534)
    (trap / "saathi.conf").symlink_to(precious)
    SystemAccount(65_534, 65_534).write_file(trap / "saathi.conf", "theirs")
    assert precious.read_text() == "mine"


def test_a_socket_folder_of_a_stranger_is_refused(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    server.stop()
    server.places.sockets.mkdir()
    server.places.sockets.chmod(0o777)
    try:
        with pytest.raises(EmbeddedServerError, match="is in the way"):
            server.start()
    finally:
        server.places.sockets.rmdir()
