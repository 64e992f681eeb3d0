"""Looks a set-up over and says what is wrong with it and what to do. Changes nothing."""

import smtplib
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.db import connection, transaction

from saathi.agencies import credentials, protection, schema_state
from saathi.agencies.open_tables import CLOSED_TABLES, OPEN_TABLES
from saathi.config import env, pooling, remaking, start
from saathi.infra import roles
from saathi.simulation import load
from saathi.vault import store as vault

OLDEST_POSTGRESQL = 15
CLOCKS_APART_SECONDS = 5
KEEPERS_OF_LISTS = 3  # triggers: of rights that change, are deleted, are all gone


@dataclass(frozen=True)
class Finding:
    """What one look found: `problem` is empty when all is well; `remedy` says what to do."""

    about: str
    problem: str = ""
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem


def examine() -> Iterator[Finding]:
    """Every look in turn; one that cannot be made says so and the next goes on."""
    for about, look in LOOKS.items():
        try:
            problems = list(look())
        except Exception as error:  # noqa: BLE001 - a look that fails is itself a finding
            problems = [
                (f"could not be looked at: {type(error).__name__}", "Mend the above first.")
            ]
        if not problems:
            yield Finding(about)
        for problem, remedy in problems:
            yield Finding(about, problem, remedy)


type Problems = Iterator[tuple[str, str]]


def _one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def _version() -> Problems:
    version = int(str(_one("SHOW server_version_num"))) // 10_000
    if version < OLDEST_POSTGRESQL:
        yield f"is PostgreSQL {version}", f"Saathi needs {OLDEST_POSTGRESQL} or newer."


def _roles() -> Problems:
    is_test = _one("SELECT 1 FROM pg_roles WHERE rolname = 'saathi_tester'") is not None
    with connection.cursor() as cursor:
        cursor.execute(roles.ROLES_QUERY)
        for sentence in roles.differences(cursor.fetchall(), for_tests=is_test):
            yield sentence, "Run the set-up script again as superuser (docs/operations.md)."


def _migrations() -> Problems:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        many = "A migration is" if len(plan) == 1 else f"{len(plan)} migrations are"
        yield f"{many} not applied", "Run `saathi migrate`."


def _tables() -> Problems:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        there = dict(cursor.fetchall())
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        policies = set(cursor.fetchall())
    bare = {name for name, is_protected in there.items() if not is_protected}
    for table in sorted(bare - set(OPEN_TABLES) - CLOSED_TABLES):
        yield f"{table} is not protected", "Run `saathi migrate`; if it stays, tell the developers."
    for policy in protection.all_policies():
        # Of a table that is not there the look at migrations has told.
        if policy.table in there and (policy.table, policy.name) not in policies:
            yield f"{policy.table} lacks the policy {policy.name}", "Run `saathi migrate`."


def _rights() -> Problems:
    """What row security trusts without asking again: whom a context names, and lists of own files."""
    may = _one(
        "SELECT r FROM unnest(ARRAY['saathi_app', 'saathi_worker']) r "
        "WHERE has_sequence_privilege(r, 'access_context_checked', 'USAGE, UPDATE')"
    )
    if may:
        yield f"{may} may say itself in whose name it was checked", "Run `saathi migrate`."
    kept = _one(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'agencies_grant'::regclass "
        "AND tgfoid = 'access_leave_own_files'::regproc AND tgenabled <> 'D'"
    )
    if kept != KEEPERS_OF_LISTS:
        yield "rights that end stay in lists of own files", "Run `saathi migrate`."


def _keys() -> Problems:
    try:
        vault.check_root_key()
    except vault.RootKeyMissing as error:
        yield str(error), "Put the key back from the key backup."
    folder = Path(settings.HOME) / "keys"
    for file in (*folder.glob("*.key"), *(Path(settings.HOME) / "secrets").glob("*")):
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"{file.name} can be read by others", f"Run: chmod 600 {file}"


def _clock() -> Problems:
    there = float(str(_one("SELECT extract(epoch FROM clock_timestamp())")))
    apart = abs(there - time.time())
    if apart > CLOCKS_APART_SECONDS:
        yield (
            f"this clock and the database's are {apart:.0f} seconds apart",
            "Set both by NTP: signed contexts expire by the clock.",
        )


def _mail() -> Problems:
    if settings.IS_DEMO:
        return
    if not settings.SAATHI_SENDS_MAIL:
        yield "no mail server is set", "Set SAATHI_MAIL_URL, or hand invitations over on paper."
        return
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "mails have no true sender", "Set SAATHI_MAIL_FROM to an address of your own."
    if urlsplit(settings.SAATHI_ADDRESS).hostname in {None, "localhost", "127.0.0.1"}:
        yield (
            f"links in mails would lead to {settings.SAATHI_ADDRESS}",
            "Set SAATHI_ADDRESS to the address that staff type, as in https://saathi.example.org.",
        )
    try:
        # Says its name and password as for a mail, and sends none.
        mailers["default"].open()
        mailers["default"].close()
    except smtplib.SMTPAuthenticationError:
        yield "the mail server refuses name or password", "Mend them in SAATHI_MAIL_URL."
    except (OSError, smtplib.SMTPException) as error:
        yield (
            f"the mail server does not answer ({type(error).__name__})",
            "Look at host and port in SAATHI_MAIL_URL, and at what lies between.",
        )


def _address() -> Problems:
    if settings.IS_DEMO:
        return
    if set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1"}:
        yield "no public name is set", "Set SAATHI_HOSTS to the name that staff type."
    elif not settings.SECURE_SSL_REDIRECT:
        yield (
            "pages are served without TLS, and passkeys do not work so",
            "Put a proxy with a certificate in front and leave SAATHI_HTTPS on.",
        )


def _way_to_the_database() -> Problems:
    yield from pooling.problems(lambda name: env.text(start.setting(name), ""))


def _sign_in_details() -> Problems:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE saathi_warden")  # row security hides staff from the owner
        found = credentials.changed_outside()
        cursor.execute("RESET ROLE")
    for staff_id in found:
        yield (
            f"sign-in details of account {staff_id} were changed outside Saathi",
            "Find out who changed the database. Then give the person a new way to sign in.",
        )


def _debug() -> Problems:
    if settings.DEBUG:
        yield "SAATHI_DEBUG is on: errors show values", "Unset it."


def _load() -> Problems:
    if load.was_cut_off():
        yield (
            "a load of a simulated nation was cut off: children lack, perhaps indexes and keys too",
            "Run `saathi simulate --mend`: it clears the rest away and puts indexes and keys back.",
        )


def _words() -> Problems:
    # Of a database that was never migrated the look at migrations has told.
    if schema_state.was_migrated() and not remaking.are_of_this_version():
        yield (
            "some children may be found by words of an older version alone",
            "Run `saathi remake-words`, while pages are served.",
        )


LOOKS: dict[str, Callable[[], Problems]] = {
    "database version": _version,
    "database roles": _roles,
    "migrations": _migrations,
    "protection of tables": _tables,
    "what protection trusts": _rights,
    "keys": _keys,
    "clock": _clock,
    "mail": _mail,
    "name and TLS": _address,
    "way to the database": _way_to_the_database,
    "sign-in details": _sign_in_details,
    "debugging": _debug,
    "simulated nation": _load,
    "words children are found by": _words,
}
