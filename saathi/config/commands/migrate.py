"""Bring the database to what this version needs: schema, rights, shipped data."""

import argparse
import json
from pathlib import Path

from saathi.config import schema_check, start
from saathi.config.schema_check import SchemaNeeds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verbosity and, for a restore, the schema of an older backup."""
    parser.add_argument("--verbose", action="store_true", help="name each migration")
    parser.add_argument(
        "--as-of",
        type=Path,
        metavar="FILE",
        help="only the migrations that this file lists, as `saathi restore` does for an older backup",
    )


def run(options: argparse.Namespace) -> int:
    """Migrates as the schema's owner; returns the exit code."""
    with start.process("migrate", SchemaNeeds.NONE, may_be_new=True):
        from saathi.config.backups import schema
        from saathi.config.migrate import migrate

        schema_check.require_database_answers()
        if options.as_of:
            schema.migrate_to(json.loads(options.as_of.read_text(encoding="utf-8")))
            return 0
        migrate(verbosity=1 if options.verbose else 0)
    return 0
