"""The database roles of Saathi, with their attributes, and the SQL that sets them up.

For the embedded server and for the administrator of an external one; rights on tables are defined
elsewhere.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from saathi.infra import restricted_functions

DATABASE = "saathi"
NONE = "0"  # PostgreSQL's word for "no limit"


@dataclass(frozen=True)
class DatabaseRole:
    """One database role. Each is NOINHERIT: a right of another role needs an explicit SET ROLE."""

    name: str
    purpose: str
    statement_timeout: str = NONE
    lock_timeout: str = NONE
    idle_in_transaction_session_timeout: str = NONE
    signs_in: bool = True
    bypasses_row_security: bool = False
    creates_databases: bool = False
    replicates: bool = False
    member_of: tuple[str, ...] = ()

    def settings(self) -> dict[str, str]:
        """The time limits of this role's sessions, by the name of PostgreSQL's setting."""
        return {
            "statement_timeout": self.statement_timeout,
            "lock_timeout": self.lock_timeout,
            "idle_in_transaction_session_timeout": self.idle_in_transaction_session_timeout,
        }


WARDEN = DatabaseRole(
    "saathi_warden",
    "owns the functions that look past row security; no one signs in as the warden",
    signs_in=False,
    bypasses_row_security=True,
)
FACTS = DatabaseRole(
    "saathi_facts",
    "owns the views of statistical facts; no one signs in as it",
    signs_in=False,
)

ROLES: tuple[DatabaseRole, ...] = (
    WARDEN,
    FACTS,
    DatabaseRole(
        "saathi_owner",
        "owns the schema and migrates it",
        lock_timeout="4s",  # a migration that waits for a lock makes every request wait behind it
        idle_in_transaction_session_timeout="10min",
        member_of=(WARDEN.name, FACTS.name),
    ),
    DatabaseRole(
        "saathi_maintenance",
        "loads, backs up, simulates and erases; never the web, never a worker",
        bypasses_row_security=True,
    ),
    DatabaseRole("saathi_app", "serves the web", "15s", "4s", "30s"),
    DatabaseRole(
        "saathi_reporter", "takes in reports from the public; only inserts", "15s", "4s", "30s"
    ),
    DatabaseRole("saathi_matcher", "compares tokens across agencies", "30s", "4s", "30s"),
    DatabaseRole(
        "saathi_eraser", "destroys keys of files that two persons erase", "1min", "4s", "30s"
    ),
    DatabaseRole("saathi_analyst", "reads the views of facts", "10min", "4s", "5min"),
    DatabaseRole("saathi_auditor", "reads the log", "5min", "4s", "5min"),
    DatabaseRole(
        "saathi_sealer",
        "seals the log; ends sessions that block it and sees how old a transaction is",
        "1min",
        "4s",
        "30s",
        member_of=("pg_signal_backend", "pg_read_all_stats"),
    ),
    DatabaseRole("saathi_worker", "does the jobs of the queue", "5min", "4s", "5min"),
    DatabaseRole(
        "saathi_carrier", "takes jobs in the name of staff from the queue", "5min", "4s", "5min"
    ),
    DatabaseRole(
        "saathi_monitor", "counts for `saathi metrics`; reads no record", "5s", "1s", "10s"
    ),
)
# Not among ROLES: it copies the files of the whole cluster and can open no database in it.
REPLICATOR = DatabaseRole(
    "saathi_replicator",
    "takes base backups and feeds a replica; opens no database",
    replicates=True,
)

# The input of `role_differences`: one row per role, readable by any role from the catalogue.
ROLES_QUERY = """
SELECT r.rolname,
       r.rolcanlogin, r.rolbypassrls, r.rolcreatedb,
       r.rolsuper, r.rolcreaterole, r.rolreplication, r.rolinherit,
       ARRAY(SELECT g.rolname::text FROM pg_roles g
             WHERE g.oid <> r.oid AND g.rolname <> 'pg_database_owner'  -- comes with a database
               AND pg_has_role(r.oid, g.oid, 'MEMBER')
             ORDER BY 1),
       ARRAY(SELECT g.rolname::text FROM pg_roles g
             WHERE g.oid <> r.oid AND g.rolname <> 'pg_database_owner'
               AND pg_has_role(r.oid, g.oid, 'USAGE')
             ORDER BY 1),
       coalesce(r.rolconfig, '{}')
