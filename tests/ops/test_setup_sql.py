"""`saathi setup-sql` prepares an external server: its roles, passwords and pooler."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from saathi.infra import roles
from saathi.infra.embedded import EmbeddedServer
from saathi.infra.embedded.configuration import SUPERUSER, ListenAddresses
from saathi.infra.embedded.upgrade import _served_to_superuser
from tests.infra.embedded.conftest import VERSIONS, open_folder
from tests.ops.homes import saathi
from tests.ops.installations import free_port
from tests.pooler import Pooler, needs_pgbouncer

pytestmark = pytest.mark.slow


@dataclass
class Office:
    """A PostgreSQL of the office's own, prepared by our script alone."""

    server: EmbeddedServer
    home: Path
    addresses: dict[str, str]
    script: str
    port: int


@pytest.fixture(params=VERSIONS)
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    with open_folder() as folder:
        server = EmbeddedServer(folder / "theirs", binaries=request.param)
        server.places.make_server_folder()
        cluster = replace(server.cluster(), for_tests=False)
        cluster.create()
        names = ", ".join(role.name for role in (*roles.ROLES, roles.REPLICATOR))
        forget = [f"DROP DATABASE {roles.DATABASE}", f"REASSIGN OWNED BY {names} TO {SUPERUSER}"]
        forget += [f"DROP OWNED BY {names}", f"DROP ROLE {names}"]
        cluster.run_as_superuser("template1", forget)  # a server that knows nothing of us

        port, home, file = free_port(), folder / "home", folder / "saathi.env"
        where = ("--server", f"127.0.0.1:{port}", "--database", "elsewhere")
        output = saathi(home, "setup-sql", *where, "--addresses", file)
        script, _colon, told = output.partition("saathi: ")
        assert f"The addresses with passwords are in {file}" in told
        psql = server.binaries["psql"]
        with _served_to_superuser(cluster, server) as access:
            process = cluster.account.run_program(
                *(psql if psql.exists() else "psql", "-Xq"),
                source=script,
                environment=access | {"PGDATABASE": "postgres"},
            )
        assert (process.returncode, process.stderr) == (0, "")

        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        lines = file.read_text("ascii").splitlines()
        addresses = dict(line.split("=", 1) for line in lines)
        server.places.make_sockets(cluster.account)
        cluster.configure(ListenAddresses(server.places.sockets, port))
        cluster.launch()
        yield Office(server, home, addresses, script, port)
        cluster.stop()


@pytest.mark.deploy
def test_the_script_and_the_addresses_are_all_that_an_installation_needs(office: Office) -> None:
    assert len(office.addresses) == len(roles.password_roles())
    replicator = office.addresses.pop("SAATHI_REPLICATOR_URL")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"{replicator}elsewhere")
    for setting, address in office.addresses.items():
        with psycopg.connect(address) as connection:
            [(role, database)] = connection.execute("SELECT user, current_database()").fetchall()
        assert setting.removeprefix("SAATHI_DATABASE_URL").lower() in {
            "",
            role.removeprefix("saathi"),
        }
        assert database == "elsewhere"
        password = psycopg.conninfo.conninfo_to_dict(address)["password"]
        assert str(password) not in office.script

    saathi(office.home, "migrate", **office.addresses)
    saathi(office.home, "simulate", "--children", "20", **office.addresses)
    output = saathi(office.home, "doctor", good=False, **office.addresses)
    wrong = {line.split(":")[0] for line in output.splitlines() if line.startswith("WRONG")}
    about = {"mail", "name and TLS", "separate users", "last backup", "last drill"}
    assert wrong == {f"WRONG {item}" for item in (*about, "copy of the audit log's heads")}, output
    assert not EmbeddedServer(office.home).places.data.exists()  # no server of ours was started


@pytest.mark.deploy
@needs_pgbouncer
def test_what_the_script_keeps_of_a_password_is_all_that_the_pooler_needs(office: Office) -> None:
    [kept] = re.findall(r"ALTER ROLE saathi_app .*PASSWORD '(SCRAM-SHA-256[^']+)'", office.script)
    pooler = Pooler(
        office.server,
        "elsewhere",
        place=f"host=127.0.0.1 port={office.port}",
        userlist=f'"saathi_app" "{kept}"\n',
    )
    word = str(
        psycopg.conninfo.conninfo_to_dict(office.addresses["SAATHI_DATABASE_URL"])["password"]
    )
    with pooler:
        address = f"postgresql://saathi_app:{word}@127.0.0.1:{pooler.port}/saathi"
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT user").fetchone() == ("saathi_app",)
        with pytest.raises(psycopg.OperationalError, match="auth"):
            psycopg.connect(address, password="another")


def test_existing_address_file_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "saathi.env"
    file.write_text("in use")
    output = saathi(tmp_path / "home", "setup-sql", "--addresses", file, good=False)
    assert "is there already" in output
    assert "Traceback" not in output
    assert file.read_text() == "in use"


def test_passwords_are_not_written_into_the_settings_of_all_services(tmp_path: Path) -> None:
    output = saathi(
        tmp_path / "home", "setup-sql", "--addresses", "/etc/saathi/saathi.env", good=False
    )
    assert "must hold no password" in output


def test_a_database_that_needs_quotes_is_refused_before_a_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "saathi.env"
    words = ("--database", "Our Saathi", "--addresses", file)
    output = saathi(tmp_path / "home", "setup-sql", *words, good=False)
    assert "cannot name the database" in output
    assert "Traceback" not in output
    assert not file.exists()
