"""`saathi-disclosure`: the commands of this engine where it is installed alone.

In Saathi they are `saathi protect` and `saathi audit-tables`.
"""

import argparse
import sys
from collections.abc import Sequence

from saathi.engines.disclosure import audit_command, protect_command


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command: 0 for safe tables, 1 if the attack succeeded, 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="saathi-disclosure", description="Protect tables of counts, and attack them."
    )
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in {"protect": protect_command, "audit-tables": audit_command}.items():
        summary = (module.__doc__ or "").strip().splitlines()[0]
        subcommand = subcommands.add_parser(name, help=summary, description=summary)
        module.add_arguments(subcommand)
        subcommand.set_defaults(run=module.run)
    options = parser.parse_args(argv)
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main())
