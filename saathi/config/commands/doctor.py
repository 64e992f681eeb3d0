"""Say what is wrong with this set-up and what to do."""

import argparse

from saathi.config import start
from saathi.config.migrated import Needs


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none that an operator needs."""
    parser.add_argument(
        "--before-the-end-of-a-restore", action="store_true", help=argparse.SUPPRESS
    )


def run(options: argparse.Namespace) -> int:
    """0 when all is well, 1 when there is something to do."""
    with start.process("migrate", Needs.NONE):
        from saathi.config.doctor import examine

        ill = 0
        for finding in examine(during_restore=options.before_the_end_of_a_restore):
            if finding.is_well:
                print(
                    f"ok    {finding.about}" + (f"\n      {finding.note}" if finding.note else "")
                )
            else:
                ill += 1
                print(f"WRONG {finding.about}: {finding.problem}\n      {finding.remedy}")
    return 1 if ill else 0
