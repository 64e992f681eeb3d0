"""Loads a backup into an empty database: keys first, then rows, then what depends on them.

The rows are loaded in one transaction of the maintenance role, with foreign keys checked at its
end, so a failed restore leaves the database empty. Erased children stay erased: the journal is
replayed before anyone can sign in.
"""

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import IO, Any
from uuid import UUID

import psycopg
from psycopg import sql

from saathi import audit
from saathi.audit import after_restore
from saathi.audit import signing_keys as audit_keys
from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer import LogSealer, heads_path
from saathi.audit.sealer_marker import SealerMarker
from saathi.config.backups import restore_progress, tables
from saathi.config.backups.archives import (
    ABOUT,
    COUNTS,
    ArchiveKind,
    BackupError,
    merge_journals,
    open_members,
)
from saathi.config.search_token_rebuild import REGISTERS
from saathi.infra.database_access import token_tables
from saathi.people import names, search_tokens
from saathi.people.models import Child
from saathi.protection.identification.missing.models import MissingChild
from saathi.vault import store as vault
from saathi.vault.actions import JOURNAL_FILE, replay_erasures

FULL = ("agencies_staff", "agencies_file", "audit_entry", "people_child")
BATCH = 500

type Members = Iterator[tuple[str, IO[bytes]]]


@dataclass(frozen=True)
class BackupSources:
    """The two archives with the keys that open them, and the description of the data archive."""

    data: Path
    keys: Path
    data_key: bytes
    keys_key: bytes
    id: UUID
    about: dict[str, Any]
    size: int  # unpacked size of the data archive, in bytes


@dataclass(frozen=True)
class RestoreResult:
    """The results of the steps that follow loading the rows."""

    erased_again: int
    findable: int
    without_key: int
    entries_given_up: int

    def sentence(self) -> str:
        """These results as a sentence."""
        return (
            f"{self.erased_again} keys of erased files were destroyed again; {self.findable} children "
            f"can be found by name; {self.without_key} have no key; "
            f"{self.entries_given_up} entries of the log are declared lost."
        )


@dataclass(frozen=True)
class LoadResult:
    """The loaded rows of each table and, for a drill, a digest of each table's rows."""

    rows: dict[str, int]
    digests: dict[str, tuple[int, str]]

    @property
    def total(self) -> int:
        """The total number of rows in all tables."""
        return sum(self.rows.values())

    def describe(self) -> dict[str, Any]:
        """The counts and digests that `restore --check` and a drill read."""
        return {"rows": self.total, "tables": len(self.rows), "digests": self.digests}


def grant_emptiness_check(owner: psycopg.Connection[Any]) -> None:
    """Lets the maintenance role check emptiness after a migration ended before granting rights."""
    for table in FULL:
        if _table_exists(owner, table):
            owner.execute(
                sql.SQL("GRANT SELECT ON {} TO saathi_maintenance").format(sql.Identifier(table))
            )
    owner.commit()


def check_empty(connection: psycopg.Connection[Any]) -> None:
    """Raises `BackupError` if any person or record is in the database."""
    for table in FULL:
        if not _table_exists(connection, table):
            continue
        query = sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table))
        row = connection.execute(query).fetchone()
        if row is not None and row[0]:
            raise BackupError(
                f"The database is not empty ({table} has rows), and a restore never overwrites. "
                "Restore into an empty database, or into a new SAATHI_HOME."
            )


