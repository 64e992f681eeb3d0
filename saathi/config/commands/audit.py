"""Verify the audit log, list its entries for an inquiry, or resume its sealing."""

import argparse
import datetime as dt
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

from saathi.config import env, start
from saathi.config.env import SettingError
from saathi.config.schema_check import SchemaNeeds

SHOWN = 1000  # entries listed if no number is given


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the actions on the log, and options for copies of the public keys and heads."""
    parser.add_argument("what", choices=["verify", "list", "resume"])
    parser.add_argument("--keys", type=Path, help="your own copy of the public keys (a folder)")
    parser.add_argument(
        "--heads", type=Path, help="a copy of the heads kept elsewhere (a file, or the folder)"
    )
    parser.add_argument(
        "--yes", action="store_true", help="with resume: declare what is missing, for ever"
    )
    listing = parser.add_argument_group("with list, which entries; without a limit the newest")
    listing.add_argument("--person", default="", help="e-mail address of a member of staff")
    listing.add_argument("--file", default="", help="code of a child's file, as in NP-7K3F-92")
    listing.add_argument("--kind", default="", help="as in docs/audit-kinds.md, such as looked")
    listing.add_argument("--since", type=moment, help="date, or moment with its zone")
    listing.add_argument("--until", type=moment, help="the same; entries before it")
    listing.add_argument("--most", type=int, default=SHOWN, help=f"how many ({SHOWN})")
    listing.add_argument("--csv", action="store_true", help="as CSV, with every id")


def run(options: argparse.Namespace) -> int:
    """Exit code: 0 sound, 1 tampered with, 2 could not be verified, 3 an entry sealed too late."""
    if options.what == "resume":
        return _resume(is_sure=options.yes)
    if options.what == "list":
        return _list(options)
    with start.process("auditor", SchemaNeeds.ANY):
        import psycopg

        from saathi.audit import verify

        with psycopg.connect(env.text(f"{start.PREFIX}_AUDITOR"), autocommit=True) as connection:
            return verify.run_verify(connection, start.home(), print, options.keys, options.heads)


def moment(text: str) -> dt.datetime:
    """The start of a date in UTC, or a time with its zone, from an option's text."""
    with suppress(ValueError):
        value = dt.datetime.fromisoformat(text)
        if value.tzinfo is not None:
            return value
        if len(text) == len("2026-11-28"):
            return value.replace(tzinfo=dt.UTC)
    raise argparse.ArgumentTypeError(
        f"“{text}” is neither a date, such as 2026-11-28, nor a moment with its zone, such as "
        "2026-11-28T12:30:00+05:45"
    )


def _list(options: argparse.Namespace) -> int:
    """Prints entries; this is itself recorded in the log."""
    with start.process("maintenance", SchemaNeeds.ANY):
        from saathi.audit.vocabulary import AuditKind
        from saathi.config import audit_list

        if options.kind and options.kind not in list(AuditKind):
            raise SettingError(f"--kind must be one of {', '.join(AuditKind)}.")
        if not 1 <= options.most <= audit_list.MOST:
            raise SettingError(f"--most must lie between 1 and {audit_list.MOST}.")
        entry_filter = audit_list.AuditEntryFilter(
            options.person, options.file, options.kind, options.since, options.until
        )
        rows = audit_list.list_entry_rows(entry_filter, options.most)
        if options.csv:
            audit_list.write_csv(rows, sys.stdout)
        else:
            for line in audit_list.format_entries(rows):
                print(line)
        if len(rows) == options.most:
            print(
                f"saathi: Only the newest {options.most} entries are shown. Limit the period, or give "
                "a higher number with --most.",
                file=sys.stderr,
            )
    return 0


def _resume(*, is_sure: bool) -> int:
    """Declares that the log continues from the database; exit code 2 if it cannot."""
    if not is_sure:
        print(
            "This declares, signed and for ever, that the audit log goes on from what the database "
            "holds now and that later batches are given up. Stop Saathi, put back what copies of the "
            "heads you have, run `saathi audit verify`, then `saathi audit resume --yes`."
        )
        return 2
    with start.process("auditor", SchemaNeeds.ANY), ExitStack() as stack:
        import psycopg

        from saathi.audit import after_restore, signing_keys
        from saathi.audit.sealer_marker import SealingRefused

        owner, reader, sealer = (
            stack.enter_context(psycopg.connect(env.text(f"{start.PREFIX}_{role}")))
            for role in ("OWNER", "MAINTENANCE", "SEALER")
        )
        try:
            statement = after_restore.resume_sealing(owner, reader, sealer, start.home())
        except (SealingRefused, signing_keys.KeyMissing) as error:
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
