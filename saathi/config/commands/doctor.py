"""Report what is wrong with this installation and what to do."""

import argparse
import os
import secrets
from contextlib import suppress
from pathlib import Path

from saathi.config import env, key_files, start
from saathi.config import home as homes
from saathi.config.env import SettingError
from saathi.config.schema_check import SchemaNeeds

NEEDED = {name for name, processes in homes.READERS.items() if "migrate" in processes}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds no arguments that an operator needs."""
    parser.add_argument(
        "--before-the-end-of-a-restore", action="store_true", help=argparse.SUPPRESS
    )


def run(options: argparse.Namespace) -> int:
    """Prints the findings; exit code 0 if there is nothing to do, else 1."""
    with start.database():
        home = start.home()
        if lacking := NEEDED.intersection(homes.list_missing_secrets(home, os.environ)):
            if _has_data(home):
                return _only_key_files(home)
            for name in lacking:  # keys are missing: nothing is sealed or signed with them
                os.environ[homes.SECRETS[name]] = secrets.token_hex(32)
        return _examine(home, during_restore=options.before_the_end_of_a_restore)


def _has_data(home: Path) -> bool:
    with suppress(SettingError):  # the database does not answer: the first check reports it
        return start.database_is_migrated(env.text(start.setting("owner")))
    return not homes.is_home_unused(home)


def _only_key_files(home: Path) -> int:
    """Checks only the key files; other checks need the secrets."""
    print(f"The installation in {home}:")
    for problem, remedy in key_files.list_missing_key_files(home, os.environ):
        print(f"WRONG key files: {problem}\n      {remedy}")
    print("      Fix the problems above, then run `saathi doctor` again for the other checks.")
    return 1


def _examine(home: Path, *, during_restore: bool) -> int:
    with start.process("migrate", SchemaNeeds.NONE):
        from saathi.config.doctor import run_checks

        print(f"The installation in {home}:")
        ill = 0
        for finding in run_checks(during_restore=during_restore):
            if finding.is_healthy:
                print(
                    f"ok    {finding.about}" + (f"\n      {finding.note}" if finding.note else "")
                )
            else:
                ill += 1
                print(f"WRONG {finding.about}: {finding.problem}\n      {finding.remedy}")
    return 1 if ill else 0
