"""Recount the register for the statistics pages."""

import argparse

from saathi.config import start


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Adds no arguments."""


def run(_options: argparse.Namespace) -> int:
    """Counts as the analyst, who sees facts only."""
    with start.process("analyst"):
        from saathi.evidence import register_counts

        print(f"{register_counts.count_register()} cells counted.")
    return 0
