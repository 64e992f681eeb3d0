"""Verify the audit log: nothing changed, removed, inserted or cut off."""

import argparse
from pathlib import Path

from saathi.config import env, start
from saathi.config.migrated import Needs


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the log, and with whose copy of the public keys."""
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--keys", type=Path, help="your own copy of the public keys")


def run(options: argparse.Namespace) -> int:
    """0 when the log is sound, 1 when it was tampered with, 2 when it could not be verified."""
    with start.process("auditor", Needs.ANY):
        import psycopg

        from saathi.audit import verify

        with psycopg.connect(env.text(f"{start.PREFIX}_AUDITOR"), autocommit=True) as connection:
            return verify.run(connection, start.home(), print, options.keys)
