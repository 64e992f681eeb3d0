"""Move every key to a new root key while Saathi is in use."""

import argparse

from saathi.config import start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds an option to retire an older root key instead."""
    parser.add_argument("--retire", metavar="NAME", help="take this root key out of use instead")


def run(options: argparse.Namespace) -> int:
    """Rotates as the maintenance role; the next run completes an interrupted one."""
    with start.process("maintenance"):
        from saathi import audit
        from saathi.vault import actions

        if options.retire:
            place = actions.retire_root_key(kek_id=options.retire)
            print(f"Out of use. Destroy {place} when the last key backup with it has expired.")
            return 0
        name = actions.rotate_root_key(progress=_print_progress)
        audit.record(audit.AuditKind.KEYS_ROTATED, by=None, agency=None)
        print(f"The root key is now {name}. Run `saathi backup`, then retire the older one.")
    return 0


def _print_progress(done: int, everything: int) -> None:
    print(f"{done} of {everything} keys moved", flush=True)
