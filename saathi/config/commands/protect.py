"""Protect tables of counts so that no number identifies a child. Needs no database."""

import argparse

from saathi.engines.disclosure import protect_command
from saathi.infra import optional_packages

add_arguments = protect_command.add_arguments


def run(options: argparse.Namespace) -> int:
    """Protects and attacks; exit code 0 if written, 1 if the attack succeeded, 2 for bad input."""
    optional_packages.require_optional_part("releases", "Protecting tables")
    return protect_command.run(options)
