"""Sign-in to the server: no one without a password, and no open files."""

import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from saathi.infra import roles
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError


def _with(url: str, old: str, new: str) -> str:
    assert old in url
    return url.replace(old, new)


def test_a_role_signs_in_over_the_socket_and_over_tcp(running: EmbeddedServer) -> None:
    for url in (running.url("app"), running.url("saathi_app", over_tcp=True)):
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("saathi_app",)


@pytest.mark.parametrize("over_tcp", [False, True])
def test_a_wrong_password_is_refused(running: EmbeddedServer, *, over_tcp: bool) -> None:
    password = running.places.password("saathi_app")
    url = _with(running.url("app", over_tcp=over_tcp), password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


@pytest.mark.parametrize("over_tcp", [False, True])
def test_the_superuser_is_refused_whatever_the_password(
    running: EmbeddedServer, *, over_tcp: bool
) -> None:
    url = _with(running.url("app", over_tcp=over_tcp), "saathi_app:", "saathi_superuser:")
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
        psycopg.connect(url)


def test_sign_in_without_password_is_refused(running: EmbeddedServer) -> None:
    hba = (running.places.data / "pg_hba.conf").read_text()
    methods = {line.split()[-1] for line in hba.splitlines() if line and not line.startswith("#")}
    assert methods == {"reject", "scram-sha-256"}


def test_the_superuser_has_no_password_at_all(running: EmbeddedServer) -> None:
    # pg_authid is closed to our roles; the catalogue's public view shows who could sign in ever.
    with psycopg.connect(running.url("owner")) as connection:
        found = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()
    assert found == [("saathi_superuser",)]
    assert not running.places.password("saathi_superuser")


def test_no_tcp_unless_asked(make: Callable[..., EmbeddedServer], home: Path) -> None:
    server = make(home)
    server.start()
    with psycopg.connect(server.url("app")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with pytest.raises(EmbeddedServerError, match="does not listen on TCP"):
        server.url("app", over_tcp=True)


def test_every_role_has_a_password_of_its_own_and_only_we_read_it(running: EmbeddedServer) -> None:
    files = [running.places.password_file(role) for role in roles.login_roles(for_tests=True)]
    assert len({file.read_text() for file in files}) == len(files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_nothing_of_the_server_is_open_to_the_world(running: EmbeddedServer) -> None:
    for place in (running.places.data, running.places.sockets, running.places.home / "secrets"):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    own = running.places.server_folder
    open_to_all = [
        file for file in own.rglob("*") if file.is_file() and file.stat().st_mode & 0o077
    ]
    assert [file for file in open_to_all if running.places.binaries not in file.parents] == []


def test_the_server_sees_none_of_our_environment(
    make: Callable[..., EmbeddedServer], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAATHI_KEY", "a-root-key")
    monkeypatch.setenv("PGPORT", "1")  # would lead our own programs astray
    server = make(home)
    server.start()
    seen = Path(f"/proc/{server.status().pid}/environ").read_bytes()
    assert b"a-root-key" not in seen
    assert b"PGPORT" not in seen


def test_the_log_repeats_no_value_that_was_sent(running: EmbeddedServer) -> None:
    with psycopg.connect(running.url("owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE child (name text PRIMARY KEY)")
        connection.execute("INSERT INTO child VALUES ('Noorjahan')")
        for statement in (
            "INSERT INTO child VALUES ('Noorjahan')",
            "SELECT 'Noorjahan'::int",
            "SELECT * FROM noorjahan WHERE name = 'Noorjahan'",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
        connection.execute("DROP TABLE child")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(_with(running.url("app"), "saathi_app:", "stranger:"))

    log = (running.places.data / "log" / "start.log").read_text()
    assert "noorjahan" not in log.lower()
    assert 'password authentication failed for user "stranger"' in log


def test_an_unknown_role_has_no_address(running: EmbeddedServer) -> None:
    for role in ("superuser", "warden", "nobody"):
        with pytest.raises(EmbeddedServerError, match="holds no password"):
            running.url(role)
