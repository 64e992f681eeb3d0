"""Match names and records in files, without an installation; or, nightly, in its register."""

import argparse

from saathi.config.commands import matching_nightly
from saathi.engines.matching import command
from saathi.engines.matching.command import MatchingUse

run = command.run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds a subcommand for each use."""
    summary = (matching_nightly.__doc__ or "").strip().splitlines()[0]
    nightly = MatchingUse(summary, matching_nightly.add_arguments, matching_nightly.run)
    command.add_matching_subcommands(parser, command.USES | {"nightly": nightly})