def _table_exists(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return row is not None and bool(row[0])


# --- Before the database: key files ---------------------------------------------------------------


def restore_keys(sources: BackupSources, home: Path, erasures: Path | None) -> None:
    """Writes keys and secrets into the home and merges the journals of erasures.

    Raises `BackupError` before writing anything if the home has a different key of the same name. A
    signing key that has sealed nothing yet, such as one from `saathi install`, is replaced. Prints
    which secrets of a home in use it replaces.
    """
    files = _key_files(sources.keys, sources.keys_key)
    journals = [files.pop(PurePosixPath("keys", JOURNAL_FILE), b"")]
    if erasures is not None:
        with open_members(erasures, sources.keys_key, ArchiveKind.ERASURES) as members:
            journals += [content.read() for _name, content in members]

    signing, differing = audit_keys.signing_key_path(home), _differing_files(home, files)
    is_unused = signing in differing and not _has_sealed(home)
    if is_unused:
        differing.remove(signing)
    for target in differing:
        if target.parent.name != "secrets":
            raise BackupError(
                f"{target} is another key than the backup's. Restore into a new SAATHI_HOME."
            )
    was_in_use = any((home / "keys").glob("root-*"))

    if is_unused:
        for public in audit_keys.verify_keys_folder(home).glob("audit-*.pub"):
            public.unlink()  # the backup's public key is restored with the log
    for relative, data in files.items():
        _write_file(_path_inside(home, relative), data)
    _join_journal(home, journals)
    for target in differing if was_in_use else ():
        print(
            f"{target} was another one than the backup's and was replaced by it. If it had been changed "
            "because someone else may know the earlier one, change it again now "
            "(docs/incidents/stolen-key.md).",
            flush=True,
        )


def _differing_files(home: Path, files: dict[PurePosixPath, bytes]) -> list[Path]:
    """The files of the home whose content differs from the backup's."""
    pairs = ((_path_inside(home, relative), data) for relative, data in files.items())
    return [target for target, data in pairs if target.exists() and target.read_bytes() != data]


def _has_sealed(home: Path) -> bool:
    """Whether a head of the log was signed here."""
    path = heads_path(home)
    return path.exists() and path.stat().st_size > 0


def restore_missing_keys(archive: Path, key: bytes, home: Path) -> list[Path]:
    """Writes the key files and secrets that the home lacks; replaces none. Returns what it wrote.

    A root key that was retired here stays retired. The journals of erasures are merged.
    """
    files = _key_files(archive, key)
    journal = files.pop(PurePosixPath("keys", JOURNAL_FILE), b"")
    restored = []
    for relative, data in sorted(files.items()):
        target = _path_inside(home, relative)
        retired = target.parent / "retired" / target.name
        if not target.exists() and not retired.exists():
            _write_file(target, data)
            restored.append(target)
    _join_journal(home, [journal])
    return restored


def _key_files(archive: Path, key: bytes) -> dict[PurePosixPath, bytes]:
    files: dict[PurePosixPath, bytes] = {}
    with open_members(archive, key, ArchiveKind.KEYS) as members:
        for name, content in members:
            path = PurePosixPath(name)
            if path.parts[0] == "home":
                files[path.relative_to("home")] = content.read()
    return files


def _join_journal(home: Path, journals: Iterable[bytes]) -> None:
    journal = home / "keys" / JOURNAL_FILE
    local = journal.read_bytes() if journal.exists() else b""
    _write_file(journal, merge_journals(local, *journals))


# --- The rows -------------------------------------------------------------------------------------


def load(
    address: str, sources: BackupSources, home: Path, *, with_digests: bool = False
) -> LoadResult:
    """Loads all rows or none; returns the counts and any digests."""
    with psycopg.connect(address) as connection:
        all_tables = tables.list_archived_tables(connection)
        with connection.transaction():
            check_empty(connection)
            connection.execute("SET CONSTRAINTS ALL DEFERRED")
            tables.remove_shipped_rows(connection, all_tables)
            rows: dict[str, int] = {}
            for path, key, kind in (
                (sources.keys, sources.keys_key, ArchiveKind.KEYS),
                (sources.data, sources.data_key, ArchiveKind.DATA),
            ):
                with open_members(path, key, kind) as members:
                    rows |= _load(connection, members, all_tables, home)
            restore_progress.note_archive_loaded(connection, sources.id, sources.about["made_at"])
            digests = {
                table.name: tables.table_digest(connection, table)
                for table in all_tables
                if with_digests and table.name in rows
            }
    return LoadResult(rows, digests)


def _load(
    connection: psycopg.Connection[Any],
    members: Members,
    archived_tables: Collection[tables.ArchivedTable],
    home: Path,
) -> dict[str, int]:
    known = {table.name: table for table in archived_tables}
    rows: dict[str, int] = {}
    for (area, name), group in groupby(members, key=lambda member: _member_area(member[0])):
        if area == ABOUT:
            about = json.load(next(group)[1])
            _compare_schema(connection, about, known)
            # An installation that was migrated step by step has its columns in another order.
            known |= {
                name: tables.ArchivedTable(name, tuple(of)) for name, of in about["tables"].items()
            }
        elif area == COUNTS:
            _compare_counts(json.load(next(group)[1]), rows)
        elif area == "tables":
            contents = (content for _name, content in group)
            rows[name] = tables.load_rows(connection, known[name], contents)
        elif area == "home" and name in {"audit", "files"}:
            _restore_files(home, group, is_kept=name == "audit")
    return rows


def _restore_files(home: Path, members: Members, *, is_kept: bool) -> None:
    """Writes the files that the home lacks. A home that is kept has newer heads and files."""
    for member, content in members:
        target = _path_inside(home, PurePosixPath(member).relative_to("home"))
        if not target.exists():
            _write_file(target, content.read())
        elif not is_kept:
            target.touch()  # a sweep treats it as new until its row is loaded


def _compare_counts(expected: dict[str, int], rows: dict[str, int]) -> None:
    """Raises `BackupError` unless each table has as many rows as the backup counted."""
    differing = sorted(name for name in expected if rows.get(name) != expected[name])
    if differing:
        raise BackupError(
            f"Other rows were loaded than the backup counted ({', '.join(differing[:3])}). "
            "Nothing was changed."
        )


def _member_area(member: str) -> tuple[str, str]:
    """The part of the backup with this member: `tables` and a table, or `home` and a folder."""
    first, _, rest = member.partition("/")
    return first, rest.partition("/")[0]


def _compare_schema(
    connection: psycopg.Connection[Any],
    about: dict[str, Any],
    known: dict[str, tables.ArchivedTable],
) -> None:
    local = [table for table in known.values() if table.name not in tables.LEFT_OUT]
    archived = {name: about["tables"][name] for name in about["tables"].keys() - tables.LEFT_OUT}
    same = set(tables.migrations(connection)) == set(about["migrations"])
    if not same or not tables.have_same_columns(archived, tables.describe_columns(local)):
        raise BackupError(
            f"The backup was made by Saathi {about['saathi']} with another schema than this database "
            "has. Restore it into an empty database with the version that made it, then upgrade."
        )


# --- After the rows are loaded --------------------------------------------------------------------


def raise_sequences(addresses: Callable[[str], str]) -> None:
    """Sets the sequences above the numbers of the loaded rows."""
    with (
        psycopg.connect(addresses("OWNER")) as owner,
        psycopg.connect(addresses("MAINTENANCE")) as reader,
    ):
        tables.raise_sequences(owner, reader)


def finish_restore(addresses: Callable[[str], str], home: Path) -> RestoreResult:
    """Repeats erasures, rebuilds search tokens, raises sequences and continues the log."""
    vault.check_root_key()
    erased = replay_erasures(token_tables=token_tables())
    findable, closed = rebuild_tokens()
    given_up = _continue_log(addresses, home)
    audit.record(audit.AuditKind.RESTORED, by=None, agency=None, detail={"hits": erased})
    with psycopg.connect(addresses("SEALER")) as connection:
        LogSealer(
            connection, audit_keys.create_signing_key(home), HeadsFileSink(heads_path(home))
        ).seal_round()
    return RestoreResult(erased, findable, closed, given_up)


def rebuild_tokens() -> tuple[int, int]:
    """Rebuilds the tokens of registered and missing children; returns how many, how many failed."""
    done = unreadable = 0
    for model, places in REGISTERS.values():
        last = None
        while batch := _batches(model, last):
            last = batch[-1].pk
            opened = vault.open_many(batch)
            for child in batch:
                if child.pk in opened:
                    name_texts = names.searchable_names(names.names_in_payload(opened[child.pk]))
                    search_tokens.replace_tokens(
                        child, name_texts, places(opened[child.pk]), by=None
                    )
            done += len(opened)
            unreadable += len(batch) - len(opened)
    return done, unreadable


def _batches(
    model: type[Child] | type[MissingChild], last: UUID | None
) -> Sequence[Child | MissingChild]:
    rows = model.objects.order_by("id")
    return list(rows.filter(id__gt=last)[:BATCH] if last else rows[:BATCH])


def _continue_log(addresses: Callable[[str], str], home: Path) -> int:
    with ExitStack() as stack:
        owner, reader, auditor = (
            stack.enter_context(psycopg.connect(addresses(role)))
            for role in ("OWNER", "MAINTENANCE", "AUDITOR")
        )
        tables.raise_sequences(owner, reader)
        after_restore.raise_transaction_numbers(owner, reader)
        owner.commit()
        statement = after_restore.declare_restoration(
            auditor,
            heads_path(home),
            audit_keys.create_signing_key(home),
            SealerMarker.of_home(home),
        )
    return statement.entries_lost if statement else 0


def _path_inside(home: Path, relative: PurePosixPath) -> Path:
    if relative.is_absolute() or ".." in relative.parts:
        raise BackupError("The archive holds a file that would lie outside of the home.")
    return home.joinpath(*relative.parts)


def _write_file(target: Path, data: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.half")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
