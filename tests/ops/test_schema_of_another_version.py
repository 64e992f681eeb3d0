"""A database without a schema, or with that of an older version: each command reports it with a remedy."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from saathi.config import start
from saathi.config.commands import COMMANDS
from saathi.infra.embedded import EmbeddedServer
from saathi.infra.roles import login_roles
from tests.ops.homes import migrated, saathi

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("another schema")]
FOUND = (
    *("--country", "NPL", "--agency", "A", "--office", "O"),
    *("--name", "N", "--email", "n@example.org"),
)
# Every command that needs the schema, as a user would type it.
RESTING: dict[str, tuple[str, ...]] = {
    "work": (),
    "run-exchange-jobs": (),
    "seal": (),
    "create-agency": FOUND,
    "audit": ("verify",),
    "backup": (),
    "erase": ("NP-7K3F-92", "--reason", "asked", "--by", "n@example.org", "--yes"),
    "rotate-keys": (),
    "sign-out": ("--everybody",),
    "deactivate": ("n@example.org", "--reason", "left"),
    "rebuild-search-tokens": (),
    "count-register": (),
    "simulate": ("--children", "10"),
    "matching": ("nightly",),
    "warehouse": ("list",),
    "release": ("status",),
}
# In `make test` a sample: the check is one, and each command is a process of its own.
SAMPLE = {"work", "backup", "audit", "warehouse"}
# What of the others is tested below or elsewhere, or knows no database.
OTHERS = {
    "demo": "migrates by itself",
    "serve": "below: it migrates the embedded database by itself, and no other",
    "migrate": "makes the schema",
    "install": "writes files; knows no schema",
    "database": "runs the server; knows no schema",
    "metrics": "says how many migrations are missing",
    "doctor": "below: it says what is wrong",
    "restore": "test_restore.py: wants an empty database",
    "base-backup": "copies the files of the server; knows no schema",
    "recover": "tests/ops/test_recovery.py: any schema that was served",
    "restore-keys": "knows no database",
    "quarantine": "knows no database",
    "setup-sql": "knows no database",
    "protect": "knows no database",
    "audit-tables": "knows no database",
}
TRACE = "Traceback"
NEVER = "saathi: The database was never migrated. Run `saathi migrate` first.\n"


def home_with(*, schema: bool) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="saathi-schema-") as folder:
        Path(folder).chmod(0o755)  # the database's account passes through
        home = Path(folder) / "home"
        if schema:
            migrated(home)
        with EmbeddedServer(home):
            yield home
        EmbeddedServer(home).remove()


@pytest.fixture(scope="module")
def never() -> Iterator[Path]:
    """A home whose database was never migrated."""
    yield from home_with(schema=False)


@pytest.fixture(scope="module")
def older() -> Iterator[Path]:
    """A home whose database lacks a migration of this version."""
    for home in home_with(schema=True):
        with psycopg.connect(EmbeddedServer(home).url("saathi_owner")) as connection:
            last = "SELECT id FROM django_migrations WHERE app = 'people' ORDER BY id DESC LIMIT 1"
            connection.execute(f"DELETE FROM django_migrations WHERE id = ({last})")
        yield home


def named(home: Path) -> dict[str, str]:
    """The addresses of the running database, as an operator of an own server names them."""
    server = EmbeddedServer(home)
    return {start.setting(role.removeprefix("saathi_")): server.url(role) for role in login_roles()}


def test_every_command_has_a_schema_test() -> None:
    assert sorted([*RESTING, *OTHERS]) == sorted(COMMANDS)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[] if command in SAMPLE else [pytest.mark.deploy])
        for command in RESTING
    ],
)
def test_a_command_says_that_the_database_was_never_migrated(never: Path, command: str) -> None:
    assert saathi(never, command, *RESTING[command], good=False) == NEVER


def test_nothing_is_served_from_a_database_that_was_never_migrated(never: Path) -> None:
    output = saathi(never, "serve", "--port", "1", good=False, **named(never))
    assert output == f"{NEVER}saathi: Nothing is served; see above.\n"


def test_doctor_reports_missing_schema_once(never: Path) -> None:
    output = saathi(never, "doctor", good=False)
    assert "migrations are not applied\n      Run `saathi migrate`." in output
    assert "lacks the policy" not in output  # of hundreds of tables that are not there
    assert TRACE not in output


@pytest.mark.parametrize("command", ["work", "run-exchange-jobs", "simulate"])
def test_a_command_says_that_the_schema_is_older(older: Path, command: str) -> None:
    assert saathi(older, command, *RESTING[command], good=False) == (
        "saathi: The schema of the database is older than this version: it lacks a migration. "
        "Run `saathi migrate` first.\n"
    )


def test_nothing_is_served_from_an_older_schema(older: Path) -> None:
    output = saathi(older, "serve", "--port", "1", good=False, **named(older))
    assert "it lacks a migration. Run `saathi migrate` first.\n" in output
    assert "Nothing is served" in output
    assert TRACE not in output


def test_doctor_counts_missing_migrations(older: Path) -> None:
    assert "WRONG migrations: A migration is not applied" in saathi(older, "doctor", good=False)


def test_backup_works_with_older_schema(older: Path) -> None:
    output = saathi(older, "backup")
    assert "it lacks a migration. This command can run nevertheless." in output
    assert list((older / "backups").glob("saathi-data-*.sealed"))


def test_a_half_made_schema_counts_as_older(older: Path) -> None:
    """After an interrupted migration, the function that lists them does not exist yet."""
    with psycopg.connect(EmbeddedServer(older).url("saathi_owner")) as connection:
        connection.execute("SET ROLE saathi_warden")
        connection.execute(
            "ALTER FUNCTION access_applied_migrations() RENAME TO access_away_migrations"
        )
    try:
        assert saathi(older, "seal", good=False) == (
            "saathi: The schema of the database is older than this version. "
            "Run `saathi migrate` first.\n"
        )
    finally:
        with psycopg.connect(EmbeddedServer(older).url("saathi_owner")) as connection:
            connection.execute("SET ROLE saathi_warden")
            connection.execute(
                "ALTER FUNCTION access_away_migrations() RENAME TO access_applied_migrations"
            )
