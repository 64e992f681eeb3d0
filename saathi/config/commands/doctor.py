"""Say what is wrong with this set-up and what to do."""

import argparse

from saathi.config import start
from saathi.config.migrated import Needs


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace) -> int:
    """0 when all is well, 1 when there is something to do."""
    with start.process("migrate", Needs.NONE):
        from saathi.config.doctor import examine

        ill = 0
        for finding in examine():
            if finding.is_well:
                print(
                    f"ok    {finding.about}" + (f"\n      {finding.note}" if finding.note else "")
                )
            else:
                ill += 1
                print(f"WRONG {finding.about}: {finding.problem}\n      {finding.remedy}")
    return 1 if ill else 0
