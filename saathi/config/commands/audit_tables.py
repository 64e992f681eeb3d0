"""Attack published tables of any publisher and report which hidden counts can be computed."""

import argparse

from saathi.engines.disclosure import audit_command
from saathi.infra import optional_packages

add_arguments = audit_command.add_arguments


def run(options: argparse.Namespace) -> int:
    """Runs the attack; exit code 0 if nothing was found, 1 if something was, 2 for bad input."""
    optional_packages.require_optional_part("releases", "Attacking tables")
    return audit_command.run(options)
