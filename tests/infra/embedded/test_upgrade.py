"""A change of major version: a dump first, then all data transferred or nothing changed."""

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from saathi.infra import roles
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError, __main__, upgrade_data

from .conftest import PG15, needs_15, open_folder

Make = Callable[..., EmbeddedServer]
pytestmark = [needs_15, pytest.mark.deploy, pytest.mark.xdist_group("upgrade")]

SCHEMA = """
CREATE EXTENSION pg_trgm;
CREATE TABLE child (id int PRIMARY KEY, name text);
INSERT INTO child VALUES (1, 'a'), (2, 'b'), (3, 'c');
ALTER TABLE child ENABLE ROW LEVEL SECURITY;
ALTER TABLE child FORCE ROW LEVEL SECURITY;
CREATE POLICY one ON child TO saathi_app USING (id = 1);
GRANT SELECT ON child TO saathi_app, saathi_maintenance, saathi_warden;
SET ROLE saathi_warden;
CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql SECURITY DEFINER
    AS 'SELECT count(*) FROM public.child';
RESET ROLE;
"""


@pytest.fixture(scope="module")
def old_home() -> Iterator[Path]:
    """A home of version 15 with three children, two of them hidden from the web."""
    with open_folder() as folder:
        server = EmbeddedServer(folder / "home", binaries=PG15)
        with server, psycopg.connect(server.url("owner"), autocommit=True) as connection:
            connection.execute(SCHEMA)
        yield folder / "home"


@pytest.fixture
def home(new_home: Path, old_home: Path) -> Path:
    """A copy of the old home."""
    subprocess.run(["cp", "-a", old_home, new_home], check=True)
    return new_home


@pytest.fixture
def old(make: Make, home: Path) -> EmbeddedServer:
    """The stopped server of version 15."""
    return make(home, for_tests=False, binaries=PG15)


def test_upgrade_transfers_all_data_and_keeps_dump_and_old_folder(
    make: Make, home: Path, old: EmbeddedServer
) -> None:
    password = old.places.password("saathi_app")
    new = make(home, for_tests=False)

    dump = upgrade_data(new)

    assert dump is not None
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    assert dump.read_bytes()[:5] == b"PGDMP"
    kept = list(new.places.data.parent.glob("data-before-18-*"))
    assert [(folder / "PG_VERSION").read_text() for folder in kept] == ["15\n"]
    with new:
        with psycopg.connect(new.url("app")) as connection:
            assert connection.execute("SELECT count(*), how_many() FROM child").fetchone() == (1, 3)
            rows = connection.execute(roles.ROLES_QUERY).fetchall()
            assert connection.info.server_version // 10_000 == 18
        with psycopg.connect(new.url("maintenance")) as connection:
            assert connection.execute("SELECT count(*) FROM child").fetchone() == (3,)
            owner = connection.execute(
                "SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'how_many'"
            ).fetchone()
    assert roles.role_differences(rows) == []
    assert owner == ("saathi_warden",)
    assert new.places.password("saathi_app") == password
    assert upgrade_data(new) is None


def test_without_the_old_programs_nothing_changes(
    make: Make, home: Path, old: EmbeddedServer, tmp_path: Path
) -> None:
    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL 15 are needed.*Nothing was changed"):
        upgrade_data(make(home, for_tests=False), old_binaries=tmp_path)
    _still_serves(old)


def test_a_dump_that_does_not_go_over_leaves_the_old_data_in_use(
    make: Make, home: Path, old: EmbeddedServer
) -> None:
    with old, psycopg.connect(old.url("owner")) as connection:
        connection.execute("CREATE SCHEMA extra")
    _spoil(old)
    new = make(home, for_tests=False)
    with pytest.raises(EmbeddedServerError, match=r"(?s)stay in use.*dump is kept"):
        upgrade_data(new)
    assert not (new.places.data.parent / "data.new").exists()
    _still_serves(old)


def _spoil(old: EmbeddedServer) -> None:
    """Gives a table to a role that the new server will not know."""
    cluster = old.cluster()
    cluster.run_as_superuser(
        "saathi", ["CREATE ROLE stranger", "ALTER SCHEMA extra OWNER TO stranger"]
    )


def test_other_databases_are_not_lost_silently(make: Make, home: Path, old: EmbeddedServer) -> None:
    old.cluster().run_as_superuser("template1", ["CREATE DATABASE another"])
    with pytest.raises(EmbeddedServerError, match="another"):
        upgrade_data(make(home, for_tests=False))
    _still_serves(old)


def test_a_server_in_use_is_not_upgraded(make: Make, home: Path, old: EmbeddedServer) -> None:
    with old, pytest.raises(EmbeddedServerError, match="is running"):
        upgrade_data(make(home, for_tests=False))


def test_data_cannot_be_downgraded_to_an_older_postgresql(
    make: Make, new_home: Path, made_home: Path
) -> None:
    subprocess.run(["cp", "-a", made_home, new_home], check=True)
    with pytest.raises(EmbeddedServerError, match="no way back"):
        upgrade_data(make(new_home, binaries=PG15))


def test_an_upgrade_cut_short_between_its_last_steps_begins_no_empty_database(
    make: Make, home: Path, old: EmbeddedServer
) -> None:
    data = old.places.data
    kept = data.with_name("data-before-18-20260101-000000")
    data.rename(kept)
    with pytest.raises(EmbeddedServerError, match=kept.name):
        make(home, for_tests=False).start()
    kept.rename(data)
    _still_serves(old)


def test_upgrade_command_reports_its_result(
    home: Path,
    old: EmbeddedServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for what, answer in (
        ("upgrade", "Done. The dump"),
        ("status", "PostgreSQL 18"),
        ("stop", "Stopped."),
    ):
        monkeypatch.setattr(sys, "argv", ["embedded", what, str(home)])
        assert __main__.main() == 0
        assert answer in capsys.readouterr().out
    shutil.rmtree(old.places.dumps)


def _still_serves(old: EmbeddedServer) -> None:
    with old, psycopg.connect(old.url("maintenance")) as connection:
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (3,)
