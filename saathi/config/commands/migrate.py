"""Bring the database to what this version needs: schema, rights, shipped data."""

import argparse

from saathi.config import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes no arguments of its own."""
    parser.add_argument("--verbose", action="store_true", help="name each migration")


def run(options: argparse.Namespace) -> int:
    """Migrates as the owner of the schema."""
    with start.process("migrate"):
        from saathi.config.migrate import migrate

        migrate(verbosity=1 if options.verbose else 0)
    return 0
