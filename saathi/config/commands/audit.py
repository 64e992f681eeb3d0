"""Verify the audit log: nothing changed, removed, inserted or cut off. Or resume its sealing."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from saathi.config import env, start
from saathi.config.migrated import Needs


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the log, and with whose copies of the public keys and of the heads."""
    parser.add_argument("what", choices=["verify", "resume"])
    parser.add_argument("--keys", type=Path, help="your own copy of the public keys (a folder)")
    parser.add_argument(
        "--heads", type=Path, help="a copy of the heads kept elsewhere (a file, or the folder)"
    )
    parser.add_argument(
        "--yes", action="store_true", help="with resume: declare what is missing, for ever"
    )


def run(options: argparse.Namespace) -> int:
    """0 sound, 1 tampered with, 2 could not be verified, 3 an entry waits too long to be sealed."""
    if options.what == "resume":
        return _resume(is_sure=options.yes)
    with start.process("auditor", Needs.ANY):
        import psycopg

        from saathi.audit import verify

        with psycopg.connect(env.text(f"{start.PREFIX}_AUDITOR"), autocommit=True) as connection:
            return verify.run(connection, start.home(), print, options.keys, options.heads)


def _resume(*, is_sure: bool) -> int:
    """Declares that the log goes on from what the database holds; 2 where it cannot be."""
    if not is_sure:
        print(
            "This declares, signed and for ever, that the audit log goes on from what the database "
            "holds now and that later batches are given up. Stop Saathi, put back what copies of the "
            "heads you have, run `saathi audit verify`, then `saathi audit resume --yes`."
        )
        return 2
    with start.process("auditor", Needs.ANY), ExitStack() as stack:
        import psycopg

        from saathi.audit import keys, restore
        from saathi.audit.marker import CannotSeal

        owner, reader, sealer = (
            stack.enter_context(psycopg.connect(env.text(f"{start.PREFIX}_{role}")))
            for role in ("OWNER", "MAINTENANCE", "SEALER")
        )
        try:
            statement = restore.resume(owner, reader, sealer, start.home())
        except (CannotSeal, keys.KeyMissing) as error:
            print(f"Nothing was declared. {error}")
            return 2
    if statement is None:
        print("Nothing is missing: nothing was declared. The sealer can go on.")
    else:
        print(
            f"Declared: the log goes on after batch {statement.resumed.number}; "
            f"{statement.entries_lost} sealed entries are given up. Start Saathi, then run "
            "`saathi audit verify`."
        )
    return 0