FROM pg_roles r WHERE starts_with(r.rolname::text, 'saathi_') AND r.oid <> 10  -- who made the server
ORDER BY r.rolname
"""
# Which other roles may become one of the table's roles, and which of them may add members to it.
# From PostgreSQL 16 on, a role that may create roles is a member of each role that it made, but may
# not become it.
MEMBERS_QUERY = """
SELECT m.member::regrole::text, m.roleid::regrole::text
FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
WHERE starts_with(g.rolname::text, 'saathi_') AND NOT r.rolsuper
  AND (m.admin_option AND starts_with(r.rolname::text, 'saathi_')
       OR NOT starts_with(r.rolname::text, 'saathi_')
          AND (coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)
               OR (to_jsonb(m) ->> 'inherit_option')::boolean))
ORDER BY 1, 2
"""
SUPERUSERS_QUERY = "SELECT rolname::text FROM pg_roles WHERE rolsuper AND oid <> 10 ORDER BY 1"
# The roles with rights on the database itself, besides its owner and the tests' own role.
DATABASE_RIGHTS_QUERY = """
SELECT CASE WHEN a.grantee = 0 THEN 'everybody' ELSE a.grantee::regrole::text END,
       a.privilege_type || CASE WHEN a.is_grantable THEN ' and give it' ELSE '' END
FROM pg_database d, LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
WHERE d.datname = current_database() AND a.grantee <> d.datdba
  AND a.grantee IS DISTINCT FROM to_regrole('saathi_tester')
