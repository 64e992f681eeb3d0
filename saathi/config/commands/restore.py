"""Bring a backup back into an empty database."""

import argparse
import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.migrated import Needs

if TYPE_CHECKING:
    from saathi.config.backups import restoring


def arguments(parser: argparse.ArgumentParser) -> None:
    """The two archives, and where the keys lie that they were sealed with."""
    parser.add_argument("data", type=Path, help="saathi-data-….sealed")
    parser.add_argument("keys", type=Path, help="saathi-keys-….sealed")
    parser.add_argument("--data-key", type=Path, help="SAATHI_HOME/keys/backup-data.key")
    parser.add_argument("--keys-key", type=Path, help="SAATHI_HOME/keys/backup-keys.key")
    parser.add_argument(
        "--erasures", type=Path, help="a newer saathi-erasures.sealed than lies beside the keys"
    )
    parser.add_argument("--check", action="store_true", help="only see whether both open")


def run(options: argparse.Namespace) -> int:
    """0 when all is back and the log is sound; nothing is changed where an archive fails."""
    with start.process("maintenance", Needs.NONE):
        from saathi.audit.keys import KeyMissing
        from saathi.audit.marker import CannotSeal
        from saathi.config.backups.archives import BackupError
        from saathi.vault.errors import VaultError

        try:
            sources = _sources(options)
            if options.check:
                return 0
            _restore(options, sources)
        except (BackupError, CannotSeal, KeyMissing, VaultError) as error:
            raise SettingError(str(error)) from None
        start.command("audit", "verify")
        with suppress(SettingError):  # what doctor names, like mail, is not the restore's failure
            start.command("doctor")
    print("Restored. Let people sign in again when you have read what doctor says.")
    return 0


def _sources(options: argparse.Namespace) -> "restoring.Sources":
    """Both archives, read to their ends: a wrong key shows before anything is written."""
    from saathi.config.backups import archives, keys, restoring, schema
    from saathi.config.backups.archives import Kind

    home = start.home()
    data_key = keys.read(options.data_key or keys.path_of(home, Kind.DATA))
    keys_key = keys.read(options.keys_key or keys.path_of(home, Kind.KEYS))
    about = archives.check(options.data, data_key, Kind.DATA)
    archives.check(options.keys, keys_key, Kind.KEYS)
    print("Both archives open to their ends.", flush=True)
    schema.check_known(about)
    return restoring.Sources(options.data, options.keys, data_key, keys_key, about)


def _restore(options: argparse.Namespace, sources: "restoring.Sources") -> None:
    import psycopg

    from saathi.config.backups import restoring, schema, tables

    def address(role: str) -> str:
        return env.text(f"{start.PREFIX}_{role}")

    home = start.home()
    with psycopg.connect(address("MAINTENANCE")) as connection:
        restoring.check_empty(connection)
        schema.check_not_ahead(tables.migrations(connection), sources.about)
    beside = options.keys.parent / "saathi-erasures.sealed"
    erasures = options.erasures or (beside if beside.exists() else None)
    restoring.bring_back_keys(sources, home, erasures)
    is_older = schema.is_older(sources.about)
    if is_older:
        print(f"An older Saathi made it ({sources.about['saathi']}): first its schema.", flush=True)
        _migrate_to(sources.about["migrations"])
    else:
        start.command("migrate")
    rows = restoring.load(address("MAINTENANCE"), sources, home)
    print(f"{rows} rows are back.", flush=True)
    if is_older:
        start.command("migrate")
        print("Migrated to the schema of this version.", flush=True)
    done = restoring.settle(address, home)
    print(
        f"{done.erased_again} keys of erased files were destroyed again; {done.findable} children "
        f"can be found by name; {done.without_key} have no key; "
        f"{done.entries_given_up} entries of the log are given up.",
        flush=True,
    )


def _migrate_to(migrations: list[str]) -> None:
    """In a process of the owner, who alone may."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(migrations, file)
        file.flush()
        start.command("migrate", "--as-of", file.name)
