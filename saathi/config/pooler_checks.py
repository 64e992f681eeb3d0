"""Detects a pooler between this process and its database, and whether it shares sessions.

For `saathi doctor`. Reports only what was observed; a busy pooler may remain undetected.
"""

import secrets
from collections.abc import Callable, Iterator

import psycopg

from saathi.infra.roles import login_roles

# For these roles, what a statement sets for the session must still apply to the next statement:
# LISTEN of the worker, the sealer's lock, SET ROLE while migrating, the locks of a load.
DIRECT = ("owner", "maintenance", "worker", "carrier", "matcher", "sealer")
TRIES = 5  # another client may get the connection that the probe released

type Problem = tuple[str, str]


def is_behind_pooler(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether a program other than PostgreSQL answered: its process id is not the backend's."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is not None and row[0] != connection.info.backend_pid


def shares_sessions(address: str) -> bool:
    """Whether one client can see what another client set for its own session."""
    for _ in range(TRIES):
        mark = secrets.token_hex(8)
        with psycopg.connect(address, autocommit=True) as first:
            first.execute("SELECT set_config('saathi.probe', %s, false)", [mark])
        with psycopg.connect(address, autocommit=True) as second:
            query = "SELECT current_setting('saathi.probe', true) = %s"
            row = second.execute(query, [mark]).fetchone()
            if row is not None and row[0]:
                second.execute("SELECT set_config('saathi.probe', '', false)")
                return True
    return False


def connection_path_problems(address_of: Callable[[str], str]) -> Iterator[Problem]:
    """The problems with database connections; `address_of` returns a role's address or ""."""
    for role in (name.removeprefix("saathi_") for name in login_roles()):
        if role not in DIRECT or not (address := address_of(role)):
            continue
        with psycopg.connect(address, autocommit=True) as connection:
            if is_behind_pooler(connection):
                yield (
                    f"the {role} connects through a pooler, which loses session state",
                    f"Set SAATHI_DATABASE_URL_{role.upper()} to the address of PostgreSQL itself.",
                )
    if address := address_of("app"):
        yield from _web_problems(address, address_of("refusals"))


def _web_problems(address: str, refusals: str) -> Iterator[Problem]:
    with psycopg.connect(address, autocommit=True) as connection:
        if not is_behind_pooler(connection):
            return
    if not refusals or _pool_key(refusals) == _pool_key(address):
        yield (
            "behind a pooler, two emergency accesses at the same time can block each other",
            "Give SAATHI_DATABASE_URL_REFUSALS a pool of its own (docs/operations.md).",
        )
    if shares_sessions(address):
        yield (
            "the pooler passes session settings of one client, such as time limits, to the next",
            "Set server_reset_query_always = 1 in pgbouncer.ini (docs/operations.md).",
        )


def _pool_key(address: str) -> tuple[object, ...]:
    """The values that determine PgBouncer's pool: host and port, database, role."""
    parts = psycopg.conninfo.conninfo_to_dict(address)
    return tuple(parts.get(name) for name in ("host", "port", "dbname", "user"))
