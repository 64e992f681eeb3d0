"""Checks, before anything is served, that the database is not behind the exported audit log."""

import os
import sys

import psycopg

from saathi.config import env, start
from saathi.config.env import SettingError


def main() -> int:
    """Exit code 0 if the database is not behind, 1 after a sentence that says what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    try:
        start.set_up_django()
        from saathi.config.recovery import undeclared_recovery

        with psycopg.connect(env.text(start.setting("sealer"))) as connection:
            problem = undeclared_recovery.describe_rollback(connection, start.home())
    except psycopg.OperationalError:  # the database is down: the serving processes wait for it
        return 0
    except psycopg.errors.UndefinedTable:  # never migrated: the next check reports it
        return 0
    except SettingError as error:
        problem = str(error)
    if problem:
        print(f"saathi: {problem}", file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
