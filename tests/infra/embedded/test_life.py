"""Starting, sharing, stopping and recovering from every kind of process death."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError, processes
from saathi.infra.embedded.configuration import ListenAddresses, settings_text

from .conftest import PG15, VERSIONS, needs_15

Make = Callable[..., EmbeddedServer]

USER = """
import sys
from pathlib import Path
from saathi.infra.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), for_tests=True)
server.start()
print(server.status().pid, flush=True)
sys.stdin.read()
print(server.stop(), flush=True)
"""


def _other_process(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _write(server: EmbeddedServer, text: str) -> None:
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def _notes(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.url("owner")) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY 1")]


def test_stopping_leaves_no_process_no_socket_and_keeps_the_data(make: Make, home: Path) -> None:
    server = make(home)
    with server:
        _write(server, "kept")
        address = server.url("owner")
        assert server.is_running()
        assert processes.list_processes(server.places.data)

    assert not server.is_running()
    assert processes.list_processes(server.places.data) == []
    assert not server.places.sockets.exists()
    with server:
        assert _notes(server) == ["kept"]
        assert server.url("owner") == address


def test_an_open_session_does_not_hold_up_the_stop(make: Make, new_home: Path) -> None:
    server = make(new_home, for_tests=False)
    server.start()
    with psycopg.connect(server.url("app")) as connection:
        begun = time.monotonic()
        assert server.stop()
        assert time.monotonic() - begun < 10
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("binaries", VERSIONS)
def test_after_kill_9_all_that_was_committed_is_there_and_no_old_backend_works_on(
    make: Make, new_home: Path, binaries: Path | None
) -> None:
    server = make(new_home, binaries=binaries)
    server.start()
    _write(server, "committed")
    busy = psycopg.connect(server.url("owner"), autocommit=True)
    backend = busy.info.backend_pid
    # A backend that computes does not notice that its server died, and would block the next start.
    loop = threading.Thread(
        target=_swallow, args=(busy, "SELECT count(*) FROM generate_series(1, 1e9)")
    )
    loop.start()
    time.sleep(0.2)
    pid = server.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    _wait_for(lambda: not server.is_running())
    assert backend in processes.list_processes(server.places.data)

    server.start()

    loop.join(10)
    assert backend not in processes.list_processes(server.places.data)
    assert _notes(server) == ["committed"]
    assert server.status().pid != pid


@pytest.mark.deploy
def test_start_waits_for_a_server_that_is_still_starting(make: Make, home: Path) -> None:
    server = make(home)
    with server:
        _write(server, "kept")
    cluster, data = server.cluster(), server.places.data
    server.places.make_sockets(cluster.account)
    # What a start that was killed leaves: a server that replays its journal, here for two seconds.
    cluster.account.write_file(data / "recovery.signal", "")
    slowly = "restore_command=rm -f recovery.signal; sleep 2; false"
    cluster.account.run_program(
        *(cluster.binaries["pg_ctl"], "start", "--no-wait", f"--pgdata={data}"),
        *(f"--log={data / 'log' / 'start.log'}", f"--options=-c '{slowly}' -c hot_standby=off"),
    )
    _wait_for(server.is_running)

    server.start()

    assert _notes(server) == ["kept"]


@pytest.mark.deploy
def test_start_ends_a_server_that_was_asked_to_stop_and_starts_it_anew(
    make: Make, home: Path
) -> None:
    server = make(home)
    server.start()
    _write(server, "kept")
    before = server.status().pid
    cluster = server.cluster()
    session = psycopg.connect(server.url("owner"))  # a smart stop waits for it
    stop = ("stop", "--no-wait", "--mode=smart", f"--pgdata={cluster.data}")
    cluster.account.run_program(cluster.binaries["pg_ctl"], *stop)
    _wait_for(lambda: is_stopping(server))

    server.start()

    session.close()
    assert _notes(server) == ["kept"]
    assert server.status().pid != before


def is_stopping(server: EmbeddedServer) -> bool:
    running = processes.find_postmaster(server.places.data)
    return running is not None and running.is_stopping


def _swallow(connection: psycopg.Connection, statement: str) -> None:
    try:
        connection.execute(statement)  # type: ignore[call-overload]
    except psycopg.OperationalError:
        connection.close()


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_pid_file_that_names_a_living_stranger_is_stale(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    file = server.places.data / "postmaster.pid"
    lines = file.read_text().splitlines()
    server.stop()
    stranger = subprocess.Popen(
        ["sleep", "60"], user=server.cluster().account.uid if os.geteuid() == 0 else None
    )
    try:
        file.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        server.places.make_sockets(server.cluster().account)
        (server.places.sockets / ".s.PGSQL.5432").touch()
        (server.places.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")
        assert not server.is_running()
        server.start()
        assert server.is_running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_merely_works_in_the_data_folder_is_left_alone(
    make: Make, home: Path
) -> None:
    server = make(home)
    server.start()
    shell = subprocess.Popen(["sleep", "60"], cwd=server.places.data)
    try:
        server.stop()
        server.start()
        assert shell.poll() is None
    finally:
        shell.kill()
        shell.wait()


def test_a_second_process_shares_the_server_and_the_last_one_stops_it(
    make: Make, home: Path
) -> None:
    first = make(home)
    first.start()
    with _other_process(home) as second:
        assert _line(second) == str(first.status().pid)
        assert first.stop() is False
        assert first.is_running()
        assert second.communicate(input="")[0].strip() == "True"
    assert not first.is_running()


def test_killed_process_no_longer_counts_as_server_user(make: Make, home: Path) -> None:
    first = make(home)
    with _other_process(home) as second:
        assert int(_line(second))
        first.start()
        second.kill()
    assert first.stop() is True
    assert not first.is_running()


def test_two_processes_that_begin_at_once_make_one_server(make: Make, new_home: Path) -> None:
    server = make(new_home)
    with _other_process(new_home) as other_process, _other_process(new_home) as two:
        assert _line(other_process) == _line(two)
        other_process.communicate(input="")
        two.communicate(input="")
    assert not server.is_running()


@pytest.mark.deploy
def test_a_set_up_that_was_cut_short_begins_anew(make: Make, new_home: Path) -> None:
    server = make(new_home)
    server.places.make_server_folder()
    half = server.places.server_folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.is_running()
    assert not half.exists()


def test_lost_passwords_are_made_anew(make: Make, home: Path) -> None:
    server = make(home)
    with server:
        _write(server, "kept")
    old = server.places.password("saathi_owner")
    server.places.password_file("saathi_owner").unlink()
    with server:
        assert _notes(server) == ["kept"]
    assert server.places.password("saathi_owner") != old


def test_long_home_path_gets_a_short_socket_folder(make: Make, new_home: Path) -> None:
    server = make(new_home / ("a long name " * 6) / ("और भी लंबा " * 6))
    server.start()
    assert len(os.fsencode(server.places.home)) > 250
    assert len(os.fsencode(server.status().sockets)) < 90
    _write(server, "reached")
    assert _notes(server) == ["reached"]


def test_a_server_for_tests_is_not_shared_with_work(make: Make, home: Path) -> None:
    make(home).start()
    with pytest.raises(EmbeddedServerError, match="set up by another version of Saathi"):
        make(home, for_tests=False).start()


@needs_15
@pytest.mark.deploy
@pytest.mark.parametrize("is_running", [True, False])
def test_a_data_folder_of_another_major_version_is_refused_and_untouched(
    make: Make, new_home: Path, *, is_running: bool
) -> None:
    old = make(new_home, binaries=PG15)
    old.start()
    if not is_running:
        old.stop()
    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL 15; .*18.*upgrade") as refused:
        make(new_home).start()
    assert str(new_home) in str(refused.value)
    assert old.is_running() is is_running
    old.start()


def test_a_folder_without_a_database_is_not_overwritten(make: Make, new_home: Path) -> None:
    server = make(new_home)
    server.places.make_server_folder()
    server.places.data_link.mkdir()
    (server.places.data_link / "somebody's file").touch()
    with pytest.raises(EmbeddedServerError, match="no data folder of PostgreSQL"):
        server.start()
    assert (server.places.data_link / "somebody's file").exists()


def test_a_server_that_does_not_start_gives_its_reason(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    server.stop()
    (server.places.data / "local.conf").write_text("shared_buffers = 'much'\n")
    with pytest.raises(EmbeddedServerError, match="shared_buffers"):
        server.start()
    assert not server.is_running()


def test_removed_server_leaves_no_files(make: Make, home: Path) -> None:
    server = make(home)
    server.start()
    data = server.places.data
    server.remove()
    assert not data.exists()
    assert not server.places.server_folder.exists()
    assert list((home / "secrets").iterdir()) == []


def test_a_server_in_use_is_not_removed(make: Make, home: Path) -> None:
    first, second = make(home), make(home)
    first.start()
    second.start()
    with pytest.raises(EmbeddedServerError, match="still in use"):
        second.remove()
    assert first.is_running()


@pytest.mark.parametrize(
    ("gigabytes", "buffers", "work"),
    [(1, "204MB", "4MB"), (16, "3276MB", "32MB"), (64, "8192MB", "32MB")],
)
def test_memory_follows_the_machine(gigabytes: int, buffers: str, work: str) -> None:
    listening = ListenAddresses(Path("/run/saathi"))
    text = settings_text(listening, memory=gigabytes << 30, cores=2, for_tests=False)
    assert f"shared_buffers = '{buffers}'" in text
    assert f"\nwork_mem = '{work}'" in text