UNION ALL
SELECT rolname::text, 'own it' FROM pg_database JOIN pg_roles r ON r.oid = datdba
WHERE datname = current_database()
"""


def list_roles(*, for_tests: bool = False) -> tuple[DatabaseRole, ...]:
    """All roles; for tests the owner may also create databases, and there is a tester."""
    if not for_tests:
        return (*ROLES, REPLICATOR)
    owner_may_create = tuple(
        replace(role, creates_databases=role.name == "saathi_owner") for role in ROLES
    )
    tester = DatabaseRole(
        "saathi_tester",
        "becomes any other role by SET ROLE; exists in tests only",
        lock_timeout="10s",
        member_of=tuple(role.name for role in ROLES if role.signs_in),
    )
    return (*owner_may_create, REPLICATOR, tester)


def login_roles(*, for_tests: bool = False) -> tuple[str, ...]:
    """The names of the roles that can connect to the database, each with its own password."""
    roles = list_roles(for_tests=for_tests)
    return tuple(role.name for role in roles if role.signs_in and not role.replicates)


def password_roles(*, for_tests: bool = False) -> tuple[str, ...]:
    """The names of all roles with a password: those that can connect, and the replicator."""
    return (*login_roles(for_tests=for_tests), REPLICATOR.name)


def scram_verifier(password: str) -> str:
    """What PostgreSQL stores for a password (SCRAM-SHA-256); SQL never contains the password."""
    if not password or not re.fullmatch(r"[!-~]+", password):
        raise ValueError("A database password must be of visible ASCII characters, without spaces.")
    salt, rounds = secrets.token_bytes(16), 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    salt_text, stored, server = (
        base64.b64encode(part).decode() for part in (salt, stored_key, server_key)
    )
    return f"SCRAM-SHA-256${rounds}:{salt_text}${stored}:{server}"


def server_sql(verifiers: Mapping[str, str], *, for_tests: bool = False) -> list[str]:
    """The statements that create or update the roles in ROLES, on a new or existing server."""
    statements = []
    for role in list_roles(for_tests=for_tests):
        statements.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role.name}') "
            f"THEN CREATE ROLE {role.name} NOINHERIT; END IF; END $$"
        )
        options = ["NOINHERIT", "NOCREATEROLE"]
        options.append("CREATEDB" if role.creates_databases else "NOCREATEDB")
        options.append("REPLICATION" if role.replicates else "NOREPLICATION")
        options.append("BYPASSRLS" if role.bypasses_row_security else "NOBYPASSRLS")
        options.append("LOGIN" if role.signs_in else "NOLOGIN")
        if role.signs_in:
            options.append(f"PASSWORD '{verifiers[role.name]}'")
        statements.append(f"ALTER ROLE {role.name} {' '.join(options)}")
        statements += [
            f"ALTER ROLE {role.name} SET {setting} = '{value}'"
            for setting, value in role.settings().items()
        ]
    # Plain GRANT: the member is NOINHERIT, which before version 16 decides at every use and from 16
    # on decides at the grant. Either way SET ROLE is allowed and nothing is inherited.
    statements += [
        f"GRANT {', '.join(role.member_of)} TO {role.name}"
        for role in list_roles(for_tests=for_tests)
        if role.member_of
    ]
    return statements


def database_sql(database: str, *, for_tests: bool = False) -> list[str]:
    """The statements that close the database to everyone and open it to our roles."""
    names = ", ".join(login_roles(for_tests=for_tests))
    return [
        f"ALTER DATABASE {_name(database)} OWNER TO saathi_owner",
        f"REVOKE ALL ON DATABASE {_name(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {_name(database)} TO {names}",
        f"GRANT TEMPORARY ON DATABASE {_name(database)} TO saathi_maintenance",
    ]


def schema_sql(*, for_tests: bool = False) -> list[str]:
    """The statements that give the schema to the owner; they run inside the database."""
    roles = list_roles(for_tests=for_tests)
    names = ", ".join(role.name for role in roles if not role.replicates)
    return [
        "ALTER SCHEMA public OWNER TO saathi_owner",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {names}",
        # A function or view changes its owner only to a role that may create in its schema.
        f"GRANT CREATE ON SCHEMA public TO {WARDEN.name}, {FACTS.name}",
    ]


def setup_sql(passwords: Mapping[str, str], database: str = DATABASE) -> str:
    """A script for psql that prepares an external server, run as superuser, and may run again.

    It contains no password, only what PostgreSQL would store for each.
    """
    missing = sorted(set(password_roles()) - set(passwords))
    if missing:
        raise ValueError(f"A password is missing for {', '.join(missing)}.")
    verifiers = {name: scram_verifier(passwords[name]) for name in password_roles()}
    create = (
        f"CREATE DATABASE {_name(database)} OWNER saathi_owner TEMPLATE template0 ENCODING ''UTF8''"
    )
    return "\n".join(
        (
            "-- Prepares a PostgreSQL server (15 or newer) for Saathi. Run with psql as superuser.",
            "\\set ON_ERROR_STOP on",
            "SET client_min_messages TO warning;",  # "already a member", the second time
            *(f"{statement};" for statement in server_sql(verifiers)),
            "SELECT current_setting('server_version_num')::int >= 170000 AS has_builtin \\gset",
            "\\if :has_builtin",
            f"SELECT '{create} LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C'''",
            "\\else",
            f"SELECT '{create} LC_COLLATE ''C'' LC_CTYPE ''C.UTF-8'''",
            "\\endif",
            f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec",
            *(f"{statement};" for statement in database_sql(database)),
            f"\\connect {_name(database)}",
            *(f"{statement};" for statement in schema_sql()),
            *(f"{statement};" for statement in restricted_functions.restriction_sql()),
            "",
        )
    )


def role_differences(rows: Iterable[Sequence[object]], *, for_tests: bool = False) -> list[str]:
    """One sentence for each difference between the rows of ROLES_QUERY and ROLES."""
    expected = {role.name: _row(role) for role in list_roles(for_tests=for_tests)}
    actual = {str(row[0]): _normal(row) for row in rows}
    sentences = [f"The role {name} is missing." for name in sorted(expected.keys() - actual.keys())]
    sentences += [
        f"The role {name} is none of Saathi's." for name in sorted(actual.keys() - expected.keys())
    ]
    for name in sorted(expected.keys() & actual.keys()):
        sentences += [
            f"The role {name} has {what} {has!r}; it should have {should!r}."
            for what, has, should in zip(_COLUMNS, actual[name], expected[name], strict=True)
            if has != should
        ]
    return sentences


def database_differences(rows: Iterable[Sequence[object]]) -> list[str]:
    """One sentence for each right on the database that differs from `database_sql`."""
    expected = {(name, "CONNECT") for name in login_roles() if name != "saathi_owner"}
    expected |= {("saathi_maintenance", "TEMPORARY"), ("saathi_owner", "own it")}
    actual = {(str(name), str(right)) for name, right in rows}
    return [
        *(
            f"{name} may {right} the database, and should not"
            for name, right in sorted(actual - expected)
        ),
        *(
            f"{name} may not {right} the database, and should"
            for name, right in sorted(expected - actual)
        ),
    ]


_COLUMNS = (
    "name",
    "LOGIN",
    "BYPASSRLS",
    "CREATEDB",
    "SUPERUSER",
    "CREATEROLE",
    "REPLICATION",
    "INHERIT",
    "the memberships",
    "the inherited memberships",
    "the settings",
)


def _row(role: DatabaseRole) -> tuple[object, ...]:
    """The row that ROLES_QUERY should give for this role."""
    members = set(role.member_of)
    for other in ROLES:  # membership is transitive: the tester reaches what the owner reaches
        if other.name in role.member_of:
            members |= set(other.member_of)
    settings = tuple(sorted(f"{name}={value}" for name, value in role.settings().items()))
    attributes = (role.signs_in, role.bypasses_row_security, role.creates_databases)
    others = (False, False, role.replicates, False)
    return (role.name, *attributes, *others, tuple(sorted(members)), (), settings)


def _normal(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(tuple(sorted(cell)) if isinstance(cell, list) else cell for cell in row)


def _name(database: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", database):
        raise ValueError(
            f"“{database}” cannot name the database: use small letters, digits and underscores."
        )
    return database
