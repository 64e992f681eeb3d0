"""Declares a recovered server: repeats erasures, ends sessions, and records this in the log.

The order of steps lets an interrupted run be repeated: the server is declared last, and until then
PostgreSQL lets no one sign in.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import psycopg
from django.db import connection, transaction
from psycopg import sql

from saathi import audit
from saathi.audit import after_restore
from saathi.audit import signing_keys as audit_keys
from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer import LogSealer, heads_path
from saathi.config.backups.archives import ArchiveKind, BackupError, open_members
from saathi.config.backups.keys import backup_key_path, read_backup_key
from saathi.config.recovery import undeclared_recovery
from saathi.infra.database_access import token_tables
from saathi.vault import store as vault
from saathi.vault.actions import JOURNAL_FILE, replay_erasures


@dataclass(frozen=True)
class RecoveryDeclaration:
    """What the declaration did, and the time up to which data were recovered."""

    erased_again: int
    entries_given_up: int
    until: dt.datetime | None
    timeline: int


class NothingToDeclare(Exception):
    """The server was declared already and its audit log reaches as far as the exported one."""


def declare_recovery(
    addresses: Callable[[str], str], home: Path, erasures: Iterable[Path]
) -> RecoveryDeclaration:
    """Makes a recovered or promoted server ready for use. Runs as the maintenance role."""
    server, is_declared = _server()
    if server == "replica":
        raise BackupError(
            "This server is still a replica. Promote it (`pg_ctl promote`), then run this again."
        )
    with psycopg.connect(addresses("AUDITOR")) as auditor:
        if is_declared and not undeclared_recovery.describe_rollback(auditor, home):
            raise NothingToDeclare
    vault.check_root_key()
    join_journal(home, erasures)
    until = _last_moment()
    erased = replay_erasures(token_tables=token_tables())
    _end_sessions()
    given_up = _continue_log(addresses, home)
    timeline = int(server.rpartition("/")[2], 16)
    with transaction.atomic():
        audit.record(
            audit.AuditKind.RECOVERED,
            by=None,
            agency=None,
            detail={"hits": erased, "count": given_up, "ends_at": until, "version": timeline},
        )
    with psycopg.connect(addresses("SEALER")) as sealing:
        LogSealer(
            sealing, audit_keys.create_signing_key(home), HeadsFileSink(heads_path(home))
        ).seal_round()
    _accept(addresses("OWNER"), server)
    return RecoveryDeclaration(erased, given_up, until, timeline)


def _continue_log(addresses: Callable[[str], str], home: Path) -> int:
    """Continues the log; returns how many sealed entries are declared as lost."""
    with ExitStack() as stack:
        owner, reader, sealer = (
            stack.enter_context(psycopg.connect(addresses(role)))
            for role in ("OWNER", "MAINTENANCE", "SEALER")
        )
        statement = after_restore.resume_sealing(owner, reader, sealer, home)
    return statement.entries_lost if statement else 0


def join_journal(home: Path, erasures: Iterable[Path]) -> None:
    """Adds the erasures of sealed journal copies to the journal of the home."""
    journal = home / "keys" / JOURNAL_FILE
    texts = [journal.read_bytes()] if journal.exists() else []
    for path in erasures:
        key = read_backup_key(backup_key_path(home, ArchiveKind.ERASURES))
        with open_members(path, key, ArchiveKind.ERASURES) as members:
            texts += [content.read() for _name, content in members]
    lines = dict.fromkeys(chain.from_iterable(text.splitlines() for text in texts))
    draft = journal.with_name(f".{journal.name}.half")
    draft.touch(mode=0o600)
    draft.write_bytes(b"".join(line + b"\n" for line in lines))
    draft.replace(journal)


def _server() -> tuple[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recovery_server(), recovery_is_declared()")
        server, is_declared = cursor.fetchone()
    return str(server), bool(is_declared)


def _last_moment() -> dt.datetime | None:
    """The time of the last replayed commit or audit entry, whichever is later; None if unknown.

    PostgreSQL knows the former until it is restarted; the audit log has an entry for nearly each
    request.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(pg_last_xact_replay_timestamp(), (SELECT max(at) FROM audit_entry))"
        )
        moment: dt.datetime | None = cursor.fetchone()[0]
    return moment


def _end_sessions() -> None:
    """Ends all sessions: restored passwords and second factors may be outdated."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")


def _accept(address: str, server: str) -> None:
    with psycopg.connect(address) as owner:
        owner.execute(
            sql.SQL(
                "CREATE OR REPLACE FUNCTION recovery_declared() RETURNS text LANGUAGE sql IMMUTABLE "
                "PARALLEL SAFE RETURN {}::text"
            ).format(sql.Literal(server))
        )
